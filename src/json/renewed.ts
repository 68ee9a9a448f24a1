// A view of a document that was read again: cursor and folds stay with what they were on, by keys and by what identifies items, wherever
// that stands now.
import { childAt, childCount, indexInParent } from './children.ts';
import {
  childByKey,
  isContainer,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  nextOf,
  parentOf,
} from './document.ts';
import { closeNode, closeSubtree, type Folds, openNode, openSubtree, openToDepth } from './folds.ts';
import { identityOf } from './pairing.ts';
import type { TreeView } from './tree-view.ts';
import { renew } from './view.ts';

/** Containers whose folds are carried over. */
const mostFolds = 5_000;

export function renewedView(view: TreeView, document: JsonDocument): TreeView {
  const find = finder(view.document, document);
  return renew(view, document, renewedFolds(view, document, find), find(view.cursor).node);
}

/** Where a value stands in a later version of its document; where it is gone the nearest that is there. */
export function renewedNode(before: JsonDocument, node: NodeId, after: JsonDocument): NodeId {
  return finder(before, after)(node).node;
}

/** Where a value stands in another version of its document; where it is gone the nearest that is there. */
interface Found {
  readonly node: NodeId;
  readonly isSame: boolean;
}

function finder(before: JsonDocument, after: JsonDocument): (node: NodeId) => Found {
  const known = new Map<NodeId, Found>([[0, { node: 0, isSame: kindOf(before, 0) === kindOf(after, 0) }]]);
  const lists = new Map<NodeId, ReadonlyMap<string, NodeId>>();
  const byIdentity = (list: NodeId): ReadonlyMap<string, NodeId> => {
    const kept = lists.get(list) ?? new Map(identified(after, list));
    lists.set(list, kept);
    return kept;
  };
  const childIn = (parent: NodeId, child: NodeId): Found => {
    const key = keyOf(before, child);
    if (key !== undefined) {
      const member = childByKey(after, parent, key);
      return member === undefined ? { node: parent, isSame: false } : { node: member, isSame: true };
    }
    const index = indexInParent(before, child);
    const there = childAt(after, parent, index) ?? childAt(after, parent, childCount(after, parent) - 1);
    const identity = identityOf(before, child);
    if (identity === undefined) return { node: there ?? parent, isSame: there !== undefined };
    if (there !== undefined && identityOf(after, there) === identity) return { node: there, isSame: true };
    const elsewhere = byIdentity(parent).get(identity);
    return elsewhere === undefined ? { node: there ?? parent, isSame: false } : { node: elsewhere, isSame: true };
  };
  return (node) => {
    const path: NodeId[] = [];
    let at: NodeId | undefined = node;
    while (at !== undefined && !known.has(at)) {
      path.push(at);
      at = parentOf(before, at);
    }
    let found = known.get(at ?? 0) ?? { node: 0, isSame: false };
    for (const child of path.reverse()) {
      if (found.isSame)
        found = isContainer(after, found.node) ? childIn(found.node, child) : { ...found, isSame: false };
      known.set(child, found);
    }
    return found;
  };
}

function* identified(document: JsonDocument, list: NodeId): Generator<readonly [string, NodeId], void, undefined> {
  for (let item = list + 1, end = nextOf(document, list); item < end; item = nextOf(document, item)) {
    const identity = identityOf(document, item);
    if (identity !== undefined) yield [identity, item];
  }
}

/** What was opened and closed by hand, over the depth in force. */
function renewedFolds(view: TreeView, after: JsonDocument, find: (node: NodeId) => Found): Folds {
  const { document: before } = view;
  let folds = openToDepth(view.folds.depth);
  let left = mostFolds;
  for (const { from, to, open } of view.folds.changes) {
    for (let node = from; node < to && node < before.nodeCount && left > 0; left--) {
      const isWhole = nextOf(before, node) <= to;
      const { node: there, isSame } = find(node);
      if (isSame && isContainer(after, there)) {
        const change = open ? (isWhole ? openSubtree : openNode) : isWhole ? closeSubtree : closeNode;
        folds = change(folds, after, there);
      }
      node = isWhole ? nextOf(before, node) : node + 1;
    }
  }
  return folds;
}
