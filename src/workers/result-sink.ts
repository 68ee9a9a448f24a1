// A JSON text that is made piece by piece, for who looks at it meanwhile: a small one is told of as bytes, a large one is
// indexed here, in memory that others see. Runs in a worker.
import {
  advance,
  createIndexer,
  createParts,
  type Indexer,
  type IndexProgress,
  makeRoom,
  progressOf,
  type SharedParts,
} from '../json/arriving.ts';
import { LARGEST_DOCUMENT } from '../json/document.ts';

/** How a text stands; one of the two forms, and the second one for good once it has come to it. */
export type Result =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'parts'; readonly parts: SharedParts; readonly progress: IndexProgress };

export interface ResultSink {
  /** False where no more fits into the memory: what has come stays. */
  readonly write: (bytes: Uint8Array) => boolean;
  readonly size: () => number;
  /** All that has come, or that will come where `isLast`. */
  readonly result: (isLast: boolean) => Result;
}

/** Up to so many bytes whoever is told indexes them: that takes less than a frame. */
const smallResult = 256 * 1024;

/** Bytes of memory that are left to others. */
const reserve = 192 * 1024 * 1024;

/** @param known bytes in all, where that is known */
export function createResultSink(known?: number): ResultSink {
  let small = new Uint8Array(0);
  let size = 0;
  let large: Indexer | undefined;
  let isFull = false;

  const open = (): Indexer => {
    const capacity = Math.min(known ?? LARGEST_DOCUMENT, LARGEST_DOCUMENT);
    const indexer = createIndexer(createParts(capacity), capacity);
    makeRoom(indexer.parts, size);
    new Uint8Array(indexer.parts.bytes, 0, size).set(small.subarray(0, size));
    small = new Uint8Array(0);
    return indexer;
  };
  return {
    write: (bytes) => {
      if (isFull) return false;
      if (large === undefined && size + bytes.length > smallResult) large = open();
      if (large) {
        isFull = process.availableMemory() < reserve + 2 * bytes.length || !makeRoom(large.parts, size + bytes.length);
        if (isFull) return false;
        new Uint8Array(large.parts.bytes, size, bytes.length).set(bytes);
      } else {
        if (size + bytes.length > small.length) {
          const grown = new Uint8Array(Math.min(smallResult, 2 * (size + bytes.length)));
          grown.set(small.subarray(0, size));
          small = grown;
        }
        small.set(bytes, size);
      }
      size += bytes.length;
      return true;
    },
    size: () => size,
    result: (isLast) => {
      if (large === undefined) return { kind: 'bytes', bytes: small.slice(0, size) };
      const end = advance(large, size, isLast && !isFull);
      isFull ||= end?.type === 'full';
      return { kind: 'parts', parts: large.parts, progress: progressOf(large, size) };
    },
  };
}
