// What the state wants done with the document on screen, as data.
import type { JsonDocument } from '../json/document.ts';

export type DocumentEffect =
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
  | { readonly type: 'jq.stop' };
