// The `| filter` of a request in scripts: jq over a response, in a worker that is loaded only now and ended when it is done or
// unwanted. What the explorer filters is filtering's.

import { Worker } from 'node:worker_threads';
import type { FilterNews, FilterOutcome, FilterTask } from './filter-worker.ts';

/** Built, the worker stands beside the bundle; from source, beside this file. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './filter-worker.ts' : './filter-worker.cjs', import.meta.url);

/** MB of results that jq's loader may hold; it keeps every byte of one as a number of its own. A larger one ends the thread alone. */
const mostHeap = 2048;

/** A thread with jq. What a filter sends to standard error is not for the terminal, which may show a screen. */
export function openJq(): Worker {
  const thread = new Worker(worker, {
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: mostHeap },
  });
  thread.stdout.resume();
  thread.stderr.resume();
  return thread;
}

interface Filter {
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
  const thread = openJq();
  let id = 0;
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
        const onMessage = (news: FilterNews): void => {
          settle();
          if (news.type === 'text') resolve(news.outcome);
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
        id += 1;
        const task: FilterTask = { kind: 'text', id, filter, text };
        thread.postMessage(task);
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
