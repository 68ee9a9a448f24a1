// The separators between an item's name and its value, HTTPie's: the earliest wins, the longest at one place.
// Must not know about quotes (they are gone by now). Trap: a value keeps its backslashes, except before a first `=`.

export type Separator = '==' | ':=' | '=' | ':' | '@';

const SEPARATORS: readonly Separator[] = ['==', ':=', '=', ':'];
const NEXT = /[\\=:]/g;

export interface Found {
  readonly separator: Separator;
  readonly index: number;
}

/** The separator of an item word; `@` only at its very beginning. undefined where there is none. */
export function findSeparator(word: string): Found | undefined {
  if (word.startsWith('@')) return { separator: '@', index: 0 };
  NEXT.lastIndex = 0;
  for (let match = NEXT.exec(word); match !== null; match = NEXT.exec(word)) {
    const { index } = match;
    const separator = SEPARATORS.find((candidate) => word.startsWith(candidate, index));
    if (separator !== undefined) return { separator, index };
    // A backslash: whatever follows it is no separator.
    NEXT.lastIndex = index + 2;
  }
  return undefined;
}

/** Where a word that is read piece by piece stands: in the name, after a backslash in it, or past the separator. */
export type NameState = 'start' | 'name' | 'escaped' | 'past';

/** The state after more of the word was read; says `past` where `findSeparator` would have found a separator. */
export function readName(state: NameState, piece: string): NameState {
  let now = state;
  for (let at = 0; at < piece.length && now !== 'past'; at++) {
    const character = piece[at];
    if (now === 'escaped') now = 'name';
    else if (character === '\\') now = 'escaped';
    else if (character === '=' || character === ':' || (character === '@' && now === 'start')) now = 'past';
    else now = 'name';
  }
  return now;
}

/** The name with its escapes undone: `\=`, `\:`, `\@`, `\|` and `\\`; any other backslash stands for itself. */
export function unescapeName(text: string): string {
  return text.replace(/\\([=:@|\\])/g, '$1');
}

/** A first `@` would begin a file, and in an argument a first `|` the filter. */
export function escapeName(name: string): string {
  return name.replace(/[\\=:]/g, '\\$&').replace(/^[@|]/, '\\$&');
}

/** A value may not begin with `=` (`a==b` is a query), so a backslash stands before it; one is taken away here. */
export function unescapeValue(text: string): string {
  return /^\\+=/.test(text) ? text.slice(1) : text;
}

export function escapeValue(value: string): string {
  return /^\\*=/.test(value) ? `\\${value}` : value;
}
