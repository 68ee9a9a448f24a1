// The rows that folding leaves visible, as walks over the index: next, previous, how many. A row is a node; nothing is
// stored for a row. Knows nothing of the cursor or the screen. Costs are in rows walked, and a subtree that is open
// throughout, or a list whose elements are closed, is counted without walking it.

import { childCount, depthOf, type JsonDocument, type NodeId } from './document.ts';
import { changeAt, changeEnd, type Folds, isOpen, isOpenAtDepth } from './folds.ts';

export type Row = { readonly node: NodeId; readonly depth: number };

/** The visible row after a visible one; undefined at the end. O(1), or O(depth in force). */
export function rowAfter(doc: JsonDocument, folds: Folds, node: NodeId): NodeId | undefined {
  const after = isOpen(folds, doc, node) ? node + 1 : doc.next[node]!;
  return after < doc.nodeCount ? after : undefined;
}

/** The visible row before a visible one; undefined at the root. O(depth of the node before). */
export function rowBefore(doc: JsonDocument, folds: Folds, node: NodeId): NodeId | undefined {
  return node === 0 ? undefined : visibleRow(doc, folds, node - 1);
}

/** The node itself where it is visible, else the ancestor whose closed row hides it. O(depth). */
export function visibleRow(doc: JsonDocument, folds: Folds, node: NodeId): NodeId {
  if (folds.depth === 'all' && folds.changes.length === 0) return node;
  let visible = node;
  let depth = depthOf(doc, node);
  for (let n = node; n !== 0; ) {
    n = doc.parent[n]!;
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
export function rowsFrom(doc: JsonDocument, folds: Folds, node: NodeId, limit: number): readonly Row[] {
  const rows: Row[] = [];
  let n = node;
  let depth = depthOf(doc, node);
  while (n < doc.nodeCount && rows.length < limit) {
    rows.push({ node: n, depth });
    const after = isOpenAtDepth(folds, doc, n, depth) ? n + 1 : doc.next[n]!;
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
 * How many visible rows there are in `[from, to)`, where `from` is visible. O(rows), but what is open throughout, and
 * the closed children at the depth in force, count without a walk.
 */
export function countRows(doc: JsonDocument, folds: Folds, from: NodeId, to: NodeId): number {
  const { next } = doc;
  const limit = Math.min(to, doc.nodeCount);
  let count = 0;
  let depth = depthOf(doc, from);
  let change: boolean | undefined;
  let until = from;
  for (let n = from; n < limit; ) {
    if (n >= until) {
      change = changeAt(folds, n);
      until = changeEnd(folds, n);
    }
    count++;
    const end = next[n]!;
    let after = end;
    if (end > n + 1 && (change ?? (folds.depth === 'all' || depth < folds.depth))) {
      const uniform = end <= until && end <= limit;
      const all = change ?? folds.depth === 'all';
      if (all && (uniform || limit <= until)) count += Math.min(end, limit) - n - 1;
      else if (change === undefined && uniform && depth + 1 === folds.depth) count += childCount(doc, n);
      else after = n + 1;
    }
    depth = depthAfter(doc, n, depth, after);
    n = after;
  }
  return count;
}

/** The depth of `after`, the row that follows `node`. Climbs only as far as earlier rows went down. */
function depthAfter(doc: JsonDocument, node: NodeId, depth: number, after: NodeId): number {
  if (after >= doc.nodeCount) return 0;
  const parent = doc.parent[after]!;
  if (parent === node && after === node + 1) return depth + 1;
  let d = depth;
  for (let n = node; doc.parent[n]! !== parent; n = doc.parent[n]!) d--;
  return d;
}
