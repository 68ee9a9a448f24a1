// Members and elements by number: how many, which, the how-manyeth. No response costs the number of siblings.

import {
  firstChild,
  hasChildren,
  type JsonDocument,
  type NodeId,
  nextOf,
  rawParent,
  siblingAfter,
} from './document.ts';
import { countAtMost, depthOf, selectAtMost } from './levels.ts';

/** Siblings that are laid out together; up to this many are counted by walking. */
export const BLOCK_SIZE = 64;

/** How many members or elements a container has; 0 for a scalar. */
export function childCount(doc: JsonDocument, node: NodeId): number {
  const limit = nextOf(doc, node);
  let count = 0;
  for (let n = node + 1; n < limit; n = nextOf(doc, n)) {
    if (++count > BLOCK_SIZE) return countAtMost(doc, node + 1, limit, depthOf(doc, node) + 1);
  }
  return count;
}

/** The node's index from 0 among its siblings (members too); 0 for the root. */
export function indexInParent(doc: JsonDocument, node: NodeId): number {
  if (node === 0) return 0;
  const first = rawParent(doc, node) + 1;
  let n = first;
  for (let index = 0; index < BLOCK_SIZE; index++, n = nextOf(doc, n)) if (n === node) return index;
  return countAtMost(doc, first, node, depthOf(doc, node));
}

/**
 * The block of at most BLOCK_SIZE siblings that holds the node: the id and the index of its first. All nodes of a block
 * response the same, so what is laid out together for a block (a column of keys) lines up, at a bounded cost.
 */
export function childBlock(doc: JsonDocument, node: NodeId): { readonly node: NodeId; readonly index: number } {
  if (node === 0) return { node: 0, index: 0 };
  const index = Math.floor(indexInParent(doc, node) / BLOCK_SIZE) * BLOCK_SIZE;
  const first = childAt(doc, rawParent(doc, node), index);
  return { node: first ?? node, index };
}

/** The child at an index from 0. */
export function childAt(doc: JsonDocument, node: NodeId, index: number): NodeId | undefined {
  if (!Number.isInteger(index) || index < 0 || !hasChildren(doc, node)) return undefined;
  const limit = nextOf(doc, node);
  if (index < BLOCK_SIZE) {
    let child = node + 1;
    for (let steps = index; steps > 0 && child < limit; steps--) child = nextOf(doc, child);
    return child < limit ? child : undefined;
  }
  const child = selectAtMost(doc, node + 1, index, depthOf(doc, node) + 1);
  return child !== undefined && child < limit ? child : undefined;
}

/** All members' values, or all elements, in order. O(children): for lists that are read as a whole. */
export function childrenOf(doc: JsonDocument, node: NodeId): readonly NodeId[] {
  const children: NodeId[] = [];
  for (let child = firstChild(doc, node); child !== undefined; child = siblingAfter(doc, child)) children.push(child);
  return children;
}
