// Bytes to index: one strict pass over a document (RFC 8259) that leaves three numbers a node and no object. It can stop
// wherever the bytes that have arrived end, and go on from there. Iterative, so that nesting costs no stack.
// The trap: the loop is hot; keep its variables small integers and call nothing in it that could be inlined by hand.

import { type Expectation, findFault } from './diagnose.ts';
import { type BrokenLines, NODE_SIZE, SCALAR, UNFINISHED } from './document.ts';
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

/** What comes next, by the grammar. */
type Step = typeof VALUE | typeof FIRST | typeof KEY | typeof AFTER | typeof END;
/** A value. */
const VALUE = 0;
/** After an opening bracket: what is inside first, or the closing bracket. */
const FIRST = 1;
/** After a comma in an object. */
const KEY = 2;
/** After a member or an element: a comma or the closing bracket. */
const AFTER = 3;
/** After a whole document. */
const END = 4;

/** Where a pass stands between two calls of `scan`. `nodes[0, NODE_SIZE * count)` is written. */
export type ScanState = {
  nodes: Int32Array;
  /** Makes room for more nodes: an array that begins with the same numbers. */
  grow: (nodes: Int32Array) => Int32Array;
  /** True for documents in a row, which become the elements of a list that has no brackets of its own. */
  readonly isSequence: boolean;
  step: Step;
  /** All before this offset is indexed. */
  at: number;
  count: number;
  /** The innermost container that is open; 0 where none is. */
  parent: number;
  /** How many containers are open. */
  depth: number;
  maxDepth: number;
  /** A token that was cut is not looked at again before so many bytes are there: else a long one would cost its square. */
  retryAt: number;
  /** Elements of the list that are lines which are no JSON. */
  broken: BrokenLines;
  /** True where no document may go beyond its line. */
  isLineByLine: boolean;
};

export type ScanResult =
  /** All that could be indexed of these bytes is. */
  | { readonly type: 'more' }
  | { readonly type: 'done' }
  /** A document has ended, and another seems to begin at `at`. */
  | { readonly type: 'another'; readonly at: number }
  | { readonly type: 'refused'; readonly at: number; readonly expected: Expectation };

/** The state before the first byte after a byte order mark, which ends at `at`. */
export function startScan(nodes: Int32Array, grow: ScanState['grow'], at: number, isSequence: boolean): ScanState {
  const base = isSequence ? 1 : 0;
  // The list around documents in a row stands nowhere in the bytes.
  if (isSequence) nodes.set([at, 0, UNFINISHED]);
  const place = { at, count: base, parent: 0, depth: base, maxDepth: base, retryAt: 0 };
  return { nodes, grow, isSequence, step: VALUE, ...place, broken: { count: 0, first: 0 }, isLineByLine: false };
}

/** Lets a pass over documents in a row go on at another place, before a document, with `count` nodes. */
export function goOnAt(state: ScanState, at: number, count: number): void {
  Object.assign(state, { step: VALUE, at, count, parent: 0, depth: 1, retryAt: 0 });
}

const MORE: ScanResult = { type: 'more' };

/** The bytes from a fault on that its reason may quote: a backslash and a character of four bytes. */
const QUOTED_BY_A_FAULT = 5;

/** Goes on over `bytes`, which begin as they did at every call before. `isLast`: no further byte will come. */
export function scan(state: ScanState, bytes: Uint8Array, isLast: boolean): ScanResult {
  const length = bytes.length;
  if (!isLast && length < state.retryAt) return MORE;
  const base = state.isSequence ? 1 : 0;
  let { nodes, step, at: i, count, parent, depth, maxDepth } = state;
  let capacity = nodes.length - NODE_SIZE;
  let inObject = depth > base && bytes[nodes[parent * NODE_SIZE]!] === OPEN_OBJECT;
  let result: ScanResult = MORE;

  for (;;) {
    let byte = 0;
    while (i < length) {
      byte = bytes[i]!;
      if (byte > 0x20 || !(byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) break;
      i++;
    }
    if (i >= length) break;

    if (step === AFTER) {
      if (byte === COMMA) {
        i++;
        step = inObject ? KEY : VALUE;
        continue;
      }
      if (byte !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        result = { type: 'refused', at: i, expected: inObject ? 'after member' : 'after element' };
        break;
      }
    } else if (step === END) {
      if (!beginsAnother(bytes, i)) result = { type: 'refused', at: i, expected: 'end' };
      else if (!state.isSequence) result = { type: 'another', at: i };
      if (result !== MORE) break;
      step = VALUE;
    }

    // A closing bracket, of what is empty or after what was not.
    if (step === AFTER || (step === FIRST && byte === (inObject ? CLOSE_OBJECT : CLOSE_ARRAY))) {
      i++;
      nodes[parent * NODE_SIZE + 2] = count;
      parent = nodes[parent * NODE_SIZE + 1]!;
      depth--;
      step = depth > base ? AFTER : END;
      inObject = depth > base && bytes[nodes[parent * NODE_SIZE]!] === OPEN_OBJECT;
      continue;
    }
    if (step === FIRST && depth > maxDepth) maxDepth = depth;

    let value = i;
    if (step === KEY || (step === FIRST && inObject)) {
      const expected = step === KEY ? 'key' : 'first key';
      const afterKey = byte === QUOTE ? scanString(bytes, i) : -1;
      if (afterKey < 0) {
        if (isLast || !isCut(bytes, i, expected)) result = { type: 'refused', at: i, expected };
        break;
      }
      value = skipWhitespace(bytes, afterKey);
      if (value < length && bytes[value] !== COLON) {
        result = { type: 'refused', at: value, expected: 'colon' };
        break;
      }
      value = value < length ? skipWhitespace(bytes, value + 1) : length;
      if (value >= length) {
        if (isLast) {
          const expectation = endsWithColon(bytes, afterKey) ? 'member value' : 'colon';
          result = { type: 'refused', at: length, expected: expectation };
        }
        break;
      }
      byte = bytes[value]!;
    }

    if (count * NODE_SIZE > capacity) {
      nodes = state.grow(nodes);
      capacity = nodes.length - NODE_SIZE;
    }
    const node = count * NODE_SIZE;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      nodes[node] = value;
      nodes[node + 1] = parent;
      nodes[node + 2] = UNFINISHED;
      inObject = byte === OPEN_OBJECT;
      parent = count++;
      depth++;
      i = value + 1;
      step = FIRST;
      continue;
    }
    let after = -1;
    if (byte === QUOTE) after = scanString(bytes, value);
    else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) after = scanNumber(bytes, value);
    else after = scanLiteral(bytes, value);
    if (after < 0 || (after === length && !isLast && byte !== QUOTE)) {
      const expected = expectedValue(step, depth === base, inObject);
      if (isLast || (after < 0 && !isCut(bytes, value, expected))) result = { type: 'refused', at: value, expected };
      // Key and value become a node together: what is cut is read again from the key on.
      break;
    }
    nodes[node] = value;
    nodes[node + 1] = parent;
    nodes[node + 2] = after | SCALAR;
    count++;
    i = after;
    step = depth > base ? AFTER : END;
  }

  // What is wrong cannot be named before the whole character is there.
  if (!isLast && result.type === 'refused' && result.at + QUOTED_BY_A_FAULT > length) result = MORE;
  if (result === MORE && isLast) result = endOf(state.isSequence, step, depth === base, inObject, length, count > base);
  if (result.type === 'done' && state.isSequence) nodes[2] = count;
  const retryAt = length + (length - i);
  Object.assign(state, { nodes, step, at: i, count, parent, depth, maxDepth, retryAt });
  return result;
}

/** What it means that no byte is left: the end, or an end too soon. */
function endOf(
  isSequence: boolean,
  step: Step,
  isOutside: boolean,
  inObject: boolean,
  length: number,
  hasValue: boolean,
): ScanResult {
  if (step === END || (isSequence && isOutside && step === VALUE && hasValue)) return { type: 'done' };
  const expected: Expectation =
    step === AFTER
      ? inObject
        ? 'after member'
        : 'after element'
      : step === KEY
        ? 'key'
        : step === FIRST && inObject
          ? 'first key'
          : expectedValue(step, isOutside, inObject);
  return { type: 'refused', at: length, expected };
}

function expectedValue(step: Step, isOutside: boolean, inObject: boolean): Expectation {
  if (isOutside) return 'document';
  if (inObject) return 'member value';
  return step === FIRST ? 'first element' : 'element';
}

/** Whether the token at `at` was refused only because the bytes end inside it, or inside what the reason would quote. */
function isCut(bytes: Uint8Array, at: number, expected: Expectation): boolean {
  return findFault(bytes, at, expected).offset + QUOTED_BY_A_FAULT > bytes.length;
}

function endsWithColon(bytes: Uint8Array, afterKey: number): boolean {
  return bytes[skipWhitespace(bytes, afterKey)] === COLON;
}

/**
 * Whether what stands at `at`, after a whole document, may begin another: on a line of its own, or a container right
 * after a container. `1 2` is more likely a mistake than two documents.
 */
function beginsAnother(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!;
  const isContainer = byte === OPEN_OBJECT || byte === OPEN_ARRAY;
  if (!isContainer && byte !== QUOTE && byte !== 0x2d && !(byte >= 0x30 && byte <= 0x39) && !isLetter(byte))
    return false;
  for (let i = at - 1; i >= 0; i--) {
    const before = bytes[i]!;
    if (before === 0x0a) return true;
    if (before > 0x20) return isContainer && (before === CLOSE_OBJECT || before === CLOSE_ARRAY);
  }
  return false;
}

/** The first letter of a literal. */
function isLetter(byte: number): boolean {
  return byte === 0x74 || byte === 0x66 || byte === 0x6e;
}
