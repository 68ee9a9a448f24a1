// The `| filter` of a request: jq over an answer, in a worker that is loaded only now and ended when it is done or unwanted.
import { Worker } from 'node:worker_threads';
import type { FilterJob, FilterOutcome } from './filter-worker.ts';

/** Built, the worker stands beside the bundle; from source, beside this file. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './filter-worker.ts' : './filter-worker.cjs', import.meta.url);

export interface Filter {
  /**
   * Runs it over a JSON text; one after the other.
   *
   * @returns jq's outputs, each a compact JSON text; or jq's words on why there are none
   * @throws the signal's reason when it is aborted, at once; the filter cannot be used after that
   */
  readonly apply: (text: string, signal: AbortSignal) => Promise<FilterOutcome>;
  readonly close: () => Promise<void>;
}

/** A jq filter for one text after another. Loading jq takes a third of a second, once. */
export function openFilter(filter: string): Filter {
  const job: FilterJob = { filter };
  const thread = new Worker(worker, { workerData: job });
  const close = async (): Promise<void> => {
    await thread.terminate();
  };
  const apply = async (text: string, signal: AbortSignal): Promise<FilterOutcome> => {
    signal.throwIfAborted();
    const ended = new AbortController();
    try {
      return await new Promise<FilterOutcome>((resolve, reject) => {
        const onAbort = (): void => {
          reject(signal.reason);
          void close();
        };
        signal.addEventListener('abort', onAbort, { once: true, signal: ended.signal });
        const settle = (): void => {
          thread.off('message', onMessage);
          thread.off('error', onError);
          thread.off('exit', onExit);
        };
        const onMessage = (outcome: FilterOutcome): void => {
          settle();
          resolve(outcome);
        };
        const onError = (error: unknown): void => {
          settle();
          reject(error);
        };
        const onExit = (): void => {
          settle();
          resolve({ ok: false, error: 'jq ended without a result' });
        };
        thread.on('message', onMessage);
        thread.on('error', onError);
        thread.on('exit', onExit);
        thread.postMessage(text);
      });
    } finally {
      ended.abort();
    }
  };
  return { apply, close };
}

/** Runs a jq filter over one JSON text; as `Filter.apply`. */
export async function filterJson(
  { text, filter }: { readonly text: string; readonly filter: string },
  signal: AbortSignal,
): Promise<FilterOutcome> {
  signal.throwIfAborted();
  const opened = openFilter(filter);
  try {
    return await opened.apply(text, signal);
  } finally {
    await opened.close();
  }
}
