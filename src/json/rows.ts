// The rows that folding leaves visible, as walks over the index: next, previous, how many. A row is a node; nothing is
// stored for a row. Knows nothing of the cursor or the screen. Walks cost rows; counting costs the places where single
// containers were opened or closed, never the rows and never the document.

import { type JsonDocument, type NodeId, nextOf, rawParent } from './document.ts';
import { changeIndex, type Folds, isOpen, isOpenAtDepth } from './folds.ts';
import { type Counted, countAtMost, depthOf } from './levels.ts';

/** A row; `isEnd` is that of the closing bracket, where brackets have rows of their own. */
export type TreeRow = { readonly node: NodeId; readonly depth: number; readonly isEnd?: boolean };

/** The visible row after a visible one; undefined at the end. O(1), or O(depth in force). */
export function rowAfter(doc: JsonDocument, folds: Folds, node: NodeId): NodeId | undefined {
  const after = isOpen(folds, doc, node) ? node + 1 : nextOf(doc, node);
  return after < doc.nodeCount ? after : undefined;
}

/** The visible row before a visible one; undefined at the root. O(depth of the node before under their common parent). */
export function rowBefore(doc: JsonDocument, folds: Folds, node: NodeId): NodeId | undefined {
  if (node === 0) return undefined;
  const parent = rawParent(doc, node);
  let visible = node - 1;
  if (visible === parent) return parent;
  // The parent is open, or the node would not be visible: only what lies between can hide the node before.
  let depth = depthOf(doc, visible);
  for (let n = rawParent(doc, visible); n !== parent; n = rawParent(doc, n)) {
    depth--;
    if (!isOpenAtDepth(folds, doc, n, depth)) visible = n;
  }
  return visible;
}

/** The node itself where it is visible, else the ancestor whose closed row hides it. O(depth). */
export function visibleRow(doc: JsonDocument, folds: Folds, node: NodeId): NodeId {
  const { depth: inForce, changes } = folds;
  if (changes.length === 0 && inForce === 'all') return node;
  let depth = depthOf(doc, node);
  if (changes.length === 0) {
    // Whatever lies deeper than the depth in force is hidden by its ancestor there.
    let visible = node;
    for (; depth > Number(inForce); depth--) visible = rawParent(doc, visible);
    return visible;
  }
  let visible = node;
  for (let n = node; n !== 0; ) {
    n = rawParent(doc, n);
    depth--;
    if (!isOpenAtDepth(folds, doc, n, depth)) visible = n;
  }
  return visible;
}

/** The last visible row of the document. O(depth). */
export function lastRow(doc: JsonDocument, folds: Folds): NodeId {
  return visibleRow(doc, folds, doc.nodeCount - 1);
}

/** At most `limit` visible rows from a visible one on, with their depths. */
export function rowsFrom(doc: JsonDocument, folds: Folds, node: NodeId, limit: number): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  let n = node;
  let depth = depthOf(doc, node);
  while (n < doc.nodeCount && rows.length < limit) {
    rows.push({ node: n, depth });
    const after = isOpenAtDepth(folds, doc, n, depth) ? n + 1 : nextOf(doc, n);
    depth = depthAfter(doc, n, depth, after);
    n = after;
  }
  return rows;
}

/** Walks `count` rows on (back where negative), less at an end; answers where that is and how many rows it took. */
export function stepRows(
  doc: JsonDocument,
  folds: Folds,
  node: NodeId,
  count: number,
): { readonly node: NodeId; readonly steps: number } {
  const step = count < 0 ? rowBefore : rowAfter;
  let n = node;
  let steps = 0;
  while (steps < Math.abs(count)) {
    const to = step(doc, folds, n);
    if (to === undefined) break;
    n = to;
    steps++;
  }
  return { node: n, steps };
}

/**
 * How many visible rows there are in `[from, to)`, where `from` is visible, or how many of these are first children: each of them stands
 * for a container that is open. O(changes), with the depth of what they hide.
 *
 * Between two changes all containers follow one rule, so that the depth of a node alone decides whether it is seen:
 * under a parent that is open, nodes are visible down to the depth in force, at least the parent's children, and all
 * where everything is open. Such a stretch is counted by depth.
 */
export function countRows(
  doc: JsonDocument,
  folds: Folds,
  from: NodeId,
  to: NodeId,
  counted: Counted = 'nodes',
): number {
  const limit = Math.min(to, doc.nodeCount);
  const { changes } = folds;
  let at = changeIndex(folds, from);
  let count = 0;
  for (let n = from; n < limit; ) {
    while (at < changes.length && changes[at]!.to <= n) at++;
    const next = changes[at];
    const change = next !== undefined && next.from <= n ? next.open : undefined;
    const changesAt = next === undefined ? limit : next.from <= n ? next.to : next.from;
    const depth = depthOf(doc, n);
    const isAll = change ?? folds.depth === 'all';
    const inForce = change === undefined && folds.depth !== 'all' ? folds.depth : 0;
    const deepest = isAll ? Number.POSITIVE_INFINITY : Math.max(depth, inForce);
    // Only the parent's children are sure to be visible deeper than the depth in force.
    const end = isAll || depth <= inForce || n === 0 ? limit : nextOf(doc, rawParent(doc, n));
    const until = Math.min(end, limit, changesAt);
    count += countAtMost(doc, n, until, deepest, counted);
    n = visibleFrom(doc, n, until, deepest, isAll ? deepest : inForce);
  }
  return count;
}

/**
 * The first visible node from `until` on, the end of a stretch that begins at `from`, shows nodes down to `deepest` and
 * has its containers closed from `closedFrom` on.
 */
function visibleFrom(doc: JsonDocument, from: NodeId, until: NodeId, deepest: number, closedFrom: number): NodeId {
  if (until >= doc.nodeCount) return until;
  let parent = rawParent(doc, until);
  // An ancestor of the stretch is open, or the stretch would not be visible.
  if (parent < from) return until;
  let depth = depthOf(doc, parent);
  if (depth < closedFrom) return until;
  for (; depth > deepest; depth--) parent = rawParent(doc, parent);
  return nextOf(doc, parent);
}

/** The depth of `after`, the row that follows `node`. Climbs only as far as earlier rows went down. */
function depthAfter(doc: JsonDocument, node: NodeId, depth: number, after: NodeId): number {
  if (after >= doc.nodeCount) return 0;
  const parent = rawParent(doc, after);
  if (parent === node && after === node + 1) return depth + 1;
  let d = depth;
  for (let n = node; rawParent(doc, n) !== parent; n = rawParent(doc, n)) d--;
  return d;
}
