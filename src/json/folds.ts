// Which containers are open: a depth for the whole tree and, over it, what was opened or closed since, as sorted ranges
// of nodes. A value: every change makes a new one, which costs as much as there are changes, never the document.
// Knows nothing of cursor or screen.

import { hasChildren, isUnfinished, type JsonDocument, type NodeId, nextOf, rawParent } from './document.ts';
import { depthOf } from './levels.ts';

/** How deep the tree is open: containers at a depth below it are, so depth 1 opens the root only. */
export type Depth = number | 'all';

/** The containers in `[from, to)` are open, or closed, whatever their depth. */
type Change = { readonly from: NodeId; readonly to: NodeId; readonly open: boolean };

export type Folds = {
  readonly depth: Depth;
  /** Sorted and disjoint. */
  readonly changes: readonly Change[];
  /** Containers that were opened or closed with all under them before all of it had come, the last change last. */
  readonly pending: readonly { readonly node: NodeId; readonly open: boolean }[];
};

/** Opens what lies above the depth (0 closes everything), without exception. */
export function openToDepth(depth: Depth): Folds {
  return { depth, changes: [], pending: [] };
}

/** The depth set last, whether or not single containers were changed since; see `isChanged`. */
export function depthInForce(folds: Folds): Depth {
  return folds.depth;
}

/** True where single containers differ from the depth in force. */
export function isChanged(folds: Folds): boolean {
  return folds.changes.length > 0;
}

/**
 * For the status line: `2/5`, `all/5`, with a `*` after the depth where single containers differ from it, and `2/5+` while
 * deeper nodes may still arrive.
 */
export function describeDepth(folds: Folds, doc: JsonDocument): string {
  return `${folds.depth}${isChanged(folds) ? '*' : ''}/${doc.maxDepth}${doc.isComplete ? '' : '+'}`;
}

/** True for a container that shows its children. One without children, and a scalar, is never open. */
export function isOpen(folds: Folds, doc: JsonDocument, node: NodeId): boolean {
  return hasChildren(doc, node) && (changeAt(folds, node) ?? isOpenByDepth(folds, doc, node));
}

/** As `isOpen`, for who already knows the node's depth. */
export function isOpenAtDepth(folds: Folds, doc: JsonDocument, node: NodeId, depth: number): boolean {
  return hasChildren(doc, node) && (changeAt(folds, node) ?? (folds.depth === 'all' || depth < folds.depth));
}

/** Climbs no further than the depth in force. */
function isOpenByDepth(folds: Folds, doc: JsonDocument, node: NodeId): boolean {
  if (folds.depth === 'all') return true;
  let n = node;
  for (let levels = 0; levels < folds.depth; levels++) {
    if (n === 0) return true;
    n = rawParent(doc, n);
  }
  return false;
}

/** What a change says of the node; undefined where the depth decides. */
function changeAt(folds: Folds, node: NodeId): boolean | undefined {
  const change = folds.changes[changeIndex(folds, node)];
  return change !== undefined && change.from <= node ? change.open : undefined;
}

/** The index of the first change that ends after the node. */
export function changeIndex({ changes }: Folds, node: NodeId): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (changes[middle]!.to <= node) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Opens one container; what it shows is as it was when it was closed. The same value where nothing changes. */
export function openNode(folds: Folds, doc: JsonDocument, node: NodeId): Folds {
  return hasChildren(doc, node) && !isOpen(folds, doc, node) ? withNode(folds, doc, node, true) : folds;
}

/** Closes one container. The same value where nothing changes. */
export function closeNode(folds: Folds, doc: JsonDocument, node: NodeId): Folds {
  return isOpen(folds, doc, node) ? withNode(folds, doc, node, false) : folds;
}

export function toggleNode(folds: Folds, doc: JsonDocument, node: NodeId): Folds {
  return isOpen(folds, doc, node) ? closeNode(folds, doc, node) : openNode(folds, doc, node);
}

/** Opens a container and all under it. */
export function openSubtree(folds: Folds, doc: JsonDocument, node: NodeId): Folds {
  return withSubtree(folds, doc, node, true);
}

/** Closes a container and all under it, so that opening it again shows closed children. */
export function closeSubtree(folds: Folds, doc: JsonDocument, node: NodeId): Folds {
  return withSubtree(folds, doc, node, false);
}

/** Opens whatever hides the node, and nothing else. O(depth). */
export function openAncestors(folds: Folds, doc: JsonDocument, node: NodeId): Folds {
  const closed: NodeId[] = [];
  const deep: NodeId[] = [];
  let depth = depthOf(doc, node);
  for (let n = node; n !== 0; ) {
    n = rawParent(doc, n);
    depth--;
    if (isOpenAtDepth(folds, doc, n, depth)) continue;
    closed.push(n);
    if (folds.depth !== 'all' && depth >= folds.depth) deep.push(n);
  }
  return closed.length === 0 ? folds : withNodes(folds, closed.reverse(), deep.reverse(), true);
}

/** One level more than the depth in force, at most all levels; forgets single changes. */
export function openLevel(folds: Folds, doc: JsonDocument): Folds {
  return openToDepth(folds.depth === 'all' ? 'all' : Math.min(folds.depth + 1, doc.maxDepth));
}

/** One level less than the depth in force, at least 0; forgets single changes. */
export function closeLevel(folds: Folds, doc: JsonDocument): Folds {
  const depth = folds.depth === 'all' ? doc.maxDepth : Math.min(folds.depth, doc.maxDepth);
  return openToDepth(Math.max(depth - 1, 0));
}

/** The same folds of a document of which more has come: what changed a whole subtree holds for what came in it too. */
export function grown(folds: Folds, before: JsonDocument, doc: JsonDocument): Folds {
  let { changes } = folds;
  for (const { node, open: isOpened } of folds.pending) {
    changes = withRange(changes, before.nodeCount, nextOf(doc, node), isOpened);
  }
  const pending = folds.pending.filter(({ node }) => isUnfinished(doc, node));
  return folds.pending.length === 0 ? folds : { ...folds, changes, pending };
}

/** The same folds of a list that has lost the `count` nodes after its root. */
export function withoutFirst(folds: Folds, count: number): Folds {
  const changes = folds.changes.flatMap((change): readonly Change[] => [
    ...(change.from === 0 ? [{ ...change, to: 1 }] : []),
    { ...change, from: Math.max(1, change.from - count), to: Math.max(1, change.to - count) },
  ]);
  const pending = folds.pending.flatMap((change) =>
    change.node === 0 ? change : change.node > count ? { ...change, node: change.node - count } : [],
  );
  return { ...folds, changes: normalised(changes), pending };
}

function withSubtree(folds: Folds, doc: JsonDocument, node: NodeId, isOpened: boolean): Folds {
  if (!hasChildren(doc, node)) return folds;
  if (node === 0) return openToDepth(isOpened ? 'all' : 0);
  const changes = withRange(folds.changes, node, nextOf(doc, node), isOpened);
  const pending = isUnfinished(doc, node) ? [...folds.pending, { node, open: isOpened }] : folds.pending;
  return { ...folds, changes, pending };
}

/** All containers in `[from, to)` open, or closed. */
function withRange(changes: readonly Change[], from: NodeId, to: NodeId, isOpened: boolean): readonly Change[] {
  const kept = changes.flatMap((change) => [
    { ...change, to: Math.min(change.to, from) },
    { ...change, from: Math.max(change.from, to) },
  ]);
  return normalised([...kept, { from, to, open: isOpened }]);
}

function withNode(folds: Folds, doc: JsonDocument, node: NodeId, isOpened: boolean): Folds {
  return withNodes(folds, [node], isOpenByDepth(folds, doc, node) === isOpened ? [] : [node], isOpened);
}

/** Takes `nodes` out of the changes, then changes `differing`, those for which the depth says otherwise; both sorted. */
function withNodes(folds: Folds, nodes: readonly NodeId[], differing: readonly NodeId[], isOpened: boolean): Folds {
  const parts = differing.map((node): Change => ({ from: node, to: node + 1, open: isOpened }));
  let at = 0;
  // Changes and nodes are sorted, so one walk over both does.
  for (const change of folds.changes) {
    let from = change.from;
    for (; at < nodes.length && nodes[at]! < change.to; at++) {
      const node = nodes[at]!;
      if (node < from) continue;
      parts.push({ ...change, from, to: node });
      from = node + 1;
    }
    parts.push({ ...change, from });
  }
  return { ...folds, changes: normalised(parts) };
}

/** Sorted, without the empty ones, and neighbours that say the same joined. */
function normalised(changes: readonly Change[]): readonly Change[] {
  const result: Change[] = [];
  for (const change of changes.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && last.to === change.from && last.open === change.open) {
      result[result.length - 1] = { ...last, to: change.to };
    } else {
      result.push(change);
    }
  }
  return result;
}
