// The resource that a write is about, as a GET on its path tells it: what a preview compares, and what taking back goes by.
import type { JsonDocument, NodeId } from '../json/document.ts';
import { resultNode } from './list.ts';
import type { Received } from './received.ts';

/** The resource before a write. */
export type ResourceBefore =
  | { readonly kind: 'read'; readonly received: Received }
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
  const node = resultNode(document);
  return node === undefined ? undefined : { document, node };
}
