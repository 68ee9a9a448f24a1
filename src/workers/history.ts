// The history from the side of the thread that paints: every call is a promise. The worker is started by the first one.

import { Worker } from 'node:worker_threads';
import type { HistoryRow } from '../store/history/entry.ts';
import type { History } from '../store/history/history.ts';
import type { Order } from '../store/history/search.ts';
import { errorText } from '../text/sentences.ts';
import type { FromWorker, HistoryMethod, ToWorker, WorkerOptions } from './history-worker.ts';

export interface HistoryClient {
  /** Rejects where the history could not do it; `onTrouble` has heard why. */
  readonly call: <Name extends HistoryMethod>(
    method: Name,
    ...args: Parameters<History[Name]>
  ) => Promise<ReturnType<History[Name]>>;
  /** Calls `onFound` with what is there soon, and again when it is complete; never again once another search has begun. */
  readonly search: (query: string, order: Order, onFound: OnFound) => void;
  /** False where bodies need not be handed over, since nothing seals them. */
  readonly keepsBodies: () => boolean;
  /** For when the vault is unlocked or locked while the program runs: all that is sent from now on is sealed with it, or not. */
  readonly setBodyKey: (key: Uint8Array | undefined) => void;
  /** Waits until everything that was to be stored is. */
  readonly close: () => Promise<void>;
}

type OnFound = (rows: readonly HistoryRow[], isComplete: boolean) => void;

/** Built, the worker stands beside the bundle; from source, beside this file. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './history-worker.ts' : './history-worker.cjs',
  import.meta.url,
);

/** Milliseconds that quitting waits for the worker; it may be waiting for another program. */
const longestClose = 3_000;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** @param onTrouble hears in a sentence what is wrong with the history, each thing once */
export function createHistoryClient(options: WorkerOptions, onTrouble: (sentence: string) => void): HistoryClient {
  let bodyKey = options.bodyKey;
  let worker: Worker | undefined;
  let lastId = 0;
  let hasCrashed = false;
  const pending = new Map<number, Pending>();
  let searching: { readonly id: number; readonly onFound: OnFound } | undefined;

  const failAll = (message: string): void => {
    for (const { reject } of pending.values()) reject(new Error(message));
    pending.clear();
    searching = undefined;
  };

  const onMessage = (message: FromWorker): void => {
    take(message);
    // A program that has nothing else to do, and waits for no response, may end.
    if (pending.size === 0 && !searching) worker?.unref();
  };

  const take = (message: FromWorker): void => {
    switch (message.type) {
      case 'trouble':
        onTrouble(message.sentence);
        return;
      case 'found':
        if (searching?.id === message.id) found(message.rows, message.isComplete);
        return;
      case 'result':
        pending.get(message.id)?.resolve(message.value);
        pending.delete(message.id);
        return;
      case 'failed':
        pending.get(message.id)?.reject(new Error(message.message));
        pending.delete(message.id);
        if (searching?.id === message.id) found([], true);
        return;
    }
  };

  const found: OnFound = (rows, isComplete) => {
    const { onFound } = searching ?? {};
    if (isComplete) searching = undefined;
    onFound?.(rows, isComplete);
  };

  const post = (message: ToWorker): void => {
    if (!worker) {
      const started = new Worker(workerFile, { workerData: { ...options, bodyKey } satisfies WorkerOptions });
      worker = started;
      started.on('message', onMessage);
      // A worker that crashed is a fault of the program; the next call starts another.
      started.on('error', (error) => {
        if (hasCrashed) return;
        hasCrashed = true;
        onTrouble(`The history stopped: ${errorText(error)}`);
      });
      started.on('exit', () => {
        if (worker === started) worker = undefined;
        failAll('the history is closed');
      });
    }
    worker.ref();
    worker.postMessage(message);
  };

  const call: HistoryClient['call'] = (method, ...args) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      // The worker answers with what the method of that name gives.
      pending.set(lastId, { resolve: resolve as (value: unknown) => void, reject });
      post({ type: 'call', id: lastId, method, args });
    });

  return {
    call,
    search: (query, order, onFound) => {
      lastId += 1;
      searching = { id: lastId, onFound };
      post({ type: 'search', id: lastId, query, order });
    },
    keepsBodies: () => bodyKey !== undefined,
    setBodyKey: (key) => {
      if (bodyKey !== key) bodyKey?.fill(0);
      bodyKey = key;
      if (worker) void call('setBodyKey', key).catch(() => undefined);
    },
    close: async () => {
      const closing = worker;
      if (!closing) return;
      worker = undefined;
      closing.ref();
      const ended = new Promise<void>((resolve) => closing.once('exit', () => resolve()));
      closing.postMessage({ type: 'close' } satisfies ToWorker);
      const timer = setTimeout(() => void closing.terminate(), longestClose);
      await ended;
      clearTimeout(timer);
    },
  };
}
