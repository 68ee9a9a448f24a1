// Orders the rows of a table off the UI thread, each time in a thread of its own: that is rarely wanted, and a newer wish ends
// an older one.

import { Worker } from 'node:worker_threads';
import type { JsonDocument } from '../json/document.ts';
import type { OrderJob } from './order-worker.ts';

/** Built, the worker stands beside the bundle; from source, beside this file. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './order-worker.ts' : './order-worker.cjs', import.meta.url);

export type OrderWish = Omit<OrderJob, 'document'> & { readonly document: JsonDocument };

export interface Orderer {
  /** Rejects where it does not fit into the memory; never settles where another wish came after it. */
  readonly order: (wish: OrderWish) => Promise<Int32Array>;
  readonly close: () => void;
}

export function createOrderer(): Orderer {
  let thread: Worker | undefined;
  const close = (): void => {
    void thread?.terminate();
    thread = undefined;
  };
  return {
    close,
    order: ({ document: { memo: _, levels: __, ...document }, ...wish }) => {
      close();
      return new Promise((resolve, reject) => {
        const opened = new Worker(worker);
        opened.unref();
        thread = opened;
        opened.once('error', reject);
        opened.once('message', (order: Int32Array) => {
          resolve(order);
          void opened.terminate();
        });
        const job: OrderJob = { document, ...wish };
        opened.postMessage(job);
      });
    },
  };
}
