// A document that comes in pieces, for the tests of this room.
import {
  advance,
  createIndexer,
  createParts,
  type IndexEnd,
  makeRoom,
  progressOf,
  snapshot,
} from '../../src/json/arriving.ts';
import type { JsonDocument } from '../../src/json/document.ts';

export type Arrival = {
  readonly end: IndexEnd;
  readonly document: JsonDocument;
  readonly seen: readonly JsonDocument[];
};

/** Hands the bytes over in pieces that end at the cuts, and keeps a snapshot after each. */
export function arrive(bytes: Uint8Array, cuts: readonly number[]): Arrival {
  const indexer = createIndexer(createParts(bytes.length), bytes.length);
  const seen: JsonDocument[] = [];
  let memo: JsonDocument['memo'] | undefined;
  let generation = 0;
  const stops = [...new Set([...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort((a, b) => a - b);
  let from = 0;
  for (const to of stops) {
    if (!makeRoom(indexer.parts, to)) throw new Error(`there is no room for ${to} bytes`);
    new Uint8Array(indexer.parts.bytes, 0, to).set(bytes.subarray(from, to), from);
    from = to;
    const end = advance(indexer, to, to === bytes.length);
    const progress = progressOf(indexer, to);
    if (progress.generation !== generation) memo = undefined;
    generation = progress.generation;
    const document = snapshot(indexer.parts, progress, end?.type === 'done', memo);
    memo = document.memo;
    seen.push(document);
    if (end !== undefined) return { end, document, seen };
  }
  throw new Error('it did not end');
}
