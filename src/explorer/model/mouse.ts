// What the mouse did, and what a click on a piece of the screen means. Pieces say it themselves where a row cannot be told by the cursor
// that would go there; nothing is kept for it between frames.
/** Cells count from 0 at the top left. */
export interface Mouse {
  readonly kind: 'press' | 'drag' | 'release' | 'wheel';
  readonly x: number;
  readonly y: number;
  /** Of a wheel: 1 towards the end. */
  readonly by: 1 | -1;
  /** The second press of two in one cell. */
  readonly isAgain: boolean;
}

export type Target =
  /** Does what a binding does. */
  | { readonly kind: 'key'; readonly id: string }
  /** Goes to a pane. */
  | { readonly kind: 'pane'; readonly pane: 'prompt' | 'request' | 'response' | 'history' }
  /** Goes to a response that was visited. */
  | { readonly kind: 'place'; readonly at: number }
  /** Sorts by a column of the table, counted from 0. */
  | { readonly kind: 'column'; readonly at: number };
