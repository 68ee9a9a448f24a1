// A document that is indexed by one thread while others look at what is there: its memory, the indexer that fills it,
// and snapshots for the lookers. The memory grows in its own place and is never copied; address space is set aside
// for the most that can come, real memory only for what has. Starts no thread: runtime does.

import { scanLines, settledPart } from './broken-lines.ts';
import { hasByteOrderMark } from './diagnose.ts';
import { type BrokenLines, createMemo, type JsonDocument, LARGEST_DOCUMENT, type Memo, NODE_SIZE } from './document.ts';
import { BLOCK, BLOCK_COUNTS, countLevels, HEAD_SIZE, type LevelCounter, startCounter } from './levels.ts';
import { areSeveral, errorOf, type JsonError, roomIn, STEP } from './parse.ts';
import { type ScanResult, type ScanState, scan, startScan } from './scan.ts';

/** What threads share of a document. Views of a part hold as long as they end within what was told of it. */
export type SharedParts = {
  readonly bytes: SharedArrayBuffer;
  readonly nodes: SharedArrayBuffer;
  readonly heads: SharedArrayBuffer;
  readonly counts: SharedArrayBuffer;
};

/** How far indexing has come: all that a snapshot needs besides the parts. */
export type IndexProgress = {
  /** Bytes that have arrived, and how many of them are indexed. */
  readonly received: number;
  readonly indexed: number;
  readonly nodeCount: number;
  readonly blocks: number;
  readonly maxDepth: number;
  readonly isSequence: boolean;
  readonly broken: BrokenLines;
  /** Goes up where indexing had to begin again with other nodes. */
  readonly generation: number;
};

export type IndexEnd =
  | { readonly type: 'done' }
  | { readonly type: 'broken'; readonly error: JsonError }
  /** No memory is left for the index. */
  | { readonly type: 'full' };

export type Indexer = {
  readonly capacity: number;
  parts: SharedParts;
  scan: ScanState | undefined;
  levels: LevelCounter;
  generation: number;
  /** Nodes that others have been told of. */
  told: number;
};

const INT = Int32Array.BYTES_PER_ELEMENT;
const SHORT = Uint16Array.BYTES_PER_ELEMENT;

/** Bytes a node takes at least: in `[[[[`, in a whole document, and, where there is no address space for so many, in most. */
const BYTES_PER_NODE = [1, 2, 8, 16];

/**
 * Memory for a document of at most `capacity` bytes, which whoever receives them writes into `bytes`.
 *
 * @throws RangeError where so much address space is not to be had
 */
export function createParts(capacity: number): SharedParts {
  const bytes = new SharedArrayBuffer(0, { maxByteLength: Math.min(capacity, LARGEST_DOCUMENT) });
  return { bytes, ...createNodeParts(capacity) };
}

function createNodeParts(capacity: number): Omit<SharedParts, 'bytes'> {
  for (const size of BYTES_PER_NODE) {
    try {
      const nodes = (Math.ceil(capacity / size / STEP) + 1) * STEP;
      const blocks = nodes / BLOCK;
      return {
        nodes: new SharedArrayBuffer(0, { maxByteLength: nodes * NODE_SIZE * INT }),
        heads: new SharedArrayBuffer(0, { maxByteLength: blocks * HEAD_SIZE * INT }),
        counts: new SharedArrayBuffer(0, { maxByteLength: blocks * BLOCK_COUNTS * SHORT }),
      };
    } catch (error) {
      if (size === BYTES_PER_NODE.at(-1)) throw error;
    }
  }
  throw new RangeError('no address space');
}

export function createIndexer(parts: SharedParts, capacity: number): Indexer {
  return { capacity, parts, scan: undefined, levels: startCounter(), generation: 0, told: 0 };
}

/** Makes it a list of documents in a row from the start, be that without any. */
export function beginList(indexer: Indexer): void {
  indexer.scan = begin(indexer, new Uint8Array(0), true);
}

/** Room for `size` bytes in all; false where the document is larger than was said, or memory is out. */
export function makeRoom(parts: SharedParts, size: number): boolean {
  return growTo(parts.bytes, size);
}

function growTo(buffer: SharedArrayBuffer, size: number): boolean {
  if (size <= buffer.byteLength) return true;
  try {
    buffer.grow(size);
    return true;
  } catch {
    return false;
  }
}

/**
 * Indexes what can be indexed of the first `received` bytes. `isLast`: no further byte will come.
 * Answers how it ended, or undefined while it goes on.
 */
export function advance(indexer: Indexer, received: number, isLast: boolean): IndexEnd | undefined {
  const bytes = new Uint8Array(indexer.parts.bytes, 0, received);
  // A byte order mark, if it is one, must be there as a whole.
  if (indexer.scan === undefined && received < 3 && !isLast) return undefined;
  try {
    indexer.scan ??= begin(indexer, bytes, false);
    const scanOn = (state: ScanState): ScanResult =>
      state.isSequence
        ? scanLines(state, bytes, isLast, (rewound, count) => keepNodes(indexer, rewound, count))
        : scan(state, bytes, isLast);
    let result = scanOn(indexer.scan);
    if (!indexer.scan.isSequence) {
      const isSequence = areSeveral(indexer.scan, bytes, result, isLast);
      if (isSequence === undefined) result = { type: 'more' };
      if (isSequence === true) {
        takeOtherNodes(indexer);
        indexer.scan = begin(indexer, bytes, true);
        result = scanOn(indexer.scan);
      }
    }
    countBlocks(indexer);
    if (result.type === 'more') return undefined;
    return result.type === 'done' ? result : { type: 'broken', error: errorOf(bytes, result) };
  } catch (error) {
    if (error instanceof RangeError) return { type: 'full' };
    throw error;
  }
}

/** The nodes that others look at must not change under them. */
function takeOtherNodes(indexer: Indexer): void {
  indexer.parts = { bytes: indexer.parts.bytes, ...createNodeParts(indexer.capacity) };
  indexer.levels = startCounter();
  indexer.generation++;
  indexer.told = 0;
}

/** The first `count` nodes in another place, where others look at nodes after them that are about to change. */
function keepNodes(indexer: Indexer, state: ScanState, count: number): void {
  if (count >= indexer.told) return;
  const kept = state.nodes.subarray(0, count * NODE_SIZE);
  takeOtherNodes(indexer);
  const { nodes, grow } = roomIn(indexer.parts.nodes);
  let room = nodes;
  while (room.length < kept.length) room = grow(room);
  room.set(kept);
  Object.assign(state, { nodes: room, grow });
}

function begin({ parts }: Indexer, bytes: Uint8Array, isSequence: boolean): ScanState {
  const { nodes, grow } = roomIn(parts.nodes);
  return startScan(nodes, grow, hasByteOrderMark(bytes) ? 3 : 0, isSequence);
}

function countBlocks({ scan: state, parts, levels }: Indexer): void {
  if (state === undefined) return;
  const { count } = settledPart(state);
  const blocks = Math.floor(count / BLOCK);
  const isRoom = growTo(parts.heads, blocks * HEAD_SIZE * INT) && growTo(parts.counts, blocks * BLOCK_COUNTS * SHORT);
  if (!isRoom) throw new RangeError('no memory for counts');
  const heads = new Int32Array(parts.heads, 0, blocks * HEAD_SIZE);
  countLevels(levels, state.nodes, count, heads, new Uint16Array(parts.counts, 0, blocks * BLOCK_COUNTS));
}

export function progressOf(indexer: Indexer, received: number): IndexProgress {
  const { scan: state, levels, generation } = indexer;
  const { at, count } = state ? settledPart(state) : { at: 0, count: 0 };
  const { maxDepth = 0, isSequence = false, broken = noneBroken } = state ?? {};
  indexer.told = count;
  return { received, indexed: at, nodeCount: count, blocks: levels.blocks, maxDepth, isSequence, broken, generation };
}

const noneBroken: BrokenLines = { count: 0, first: 0 };

/** The document as far as it has come. `memo` is the one of the snapshot before, unless the generation is another. */
export function snapshot(
  parts: SharedParts,
  progress: IndexProgress,
  isComplete: boolean,
  memo: Memo = createMemo(),
): JsonDocument {
  const { indexed, received, nodeCount, blocks, maxDepth, isSequence, broken } = progress;
  return {
    bytes: new Uint8Array(parts.bytes, 0, isComplete ? received : indexed),
    nodes: new Int32Array(parts.nodes, 0, nodeCount * NODE_SIZE),
    nodeCount,
    maxDepth,
    isSequence,
    isComplete,
    broken,
    levels: {
      blocks,
      heads: new Int32Array(parts.heads, 0, blocks * HEAD_SIZE),
      counts: new Uint16Array(parts.counts, 0, blocks * BLOCK_COUNTS),
    },
    memo,
  };
}
