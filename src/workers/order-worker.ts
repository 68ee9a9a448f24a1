// A worker that orders the rows of a list. It has no copy of a large document, since that lies in shared memory.

import { parentPort } from 'node:worker_threads';
import { createMemo, type JsonDocument, type NodeId } from '../json/document.ts';
import { type Column, orderedRows } from '../json/table.ts';

export interface OrderJob {
  readonly document: Omit<JsonDocument, 'memo' | 'levels'>;
  readonly list: NodeId;
  readonly field: Column['field'];
  readonly isDescending: boolean;
}

parentPort?.once('message', ({ document, list, field, isDescending }: OrderJob) => {
  const order = orderedRows({ ...document, levels: undefined, memo: createMemo() }, list, field, isDescending);
  parentPort?.postMessage(order);
});
