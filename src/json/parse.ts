// Whole documents to index, and the first part of one for a first screen. What is not JSON is refused with its place.
import { areLines, scanLines, settledPart } from './broken-lines.ts';
import { findFault, hasByteOrderMark, positionOf } from './diagnose.ts';
import { createMemo, type JsonDocument, LARGEST_DOCUMENT, NODE_SIZE } from './document.ts';
import { type ScanResult, type ScanState, scan, startScan } from './scan.ts';

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

type IndexResult =
  | { readonly ok: true; readonly document: JsonDocument }
  | { readonly ok: false; readonly error: JsonError };

const TOO_LARGE: JsonError = {
  offset: 0,
  line: 1,
  column: 1,
  reason: 'a document of 2 GiB or more is not indexed: save it to a file instead',
};

/**
 * Indexes a document. The result shares `bytes` and never copies them: do not change them afterwards.
 * The index is 12 bytes a node in one typed array; that of a large document can be shared with a worker.
 * Refuses whatever RFC 8259 does not allow, invalid UTF-8 included, with the place and the reason; accepts a
 * leading byte order mark (§8.1), duplicate keys, lone surrogate escapes and numbers of any size.
 */
export function indexDocument(bytes: Uint8Array): IndexResult {
  return indexWhole(bytes, false);
}

/**
 * As `indexDocument`, but takes several documents in a row too, such as JSON lines: each an element of a list. Of JSON lines one
 * that is broken is an element too, of the kind `broken`.
 */
export function indexDocuments(bytes: Uint8Array): IndexResult {
  return indexWhole(bytes, true);
}

function indexWhole(bytes: Uint8Array, allowsSequence: boolean): IndexResult {
  if (bytes.length > LARGEST_DOCUMENT) return { ok: false, error: TOO_LARGE };
  let state = begin(bytes, false);
  let result = scan(state, bytes, true);
  if (allowsSequence && areSeveral(state, bytes, result, true) === true) {
    state = begin(bytes, true);
    result = scanLines(state, bytes, true);
  }
  if (result.type === 'done') return { ok: true, document: documentOf(state, bytes, true) };
  return { ok: false, error: errorOf(bytes, result) };
}

/**
 * The part of a document that its first bytes hold, for a screen that is to stand before the rest is read; undefined
 * where they are not the beginning of one.
 */
export function indexStart(bytes: Uint8Array): JsonDocument | undefined {
  let state = begin(bytes, false);
  let result = scan(state, bytes, false);
  if (areSeveral(state, bytes, result, false) === true) {
    state = begin(bytes, true);
    result = scanLines(state, bytes, false);
  }
  const isGood = result.type === 'more' && settledPart(state).count > 0;
  return isGood ? documentOf(state, bytes.subarray(0, settledPart(state).at), false) : undefined;
}

/** Whether what came of a first pass says that there are several documents in a row; undefined where more bytes can tell. */
export function areSeveral(
  state: ScanState,
  bytes: Uint8Array,
  result: ScanResult,
  isLast: boolean,
): boolean | undefined {
  if (result.type === 'another') return true;
  return result.type === 'refused' ? areLines(state, bytes, result.at, isLast) : false;
}

function begin(bytes: Uint8Array, isSequence: boolean): ScanState {
  const { nodes, grow } = createRoom(bytes.length + 1);
  return startScan(nodes, grow, hasByteOrderMark(bytes) ? 3 : 0, isSequence);
}

function documentOf(state: ScanState, bytes: Uint8Array, isComplete: boolean): JsonDocument {
  const { maxDepth, isSequence, broken } = state;
  const { count } = settledPart(state);
  const nodes = state.nodes.subarray(0, count * NODE_SIZE);
  return {
    bytes,
    nodes,
    nodeCount: count,
    maxDepth,
    isSequence,
    isComplete,
    broken,
    levels: undefined,
    memo: createMemo(),
  };
}

/** Why a pass stopped, in words and with its place. Counts lines from the beginning: O(offset). */
export function errorOf(bytes: Uint8Array, result: Exclude<ScanResult, { type: 'done' }>): JsonError {
  const at = result.type === 'more' ? bytes.length : result.at;
  const { offset, reason } = findFault(bytes, at, result.type === 'refused' ? result.expected : 'end');
  return { offset, ...positionOf(bytes, offset), reason };
}

type NodeRoom = {
  readonly nodes: Int32Array;
  /** An array that begins with the same numbers and has room for more. Throws a RangeError where memory is out. */
  readonly grow: (nodes: Int32Array) => Int32Array;
};

/** Nodes for which memory is taken at once. */
export const STEP = 512 * 1024;

const NODE_BYTES = NODE_SIZE * Int32Array.BYTES_PER_ELEMENT;

/** Up to so many nodes the most that can be are given at once. */
const FEW = 64 * 1024;

/** Room for at most so many nodes. */
function createRoom(most: number): NodeRoom {
  if (most > FEW) return roomIn(new SharedArrayBuffer(0, { maxByteLength: most * NODE_BYTES }));
  return { nodes: new Int32Array(most * NODE_SIZE), grow: full };
}

/** Room in a buffer that can grow. */
export function roomIn(buffer: SharedArrayBuffer): NodeRoom {
  const grow = (nodes: Int32Array): Int32Array => {
    const wanted = Math.min(nodes.byteLength + STEP * NODE_BYTES, buffer.maxByteLength);
    if (wanted <= nodes.byteLength) full();
    buffer.grow(Math.max(wanted, buffer.byteLength));
    return new Int32Array(buffer, 0, wanted / Int32Array.BYTES_PER_ELEMENT);
  };
  return { nodes: grow(new Int32Array(buffer, 0, 0)), grow };
}

function full(): never {
  throw new RangeError('no more nodes fit');
}
