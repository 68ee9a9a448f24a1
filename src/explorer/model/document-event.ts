// What becomes of what the state wanted done with a document.
import type { RowOrder } from './document-effect.ts';
import type { ReceivedBody } from './received.ts';

export type DocumentEvent =
  /** How something went that has no further consequence. */
  | { readonly type: 'told'; readonly kind: 'info' | 'problem'; readonly text: string }
  /** A file is written, or not: because it is there, or for another reason. */
  | {
      readonly type: 'write.ended';
      readonly outcome: 'written' | 'exists' | 'failed';
      readonly path: string;
      readonly text: string;
    }
  /** The rows of a list in order, by their indexes. */
  | ({ readonly type: 'table.ordered'; readonly order: Int32Array } & RowOrder)
  /** Filter `id` runs now, at that time in epoch milliseconds. */
  | { readonly type: 'jq.started'; readonly id: number; readonly at: number }
  /** The first part of a long result; more comes in the same way, then `jq.done`. */
  | { readonly type: 'jq.grew'; readonly id: number; readonly body: ReceivedBody }
  | { readonly type: 'jq.done'; readonly id: number; readonly body: ReceivedBody }
  /** In jq's words, or why it was stopped. */
  | { readonly type: 'jq.refused'; readonly id: number; readonly reason: string };
