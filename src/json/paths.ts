// From the root to a node and back: keys and indexes as steps.

import { childAt, indexInParent } from './children.ts';
import { childByKey, type JsonDocument, keyOf, kindOf, type NodeId, rawParent } from './document.ts';

/** One step down: a member's key, or an element's index from 0. */
export type PathStep = string | number;

/** The node a path leads to from the root. Keys name members of objects, numbers elements of arrays. */
export function nodeAtPath(doc: JsonDocument, path: readonly PathStep[]): NodeId | undefined {
  let node: NodeId | undefined = 0;
  for (const step of path) {
    if (node === undefined) return undefined;
    if (typeof step === 'string') node = childByKey(doc, node, step);
    else node = kindOf(doc, node) === 'array' ? childAt(doc, node, step) : undefined;
  }
  return node;
}

/** The steps from the root to the node; `[]` for the root. */
export function pathOf(doc: JsonDocument, node: NodeId): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (let n = node; n !== 0; n = rawParent(doc, n)) steps.push(keyOf(doc, n) ?? indexInParent(doc, n));
  return steps.reverse();
}
