// A list of rows that grows for as long as its source runs: JSON documents in a row, of which the oldest go when they take more
// than a set memory. Everything happens at once and in this thread: rows come a few at a time.
// The trap: others look at earlier snapshots. What is dropped is left to them in its old place, and the rest goes on in another, where
// it was taken in when it came: each row is indexed twice, which costs less than the moment in which half of all was copied.

import { advance, beginList, createIndexer, createParts, makeRoom, progressOf, snapshot } from './arriving.ts';
import { childAt, childCount } from './children.ts';
import { createMemo, type JsonDocument, NODE_SIZE, type NodeId, SCALAR, startOf, UNFINISHED } from './document.ts';

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

/** Of the memory that is set, so much is kept when rows have to go. */
const KEPT = 1 / 2;

/** Bytes that may come at once, whatever the limit: address space is set aside for them. */
const longestRows = 64 * 1024 * 1024;

/** @param limit bytes that rows and their index may take */
export function createLiveRows(limit: number): LiveRows {
  let list = createList(limit);
  /** What will be kept when the oldest go: it grows beside the list from its half on, so that no drop copies anything. */
  let heir: { readonly list: List; readonly without: Dropped } | undefined;
  let dropped: Dropped = { rows: 0, nodes: 0 };

  const leave = (without: Dropped, next: List): void => {
    dropped = { rows: dropped.rows + without.rows, nodes: dropped.nodes + without.nodes };
    list = next;
    heir = undefined;
  };
  const raise = (): boolean => {
    const document = list.latest(false);
    const { row, node } = firstKept(document, Math.min(list.size() - limit * KEPT, limit * KEPT));
    heir = { list: createList(limit), without: { rows: row, nodes: node - 1 } };
    return heir.list.take(document.bytes.subarray(startOf(document, node)));
  };
  const takeAll = (rows: Uint8Array): boolean => {
    if (!list.take(rows) || heir?.list.take(rows) === false) return false;
    while (list.size() > limit * KEPT) {
      if (!heir && !raise()) return false;
      // The last row stays, however large it is.
      if (list.size() <= limit || !heir || heir.without.rows === 0) return true;
      leave(heir.without, heir.list);
    }
    return true;
  };
  return {
    append: (rows) => {
      if (rows.length === 0) return;
      const known = list.latest(false);
      const before = dropped;
      if (takeAll(rows)) return;
      // Where there is less memory than was set, all older rows go.
      dropped = before;
      leave({ rows: childCount(known, 0), nodes: known.nodeCount - 1 }, createList(limit));
      list.take(rows);
    },
    document: (isComplete = false) => list.latest(isComplete),
    dropped: () => dropped,
    count: () => dropped.rows + childCount(list.latest(false), 0),
  };
}

type List = {
  /** Takes in whole rows; false where there is no memory for them. */
  readonly take: (rows: Uint8Array) => boolean;
  /** Bytes that it takes. */
  readonly size: () => number;
  readonly latest: (isComplete: boolean) => JsonDocument;
};

function createList(limit: number): List {
  const capacity = limit + longestRows;
  const indexer = createIndexer(createParts(capacity), capacity);
  beginList(indexer);
  const memo = createMemo();
  // V8 does not count memory that threads share, so that lists that are gone would stay until there are gigabytes of them. It counts
  // this, of which no page is ever touched.
  let weight = new ArrayBuffer(0);
  let received = 0;
  const size = (): number => received + (indexer.scan?.count ?? 0) * NODE_BYTES;
  return {
    take: (rows) => {
      if (!makeRoom(indexer.parts, received + rows.length)) return false;
      new Uint8Array(indexer.parts.bytes, received, rows.length).set(rows);
      if (advance(indexer, received + rows.length, false)?.type === 'full') return false;
      received += rows.length;
      if (weight.byteLength < size()) weight = new ArrayBuffer(2 * size());
      return true;
    },
    size,
    latest: (isComplete) => snapshot(indexer.parts, progressOf(indexer, received), isComplete, memo),
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

/** The first row of those that are kept in so many bytes, by its number and its node; the last in any case. */
function firstKept(document: JsonDocument, bytes: number): { readonly row: number; readonly node: NodeId } {
  const sizeFrom = (row: number): number => {
    const node = childAt(document, 0, row) ?? document.nodeCount - 1;
    return document.bytes.length - startOf(document, node) + (document.nodeCount - node) * NODE_BYTES;
  };
  let low = 0;
  let high = childCount(document, 0) - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sizeFrom(middle) <= bytes) high = middle;
    else low = middle + 1;
  }
  return { row: low, node: childAt(document, 0, low) ?? document.nodeCount - 1 };
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
