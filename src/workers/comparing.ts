// Compares two documents off the UI thread, one comparison at a time: a newer one ends an older. Small ones are compared at once, since
// starting a thread takes longer.
import { Worker } from 'node:worker_threads';
import { type CompareOptions, compareValues, type FoundDifferences, type JsonPlace } from '../json/compare.ts';
import type { CompareJob, CompareReport } from './compare-worker.ts';

/** Built, the worker stands beside the bundle; from source, beside this file. */
const worker = new URL(
  import.meta.url.endsWith('.ts') ? './compare-worker.ts' : './compare-worker.cjs',
  import.meta.url,
);

/** Bytes of both documents up to which comparing takes a few milliseconds. */
const small = 200_000;

export interface Comparer {
  /** Rejects where it does not fit into the memory, and never settles where it was stopped. */
  readonly compare: (
    before: JsonPlace,
    after: JsonPlace,
    options: Pick<CompareOptions, 'itemId'> & { readonly ignored: readonly string[] },
    onProgress: (share: number) => void,
  ) => Promise<FoundDifferences>;
  readonly stop: () => void;
}

export function createComparer(): Comparer {
  let thread: Worker | undefined;
  const stop = (): void => {
    void thread?.terminate();
    thread = undefined;
  };
  const compare: Comparer['compare'] = async (before, after, { ignored, itemId }, onProgress) => {
    stop();
    if (before.document.bytes.length + after.document.bytes.length <= small)
      return compareValues(before, after, { ignored: new Set(ignored), itemId });
    return new Promise((resolve, reject) => {
      const opened = new Worker(worker);
      opened.unref();
      thread = opened;
      opened.once('error', reject);
      opened.on('message', (report: CompareReport) => {
        if (report.type === 'progress') return onProgress(report.share);
        resolve(report.found);
        void opened.terminate();
      });
      opened.postMessage({ before: plain(before), after: plain(after), ignored, itemId } satisfies CompareJob);
    });
  };
  return { compare, stop };
}

/** What a worker is told of a value. */
function plain({ document: { memo: _, levels: __, ...document }, node }: JsonPlace): CompareJob['before'] {
  return { document, node };
}
