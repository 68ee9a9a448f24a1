// Several lines in one edit buffer: what there is to do with a line among others. The commands of a single line that mean the same
// here are those of line-buffer.ts.
import { createLine, insertLines, killBetween, type LineBuffer, moveCursor } from './line-buffer.ts';
import { cellWidth, graphemes } from './width.ts';

/** A buffer that holds the text, the cursor at its beginning. */
export function createLines(text: string): LineBuffer {
  const { text: whole, ...buffer } = insertLines(createLine(), text);
  return { ...buffer, text: whole, cursor: 0, undoable: undefined, last: 'other' };
}

/** The offsets at which the line of an offset begins and ends, without its line break. */
function lineAround(text: string, offset: number): readonly [start: number, end: number] {
  const end = text.indexOf('\n', offset);
  return [text.lastIndexOf('\n', offset - 1) + 1, end < 0 ? text.length : end];
}

export function moveLineStart(buffer: LineBuffer): LineBuffer {
  return moveCursor(buffer, lineAround(buffer.text, buffer.cursor)[0]);
}

export function moveLineEnd(buffer: LineBuffer): LineBuffer {
  return moveCursor(buffer, lineAround(buffer.text, buffer.cursor)[1]);
}

/** Kills to the end of the line; at its end the line break, as in emacs. */
export function killLineEnd(buffer: LineBuffer): LineBuffer {
  const [, end] = lineAround(buffer.text, buffer.cursor);
  return killBetween(buffer, buffer.cursor, end === buffer.cursor ? Math.min(end + 1, buffer.text.length) : end);
}

export function killLineStart(buffer: LineBuffer): LineBuffer {
  return killBetween(buffer, lineAround(buffer.text, buffer.cursor)[0], buffer.cursor);
}

/** Cells between the beginning of the line and the cursor. */
export function cursorCells({ text, cursor }: LineBuffer): number {
  return cellWidth(text.slice(lineAround(text, cursor)[0], cursor));
}

/** Up or down by lines, to the cell that is wanted as far as the line has one. */
export function moveByLines(buffer: LineBuffer, by: number, cells: number): LineBuffer {
  const { text } = buffer;
  let [start] = lineAround(text, buffer.cursor);
  for (let left = by; left < 0 && start > 0; left += 1) start = lineAround(text, start - 1)[0];
  for (let left = by; left > 0; left -= 1) {
    const [, end] = lineAround(text, start);
    if (end === text.length) break;
    start = end + 1;
  }
  const [, end] = lineAround(text, start);
  let at = start;
  let width = 0;
  for (const grapheme of graphemes(text.slice(start, end))) {
    width += cellWidth(grapheme);
    if (width > cells) break;
    at += grapheme.length;
  }
  return moveCursor(buffer, at);
}

/** A new line, indented as the one before it, and more inside of a bracket that was just opened; a closing one goes below. */
export function breakLine(buffer: LineBuffer): LineBuffer {
  const { text, cursor } = buffer;
  const [start] = lineAround(text, cursor);
  const before = text.slice(start, cursor);
  const indent = /^ */.exec(before)?.[0] ?? '';
  const isOpened = /[[{]\s*$/.test(before);
  const isClosed = isOpened && /^[\]}]/.test(text.slice(cursor));
  const broken = insertLines(buffer, `\n${indent}${isOpened ? '  ' : ''}`);
  if (!isClosed) return broken;
  return moveCursor(insertLines(broken, `\n${indent}`), broken.cursor);
}
