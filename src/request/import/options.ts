// Command lines with long and short options, as most programs read them (POSIX's Utility Syntax Guidelines with GNU's long names).

export interface OptionTable {
  /** Long names that take a value. */
  readonly values: ReadonlySet<string>;
  /** Long names without one. */
  readonly flags: ReadonlySet<string>;
  /** The long name of each letter. */
  readonly letters: Readonly<Record<string, string>>;
}

type OptionWord =
  | { readonly kind: 'option'; readonly name: string; readonly value: string | undefined }
  | { readonly kind: 'operand'; readonly text: string }
  /** As written up to a value. */
  | { readonly kind: 'unknown'; readonly written: string };

export const optionNames = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export function readOptionWords(args: readonly string[], table: OptionTable): readonly OptionWord[] {
  const found: OptionWord[] = [];
  let onlyOperands = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (onlyOperands || !word.startsWith('-') || word === '-') found.push({ kind: 'operand', text: word });
    else if (word === '--') onlyOperands = true;
    else if (word.startsWith('--')) at += readLong(word.slice(2), args[at + 1], table, found);
    else at += readLetters(word.slice(1), args[at + 1], table, found);
  }
  return found;
}

/** Gives how many more words were used. */
function readLong(text: string, next: string | undefined, table: OptionTable, found: OptionWord[]): number {
  const [, written = text, attached] = /^([^=]*)=([\s\S]*)$/.exec(text) ?? [];
  const name = wholeName(written, table);
  if (name === undefined) found.push({ kind: 'unknown', written: `--${written}`.slice(0, 24) });
  else if (!table.values.has(name)) found.push({ kind: 'option', name, value: undefined });
  else {
    found.push({ kind: 'option', name, value: attached ?? next ?? '' });
    return attached === undefined && next !== undefined ? 1 : 0;
  }
  return 0;
}

/** A beginning that only one name has will do; `--no-…` undoes what needs no undoing here. */
function wholeName(written: string, { values, flags }: OptionTable): string | undefined {
  if (values.has(written) || flags.has(written)) return written;
  const candidates = [...values, ...flags].filter((name) => name.startsWith(written));
  if (candidates.length === 1) return candidates[0];
  const undone = written.replace(/^no-/, '');
  return undone !== written && (values.has(undone) || flags.has(undone)) ? written : undefined;
}

/** `-qO-`, `-A bearer`: the first letter that takes a value takes the rest of the word, or the next one. */
function readLetters(letters: string, next: string | undefined, table: OptionTable, found: OptionWord[]): number {
  for (let at = 0; at < letters.length; at++) {
    const name = table.letters[letters[at] ?? ''];
    if (name === undefined) {
      found.push({ kind: 'unknown', written: `-${letters[at]}` });
      return 0;
    }
    if (table.values.has(name)) {
      const rest = letters.slice(at + 1);
      found.push({ kind: 'option', name, value: rest === '' ? (next ?? '') : rest });
      return rest === '' && next !== undefined ? 1 : 0;
    }
    found.push({ kind: 'option', name, value: undefined });
  }
  return 0;
}
