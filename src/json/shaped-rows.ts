// The visible rows of a tree that is shown in another shape than its own: with rows of their own for closing brackets, or with the members
// of objects by key. The rows of a subtree are the same whatever their order, so that counts of nodes give numbers of rows here too:
// a closing row for each container that is open, and what stands before a member by its key is counted member by member.
import {
  hasChildren,
  isUnfinished,
  type JsonDocument,
  keyOf,
  kindOf,
  lastChild,
  type Memo,
  type NodeId,
  nextOf,
  rawParent,
  siblingAfter,
  siblingBefore,
} from './document.ts';
import { type Folds, isOpen, isOpenAtDepth } from './folds.ts';
import { depthOf } from './levels.ts';
import { countRows, type TreeRow } from './rows.ts';

export type RowShape = {
  /** Closing brackets are rows. */
  readonly isLines: boolean;
  /** Members of objects stand in the order of their keys. */
  readonly isSorted: boolean;
};

/** A row: a node, or its closing bracket. */
export type RowPlace = { readonly node: NodeId; readonly isEnd: boolean };

type ShapedTree = { readonly document: JsonDocument; readonly folds: Folds; readonly shape: RowShape };

/** Walks `count` rows on (back where negative), less at an end; answers where that is and how many rows it took. */
export function stepPlaces(tree: ShapedTree, place: RowPlace, count: number): RowPlace & { readonly steps: number } {
  let at = place;
  let steps = 0;
  while (steps < Math.abs(count)) {
    const to = count < 0 ? placeBefore(tree, at) : placeAfter(tree, { ...at, depth: depthOf(tree.document, at.node) });
    if (to === undefined) break;
    at = to;
    steps++;
  }
  return { node: at.node, isEnd: at.isEnd, steps };
}

/** At most `limit` visible rows from a visible one on. */
export function placesFrom(tree: ShapedTree, place: RowPlace, limit: number): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  let row: PlaceAtDepth | undefined = { ...place, depth: depthOf(tree.document, place.node) };
  for (; row !== undefined && rows.length < limit; row = placeAfter(tree, row)) rows.push(row);
  return rows;
}

type PlaceAtDepth = RowPlace & { readonly depth: number };

function placeAfter(tree: ShapedTree, { node, isEnd, depth }: PlaceAtDepth): PlaceAtDepth | undefined {
  const { document, folds, shape } = tree;
  if (!isEnd && isOpenAtDepth(folds, document, node, depth))
    return { node: firstChildIn(tree, node), isEnd: false, depth: depth + 1 };
  let [n, d] = [node, depth];
  while (n !== 0) {
    const after = siblingIn(tree, n, 1);
    if (after !== undefined) return { node: after, isEnd: false, depth: d };
    n = rawParent(document, n);
    d--;
    if (shape.isLines) return { node: n, isEnd: true, depth: d };
  }
  return undefined;
}

function placeBefore(tree: ShapedTree, { node, isEnd }: RowPlace): RowPlace | undefined {
  const { document, shape } = tree;
  if (isEnd) return lastPlaceOf(tree, lastChildIn(tree, node));
  if (node === 0) return undefined;
  const before = siblingIn(tree, node, -1);
  if (before === undefined) return { node: rawParent(document, node), isEnd: false };
  return shape.isLines ? endOrSelf(tree, before) : lastPlaceOf(tree, before);
}

function endOrSelf({ document, folds }: ShapedTree, node: NodeId): RowPlace {
  return { node, isEnd: isOpen(folds, document, node) };
}

/** The last row of a visible node's subtree. */
export function lastPlaceOf(tree: ShapedTree, node: NodeId): RowPlace {
  if (tree.shape.isLines) return endOrSelf(tree, node);
  let last = node;
  while (isOpen(tree.folds, tree.document, last)) last = lastChildIn(tree, last);
  return { node: last, isEnd: false };
}

/** How many rows there are before this one. */
export function rowOfPlace(tree: ShapedTree, { node, isEnd }: RowPlace): number {
  const { document, folds, shape } = tree;
  let row = countRows(document, folds, 0, node);
  if (shape.isLines) {
    // Every container that was opened before, but for those that the node is in, has been closed.
    const opened = countRows(document, folds, 0, node, 'firsts') + (isFirst(document, node) ? 1 : 0);
    row += opened - depthOf(document, node);
  }
  if (shape.isSorted) for (let n = node; n !== 0; n = rawParent(document, n)) row += movedBy(tree, n);
  return isEnd ? row + rowsOf(tree, node) - 1 : row;
}

/** How many rows there are in all. */
export function countPlaces(tree: ShapedTree): number {
  return rowsOf(tree, 0);
}

/** Rows of a visible node's subtree. */
function rowsOf(tree: ShapedTree, node: NodeId): number {
  return hasChildren(tree.document, node) ? rowsBetween(tree, node, nextOf(tree.document, node)) : 1;
}

/** Rows of siblings from one up to another, or up to the end of the last. */
function rowsBetween({ document, folds, shape }: ShapedTree, from: NodeId, to: NodeId): number {
  const rows = countRows(document, folds, from, to);
  if (!shape.isLines || to <= from) return rows;
  // The container of the first of them closes after them.
  return rows + countRows(document, folds, from, to, 'firsts') - (isFirst(document, from) ? 1 : 0);
}

function isFirst(doc: JsonDocument, node: NodeId): boolean {
  return node !== 0 && rawParent(doc, node) === node - 1;
}

// The order of members

/** The child that comes first; the node must have children. */
export function firstChildIn(tree: ShapedTree, node: NodeId): NodeId {
  return orderIn(tree, node)?.sorted[0] ?? node + 1;
}

function lastChildIn(tree: ShapedTree, node: NodeId): NodeId {
  return orderIn(tree, node)?.sorted.at(-1) ?? lastChild(tree.document, node) ?? node;
}

/** The sibling that comes after, or before, in the order that is shown. */
export function siblingIn(tree: ShapedTree, node: NodeId, direction: 1 | -1): NodeId | undefined {
  if (node === 0) return undefined;
  const order = orderIn(tree, rawParent(tree.document, node));
  if (order !== undefined) return order.sorted[rankOf(order, node) + direction];
  return direction > 0 ? siblingAfter(tree.document, node) : siblingBefore(tree.document, node);
}

/** How many rows further down a node is than it would be in the document's own order. */
function movedBy(tree: ShapedTree, node: NodeId): number {
  const { document } = tree;
  const parent = rawParent(document, node);
  const order = orderIn(tree, parent);
  if (order === undefined) return 0;
  const rank = rankOf(order, node);
  const before = rowsBetween(tree, parent + 1, node);
  const { length } = order.sorted;
  const all = rowsBetween(tree, parent + 1, nextOf(document, parent));
  // Where no member has more than its own row, its place is its number.
  if (all === length) return rank - before;
  let rows = 0;
  if (rank < length / 2) for (let i = 0; i < rank; i++) rows += rowsOf(tree, order.sorted[i]!);
  else {
    rows = all;
    for (let i = rank; i < length; i++) rows -= rowsOf(tree, order.sorted[i]!);
  }
  return rows - before;
}

type MemberOrder = {
  /** As they came. */
  readonly members: Int32Array;
  readonly sorted: Int32Array;
  /** By the place in `members`: that in `sorted`. */
  readonly ranks: Int32Array;
};

/** An object of more members stays as it came: to sort it would take longer than a key may. */
const MOST_SORTED = 100_000;

/** Members whose order is remembered. */
const MOST_KEPT = 1_000_000;

type KnownOrders = { readonly orders: Map<NodeId, MemberOrder | undefined>; kept: number };

const KNOWN = new WeakMap<Memo, KnownOrders>();

/** The order of an object's members; undefined where they stand as they came. */
function orderIn({ document, shape }: ShapedTree, node: NodeId): MemberOrder | undefined {
  if (!shape.isSorted || !hasChildren(document, node) || isUnfinished(document, node)) return undefined;
  // A single member has no order; this is asked at every level of a climb.
  if (nextOf(document, node + 1) === nextOf(document, node) || kindOf(document, node) !== 'object') return undefined;
  let known = KNOWN.get(document.memo);
  if (known === undefined || known.kept > MOST_KEPT) {
    known = { orders: new Map(), kept: 0 };
    KNOWN.set(document.memo, known);
  }
  if (known.orders.has(node)) return known.orders.get(node);
  const order = orderOf(document, node);
  known.orders.set(node, order);
  known.kept += 1 + (order?.sorted.length ?? 0);
  return order;
}

function orderOf(doc: JsonDocument, node: NodeId): MemberOrder | undefined {
  const members: NodeId[] = [];
  const limit = nextOf(doc, node);
  for (let n = node + 1; n < limit; n = nextOf(doc, n)) {
    members.push(n);
    if (members.length > MOST_SORTED) return undefined;
  }
  const keys = members.map((member) => keyOf(doc, member) ?? '');
  const byKey = Array.from(members.keys()).sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
  const ranks = new Int32Array(members.length);
  for (const [rank, index] of byKey.entries()) ranks[index] = rank;
  return { members: Int32Array.from(members), sorted: Int32Array.from(byKey, (index) => members[index]!), ranks };
}

function rankOf({ members, ranks }: MemberOrder, node: NodeId): number {
  let low = 0;
  let high = members.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (members[middle]! < node) low = middle + 1;
    else high = middle;
  }
  return ranks[low]!;
}
