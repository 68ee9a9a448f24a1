// JSON strings to text: whole, or just the part a screen has room for. Works on strings that indexing accepted.
import { BACKSLASH, ESCAPES, QUOTE } from './tokens.ts';
import { decodeUtf8 } from './utf8.ts';

const SINGLE_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The text of the string literal in `bytes[from, to)`, quotes included there. Lone surrogate escapes stay alone. */
export function decodeString(bytes: Uint8Array, from: number, to: number): string {
  return unescapeText(decodeUtf8(bytes, from + 1, to - 1));
}

/** By hand: a search decodes millions of escapes, and a replacement that calls back is several times slower. */
function unescapeText(text: string): string {
  let at = text.indexOf('\\');
  if (at === -1) return text;
  let result = '';
  let from = 0;
  while (at !== -1) {
    const letter = text[at + 1] ?? '';
    const isCode = letter === 'u';
    const character = isCode
      ? String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16))
      : (SINGLE_ESCAPES[letter] ?? letter);
    result += text.slice(from, at) + character;
    from = at + (isCode ? 6 : 2);
    at = text.indexOf('\\', from);
  }
  return result + text.slice(from);
}

/**
 * The first characters of the string literal whose opening quote is at `from`, as many as `maxBytes` bytes of source
 * hold; `complete` says whether that is all of it. Costs O(maxBytes) however long the string is.
 */
export function decodeStringStart(
  bytes: Uint8Array,
  from: number,
  maxBytes: number,
): { readonly text: string; readonly complete: boolean } {
  return decodeStringPart(bytes, from + 1, maxBytes);
}

/** As `decodeStringStart`, from anywhere between two characters in a string on; `end` is where the next part begins. */
export function decodeStringPart(
  bytes: Uint8Array,
  from: number,
  maxBytes: number,
): { readonly text: string; readonly complete: boolean; readonly end: number } {
  const limit = from + maxBytes;
  for (let at = from; ; ) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return { text: unescapeText(decodeUtf8(bytes, from, at)), complete: true, end: at };
    const after = at + unitLength(bytes, at);
    if (after > limit) return { text: unescapeText(decodeUtf8(bytes, from, at)), complete: false, end: at };
    at = after;
  }
}

/**
 * The nearest place at or before `at` where a character or an escape begins, in a string whose content begins at `from`. Costs what stands
 * around it, also where that is one long row of backslashes.
 */
export function boundaryBefore(bytes: Uint8Array, from: number, at: number): number {
  let place = at;
  while (place > from && (bytes[place]! & 0xc0) === 0x80) place--;
  // What an escape may reach over begins at most eleven bytes before: the first half of a pair, and the second.
  for (let back = place - 1; back >= from && back >= place - 11; back--) {
    if (bytes[back] !== BACKSLASH) continue;
    let first = back;
    while (first > from && bytes[first - 1] === BACKSLASH) first--;
    // From the first of a row on, units are counted; a pair may have begun before it.
    const start =
      first - 6 >= from && isSurrogateEscape(bytes, first - 6, 'high') ? pairStart(bytes, from, first) : first;
    let unit = start;
    while (unit + unitLength(bytes, unit) <= place) unit += unitLength(bytes, unit);
    return unit;
  }
  return place;
}

/** Where the pair begins whose second half may begin at `second`: the backslash of the first half may itself be escaped. */
function pairStart(bytes: Uint8Array, from: number, second: number): number {
  const high = second - 6;
  let row = high;
  while (row > from && bytes[row - 1] === BACKSLASH) row--;
  return (high - row) % 2 === 0 ? high : second;
}

/** The bytes that so many UTF-16 units of a string's text are written with, from between two characters on. */
export function sourceLength(bytes: Uint8Array, from: number, units: number): number {
  let at = from;
  for (let left = units; left > 0; ) {
    const size = unitLength(bytes, at);
    // A pair, written out or as escapes, is two units.
    left -= size === 12 || (size === 4 && bytes[at] !== BACKSLASH) ? 2 : 1;
    at += size;
  }
  return at - from;
}

/** The bytes of one character or escape; a pair of surrogate escapes counts as one, so that no cut parts them. */
function unitLength(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]!;
  if (byte !== BACKSLASH) return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  if (ESCAPES[bytes[at + 1]!] !== 2) return 2;
  return isSurrogateEscape(bytes, at, 'high') && isSurrogateEscape(bytes, at + 6, 'low') ? 12 : 6;
}

function isSurrogateEscape(bytes: Uint8Array, at: number, half: 'high' | 'low'): boolean {
  if (bytes[at] !== BACKSLASH || ESCAPES[bytes[at + 1]!] !== 2) return false;
  // d8 to db begin a pair, dc to df end one: the first two digits tell.
  if ((bytes[at + 2]! | 0x20) !== 0x64) return false;
  const digit = bytes[at + 3]! | 0x20;
  return half === 'high'
    ? digit === 0x38 || digit === 0x39 || digit === 0x61 || digit === 0x62
    : digit >= 0x63 && digit <= 0x66;
}
