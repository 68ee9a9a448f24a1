// One row of the screen as cells, and the bytes that turn the row that stands there into the next one. A terminal may count the cells
// of a character otherwise than we do: what is drawn after such a character is put in its column by number, so that a wrong guess
// shows in its own place and moves nothing else; and where it changes, the row is painted anew from there to its end.
import { isPlain } from '../../text/plain.ts';
import { cellWidth, graphemes } from '../../text/width.ts';
import { changeOfStyle, runsOf, type Style, styleOfBlank } from './styles.ts';

/** What stands in each column. The second cell of a wide character is the empty text. */
export interface Cells {
  readonly texts: readonly string[];
  /** Of a blank, what shows of it. */
  readonly styles: readonly Style[];
  /** Columns of characters that terminals may count otherwise; undefined where there are none. */
  readonly unsure: ReadonlySet<number> | undefined;
}

/** A row in which nothing stands. */
export const blankCells: Cells = { texts: [], styles: [], unsure: undefined };

const csi = '\u001b[';
const eraseToEnd = `${csi}K`;

/** As many cells that need no paint are never painted over: a jump costs less. */
const jumpFrom = 6;

/** A painted row as cells; what would stand beyond the last column is left off. */
export function screenCells(line: string, columns: number): Cells {
  const texts: string[] = [];
  const styles: Style[] = [];
  let unsure: Set<number> | undefined;
  for (const { style, text } of runsOf(line)) {
    if (isPlain(text)) {
      for (let at = 0; at < text.length && texts.length < columns; at++) {
        const one = text[at]!;
        texts.push(one);
        styles.push(one === ' ' ? styleOfBlank(style) : style);
      }
      continue;
    }
    for (const cluster of graphemes(text)) {
      const isSure = isPlain(cluster);
      const width = cellWidth(cluster);
      if (texts.length + width > columns) return { texts, styles, unsure };
      if (width === 0) {
        // A mark without a base belongs to the cell before it, whatever that is.
        if (texts.length === 0) continue;
        texts[texts.length - 1] += cluster;
      }
      if (!isSure) {
        unsure ??= new Set();
        for (let cell = width === 0 ? -1 : 0; cell < width; cell++) unsure.add(texts.length + cell);
      }
      for (let cell = 0; cell < width; cell++) {
        texts.push(cell === 0 ? cluster : '');
        styles.push(cluster === ' ' ? styleOfBlank(style) : style);
      }
    }
  }
  return { texts, styles, unsure };
}

/** A pen that writes cells of one row and knows where it stands. The style goes on from row to row. */
export interface Pen {
  bytes: string;
  style: Style;
}

function isBlank(cells: Cells, column: number): boolean {
  return column >= cells.texts.length || (cells.texts[column] === ' ' && cells.styles[column] === '');
}

/** Where what is not blank ends. */
function endOf(cells: Cells): number {
  let end = cells.texts.length;
  while (end > 0 && isBlank(cells, end - 1)) end--;
  return end;
}

function isSame(before: Cells, after: Cells, column: number): boolean {
  const was = before.texts[column];
  const is = after.texts[column];
  if (was === undefined || is === undefined) return isBlank(before, column) && isBlank(after, column);
  return was === is && before.styles[column] === after.styles[column];
}

/** Writes the whole row, whatever stands there. `row` counts from 0. */
export function paintRow(pen: Pen, cells: Cells, row: number): void {
  paintFrom(pen, cells, row, 0);
}

/** Writes what differs. */
export function changeRow(pen: Pen, before: Cells, after: Cells, row: number): void {
  const length = Math.max(before.texts.length, after.texts.length);
  let first = 0;
  while (first < length && isSame(before, after, first)) first++;
  if (first === length) return;
  let last = length - 1;
  while (isSame(before, after, last)) last--;
  // Wide characters are changed whole.
  while (before.texts[first] === '' || after.texts[first] === '') first--;
  while (before.texts[last + 1] === '' || after.texts[last + 1] === '') last++;
  if (isUnsureWithin(before, first, last) || isUnsureWithin(after, first, last)) {
    while (first > 0 && (before.unsure?.has(first - 1) || after.unsure?.has(first - 1))) first--;
    // A terminal that gives the first one no cell of its own has put it into the one before.
    if (first > 0) first--;
    paintFrom(pen, after, row, first);
    return;
  }
  pen.bytes += position(row, first);
  let at = first;
  const end = endOf(after);
  for (let column = first; column <= last; ) {
    if (column >= end) {
      // All that follows is blank.
      clearStyle(pen);
      pen.bytes += jump(column - at) + eraseToEnd;
      return;
    }
    let same = column;
    while (same <= last && isSame(before, after, same)) same++;
    if (same > column && isJumpShorter(pen, after, column, same)) {
      column = same;
      continue;
    }
    pen.bytes += jump(column - at);
    let blank = column;
    while (blank <= last && isBlank(after, blank)) blank++;
    if (isEraseShorter(blank - column, blank > last)) {
      clearStyle(pen);
      // The cursor stays where it is.
      pen.bytes += erasure(blank - column);
      at = column;
      column = blank;
      continue;
    }
    put(pen, after, column);
    column++;
    while (after.texts[column] === '') column++;
    at = column;
  }
}

/** Blanks in the place of what stands there (ECH). */
function erasure(cells: number): string {
  return `${csi}${cells}X`;
}

/** True where it takes fewer bytes to erase so many cells than to write blanks; but for the last ones, the cursor goes on. */
function isEraseShorter(cells: number, isLast: boolean): boolean {
  if (cells < jumpFrom - 1) return false;
  return cells > erasure(cells).length + (isLast ? 0 : jump(cells).length);
}

/** True where it takes fewer bytes to go from `from` to `to` than to write again what stands there, its styles included. */
function isJumpShorter(pen: Pen, cells: Cells, from: number, to: number): boolean {
  if (to - from >= jumpFrom) return true;
  const written: Pen = { bytes: '', style: pen.style };
  for (let column = from; column < to; column++) put(written, cells, column);
  const next = cells.styles[to] ?? '';
  const [afterJump, afterWriting] = [changeOfStyle(pen.style, next), changeOfStyle(written.style, next)];
  return jump(to - from).length + afterJump.length < written.bytes.length + afterWriting.length;
}

/** Erases the row from a column on and writes the rest of it. */
function paintFrom(pen: Pen, cells: Cells, row: number, first: number): void {
  clearStyle(pen);
  pen.bytes += position(row, first) + eraseToEnd;
  const end = endOf(cells);
  let at = first;
  let isSure = true;
  for (let column = first; column < end; column++) {
    if (cells.texts[column] === '') continue;
    let next = column;
    while (isBlank(cells, next)) next++;
    if (next - column < jumpFrom && isSure) next = column;
    const isUnsure = cells.unsure?.has(next) ?? false;
    if (!isSure && (!isUnsure || next > at)) pen.bytes += toColumn(next);
    else pen.bytes += jump(next - at);
    put(pen, cells, next);
    isSure = !isUnsure;
    column = next;
    at = next + 1;
    while (cells.texts[at] === '') at++;
  }
}

function put(pen: Pen, cells: Cells, column: number): void {
  const { texts, styles } = cells;
  const text = texts[column] ?? ' ';
  const style = styles[column] ?? '';
  if (text !== ' ' || styleOfBlank(pen.style) !== style) setStyle(pen, style);
  pen.bytes += text;
}

/** So that what is erased is blank. */
function clearStyle(pen: Pen): void {
  if (styleOfBlank(pen.style) !== '') setStyle(pen, '');
}

export function setStyle(pen: Pen, style: Style): void {
  if (pen.style === style) return;
  pen.bytes += changeOfStyle(pen.style, style);
  pen.style = style;
}

function isUnsureWithin(cells: Cells, first: number, last: number): boolean {
  if (cells.unsure === undefined) return false;
  for (let column = first; column <= last; column++) if (cells.unsure.has(column)) return true;
  return false;
}

/** Cursor position (CUP), counted from 0. */
export function position(row: number, column: number): string {
  return column === 0 ? `${csi}${row + 1}H` : `${csi}${row + 1};${column + 1}H`;
}

function toColumn(column: number): string {
  return `${csi}${column + 1}G`;
}

function jump(cells: number): string {
  return cells <= 0 ? '' : cells === 1 ? `${csi}C` : `${csi}${cells}C`;
}
