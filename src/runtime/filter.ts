// The `| filter` of a request: jq over an answer, in a worker that is loaded only now and ended when it is done or unwanted.
import { Worker } from 'node:worker_threads';
import type { FilterJob, FilterOutcome } from './filter-worker.ts';

/** Built, the worker stands beside the bundle; from source, beside this file. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './filter-worker.ts' : './filter-worker.cjs', import.meta.url);

/**
 * Runs a jq filter over a JSON text.
 *
 * @returns jq's outputs, each a compact JSON text; or jq's words on why there are none
 * @throws the signal's reason when it is aborted, at once
 */
export async function filterJson(job: FilterJob, signal: AbortSignal): Promise<FilterOutcome> {
  signal.throwIfAborted();
  const thread = new Worker(worker, { workerData: job });
  try {
    return await new Promise<FilterOutcome>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => resolve({ ok: false, error: 'jq ended without a result' }));
    });
  } finally {
    await thread.terminate();
  }
}
