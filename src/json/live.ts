// A list of rows that grows for as long as its source runs: JSON documents in a row, of which the oldest go when they take more
// than a set memory. Everything happens at once and in this thread: rows come a few at a time.
// The trap: others look at earlier snapshots. What is dropped is left to them in its old place, and the rest goes on in another.

import {
  advance,
  beginList,
  createIndexer,
  createParts,
  type Indexer,
  makeRoom,
  progressOf,
  snapshot,
} from './arriving.ts';
import { childAt, childCount } from './children.ts';
import { createMemo, type JsonDocument, NODE_SIZE, type NodeId, SCALAR, startOf, UNFINISHED } from './document.ts';
import { startCounter } from './levels.ts';
import { roomIn } from './parse.ts';
import { startScan } from './scan.ts';

/** How much of a list has gone from its beginning. */
export type Dropped = { readonly rows: number; readonly nodes: number };

export type LiveRows = {
  /** Takes in whole rows: JSON documents, each with a line feed after it. They are copied. */
  readonly append: (rows: Uint8Array) => void;
  /** What there is; `isComplete` where no more will come. */
  readonly document: (isComplete?: boolean) => JsonDocument;
  readonly dropped: () => Dropped;
  /** How many rows have come, those included that were dropped. */
  readonly count: () => number;
};

/** Bytes of the index for each node. */
const NODE_BYTES = NODE_SIZE * Int32Array.BYTES_PER_ELEMENT;

/** Of the memory that is set, so much is kept when rows have to go: dropping costs what is kept. */
const KEPT = 1 / 2;

/** Bytes that may come at once, whatever the limit: address space is set aside for them. */
const longestRows = 64 * 1024 * 1024;

/** @param limit bytes that rows and their index may take */
export function createLiveRows(limit: number): LiveRows {
  let indexer = listOf(limit);
  let received = 0;
  let memo = createMemo();
  let dropped: Dropped = { rows: 0, nodes: 0 };

  const latest = (isComplete: boolean): JsonDocument =>
    snapshot(indexer.parts, progressOf(indexer, received), isComplete, memo);
  const drop = (kept: number): void => {
    const document = latest(false);
    const { row, node } = firstKept(document, kept);
    const from = node < document.nodeCount ? startOf(document, node) : received;
    const rest = listOf(limit);
    dropped = { rows: dropped.rows + row, nodes: dropped.nodes + node - 1 };
    moveRows(indexer, rest, received, from, node);
    received -= from;
    indexer = rest;
    memo = createMemo();
  };
  const take = (rows: Uint8Array): boolean => {
    if (!makeRoom(indexer.parts, received + rows.length)) return false;
    new Uint8Array(indexer.parts.bytes, received, rows.length).set(rows);
    const end = advance(indexer, received + rows.length, false);
    if (end?.type === 'full') return false;
    received += rows.length;
    return true;
  };
  return {
    append: (rows) => {
      if (rows.length === 0) return;
      const size = received + rows.length + (indexer.scan?.count ?? 0) * NODE_BYTES;
      if (size > limit && received > 0) drop(limit * KEPT - rows.length);
      // Where there is less memory than was set, older rows go sooner.
      if (!take(rows)) {
        drop(0);
        take(rows);
      }
    },
    document: (isComplete = false) => latest(isComplete),
    dropped: () => dropped,
    count: () => dropped.rows + childCount(latest(false), 0),
  };
}

/** The rows from this node on as a document of their own. */
export function documentFrom(document: JsonDocument, node: NodeId): JsonDocument {
  if (node <= 1) return document;
  const from = node < document.nodeCount ? startOf(document, node) : document.bytes.length;
  const nodes = new Int32Array((document.nodeCount - node + 1) * NODE_SIZE);
  copyNodes(document.nodes, nodes, document.nodeCount, from, node);
  return {
    ...document,
    bytes: document.bytes.subarray(from),
    nodes,
    nodeCount: document.nodeCount - node + 1,
    levels: undefined,
    memo: createMemo(),
  };
}

function listOf(limit: number): Indexer {
  const capacity = limit + longestRows;
  const indexer = createIndexer(createParts(capacity), capacity);
  beginList(indexer);
  return indexer;
}

/** The first row of those that are kept in so many bytes, by its number and its node; one after the last where none is. */
function firstKept(document: JsonDocument, bytes: number): { readonly row: number; readonly node: NodeId } {
  const count = childCount(document, 0);
  const sizeFrom = (row: number): number => {
    const node = childAt(document, 0, row);
    return node === undefined
      ? 0
      : document.bytes.length - startOf(document, node) + (document.nodeCount - node) * NODE_BYTES;
  };
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sizeFrom(middle) <= bytes) high = middle;
    else low = middle + 1;
  }
  return { row: low, node: childAt(document, 0, low) ?? document.nodeCount };
}

function moveRows(from: Indexer, to: Indexer, received: number, at: number, node: NodeId): void {
  const { scan } = from;
  if (scan === undefined) return;
  const size = received - at;
  makeRoom(to.parts, size);
  new Uint8Array(to.parts.bytes, 0, size).set(new Uint8Array(from.parts.bytes, at, size));
  const count = scan.count - node + 1;
  const { nodes, grow } = roomIn(to.parts.nodes);
  let room = nodes;
  while (room.length < count * NODE_SIZE) room = grow(room);
  copyNodes(scan.nodes, room, scan.count, at, node);
  const state = startScan(room, grow, 0, true);
  // After nothing any document may come, on whatever line.
  const step = count === 1 ? state.step : scan.step;
  Object.assign(state, { at: scan.at - at, count, step, maxDepth: scan.maxDepth });
  to.scan = state;
  to.levels = startCounter();
}

/** The nodes from `node` on, which begin at byte `at`, as those of a list of their own. */
function copyNodes(source: Int32Array, target: Int32Array, count: number, at: number, node: NodeId): void {
  const shift = node - 1;
  target.set([0, 0, UNFINISHED]);
  for (let n = node * NODE_SIZE, to = NODE_SIZE; n < count * NODE_SIZE; n += NODE_SIZE, to += NODE_SIZE) {
    const parent = source[n + 1]!;
    const link = source[n + 2]!;
    target[to] = source[n]! - at;
    target[to + 1] = parent === 0 ? 0 : parent - shift;
    target[to + 2] = link < 0 ? ((link & ~SCALAR) - at) | SCALAR : link === UNFINISHED ? link : link - shift;
  }
}
