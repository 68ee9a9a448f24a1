// How the request pane divides its height between the parts of a form and what is said of the one under the cursor.
import { inner, layout } from '../../model/layout.ts';
import type { State } from '../../model/state.ts';

/** The first row of a form sends. */
export const sendRow = 0;

/** Rows for the description at the most, with the line above it. */
const mostSaid = 8;

/** Rows of the description, the line above it included; none where the parts need all there is. */
export function saidHeight(height: number): number {
  return height < 6 ? 0 : Math.min(mostSaid, Math.floor(height / 3));
}

/** Rows that the form's own rows have while it has the keys. */
export function formHeight(state: State): number {
  const rect = layout(state.screen, 'request').request;
  const height = rect ? inner(rect).height : 1;
  return Math.max(1, height - saidHeight(height));
}
