// Why a document is not JSON: looks again at the token where indexing stopped and says what is wrong, where.
// Runs once for a document, so it may be slow; positions are counted here and nowhere else.

import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  ESCAPES,
  isDigit,
  isHexDigit,
  literalAt,
  MINUS,
  QUOTE,
} from './tokens.ts';
import { decodeUtf8, isContinuation, sequenceLength } from './utf8.ts';

/** What the grammar allows at the place where indexing stopped. */
export type Expectation =
  | 'document'
  | 'first element'
  | 'element'
  | 'first key'
  | 'key'
  | 'colon'
  | 'member value'
  | 'after element'
  | 'after member'
  | 'end';

/** The first byte that cannot be, and why. */
type JsonFault = { readonly offset: number; readonly reason: string };

const WANTED: Readonly<Record<Expectation, string>> = {
  document: 'expected a value',
  'first element': "expected a value or ']'",
  element: "expected a value after ','",
  'first key': "expected a key in double quotes or '}'",
  key: "expected a key in double quotes after ','",
  colon: "expected ':' after a key",
  'member value': "expected a value after ':'",
  'after element': "expected ',' or ']' after an element",
  'after member': "expected ',' or '}' after a member",
  end: 'expected nothing more after the value',
};

const ENDS_INSIDE: Readonly<Record<Expectation, string>> = {
  document: 'the document is empty',
  'first element': 'the document ends inside an array',
  element: 'the document ends inside an array',
  'first key': 'the document ends inside an object',
  key: 'the document ends inside an object',
  colon: 'the document ends inside an object',
  'member value': 'the document ends inside an object',
  'after element': 'the document ends inside an array',
  'after member': 'the document ends inside an object',
  end: '',
};

const VALUE_EXPECTED: ReadonlySet<Expectation> = new Set(['document', 'first element', 'element', 'member value']);

/** Explains the refusal of the token that begins at `at`, where the grammar wanted `expected`. */
export function findFault(bytes: Uint8Array, at: number, expected: Expectation): JsonFault {
  if (at >= bytes.length) return { offset: bytes.length, reason: ENDS_INSIDE[expected] };
  const byte = bytes[at]!;
  const wantsValue = VALUE_EXPECTED.has(expected);
  const wantsKey = expected === 'first key' || expected === 'key';
  if (byte === QUOTE && (wantsValue || wantsKey)) return stringFault(bytes, at);
  if (wantsValue && (byte === MINUS || isDigit(byte))) return numberFault(bytes, at);
  if (wantsValue && literalAt(byte) !== undefined) return literalFault(bytes, at);
  const close = expected === 'element' ? CLOSE_ARRAY : expected === 'key' ? CLOSE_OBJECT : -1;
  if (byte === close) return { offset: at, reason: `${WANTED[expected]}, which may not be the last` };
  return { offset: at, reason: `${WANTED[expected]}, ${describeByte(bytes, at, expected)}` };
}

function describeByte(bytes: Uint8Array, at: number, expected: Expectation): string {
  const byte = bytes[at]!;
  const character = nameOf(bytes, at);
  if (byte === 0x27) return 'found a single quote';
  if (byte === 0x2f || byte === 0x23) return `found ${character}: JSON has no comments`;
  if ((byte === 0x2b || byte === 0x2e) && VALUE_EXPECTED.has(expected)) {
    return `found ${character}: a number may not start with it`;
  }
  return `found ${character}`;
}

/** A name in printable ASCII for what is at an offset: `'x'`, `U+00A0`, or `byte 0xFF` where there is no character. */
function nameOf(bytes: Uint8Array, at: number): string {
  const byte = bytes[at]!;
  if (byte > 0x20 && byte < 0x7f) return `'${String.fromCharCode(byte)}'`;
  const size = byte < 0x80 ? 1 : sequenceLength(bytes, at);
  if (size === 0) return `byte 0x${byte.toString(16).toUpperCase()}, which is not UTF-8`;
  const code = decodeUtf8(bytes, at, at + size).codePointAt(0)!;
  return codePointName(code);
}

function codePointName(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function stringFault(bytes: Uint8Array, at: number): JsonFault {
  let i = at + 1;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    if (byte === BACKSLASH) {
      const fault = escapeFault(bytes, i);
      if (fault !== undefined) return fault;
      i += ESCAPES[bytes[i + 1]!] === 2 ? 6 : 2;
    } else if (byte < 0x20) {
      return { offset: i, reason: `control character ${codePointName(byte)} in a string` };
    } else if (byte >= 0x80) {
      const size = sequenceLength(bytes, i);
      if (size === 0) return { offset: i, reason: `invalid UTF-8 in a string: ${explainUtf8(bytes, i)}` };
      i += size;
    } else {
      i++;
    }
  }
  return { offset: bytes.length, reason: 'the document ends inside a string' };
}

function escapeFault(bytes: Uint8Array, at: number): JsonFault | undefined {
  if (at + 1 >= bytes.length) return { offset: bytes.length, reason: 'the document ends inside a string' };
  const form = ESCAPES[bytes[at + 1]!];
  if (form === 0) return { offset: at, reason: `no such escape in a string: '\\' and ${nameOf(bytes, at + 1)}` };
  if (form === 1) return undefined;
  for (let i = at + 2; i < at + 6; i++) {
    if (i >= bytes.length) return { offset: bytes.length, reason: 'the document ends inside a string' };
    if (!isHexDigit(bytes[i])) return { offset: at, reason: "'\\u' takes four hexadecimal digits" };
  }
  return undefined;
}

function explainUtf8(bytes: Uint8Array, at: number): string {
  const lead = bytes[at]!;
  const second = bytes[at + 1] ?? 0;
  if (isContinuation(lead)) return 'a continuation byte without a lead byte';
  if (lead === 0xc0 || lead === 0xc1) return 'an overlong sequence';
  if (lead > 0xf4) return `byte 0x${lead.toString(16).toUpperCase()} never occurs`;
  if (isContinuation(second)) {
    if ((lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90)) return 'an overlong sequence';
    if (lead === 0xed && second > 0x9f) return 'a surrogate';
    if (lead === 0xf4 && second > 0x8f) return 'a code point over U+10FFFF';
  }
  return 'a sequence cut short';
}

function numberFault(bytes: Uint8Array, at: number): JsonFault {
  let i = bytes[at] === MINUS ? at + 1 : at;
  if (!isDigit(bytes[i])) return numberNeeds(bytes, i, "a digit after '-'");
  if (bytes[i] === 0x30 && isDigit(bytes[i + 1])) return { offset: i, reason: 'a number may not start with 0' };
  while (isDigit(bytes[i])) i++;
  if (bytes[i] === 0x2e) {
    i++;
    if (!isDigit(bytes[i])) return numberNeeds(bytes, i, "a digit after '.'");
    while (isDigit(bytes[i])) i++;
  }
  i++;
  if (bytes[i] === 0x2b || bytes[i] === MINUS) i++;
  return numberNeeds(bytes, i, 'a digit in an exponent');
}

function numberNeeds(bytes: Uint8Array, at: number, what: string): JsonFault {
  if (at >= bytes.length) return { offset: bytes.length, reason: 'the document ends inside a number' };
  return { offset: at, reason: `expected ${what}` };
}

function literalFault(bytes: Uint8Array, at: number): JsonFault {
  const word = literalAt(bytes[at])!;
  let i = 1;
  while (i < word.length && bytes[at + i] === word.charCodeAt(i)) i++;
  if (at + i >= bytes.length) return { offset: bytes.length, reason: `the document ends inside '${word}'` };
  return { offset: at, reason: `expected '${word}'` };
}

/** Bytes of a text that are looked through for one that is not UTF-8. */
const MOST_READ = 16 * 1024 * 1024;

/** The first byte that is not UTF-8, in the first 16 MB; what is cut at the end is not counted. */
export function utf8Fault(
  bytes: Uint8Array,
): { offset: number; line: number; column: number; reason: string } | undefined {
  const end = Math.min(bytes.length, MOST_READ);
  for (let at = 0; at < end; ) {
    const size = bytes[at]! < 0x80 ? 1 : sequenceLength(bytes, at);
    if (size > 0) at += size;
    else if (at + 3 >= bytes.length && bytes[at]! >= 0xc2 && isContinuationRest(bytes, at + 1)) return undefined;
    else return { offset: at, ...positionOf(bytes, at), reason: nameOf(bytes, at) };
  }
  return undefined;
}

function isContinuationRest(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at++) if (!isContinuation(bytes[at]!)) return false;
  return true;
}

/** The line and column of a byte offset, both from 1, as `JsonError` counts them. */
export function positionOf(bytes: Uint8Array, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = hasByteOrderMark(bytes) ? 3 : 0;
  for (let i = lineStart; i < offset; i++) {
    if (bytes[i] !== 0x0a) continue;
    line++;
    lineStart = i + 1;
  }
  let column = 1;
  for (let i = lineStart; i < offset; i++) if (!isContinuation(bytes[i]!)) column++;
  return { line, column };
}

/** RFC 8259 §8.1: a parser may ignore a byte order mark in front of the document. */
export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
