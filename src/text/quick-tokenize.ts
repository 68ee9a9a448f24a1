// Text with SGR sequences as styled characters and back, quickly for what the screen mostly holds: rows of plain characters in a
// few styles. Everything else goes to the library. The build gives this file to Ink (build/bundle.ts), which takes every row of
// every frame apart and puts it together again. The trap is to answer other than the library would; a test compares them.
import {
  ansiCodesToString,
  diffAnsiCodes,
  reduceAnsiCodesIncremental,
  type StyledChar,
  type Token,
  tokenize as tokenizeAny,
} from '@alcalzone/ansi-tokenize';
import { isPlain, sgr } from './plain.ts';

type Styles = StyledChar['styles'];

/** The library's `tokenize`. It finds out what an SGR sequence says, the first time that one comes. */
export function tokenize(text: string, endChar?: number): Token[] {
  if (endChar !== undefined || !isPlain(text.replace(sgr, ''))) return tokenizeAny(text, endChar);
  const tokens: Token[] = [];
  let at = 0;
  for (const { 0: sequence, index } of text.matchAll(sgr)) {
    pushCharacters(tokens, text, at, index);
    tokens.push(...codesOf(sequence));
    at = index + sequence.length;
  }
  pushCharacters(tokens, text, at, text.length);
  return tokens;
}

function pushCharacters(tokens: Token[], text: string, from: number, to: number): void {
  for (let at = from; at < to; at++) tokens.push({ type: 'char', value: text[at]!, fullWidth: false });
}

const knownCodes = new Map<string, readonly Token[]>();

function codesOf(sequence: string): readonly Token[] {
  let codes = knownCodes.get(sequence);
  if (codes === undefined) {
    codes = tokenizeAny(sequence);
    knownCodes.set(sequence, codes);
  }
  return codes;
}

/** The library's `styledCharsFromTokens`; characters of one style share its array, which nobody may change. */
export function styledCharsFromTokens(tokens: readonly Token[]): StyledChar[] {
  const characters: StyledChar[] = [];
  let styles: Styles = [];
  for (const token of tokens) {
    if (token.type === 'ansi') styles = one(reduceAnsiCodesIncremental(styles, [token]));
    else if (token.type === 'char') {
      characters.push({ type: 'char', value: token.value, fullWidth: token.fullWidth, styles });
    }
  }
  return characters;
}

const knownStyles = new Map<string, Styles>();

/** The same array for the same styles, so that a change of style is known again. */
function one(styles: Styles): Styles {
  const key = styles.map(({ code }) => code).join('');
  const known = knownStyles.get(key);
  if (known !== undefined) return known;
  knownStyles.set(key, styles);
  return styles;
}

/** The library's `styledCharsToString`. */
export function styledCharsToString(characters: readonly StyledChar[]): string {
  let text = '';
  let styles = one([]);
  for (const { value, styles: next } of characters) {
    if (next !== styles) {
      text += changeOf(styles, next);
      styles = next;
    }
    text += value;
  }
  return text + changeOf(styles, one([]));
}

const knownChanges = new WeakMap<Styles, WeakMap<Styles, string>>();

/** What is written between characters of two styles. */
function changeOf(from: Styles, to: Styles): string {
  let changes = knownChanges.get(from);
  if (changes === undefined) {
    changes = new WeakMap();
    knownChanges.set(from, changes);
  }
  let change = changes.get(to);
  if (change === undefined) {
    change = ansiCodesToString(diffAnsiCodes(from, to));
    changes.set(to, change);
  }
  return change;
}
