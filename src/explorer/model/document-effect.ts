// What the state wants done with the document on screen, as data.
import type { JsonDocument, NodeId } from '../../json/document.ts';
import type { Column } from '../../json/table.ts';

/** A text, or what it is to be made of where that may take a while: a value as it came, or laid out, or a whole body. */
export type Passage =
  | string
  | { readonly kind: 'value' | 'pretty'; readonly document: JsonDocument; readonly node: NodeId }
  | { readonly kind: 'body'; readonly bytes: Uint8Array };

export type DocumentEffect =
  /** The time of day is shown: `clock.ticked` tells it. */
  | { readonly type: 'tellTime' }
  /** Copy to the clipboard, and tell how much and where to; `what` names it as in `Copied the value of .id`. */
  | { readonly type: 'copy'; readonly text: Passage; readonly what: string }
  /** Write to a file; one that is there is left as it is unless it may be replaced. `what` is as in `copy`. */
  | {
      readonly type: 'write';
      readonly text: Passage;
      readonly what: string;
      readonly path: string;
      readonly mayReplace: boolean;
      /** For the user alone: true for whatever comes from an account. */
      readonly isPrivate: boolean;
    }
  /** A filter is about to be typed. */
  | { readonly type: 'jq.prepare' }
  /** Filter a document; `id` comes back with what comes of it. A filter that runs is let go. */
  | {
      readonly type: 'jq.run';
      readonly id: number;
      readonly document: JsonDocument;
      readonly filter: string;
      readonly limitMs: number;
    }
  | { readonly type: 'jq.stop' }
  /** Order the rows of a list; what comes of it says of what it is. An order that was wanted before is let go. */
  | ({ readonly type: 'table.order' } & RowOrder)
  | { readonly type: 'table.stop' };

export interface RowOrder {
  readonly document: JsonDocument;
  readonly list: NodeId;
  readonly field: Column['field'];
  readonly isDescending: boolean;
}
