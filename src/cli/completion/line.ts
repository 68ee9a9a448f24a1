// The line that is being typed, up to the cursor, as the words that its shell would make of it; and words back into it.
import { createMarks } from '../../request/import/marks.ts';
import { readPosixScript } from '../../request/import/posix-script.ts';
import { quotePowerShell } from '../../request/snippets/powershell.ts';
import type { Shell } from '../commands/completion.ts';

export interface TypedLine {
  /** The words before the one at the cursor, the program's name aside. */
  readonly earlier: readonly string[];
  /** The word at the cursor, as far as it is there; empty behind a blank. */
  readonly typed: string;
  /** The word stands in quotes that are still open. */
  readonly isQuoted: boolean;
}

/** Stands at the cursor, so that an empty word is one too. From the Private Use Area. */
const CURSOR = '\uf8fe';

/**
 * The words of the last command in the line; a quote may be open. undefined where the line cannot be read.
 *
 * @param line as typed; of PowerShell, which tells the words itself, a JSON array of them
 */
export function readTypedLine(shell: Shell, line: string): TypedLine | undefined {
  if (shell === 'powershell') return fromWords(wordsInJson(line), false);
  for (const closing of ['', "'", '"']) {
    const text = `${line}${CURSOR}${closing}`;
    const marks = createMarks(text);
    const script = readPosixScript(text, marks);
    const words = script.ok ? script.pipelines.at(-1)?.at(-1)?.words.map(marks.written) : undefined;
    if (words?.at(-1)?.endsWith(CURSOR)) {
      return fromWords(
        words.map((word) => word.replace(CURSOR, '')),
        closing !== '',
      );
    }
  }
  return undefined;
}

function fromWords(words: readonly string[], isQuoted: boolean): TypedLine | undefined {
  return words.length < 2 ? undefined : { earlier: words.slice(1, -1), typed: words.at(-1) ?? '', isQuoted };
}

function wordsInJson(text: string): readonly string[] {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) ? words.map(String) : [];
  } catch {
    return [];
  }
}

/**
 * A word as the shell's completion takes it; zsh and fish quote by themselves.
 *
 * @param breaks bash's COMP_WORDBREAKS: outside quotes it replaces only what stands behind the last of these characters
 */
export function writeWord(shell: Shell, word: string, { typed, isQuoted }: TypedLine, breaks: string): string {
  if (shell === 'powershell') return /^[\w+=:./-]+$/.test(word) ? word : quotePowerShell(word);
  if (shell !== 'bash' || isQuoted) return word;
  // A blank or a quote that is in the word was escaped, and breaks nothing.
  const kept = [...typed].findLastIndex((character) => /[^\s'"]/.test(character) && breaks.includes(character)) + 1;
  return word.slice(word.startsWith(typed) ? kept : 0).replace(/[^\w@%+=:,./{}~^-]/g, '\\$&');
}
