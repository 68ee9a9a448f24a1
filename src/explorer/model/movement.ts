// Moving through rows that are more than the screen has: the movements that every list knows, and where each of them leads.

export type Movement = 'up' | 'down' | 'pageUp' | 'pageDown' | 'halfPageUp' | 'halfPageDown' | 'first' | 'last';

/** Where the cursor's row is to stand on the screen. */
export type Placement = 'top' | 'middle' | 'bottom';

/** Rows of a window of `height` above the cursor's. */
export function rowsAbove(placement: Placement, height: number): number {
  return placement === 'top' ? 0 : placement === 'middle' ? Math.floor(height / 2) : Math.max(0, height - 1);
}

/** First row shown where row `at` of `count` is placed so, or as near to it as leaves no blank rows below. */
export function placedTop(placement: Placement, at: number, height: number, count: number): number {
  return Math.max(0, Math.min(at - rowsAbove(placement, height), count - height));
}

/** First row shown after a movement in `count` rows of which `height` are shown: 0 up to the last screen's. */
export function scrolled(movement: Movement, top: number, height: number, count: number): number {
  const end = Math.max(0, count - height);
  return Math.min(end, Math.max(0, movedRow(movement, top, height, count, end)));
}

/** Row reached by a movement from `at` in a list: also for lists with a cursor, where `end` is the last row. */
export function movedRow(movement: Movement, at: number, height: number, count: number, end: number): number {
  switch (movement) {
    case 'up':
      return at - 1;
    case 'down':
      return at + 1;
    case 'pageUp':
      return at - height;
    case 'pageDown':
      return at + height;
    case 'halfPageUp':
      return at - Math.max(1, Math.floor(height / 2));
    case 'halfPageDown':
      return at + Math.max(1, Math.floor(height / 2));
    case 'first':
      return 0;
    case 'last':
      return Math.min(end, count);
  }
}
