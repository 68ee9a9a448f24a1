// A worker that goes through all rows of a list, to order them, to find those that hold a text, to add up a column or to find every
// column, or through a document for its keys. It has no copy of a large document, since that lies in shared memory.

import { parentPort } from 'node:worker_threads';
import { createMemo, type JsonDocument, type NodeId } from '../json/document.ts';
import { type KeyPaths, keyPaths } from '../json/key-paths.ts';
import { type Column, columnsOfAllRows } from '../json/table.ts';
import { type FoundRows, rowsWith } from '../json/table-filter.ts';
import { orderedRows, type RowsInOrder } from '../json/table-order.ts';
import { type ColumnSums, columnSums } from '../json/table-sums.ts';

interface ListJob {
  readonly document: Omit<JsonDocument, 'memo' | 'levels'>;
  readonly list: NodeId;
}

export type TableJob =
  | (ListJob & { readonly type: 'order'; readonly field: Column['field']; readonly isDescending: boolean })
  | (ListJob & { readonly type: 'filter'; readonly columns: readonly Column[]; readonly text: string })
  | (ListJob & { readonly type: 'sums'; readonly field: Column['field']; readonly places: Int32Array | undefined })
  | (ListJob & { readonly type: 'columns' })
  | (Pick<ListJob, 'document'> & { readonly type: 'keys' });

type JobResult = RowsInOrder | FoundRows | ColumnSums | readonly Column[] | KeyPaths;

function resultOf(document: JsonDocument, job: TableJob): JobResult {
  switch (job.type) {
    case 'order':
      return orderedRows(document, job.list, job.field, job.isDescending);
    case 'filter':
      return rowsWith(document, job.list, job.columns, job.text);
    case 'sums':
      return columnSums(document, job.list, job.field, job.places);
    case 'columns':
      return columnsOfAllRows(document, job.list);
    case 'keys':
      return keyPaths(document);
  }
}

parentPort?.once('message', (job: TableJob) => {
  const document: JsonDocument = { ...job.document, levels: undefined, memo: createMemo() };
  parentPort?.postMessage(resultOf(document, job));
});
