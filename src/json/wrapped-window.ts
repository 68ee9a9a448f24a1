// The window of a tree where long strings take several rows of the screen. Row numbers count values all the same.
import type { NodeId } from './document.ts';
import type { TreeRow } from './rows.ts';
import type { RowPlace } from './shaped-rows.ts';
import { cursorPlace, isCursorRow, stepFrom, type TreeView, windowRows } from './tree-view.ts';
import { wrappedHeight } from './wrapped.ts';

/** Rows of the screen beyond which nobody asks how many a value takes. */
const MOST_LINES = 1000;

/** How many rows of the screen a row takes, counted up to `most`. */
export function heightOf(
  view: TreeView,
  { node, isEnd = false }: Pick<TreeRow, 'node' | 'isEnd'>,
  most: number,
): number {
  return view.wrap === undefined || isEnd ? 1 : wrappedHeight(view, node, most);
}

/** Rows of the screen between the top of the window and the cursor's first; negative where it begins above, undefined where it is not there. */
export function linesAbove(view: TreeView): number | undefined {
  const { topSkip = 0 } = view;
  let lines = -topSkip;
  for (const row of windowRows(view)) {
    if (isCursorRow(view, row)) return lines;
    lines += heightOf(view, row, view.height + topSkip);
    if (lines >= view.height) return undefined;
  }
  return undefined;
}

/** Moves on within a value that is higher than the window; undefined where it is seen to its end, or from its begin. */
export function scrolledWithin(view: TreeView, count: number): TreeView | undefined {
  if (view.wrap === undefined) return undefined;
  const { height, topSkip = 0 } = view;
  const isTop = isCursorRow(view, { node: view.top, isEnd: view.topIsEnd === true });
  const skipped = isTop ? topSkip : 0;
  if (count < 0) return skipped === 0 ? undefined : { ...view, topSkip: Math.max(0, skipped + count) };
  const lines = heightOf(
    view,
    view.cursorIsEnd ? { node: view.cursor, isEnd: true } : { node: view.cursor },
    skipped + height + count,
  );
  if (lines <= height || lines <= skipped + height) return undefined;
  const at = isTop ? view : placeLines(view, cursorPlace(view), view.cursorRow, 0);
  return { ...at, topSkip: Math.min(skipped + count, lines - height) };
}

/** As many rows on or back as take so many rows of the screen. */
export function scrollLines(view: TreeView, count: number): TreeView {
  let at = cursorPlace(view);
  let row = view.cursorRow;
  const step = Math.sign(count);
  for (let lines = 0; lines < Math.abs(count); ) {
    const next = stepFrom(view, at, step);
    if (next.steps === 0) break;
    lines += heightOf(view, count > 0 ? at : next, Math.abs(count));
    at = next;
    row += step;
  }
  return placeLines(view, at, row, linesAbove(view) ?? 0);
}

/** As `follow`. */
export function followLines(view: TreeView, cursor: NodeId, cursorRow: number, cursorIsEnd: boolean): TreeView {
  const { height } = view;
  const moved = { ...view, cursor, cursorRow, cursorIsEnd };
  const at = { node: cursor, isEnd: cursorIsEnd };
  const above = linesAbove(moved);
  const own = heightOf(view, at, height);
  if (above !== undefined && above >= 0 && above + own <= height) return moved;
  const third = Math.max(1, Math.floor(height / 3));
  if (Math.abs(cursorRow - view.cursorRow) > third) return placeLines(view, at, cursorRow, Math.floor(height / 2));
  return placeLines(view, at, cursorRow, cursorRow > view.cursorRow ? height - own - third : third - 1);
}

/** As `place`; all of the cursor's value is seen where it is not higher than the window, else its begin. */
export function placeLines(view: TreeView, at: RowPlace, cursorRow: number, offset: number): TreeView {
  const { height } = view;
  const own = heightOf(view, at, height);
  let wanted = Math.min(Math.max(offset, 0), height - own);
  let below = own;
  for (let from = at; below < height - wanted; ) {
    const next = stepFrom(view, from, 1);
    if (next.steps === 0) break;
    below += heightOf(view, next, height);
    from = next;
  }
  wanted = Math.max(wanted, height - below);
  let [top, topRow, above, topSkip] = [at, cursorRow, 0, 0];
  while (above < wanted) {
    const before = stepFrom(view, top, -1);
    if (before.steps === 0) break;
    const lines = heightOf(view, before, MOST_LINES);
    // Of a value whose end is far, the end is not shown.
    if (lines === MOST_LINES && above + lines > wanted) break;
    [top, topRow, above] = [before, topRow - 1, above + lines];
    topSkip = Math.max(0, above - wanted);
  }
  return {
    ...view,
    cursor: at.node,
    cursorRow,
    cursorIsEnd: at.isEnd,
    top: top.node,
    topRow,
    topIsEnd: top.isEnd,
    topSkip,
  };
}

/** The cursor on what stands so many rows of the screen under it, in a window that stays; undefined where nothing does. */
export function cursorAtLine(view: TreeView, below: number): TreeView | undefined {
  const line = Math.max(0, linesAbove(view) ?? 0) + below;
  if (line < 0 || line >= view.height) return undefined;
  let lines = -(view.topSkip ?? 0);
  for (const [index, row] of windowRows(view).entries()) {
    lines += heightOf(view, row, line + 1 - lines);
    if (lines > line)
      return { ...view, cursor: row.node, cursorRow: view.topRow + index, cursorIsEnd: row.isEnd === true };
  }
  return undefined;
}
