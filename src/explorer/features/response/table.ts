// The table of a list: opening it from the tree and going back to the same row, moving in it, its columns and its order.
import { listNode } from '../../../api/list.ts';
import { firstChild, isSameDocument, type JsonDocument, type NodeId } from '../../../json/document.ts';
import { type Column, cellOf, cellSpan, cellsOf, fieldLabel, isRowKey, keySpan } from '../../../json/table.ts';
import { moveTo } from '../../../json/view.ts';
import { formatCount } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { padEnd, padStart, truncate } from '../../../text/width.ts';
import { withPage } from '../../model/document.ts';
import type { DocumentEvent } from '../../model/events.ts';
import { hasFocus } from '../../model/focus.ts';
import { type Movement, movedRow, type Placement, placedTop } from '../../model/movement.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { Page } from '../../model/response.ts';
import { clickable, type Role, type Row, type Span, span } from '../../model/rows.ts';
import { currentPage, responseSize } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import {
  arranged,
  listLength,
  openTable,
  type RowFilter,
  rowCount,
  rowIndex,
  rowNode,
  shownColumns,
  type Table,
  tableWindow,
  withColumns,
  withCursor,
} from '../../model/table.ts';
import { sumsStatus } from './table-sum-words.ts';

type OrderEvent = Extract<DocumentEvent, { readonly type: 'table.ordered' }>;

type ColumnsEvent = Extract<DocumentEvent, { readonly type: 'table.columnsFound' }>;

/** A table and the page that it is on. */
export interface ShownTable {
  readonly page: Page;
  readonly document: JsonDocument;
  readonly table: Table;
}

/** The table that is on the screen. */
export function tableHere(state: State): ShownTable | undefined {
  const page = currentPage(state);
  if (page?.view !== 'table' || !page.table || page.body.kind !== 'json') return undefined;
  return { page, document: page.body.view.document, table: page.table };
}

/** Shows the list around the cursor as a table, or the tree again. */
export function toggleTable(state: State): State {
  return tableHere(state) ? backToTree(state, false) : show(state);
}

/** The column to the left or to the right. */
export function moveAcross(state: State, step: 1 | -1): State {
  return changeTable(state, (shown) => {
    const { document, table } = shown;
    return withTable(state, shown, withCursor(document, table, table.row, table.column + step));
  });
}

/** Moves the column of the cursor. */
export function moveColumn(state: State, step: 1 | -1): State {
  return changeTable(state, (shown) => columnMoved(state, shown, step));
}

export function hideColumn(state: State): State {
  return changeTable(state, (shown) => columnHidden(state, shown));
}

export function sortTable(state: State): Step {
  const shown = tableHere(state);
  return shown ? sort(state, shown) : [state, []];
}

/** Goes to a column, counted from 0 among those that are shown, and sorts by it. */
export function sortByColumn(state: State, column: number): Step {
  const shown = tableHere(state);
  if (!shown) return [state, []];
  return sortTable(withTable(state, shown, withCursor(shown.document, shown.table, shown.table.row, column)));
}

/** The order of the list again. */
export function unsortTable(state: State): Step {
  const shown = tableHere(state);
  if (!shown) return [state, []];
  const { table } = shown;
  if (!table.sort) return [complain(state, 'The rows are already in the original order'), []];
  return [withTable(state, shown, arranged(table, { sort: undefined })), [{ type: 'table.stop' }]];
}

function changeTable(state: State, change: (shown: ShownTable) => State): State {
  const shown = tableHere(state);
  return shown ? change(shown) : state;
}

function show(state: State): State {
  const page = currentPage(state);
  if (page?.body.kind !== 'json') return state;
  const { document, cursor } = page.body.view;
  const table = openTable(document, cursor, page.table, true, listNode(document, page.info));
  if (!table) return complain(state, 'There is no list of objects, and no object of them, to show as a table');
  return withPage(state, { ...page, view: 'table', table });
}

/** The tree's cursor stands on the row then; with all that is in it where `isOpened`. */
export function backToTree(state: State, isOpened: boolean): State {
  const shown = tableHere(state);
  if (shown?.page.body.kind !== 'json') return state;
  const { page, document, table } = shown;
  const { body } = shown.page;
  const row = rowNode(document, table, table.row);
  const inside = row === undefined || !isOpened ? undefined : firstChild(document, row);
  const around = inside === undefined ? body.view : moveTo(body.view, inside);
  const view = row === undefined ? around : moveTo(around, row);
  return withPage(state, { ...page, view: 'tree', body: { ...body, view } });
}

/** Leaves the table for the tree; undefined where no table has the focus. */
export function leaveTable(state: State): Step | undefined {
  return hasFocus(state, 'response') && tableHere(state) ? [backToTree(state, false), []] : undefined;
}

/** Moves from row to row as lists do. */
export function moveInTable(state: State, movement: Movement): State {
  const shown = tableHere(state);
  if (!shown) return state;
  const { document, table } = shown;
  const { height } = responseSize(state);
  const count = rowCount(document, table);
  const row = movedRow(movement, table.row, Math.max(1, height - 1), count, count - 1);
  return withTable(state, shown, withCursor(document, table, row, table.column));
}

/** Scrolls so that the row under the cursor stands there. */
export function placeInTable(state: State, placement: Placement): State {
  return changeTable(state, (shown) => {
    const { document, table } = shown;
    const height = Math.max(1, responseSize(state).height - 1);
    const top = placedTop(placement, table.row, height, rowCount(document, table));
    return withTable(state, shown, { ...table, top });
  });
}

/** Keeps the window where the cursor is seen. */
export function withTable(state: State, { page, document }: ShownTable, table: Table): State {
  const { width, height } = responseSize(state);
  const { top, left } = tableWindow(document, table, width, height);
  return withPage(state, { ...page, table: { ...table, top, left } });
}

function columnMoved(state: State, shown: ShownTable, step: 1 | -1): State {
  const { table } = shown;
  const all = shownColumns(table);
  const [here, there] = [all[table.column], all[table.column + step]];
  if (!here || !there) return complain(state, step === 1 ? 'This is the last column' : 'This is the first column');
  const columns = [...table.columns];
  const [from, to] = [columns.indexOf(here), columns.indexOf(there)];
  columns.splice(from, 1);
  columns.splice(to, 0, here);
  return withTable(state, shown, { ...table, columns, column: table.column + step });
}

function columnHidden(state: State, shown: ShownTable): State {
  const { document, table } = shown;
  const all = shownColumns(table);
  const here = all[table.column];
  if (!here || all.length === 1) return complain(state, 'This is the only column');
  const hidden = { ...table, hidden: [...table.hidden, here.field] };
  return withTable(state, shown, withCursor(document, hidden, table.row, table.column));
}

/** True while rows arrive: what is about all of them has to wait. */
export function areRowsComing({ page, document }: ShownTable): boolean {
  return page.body.kind === 'json' && page.body.arriving !== undefined && !document.isComplete;
}

/** By the column of the cursor: ascending, then the other way round, then as the list has the rows. */
function sort(state: State, shown: ShownTable): Step {
  const { document, table } = shown;
  const column = shownColumns(table)[table.column];
  if (!column) return [state, []];
  if (areRowsComing(shown)) {
    return [complain(state, 'The table can be sorted when all rows have arrived'), []];
  }
  const { field } = column;
  if (table.sort?.isDescending && table.sort.field === field) return unsortTable(state);
  const isDescending = table.sort !== undefined && table.sort.field === field && !table.sort.isDescending;
  const wanted = { ...table, sort: { field, isDescending, order: table.sort?.order, isPending: true } };
  return [withTable(state, shown, wanted), [{ type: 'table.order', document, list: table.list, field, isDescending }]];
}

/** Takes in an order, where it is still the one that is wanted. */
export function takeOrder(state: State, event: OrderEvent): State {
  const shown = tableHere(state);
  if (!shown || shown.document.memo !== event.document.memo) return state;
  const { table } = shown;
  const { field, isDescending, list, order, kinds } = event;
  if (!table.sort || table.list !== list) return state;
  if (table.sort.field !== field || table.sort.isDescending !== isDescending) return state;
  const sort = { field, isDescending, order, isPending: false };
  const placed = arranged(table, { sort }, !table.sort.isKept);
  const sorted = withTable(state, shown, withCursor(shown.document, placed, placed.row, placed.column));
  // Of one kind alone the order explains itself.
  return kinds.length < 2 ? sorted : inform(sorted, `Sorted: ${kinds.join(', then ')}; null and missing last`);
}

/** Orders the rows of another page as those of the one before were. */
export function sortPage(before: State, state: State): Step {
  const shown = tableHere(state);
  const sort = shown?.table.sort;
  if (!shown || !sort?.isKept || tableHere(before)?.document.memo === shown.document.memo) return [state, []];
  const { field, isDescending } = sort;
  return [state, [{ type: 'table.order', document: shown.document, list: shown.table.list, field, isDescending }]];
}

/** Has the rows looked through for columns that the sample does not have, once all rows are here. */
export function lookThrough(state: State): Step {
  const shown = tableHere(state);
  if (!shown || (shown.page.body.kind === 'json' && shown.page.body.arriving)) return [state, []];
  const { document, table } = shown;
  if (table.seen >= listLength(document, table) || isLooking(state, shown)) return [state, []];
  const wanted = { document, list: table.list };
  return [{ ...state, columnSearch: wanted }, [{ type: 'table.findColumns', ...wanted }]];
}

function isLooking({ columnSearch }: State, { document, table }: Pick<ShownTable, 'document' | 'table'>): boolean {
  return columnSearch?.list === table.list && isSameDocument(columnSearch.document, document);
}

/** Takes in the columns of all rows, where that table is still the one on the page. */
export function takeColumns(state: State, { document, list, columns }: ColumnsEvent): State {
  const over: State = { ...state, columnSearch: undefined };
  const page = currentPage(over);
  if (page?.body.kind !== 'json' || page.table?.list !== list) return over;
  if (!isSameDocument(page.body.view.document, document)) return over;
  const table = { ...withColumns(page.table, columns), seen: listLength(document, page.table) };
  return withPage(over, { ...page, table });
}

interface PaintedTable {
  readonly rows: readonly Row[];
  /** Index in `rows` of the row under the cursor. */
  readonly selected: number;
  readonly status: Row;
}

/** @param markOf the role of a cell that stands out; it gets a dot before it too */
export function paintTable(
  doc: JsonDocument,
  table: Table,
  width: number,
  height: number,
  markOf?: (cell: NodeId) => Role | undefined,
  isMarked?: (row: NodeId) => boolean,
): PaintedTable {
  const window = tableWindow(doc, table, width, height);
  const { top, rows, numbers, columns, left, isFrozen } = window;
  /** A line stands between the column that stays and those that are scrolled. */
  const edge = (at: number): string => (isFrozen && at === 1 ? '│' : ' ');
  const here = shownColumns(table)[table.column];
  const header: Row = [
    span(' '.repeat(numbers)),
    ...columns.flatMap(({ column, cells }, at) =>
      clickable(headerCell(table, column, cells, column === here, edge(at)), {
        kind: 'column',
        at: shownColumns(table).indexOf(column),
      }),
    ),
  ];
  const body = Array.from({ length: rows }, (_, index): Row => {
    const node = rowNode(doc, table, top + index);
    if (node === undefined) return [];
    const found = cellsOf(doc, node);
    const number = rowIndex(table, top + index) ?? top + index;
    const row: Span[] = [span(padStart(String(number), numbers), 'index')];
    for (const [at, { column, cells }] of columns.entries()) {
      // The mark of the row stands in the first gap.
      const margin = at === 0 && isMarked?.(node) ? '*' : edge(at);
      const cell = typeof column.field === 'object' ? cellOf(doc, node, column.field) : found.get(column.field);
      const { text, role } =
        cell === undefined ? span('') : isRowKey(column.field) ? keySpan(doc, node, cells) : cellSpan(doc, cell, cells);
      const mark = cell === undefined ? undefined : markOf?.(cell);
      const shown = column.isNumeric ? padStart(text, cells) : padEnd(text, cells);
      const gapRole = mark ?? (margin === '│' ? 'border' : 'text');
      row.push(margin === '*' ? span(mark ? '*•' : '* ', 'match') : span(`${margin}${mark ? '•' : ' '}`, gapRole), {
        text: shown,
        role: mark ?? role,
      });
    }
    return row;
  });
  const total = shownColumns(table).length;
  const place = `column ${table.column + 1} of ${total}`;
  const more = doc.isComplete ? '' : '+';
  const ofRows = rowCount(doc, table);
  const ofAll = listLength(doc, table);
  const count = `row ${formatCount(Math.min(ofRows, table.row + 1))} of ${formatCount(ofRows)}${more}`;
  const seen = table.seen < ofAll ? `columns of ${formatCount(table.seen)} rows` : '';
  const isCut = left > 0 || left + columns.length - (isFrozen ? 1 : 0) < total;
  return {
    rows: ofRows === 0 && table.filter ? [header, [span(noRow(table.filter), 'dim')]] : [header, ...body],
    selected: table.row - top + 1,
    status: [
      ...(seen === '' ? [] : [span(seen, 'warn'), span(' ─ ', 'border')]),
      ...filterStatus(doc, table),
      ...sumsStatus(table),
      // A sum takes the room of what is less asked for.
      ...(table.sums
        ? []
        : [
            ...(width < roomyWidth ? [] : sortStatus(table)),
            span(place, isCut ? 'accent' : 'dim'),
            span(' ─ ', 'border'),
          ]),
      span(count, 'dim'),
    ],
  };
}

/** What rows are filtered by, cells at the most. */
const filterCells = 24;

/** `"exam" 12 of 2,000 ─ `: what stands on the lower edge of a filter. */
function filterStatus(doc: JsonDocument, table: Table): Row {
  const { filter } = table;
  if (!filter) return [];
  const text = span(`"${truncate(visible(filter.text), filterCells)}"`, 'accent');
  const count = `${formatCount(rowCount(doc, table))} of ${formatCount(listLength(doc, table))}`;
  return [text, span(` ${filter.isPending ? '…' : count}`, 'accent'), span(' ─ ', 'border')];
}

/** Cells from which on the lower edge says whether the rows are sorted. */
const roomyWidth = 60;

/** What leads back from an order that was made here: the list's own has a name too. */
function sortStatus({ sort }: Table): Row {
  return [span(sort ? 'sorted' : 'unsorted', sort ? 'accent' : 'dim'), span(' ─ ', 'border')];
}

function noRow({ text }: RowFilter): string {
  return ` No row has "${truncate(visible(text), filterCells)}" in the columns that are shown`;
}

/** The mark of the cursor's column stands in the gap before it, that of the order after the name. */
function headerCell(table: Table, column: Column, cells: number, isHere: boolean, edge: string): readonly Span[] {
  const { sort } = table;
  const isSorted = sort !== undefined && sort.field === column.field;
  const arrow = !isSorted ? '' : sort.isPending ? '…' : sort.isDescending ? '▼' : '▲';
  const name = truncate(fieldLabel(column.field, column.name), arrow === '' ? cells : Math.max(1, cells - 1));
  const text = name + arrow;
  return [
    span(`${edge}${isHere ? '▸' : ' '}`, isHere ? 'accent' : 'border'),
    span(column.isNumeric ? padStart(text, cells) : padEnd(text, cells), isHere ? 'accent' : 'title'),
  ];
}
