// What is to be said of a document that is on its way, or that did not come whole.
import type { JsonError } from '../../json/parse.ts';

/** How far a document has come that is on its way. */
export interface Arriving {
  readonly received: number;
  /** Bytes in all; undefined where nobody said. */
  readonly total: number | undefined;
  readonly bytesPerSecond: number;
}

export type Incomplete =
  /** It is not JSON from some place on. */
  | { readonly kind: 'broken'; readonly error: JsonError }
  /** It does not fit into the memory. */
  | { readonly kind: 'full' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unreadable'; readonly reason: string };
