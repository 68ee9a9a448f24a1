// What an answer takes of the memory.
import { type JsonDocument, NODE_SIZE } from '../../json/document.ts';
import type { Answer } from './state.ts';

/** Bytes of its bodies, of what filters have made of them, and of their indexes. */
export function sizeOf({ pages, layers }: Answer): number {
  return [...pages, ...layers.flatMap(({ page }) => page ?? [])].reduce(
    (sum, { body }) => sum + body.bytes.length + (body.kind === 'json' ? indexSize(body.view.document) : 0),
    0,
  );
}

function indexSize({ nodeCount }: JsonDocument): number {
  return nodeCount * NODE_SIZE * Int32Array.BYTES_PER_ELEMENT;
}
