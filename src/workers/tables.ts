// What takes all rows of a table, off the UI thread: each time in a thread of its own, since that is rarely wanted, and a newer wish
// ends an older one of its kind.

import { Worker } from 'node:worker_threads';
import { type JsonDocument, type NodeId, nextOf } from '../json/document.ts';
import type { KeyPaths } from '../json/key-paths.ts';
import type { Column } from '../json/table.ts';
import { type FoundRows, rowsWith } from '../json/table-filter.ts';
import type { RowsInOrder } from '../json/table-order.ts';
import { type ColumnSums, columnSums } from '../json/table-sums.ts';
import type { TableJob } from './table-worker.ts';

/** Built, the worker stands beside the bundle; from source, beside this file. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './table-worker.ts' : './table-worker.cjs', import.meta.url);

interface ListWish {
  readonly document: JsonDocument;
  readonly list: NodeId;
}

interface OrderWish extends ListWish {
  readonly field: Column['field'];
  readonly isDescending: boolean;
}

interface FilterWish extends ListWish {
  readonly columns: readonly Column[];
  readonly text: string;
}

interface SumsWish extends ListWish {
  readonly field: Column['field'];
  readonly places: Int32Array | undefined;
}

/** Nodes of a list that is looked through at once: a thread takes longer to start. */
const FEW_NODES = 10_000;

/** All reject where it does not fit into the memory, and never settle where another wish of the kind came after it. */
export interface TableReader {
  readonly order: (wish: OrderWish) => Promise<RowsInOrder>;
  readonly filter: (wish: FilterWish) => Promise<FoundRows>;
  readonly sums: (wish: SumsWish) => Promise<ColumnSums>;
  /** The columns of all rows. */
  readonly columns: (wish: ListWish) => Promise<readonly Column[]>;
  /** The keys of a document. */
  readonly keys: (document: JsonDocument) => Promise<KeyPaths>;
  readonly stopOrder: () => void;
  readonly close: () => void;
}

export function createTableReader(): TableReader {
  const orders = oneAtATime<RowsInOrder>();
  const columns = oneAtATime<readonly Column[]>();
  const keys = oneAtATime<KeyPaths>();
  const filters = oneAtATime<FoundRows>();
  const sums = oneAtATime<ColumnSums>();
  return {
    order: ({ document, ...wish }) => orders.start({ type: 'order', document: plain(document), ...wish }),
    columns: ({ document, ...wish }) => columns.start({ type: 'columns', document: plain(document), ...wish }),
    keys: (document) => keys.start({ type: 'keys', document: plain(document) }),
    filter: async ({ document, list, columns: shown, text }) => {
      filters.stop();
      if (nextOf(document, list) - list <= FEW_NODES) return rowsWith(document, list, shown, text);
      return await filters.start({ type: 'filter', document: plain(document), list, columns: shown, text });
    },
    sums: async ({ document, list, field, places }) => {
      sums.stop();
      if (nextOf(document, list) - list <= FEW_NODES) return columnSums(document, list, field, places);
      return await sums.start({ type: 'sums', document: plain(document), list, field, places });
    },
    stopOrder: orders.stop,
    close: () => {
      orders.stop();
      columns.stop();
      keys.stop();
      filters.stop();
      sums.stop();
    },
  };
}

/** What a worker is told of a document. */
function plain({ memo: _, levels: __, ...document }: JsonDocument): TableJob['document'] {
  return document;
}

function oneAtATime<Result>() {
  let thread: Worker | undefined;
  const stop = (): void => {
    void thread?.terminate();
    thread = undefined;
  };
  const start = (job: TableJob): Promise<Result> => {
    stop();
    return new Promise((resolve, reject) => {
      const opened = new Worker(worker);
      opened.unref();
      thread = opened;
      opened.once('error', reject);
      opened.once('message', (result: Result) => {
        resolve(result);
        void opened.terminate();
      });
      opened.postMessage(job);
    });
  };
  return { start, stop };
}
