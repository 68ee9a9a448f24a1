// The part of a line buffer that fits into a field on the screen, so that the cursor is always in it.
// Must not know about colours. Trap: the text returned is made visible already; its offsets are not the buffer's.
import { nextBoundary } from './boundaries.ts';
import type { LineBuffer } from './line-buffer.ts';
import { visible } from './untrusted.ts';
import { cellWidth, graphemes, sliceCells } from './width.ts';

interface LineWindow {
  /** Safe to paint; takes at most the width asked for. Ends in `…` where it is cut off, unless the window is too narrow for that. */
  readonly text: string;
  /** Where the cursor stands in the window: 0 to width - 1. */
  readonly cursorCell: number;
  /** True where text is cut off before or after the window. */
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
}

/** Narrower windows have no cells for marks, and the cursor may stand in their first one. */
const leastMarked = 8;

/**
 * The window of `width` cells (1 or more) that holds the cursor. It scrolls by half a window, so that the text stands still
 * while the cursor moves, and depends on the buffer alone: the same buffer gives the same window.
 */
export function visibleWindow(buffer: LineBuffer, width: number): LineWindow {
  const cells = Math.max(1, Math.floor(width));
  const { text, cursor: offset } = buffer;
  const before = visible(text.slice(0, offset));
  const line = before + visible(text.slice(offset));
  const cursor = cellWidth(before);
  const underCursor = visible(text.slice(offset, nextBoundary(text, offset)));
  // One more cell than the text: the cursor stands there at the end of the line.
  const total = cellWidth(line) + 1;
  const start = windowStart(cursor, cellWidth(underCursor), total, cells);
  const end = start + cells;
  const [hasBefore, hasAfter] = [start > 0, end < total - 1];
  // A mark gives way to what is under the cursor.
  const isMarked = cells >= leastMarked;
  const cutBefore = isMarked && hasBefore && cursor > start ? '…' : '';
  const cutAfter = isMarked && hasAfter && cursor + cellWidth(underCursor) < end ? '…' : '';
  return {
    text: cutBefore + sliceCells(line, start + cutBefore.length, end - cutAfter.length) + cutAfter,
    cursorCell: cursor - start,
    hasBefore,
    hasAfter,
  };
}

/** The offset of the character in that cell of the window, or of the nearest one. */
export function offsetAt(buffer: LineBuffer, width: number, cell: number): number {
  const window = visibleWindow(buffer, width);
  const before = cellWidth(visible(buffer.text.slice(0, buffer.cursor)));
  const wanted = before - window.cursorCell + Math.max(0, cell);
  let offset = 0;
  for (let cells = 0; offset < buffer.text.length; ) {
    const next = nextBoundary(buffer.text, offset);
    cells += cellWidth(visible(buffer.text.slice(offset, next)));
    if (cells > wanted) break;
    offset = next;
  }
  return offset;
}

/** Longer lines are not broken into rows: that would be done for every key. */
const longestBroken = 5000;

/**
 * Where the rows of a line begin that is broken at `width` cells, the cursor's cell at its end included; undefined where one row
 * is enough, and for a very long line.
 */
export function rowStarts({ text }: LineBuffer, width: number): readonly number[] | undefined {
  if (text.length > longestBroken || width < leastMarked) return undefined;
  const starts = [0];
  let cells = 0;
  let offset = 0;
  for (const part of graphemes(text)) {
    const taken = cellWidth(visible(part));
    if (cells + taken > width && cells > 0) {
      starts.push(offset);
      cells = 0;
    }
    cells += taken;
    offset += part.length;
  }
  if (cells >= width) starts.push(text.length);
  return starts.length > 1 ? starts : undefined;
}

/** The row of the cursor among those that begin there, counted from 0, and its cell. */
export function placeInRows({ text, cursor }: LineBuffer, starts: readonly number[]): { row: number; cell: number } {
  const row = starts.findLastIndex((start) => start <= cursor);
  return { row, cell: cellWidth(visible(text.slice(starts[row], cursor))) };
}

/** The offset of the character in that cell of the row, or of the nearest one. */
export function offsetInRow({ text }: LineBuffer, starts: readonly number[], row: number, cell: number): number {
  const start = starts[row] ?? 0;
  const end = starts[row + 1] ?? text.length;
  let offset = start;
  let cells = 0;
  for (const part of graphemes(text.slice(start, end))) {
    cells += cellWidth(visible(part));
    // At the end of the row stands the first character of the next one.
    if (cells > cell || (end < text.length && offset + part.length >= end)) break;
    offset += part.length;
  }
  return offset;
}

function windowStart(cursor: number, cursorWidth: number, total: number, cells: number): number {
  const needed = cursor + Math.max(1, cursorWidth);
  if (total <= cells || needed < cells) return 0;
  const step = Math.max(1, Math.floor(cells / 2));
  // Rounded up to whole steps, then back so that the window neither leaves the cursor behind nor shows more than the end.
  const scrolled = Math.ceil((needed + 1 - cells) / step) * step;
  return Math.max(0, Math.min(scrolled, total - cells, cursor));
}
