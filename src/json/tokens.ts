// The scanners of RFC 8259's tokens: each takes the offset where a token begins and answers the offset after it,
// or -1. They are the hot loops of indexing, so they never say why they failed: `diagnose.ts` looks again.

import { sequenceLength } from './utf8.ts';

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** Bytes a string may hold as they are and that need no second look: ASCII from 0x20, less `"` and `\`. */
const PLAIN = new Uint8Array(256).fill(1, 0x20, 0x80);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;

/** What may follow a backslash (RFC 8259 §7): 1 stands alone, 2 is `u` and takes four hexadecimal digits. */
export const ESCAPES = new Uint8Array(256);
for (const letter of '"\\/bfnrt') ESCAPES[letter.charCodeAt(0)] = 1;
ESCAPES[0x75] = 2;

/** RFC 8259 §2: space, tab, line feed and carriage return, nothing else. */
export function isWhitespace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

export function isHexDigit(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

/** The first offset from `at` on that holds no whitespace. */
export function skipWhitespace(bytes: Uint8Array, at: number): number {
  const length = bytes.length;
  let i = at;
  while (i < length) {
    const byte = bytes[i]!;
    if (byte > 0x20 || !(byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) break;
    i++;
  }
  return i;
}

/** Scans the string whose opening quote is at `at`; answers the offset after its closing quote, or -1. */
export function scanString(bytes: Uint8Array, at: number): number {
  const length = bytes.length;
  let i = at + 1;
  while (i < length) {
    const byte = bytes[i]!;
    if (PLAIN[byte] === 1) {
      i++;
    } else if (byte === QUOTE) {
      return i + 1;
    } else if (byte === BACKSLASH) {
      const form = i + 1 < length ? ESCAPES[bytes[i + 1]!] : 0;
      if (form === 1) i += 2;
      else if (form === 2 && hasFourHexDigits(bytes, i + 2)) i += 6;
      else return -1;
    } else {
      const size = byte < 0x80 ? 0 : sequenceLength(bytes, i);
      if (size === 0) return -1;
      i += size;
    }
  }
  return -1;
}

function hasFourHexDigits(bytes: Uint8Array, at: number): boolean {
  return isHexDigit(bytes[at]) && isHexDigit(bytes[at + 1]) && isHexDigit(bytes[at + 2]) && isHexDigit(bytes[at + 3]);
}

/** The offset after the closing quote of a string already known to be well-formed. */
export function endOfString(bytes: Uint8Array, at: number): number {
  let i = at + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i + 1;
}

/** Scans the number that begins at `at` with `-` or a digit (RFC 8259 §6); answers the offset after it, or -1. */
export function scanNumber(bytes: Uint8Array, at: number): number {
  const length = bytes.length;
  let i = bytes[at] === MINUS ? at + 1 : at;
  if (i >= length) return -1;
  const first = bytes[i]!;
  if (first < 0x30 || first > 0x39) return -1;
  i++;
  if (first !== 0x30) while (i < length && bytes[i]! >= 0x30 && bytes[i]! <= 0x39) i++;
  if (i >= length) return i;
  let byte = bytes[i]!;
  if (byte >= 0x30 && byte <= 0x39) return -1;
  if (byte === 0x2e) {
    const fraction = ++i;
    while (i < length && bytes[i]! >= 0x30 && bytes[i]! <= 0x39) i++;
    if (i === fraction) return -1;
    if (i >= length) return i;
    byte = bytes[i]!;
  }
  if ((byte | 0x20) === 0x65) {
    i++;
    if (i < length && (bytes[i] === 0x2b || bytes[i] === MINUS)) i++;
    const exponent = i;
    while (i < length && bytes[i]! >= 0x30 && bytes[i]! <= 0x39) i++;
    if (i === exponent) return -1;
  }
  return i;
}

/** Scans `true`, `false` or `null`, whose first letter is at `at`; answers the offset after it, or -1. */
export function scanLiteral(bytes: Uint8Array, at: number): number {
  const word = literalAt(bytes[at]);
  if (word === undefined) return -1;
  for (let i = 1; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return -1;
  return at + word.length;
}

/** The literal name that begins with this byte (RFC 8259 §3). */
export function literalAt(byte: number | undefined): 'true' | 'false' | 'null' | undefined {
  if (byte === 0x74) return 'true';
  if (byte === 0x66) return 'false';
  return byte === 0x6e ? 'null' : undefined;
}
