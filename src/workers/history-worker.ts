// The worker that has the history's database, since SQLite waits where it is called: for the disk, and for other programs.
// It answers one call after the other; a search gives way to calls between its slices, and to a newer search altogether.

import { parentPort, workerData } from 'node:worker_threads';
import type { HistoryRow } from '../store/history/entry.ts';
import { createHistory, type History, type HistoryOptions } from '../store/history/history.ts';
import type { Order } from '../store/history/search.ts';
import { errorText } from '../text/sentences.ts';

export type WorkerOptions = Omit<HistoryOptions, 'onTrouble'>;

/** What can be called from outside: everything that gives a response at once. */
export type HistoryMethod = Exclude<keyof History, 'search' | 'close'>;

export type ToWorker =
  | { readonly type: 'call'; readonly id: number; readonly method: HistoryMethod; readonly args: readonly unknown[] }
  | { readonly type: 'search'; readonly id: number; readonly query: string; readonly order: Order }
  | { readonly type: 'close' };

export type FromWorker =
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | {
      readonly type: 'found';
      readonly id: number;
      readonly rows: readonly HistoryRow[];
      readonly isComplete: boolean;
    }
  | { readonly type: 'trouble'; readonly sentence: string };

/** Milliseconds after which a search that is not over shows what it has. */
const patience = 25;

const port = parentPort;
const options: WorkerOptions = workerData;
const history = createHistory({ ...options, onTrouble: (sentence) => post({ type: 'trouble', sentence }) });
let newestSearch = 0;

port?.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'call':
      call(message);
      return;
    case 'search':
      newestSearch = message.id;
      void search(message);
      return;
    case 'close':
      // A search that is not over ends here, and does not open what is closed.
      newestSearch = -1;
      history.close();
      port.close();
      return;
  }
});

function call({ id, method, args }: Extract<ToWorker, { type: 'call' }>): void {
  try {
    post({ type: 'result', id, value: Reflect.apply(history[method], history, args) });
  } catch (error) {
    post({ type: 'failed', id, message: errorText(error) });
  }
}

async function search({ id, query, order }: Extract<ToWorker, { type: 'search' }>): Promise<void> {
  const startedAt = performance.now();
  let isShown = false;
  try {
    for (const found of history.search(query, order)) {
      if (found.isComplete || (!isShown && performance.now() - startedAt > patience)) {
        isShown = true;
        post({ type: 'found', id, rows: found.rows(), isComplete: found.isComplete });
      }
      await new Promise((resolve) => setImmediate(resolve));
      if (newestSearch !== id) return;
    }
  } catch (error) {
    post({ type: 'failed', id, message: errorText(error) });
  }
}

function post(message: FromWorker): void {
  port?.postMessage(message);
}
