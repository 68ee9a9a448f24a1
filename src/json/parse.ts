// Bytes to index: one strict pass over a document (RFC 8259) that leaves four numbers a node and no object.
// Iterative, so that nesting costs no stack. The trap: the loop is hot; keep its variables small integers.

import { type Expectation, findFault, hasByteOrderMark, positionOf } from './diagnose.ts';
import type { JsonDocument } from './document.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  scanLiteral,
  scanNumber,
  scanString,
  skipWhitespace,
} from './tokens.ts';

/**
 * Where and why parsing stopped. `offset` counts bytes from 0; `line` counts line feeds from 1; `column` counts
 * characters (code points) from 1 and leaves a leading byte order mark out, as editors do.
 */
export type JsonError = {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
};

export type IndexResult =
  | { readonly ok: true; readonly document: JsonDocument }
  | { readonly ok: false; readonly error: JsonError };

/** Offsets stay 31-bit integers, which engines keep unboxed; a larger body has to be saved instead of shown. */
const LARGEST_DOCUMENT = 0x7fff_ffff;

/** A first guess at the bytes a node takes; too low wastes a growth step, too high wastes memory for a moment. */
const BYTES_PER_NODE = 16;

/**
 * Indexes a document. The result shares `bytes` and never copies them: do not change them afterwards.
 * The index is 16 bytes a node in four typed arrays with buffers of their own, so a worker can transfer it.
 * Refuses whatever RFC 8259 does not allow, invalid UTF-8 included, with the place and the reason; accepts a
 * leading byte order mark (§8.1), duplicate keys, lone surrogate escapes and numbers of any size.
 */
export function indexDocument(bytes: Uint8Array): IndexResult {
  const length = bytes.length;
  if (length > LARGEST_DOCUMENT) {
    const reason = 'a document of 2 GiB or more is not indexed: save it to a file instead';
    return { ok: false, error: { offset: 0, line: 1, column: 1, reason } };
  }
  let capacity = Math.max(16, Math.ceil(length / BYTES_PER_NODE));
  let start = new Uint32Array(capacity);
  let end = new Uint32Array(capacity);
  let parents = new Uint32Array(capacity);
  let next = new Uint32Array(capacity);

  let i = hasByteOrderMark(bytes) ? 3 : 0;
  let count = 0;
  let parent = 0;
  let inObject = false;
  let depth = 0;
  let maxDepth = 0;
  let expected: Expectation = 'document';

  value: for (;;) {
    i = skipWhitespace(bytes, i);
    if (i >= length) return refuse(bytes, i, expected);
    const byte = bytes[i]!;

    if (count === capacity) {
      capacity = Math.min(Math.ceil(capacity * 1.5), length);
      start = resized(start, capacity);
      end = resized(end, capacity);
      parents = resized(parents, capacity);
      next = resized(next, capacity);
    }
    const node = count++;
    start[node] = i;
    parents[node] = parent;

    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      inObject = byte === OPEN_OBJECT;
      expected = inObject ? 'first key' : 'first element';
      parent = node;
      depth++;
      i = skipWhitespace(bytes, i + 1);
      if (i >= length) return refuse(bytes, i, expected);
      // An empty container falls through to the closing branch below.
      if (bytes[i] !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        if (depth > maxDepth) maxDepth = depth;
        if (!inObject) continue;
        const colon = scanKey(bytes, i);
        if (colon < 0) return refuseKey(bytes, i, expected);
        i = colon;
        expected = 'member value';
        continue;
      }
    } else {
      let after = -1;
      if (byte === QUOTE) after = scanString(bytes, i);
      else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) after = scanNumber(bytes, i);
      else after = scanLiteral(bytes, i);
      if (after < 0) return refuse(bytes, i, expected);
      i = after;
      end[node] = i;
      next[node] = count;
    }

    while (depth > 0) {
      i = skipWhitespace(bytes, i);
      expected = inObject ? 'after member' : 'after element';
      if (i >= length) return refuse(bytes, i, expected);
      const after = bytes[i]!;
      if (after === COMMA) {
        i++;
        if (!inObject) {
          expected = 'element';
          continue value;
        }
        i = skipWhitespace(bytes, i);
        const colon = scanKey(bytes, i);
        if (colon < 0) return refuseKey(bytes, i, 'key');
        i = colon;
        expected = 'member value';
        continue value;
      }
      if (after !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return refuse(bytes, i, expected);
      i++;
      end[parent] = i;
      next[parent] = count;
      parent = parents[parent]!;
      inObject = bytes[start[parent]!] === OPEN_OBJECT;
      depth--;
    }
    break;
  }

  i = skipWhitespace(bytes, i);
  if (i < length) return refuse(bytes, i, 'end');
  return {
    ok: true,
    document: {
      bytes,
      nodeCount: count,
      maxDepth,
      start: resized(start, count),
      end: resized(end, count),
      parent: resized(parents, count),
      next: resized(next, count),
    },
  };
}

/** Scans `"key" :` at `at`; answers the offset after the colon, or -1. */
function scanKey(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length || bytes[at] !== QUOTE) return -1;
  let i = scanString(bytes, at);
  if (i < 0) return -1;
  i = skipWhitespace(bytes, i);
  return i < bytes.length && bytes[i] === COLON ? i + 1 : -1;
}

function refuse(bytes: Uint8Array, at: number, expected: Expectation): IndexResult {
  const { offset, reason } = findFault(bytes, at, expected);
  return { ok: false, error: { offset, ...positionOf(bytes, offset), reason } };
}

/** A key may be refused for itself, or for the missing colon after it. */
function refuseKey(bytes: Uint8Array, at: number, expected: Expectation): IndexResult {
  let i = bytes[at] === QUOTE ? scanString(bytes, at) : -1;
  if (i < 0) return refuse(bytes, at, expected);
  i = skipWhitespace(bytes, i);
  return refuse(bytes, i, 'colon');
}

/** The same numbers in a buffer of exactly `size` entries; the old buffer is given up, not kept beside it. */
function resized(array: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(array.buffer.transfer(size * Uint32Array.BYTES_PER_ELEMENT));
}
