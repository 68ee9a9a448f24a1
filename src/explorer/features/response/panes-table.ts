// Paints the table of a list: a header that stays, and the rows of the window. Only cells that are seen are formatted.
import type { JsonDocument } from '../../../json/document.ts';
import { type Column, cellSpan, cellsOf, fieldLabel } from '../../../json/table.ts';
import { formatCount } from '../../../text/numbers.ts';
import { padEnd, padStart, truncate } from '../../../text/width.ts';
import { type Row, type Span, span } from '../../model/spans.ts';
import { rowCount, rowNode, shownColumns, type Table, tableWindow } from '../../model/table.ts';

export interface PaintedTable {
  readonly rows: readonly Row[];
  /** Index in `rows` of the row under the cursor. */
  readonly selected: number;
  readonly status: Row;
}

export function paintTable(doc: JsonDocument, table: Table, width: number, height: number): PaintedTable {
  const window = tableWindow(doc, table, width, height);
  const { top, rows, numbers, columns, left } = window;
  const here = shownColumns(table)[table.column];
  const header: Row = [
    span(' '.repeat(numbers)),
    ...columns.flatMap(({ column, cells }) => headerCell(table, column, cells, column === here)),
  ];
  const body = Array.from({ length: rows }, (_, index): Row => {
    const node = rowNode(doc, table, top + index);
    if (node === undefined) return [];
    const found = cellsOf(doc, node);
    const number = table.sort?.order?.[top + index] ?? top + index;
    const row: Span[] = [span(padStart(String(number), numbers), 'index')];
    for (const { column, cells } of columns) {
      const cell = found.get(column.field);
      const { text, role } = cell === undefined ? span('') : cellSpan(doc, cell, cells);
      row.push(span('  '), { text: column.isNumeric ? padStart(text, cells) : padEnd(text, cells), role });
    }
    return row;
  });
  const total = shownColumns(table).length;
  const place = `column ${table.column + 1} of ${total}`;
  const more = doc.isComplete ? '' : '+';
  const count = `row ${formatCount(table.row + 1)} of ${formatCount(rowCount(doc, table))}${more}`;
  const isCut = left > 0 || left + columns.length < total;
  return {
    rows: [header, ...body],
    selected: table.row - top + 1,
    status: [span(place, isCut ? 'accent' : 'dim'), span(' ─ ', 'border'), span(count, 'dim')],
  };
}

/** The mark of the cursor's column stands in the gap before it, that of the order after the name. */
function headerCell(table: Table, column: Column, cells: number, isHere: boolean): readonly Span[] {
  const { sort } = table;
  const isSorted = sort !== undefined && sort.field === column.field;
  const arrow = !isSorted ? '' : sort.isPending ? '…' : sort.isDescending ? '▼' : '▲';
  const name = truncate(fieldLabel(column.field), arrow === '' ? cells : Math.max(1, cells - 1));
  const text = name + arrow;
  return [
    span(isHere ? ' ▸' : '  ', 'accent'),
    span(column.isNumeric ? padStart(text, cells) : padEnd(text, cells), isHere ? 'accent' : 'title'),
  ];
}
