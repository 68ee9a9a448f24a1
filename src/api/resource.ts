// The resource that a write is about, as a GET on its path tells it: what a preview compares, and what taking back goes by.
import {
  childByKey,
  firstChild,
  type JsonDocument,
  kindOf,
  type NodeId,
  siblingAfter,
  sourceText,
  stringValue,
} from '../json/document.ts';
import { resultNode } from './list.ts';
import type { Received } from './received.ts';

/** The resource before a write. */
export type ResourceBefore =
  | {
      readonly kind: 'read';
      readonly received: Received;
      /** The resource in a response that tells others too: a rule in its ruleset. @default all of the result */
      readonly item?: NodeId;
    }
  /** The API says that there is none. */
  | { readonly kind: 'absent' }
  /** A clause that says why it could not be read, or that nothing reads it. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** The resource itself in its response: what the envelope holds, or all of it; undefined for what is no JSON. */
export function resourceIn(
  before: ResourceBefore,
): { readonly document: JsonDocument; readonly node: NodeId } | undefined {
  if (before.kind !== 'read' || before.received.body.kind !== 'json') return undefined;
  const { document } = before.received.body;
  const node = before.item ?? resultNode(document);
  return node === undefined ? undefined : { document, node };
}

/**
 * The resource as a list tells it.
 *
 * @param at members that lead to the list in the result
 */
export function itemOfList(
  received: Received,
  { at, idField, id, isPaged }: { at: readonly string[]; idField: string; id: string; isPaged: boolean },
): ResourceBefore {
  const whole = resourceIn({ kind: 'read', received });
  if (!whole || received.body.kind !== 'json') return { kind: 'unknown', reason: 'the list that it is in is no JSON' };
  const { document } = whole;
  let list: NodeId | undefined = whole.node;
  for (const name of at) list = list === undefined ? undefined : childByKey(document, list, name);
  let item = list === undefined || kindOf(document, list) !== 'array' ? undefined : firstChild(document, list);
  for (; item !== undefined; item = siblingAfter(document, item)) {
    const own = kindOf(document, item) === 'object' ? childByKey(document, item, idField) : undefined;
    const value = own === undefined ? undefined : (stringValue(document, own) ?? sourceText(document, own));
    if (value === id) return { kind: 'read', received, item };
  }
  return isPaged
    ? { kind: 'unknown', reason: 'it is not on the first page of the list that tells it' }
    : { kind: 'absent' };
}
