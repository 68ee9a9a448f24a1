// A worker that goes through all rows of a list: to order them, or to find every column that they have. It has no copy of a large
// document, since that lies in shared memory.

import { parentPort } from 'node:worker_threads';
import { createMemo, type JsonDocument, type NodeId } from '../json/document.ts';
import { type Column, columnsOfAllRows } from '../json/table.ts';
import { orderedRows } from '../json/table-order.ts';

interface ListJob {
  readonly document: Omit<JsonDocument, 'memo' | 'levels'>;
  readonly list: NodeId;
}

export type TableJob =
  | (ListJob & { readonly type: 'order'; readonly field: Column['field']; readonly isDescending: boolean })
  | (ListJob & { readonly type: 'columns' });

parentPort?.once('message', (job: TableJob) => {
  const document: JsonDocument = { ...job.document, levels: undefined, memo: createMemo() };
  const result =
    job.type === 'order'
      ? orderedRows(document, job.list, job.field, job.isDescending)
      : columnsOfAllRows(document, job.list);
  parentPort?.postMessage(result);
});
