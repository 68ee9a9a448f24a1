// A command that is to be run without a shell, as one types it: words and quotes, and nothing that takes a shell to mean anything.
import { createMarks } from './marks.ts';
import { createPosixReader } from './posix-words.ts';

type PlainCommand =
  | { readonly ok: true; readonly words: readonly string[] }
  /** A clause without a full stop. */
  | { readonly ok: false; readonly reason: string };

/** The words of the command; or why it would not do what it says. */
export function readPlainCommand(text: string): PlainCommand {
  const marks = createMarks(text);
  const substitute = (_: string, written: string): string => marks.put({ name: 'output', written });
  const nothing = { variables: new Map(), arrays: new Map(), patience: { steps: 0 }, depth: 0 };
  const reader = createPosixReader(text.trim(), { marks, ...nothing, substitute });
  const words: string[] = [];
  for (let token = reader.next(); token.kind !== 'end'; token = reader.next()) {
    if (token.kind === 'operator') return needsShell(token.text === '\n' ? 'a second line' : token.text);
    if (token.kind === 'words') return needsShell('an array');
    const [mark] = marks.find(token.text);
    if (mark) return needsShell(mark.written);
    if (token.assigns !== undefined && words.length === 0) return needsShell(`${token.assigns}=`);
    const word = token.assigns === undefined ? token.text : `${token.assigns}=${token.text}`;
    if (/^~(?:\/|$)/.test(word)) return needsShell('~');
    if (word.includes('\0')) return { ok: false, reason: 'it has a character that no command can have' };
    words.push(word);
  }
  const problem = reader.problem();
  if (problem !== undefined) return { ok: false, reason: problem };
  return words.length === 0 || words[0] === '' ? { ok: false, reason: 'it is empty' } : { ok: true, words };
}

function needsShell(what: string): PlainCommand {
  return { ok: false, reason: `it runs without a shell, which alone knows ${what}. If you want one: sh -c 'COMMAND'` };
}
