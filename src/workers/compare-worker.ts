// A worker that compares two documents. It tells how far it is, then what it found; it has no copy of a large index, since that lies in
// shared memory.
import { parentPort } from 'node:worker_threads';
import { compareValues, type FoundDifferences } from '../json/compare.ts';
import { createMemo, type JsonDocument, type NodeId } from '../json/document.ts';

interface WorkerPlace {
  readonly document: Omit<JsonDocument, 'memo' | 'levels'>;
  readonly node: NodeId;
}

export interface CompareJob {
  readonly before: WorkerPlace;
  readonly after: WorkerPlace;
  readonly ignored: readonly string[];
  readonly itemId: string | undefined;
}

export type CompareReport =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done'; readonly found: FoundDifferences };

/** Milliseconds between two reports. */
const reportEvery = 100;

parentPort?.once('message', ({ before, after, ignored, itemId }: CompareJob) => {
  const whole = ({ document, node }: WorkerPlace) => ({
    document: { ...document, levels: undefined, memo: createMemo() },
    node,
  });
  let reported = performance.now();
  const {
    differences,
    counts,
    ignored: left,
    ambiguous,
  } = compareValues(whole(before), whole(after), {
    ignored: new Set(ignored),
    itemId,
    onProgress: (share) => {
      if (performance.now() - reported < reportEvery) return;
      reported = performance.now();
      parentPort?.postMessage({ type: 'progress', share } satisfies CompareReport);
    },
  });
  const found: FoundDifferences = { differences, counts, ignored: left, ambiguous };
  parentPort?.postMessage({ type: 'done', found } satisfies CompareReport);
});
