// A table on the screen: which rows and columns are in its window, where its cursor is. Knows no keys and no state beyond it.
import { childAt, childCount, indexInParent } from '../../json/children.ts';
import { type JsonDocument, kindOf, type NodeId, parentOf } from '../../json/document.ts';
import { nestedColumn } from '../../json/nested-columns.ts';
import { namePath } from '../../json/previews.ts';
import {
  type Column,
  cellOf,
  columnsOfList,
  isRowKey,
  isTableObject,
  rowKey,
  rowsInSample,
  tableAround,
} from '../../json/table.ts';
import type { ColumnSums } from '../../json/table-sums.ts';

export interface Table {
  /** An array, or an object whose members are the rows. */
  readonly list: NodeId;
  /** In the order of the screen. */
  readonly columns: readonly Column[];
  readonly hidden: readonly Column['field'][];
  /** How many rows the columns come from. */
  readonly seen: number;
  /** The cursor: a row by its place on the screen from 0, and one of the columns that are not hidden. */
  readonly row: number;
  readonly column: number;
  /** The first row and the first column of the window. */
  readonly top: number;
  readonly left: number;
  readonly sort: Sort | undefined;
  readonly filter: RowFilter | undefined;
  /** Indexes of the rows that are shown, in the order of the screen; undefined where all are, as in the list. */
  readonly places: Int32Array | undefined;
  /** What the cells of the cursor's column come to, where that is shown. */
  readonly sums: ShownSums | undefined;
}

interface ShownSums {
  readonly of: SumsWish | undefined;
  /** Undefined until it is known. */
  readonly found: ColumnSums | undefined;
}

export interface SumsWish {
  readonly document: JsonDocument;
  readonly list: NodeId;
  readonly field: Column['field'];
  readonly places: Int32Array | undefined;
}

/** Shows only the rows that hold a text. */
export interface RowFilter {
  readonly text: string;
  /** What rows were last looked for in, be they found or not yet; undefined where none were. */
  readonly of: FilterWish | undefined;
  /** The rows that were found last, by their indexes; undefined where all are shown. */
  readonly rows: Int32Array | undefined;
  readonly isPending: boolean;
  /** What is wrong with the expression. */
  readonly problem: string | undefined;
}

export interface FilterWish {
  readonly document: JsonDocument;
  readonly list: NodeId;
  /** Those that are shown. */
  readonly columns: readonly Column[];
  readonly text: string;
  /** All of them, and which are hidden: other ones are another wish. */
  readonly all: Table['columns'];
  readonly hidden: Table['hidden'];
}

interface Sort {
  readonly field: Column['field'];
  readonly isDescending: boolean;
  /** Indexes of the rows in their order; undefined where they stand as in the list. */
  readonly order: Int32Array | undefined;
  /** True while they are being ordered in this way, and still stand as before. */
  readonly isPending: boolean;
  /** True where the order is that of the page before: the cursor begins at the top of it. */
  readonly isKept?: boolean;
}

/** Cells between two columns, and before the first. */
const gap = 2;

/** One in so many cells is the most that a column takes that stays. */
const frozenShare = 3;

/**
 * The table of the list around a node, with the cursor on the row that holds it; columns as in `like`, where those fit.
 * `own`: the list that the response is of, for a node outside of any list. `isSame`: `like` is a table of the same document, whose columns still hold where it is of the same list.
 */
export function openTable(
  doc: JsonDocument,
  node: NodeId,
  like?: Table,
  isSame = false,
  own?: NodeId,
): Table | undefined {
  const around = parentOf(doc, node);
  // From a row of the object that was the table before, it is that one again.
  const isRow =
    around !== undefined && like?.columns.some(({ field }) => field === rowKey) && isTableObject(doc, around);
  const list = isRow ? around : tableAround(doc, node, own);
  if (list === undefined) return undefined;
  const known = isSame && like?.list === list ? like : undefined;
  const found = known?.columns ?? withNested(doc, list, columnsOfList(doc, list), like);
  const rank = new Map(like?.columns.map(({ field }, index) => [field, index]));
  const place = ({ field }: Column): number => rank.get(field) ?? (isRowKey(field) ? -1 : rank.size);
  const columns = withChosenWidths(found, like?.columns ?? []).toSorted((a, b) => place(a) - place(b));
  const hidden = like?.hidden.filter((field) => columns.some((column) => column.field === field)) ?? [];
  let row: NodeId | undefined = node;
  while (row !== undefined && parentOf(doc, row) !== list) row = parentOf(doc, row);
  const index = row === undefined ? undefined : indexInParent(doc, row);
  const kept = known && keptRows(known, index);
  const table: Table = {
    list,
    columns,
    hidden: hidden.length < columns.length ? hidden : [],
    seen: known?.seen ?? rowsInSample(childCount(doc, list)),
    row: index === undefined ? 0 : Math.max(0, kept?.places?.indexOf(index) ?? index),
    column: 0,
    top: 0,
    left: 0,
    sort: isSame ? kept?.sort : keptSort(doc, columns, like),
    filter: isSame ? kept?.filter : like?.filter && newRowFilter(like.filter.text),
    places: kept?.places,
    sums: like?.sums && { of: undefined, found: undefined },
  };
  return { ...table, column: Math.min(like?.column ?? 0, Math.max(0, shownColumns(table).length - 1)) };
}

/** As wide as a person has made those of the same fields. */
function withChosenWidths(columns: readonly Column[], like: readonly Column[]): readonly Column[] {
  const chosen = new Map(like.filter(({ isChosen }) => isChosen).map(({ field, width }) => [field, width]));
  if (chosen.size === 0) return columns;
  return columns.map((column) => {
    const width = chosen.get(column.field);
    return width === undefined ? column : { ...column, width, isChosen: true };
  });
}

/** With the nested columns of another table, in so far as this list has them. */
function withNested(
  doc: JsonDocument,
  list: NodeId,
  columns: readonly Column[],
  like: Table | undefined,
): readonly Column[] {
  const nested = like?.columns.filter(({ field }) => typeof field === 'object') ?? [];
  const tops = new Set(columns.map(({ field }) => field));
  return [
    ...columns,
    ...nested.flatMap((column) => {
      if (typeof column.field !== 'object' || isRowKey(column.field)) return [];
      const here = nestedColumn(doc, list, column.field);
      // A page whose rows lack it keeps it for the pages after it.
      return here ?? (tops.has(column.field[0]) ? column : []);
    }),
  ];
}

/** The order and the filter of a table that is shown again; without a filter that leaves the row out. */
function keptRows(like: Table, index: number | undefined): Pick<Table, 'sort' | 'filter' | 'places'> {
  const sort = like.sort?.isPending ? undefined : like.sort;
  const { rows } = like.filter ?? {};
  const isOut = index !== undefined && rows !== undefined && !rows.includes(index);
  const filter = isOut ? undefined : like.filter && { ...like.filter, of: undefined };
  return { sort, filter, places: placesOf(sort?.order, filter?.rows) };
}

/** The order of the page before, to be made of this one's rows. */
function keptSort(doc: JsonDocument, columns: readonly Column[], like: Table | undefined): Sort | undefined {
  const sort = like?.sort;
  if (!sort || !doc.isComplete || !columns.some(({ field }) => field === sort.field)) return undefined;
  return { field: sort.field, isDescending: sort.isDescending, order: undefined, isPending: true, isKept: true };
}

export function shownColumns({ columns, hidden }: Table): readonly Column[] {
  return hidden.length === 0 ? columns : columns.filter(({ field }) => !hidden.includes(field));
}

/** How many rows are shown. */
export function rowCount(doc: JsonDocument, { list, places }: Table): number {
  return places?.length ?? childCount(doc, list);
}

/** How many rows the list has, be they shown or not. */
export function listLength(doc: JsonDocument, { list }: Table): number {
  return childCount(doc, list);
}

/** Which element of the list stands in a row of the screen. */
export function rowIndex({ places }: Table, row: number): number | undefined {
  return places ? places[row] : row;
}

/** The element of the list that stands in a row of the screen. */
export function rowNode(doc: JsonDocument, table: Table, row: number): NodeId | undefined {
  const index = rowIndex(table, row);
  return index === undefined ? undefined : childAt(doc, table.list, index);
}

/** A filter for which no rows have been looked for yet. */
export function newRowFilter(text: string): RowFilter {
  return { text, of: undefined, rows: undefined, isPending: true, problem: undefined };
}

/** The table in another order, or with another filter; the cursor stays on its row where that is still shown. */
export function arranged(table: Table, change: Partial<Pick<Table, 'sort' | 'filter'>>, keepsRow = true): Table {
  const index = rowIndex(table, table.row);
  const changed = { ...table, ...change };
  const places = placesOf(changed.sort?.order, changed.filter?.rows);
  if (!keepsRow || index === undefined) return { ...changed, places };
  return { ...changed, places, row: places ? Math.max(0, places.indexOf(index)) : index };
}

/** The rows that were found, in the order of all. */
function placesOf(order: Int32Array | undefined, found: Int32Array | undefined): Int32Array | undefined {
  if (!order || !found) return found ?? order;
  const isFound = new Uint8Array(order.length);
  for (const index of found) isFound[index] = 1;
  return order.filter((index) => isFound[index] === 1);
}

/** What stands under the cursor; undefined where the row has no such field. */
export function cellNode(doc: JsonDocument, table: Table): NodeId | undefined {
  const row = rowNode(doc, table, table.row);
  const column = shownColumns(table)[table.column];
  return row !== undefined && column ? cellOf(doc, row, column.field) : undefined;
}

interface TableWindow {
  /** First row, and rows that are shown below the header. */
  readonly top: number;
  readonly rows: number;
  /** Cells of the column of row numbers, the gap after it left out. */
  readonly numbers: number;
  readonly left: number;
  /** True where the first of the columns is the one that names the rows, which stays while the others are scrolled. */
  readonly isFrozen: boolean;
  /** The columns that are shown, each with its cells; the last may be cut. */
  readonly columns: readonly { readonly column: Column; readonly cells: number }[];
}

/** The window of `width` by `height` cells that shows the cursor, as near as can be to where it was. */
export function tableWindow(doc: JsonDocument, table: Table, width: number, height: number): TableWindow {
  const count = rowCount(doc, table);
  const rows = Math.max(0, Math.min(height - 1, count));
  const top = Math.max(0, Math.min(count - rows, Math.max(Math.min(table.top, table.row), table.row - rows + 1)));
  const numbers = String(listLength(doc, table)).length;
  const all = shownColumns(table);
  const room = width - numbers;
  const name = nameColumn(doc, table, all);
  const frozen = all[name];
  const frozenCells = frozen ? Math.min(frozen.width, Math.floor(room / frozenShare)) : 0;
  /** What is left for the columns from this one on: the name stays where it would be scrolled out. */
  const roomFrom = (from: number): number => (frozen && from > name ? room - gap - frozenCells : room);
  let left = Math.min(table.left, table.column);
  const reach = (from: number): number =>
    all.slice(from, table.column + 1).reduce((sum, column) => sum + gap + column.width, 0);
  while (left < table.column && reach(left) > roomFrom(left)) left++;
  const isFrozen = frozen !== undefined && left > name;
  const columns: { column: Column; cells: number }[] = [];
  if (isFrozen) columns.push({ column: frozen, cells: frozenCells });
  let used = isFrozen ? gap + frozenCells : 0;
  for (const column of all.slice(left)) {
    const cells = Math.min(column.width, room - used - gap);
    if (cells < Math.min(3, column.width) && columns.length > (isFrozen ? 1 : 0)) break;
    columns.push({ column, cells: Math.max(0, cells) });
    used += gap + column.width;
    if (used >= room) break;
  }
  return { top, rows, numbers, left, isFrozen, columns };
}

/** Where the column stands that names the rows; -1 where none does. A sample of the rows tells, once for a list. */
function nameColumn(doc: JsonDocument, { list }: Table, columns: readonly Column[]): number {
  if (kindOf(doc, list) === 'object') return columns.findIndex(({ field }) => field === rowKey);
  const first = childAt(doc, list, 0);
  if (first === undefined) return -1;
  const name = namePath(doc, first);
  return name === undefined ? -1 : columns.findIndex(({ field }) => field === name);
}

/** The table with its cursor elsewhere, in so far as there is such a place. */
export function withCursor(doc: JsonDocument, table: Table, row: number, column: number): Table {
  const lastRow = Math.max(0, rowCount(doc, table) - 1);
  const lastColumn = Math.max(0, shownColumns(table).length - 1);
  return {
    ...table,
    row: Math.max(0, Math.min(lastRow, row)),
    column: Math.max(0, Math.min(lastColumn, column)),
  };
}

/** The table with the columns, and their widths, that more of its list has brought. */
export function grownTable(doc: JsonDocument, table: Table): Table {
  const found = columnsOfList(doc, table.list);
  const widths = new Map(found.map((column) => [column.field, column]));
  const known = table.columns.map((column) => (column.isChosen ? column : (widths.get(column.field) ?? column)));
  const seen = rowsInSample(listLength(doc, table));
  return { ...withColumns({ ...table, columns: known }, found), seen };
}

/** The table with those of the columns that it does not have yet, after its own. */
export function withColumns(table: Table, found: readonly Column[]): Table {
  const fields = new Set(table.columns.map(({ field }) => field));
  return { ...table, columns: [...table.columns, ...found.filter(({ field }) => !fields.has(field))] };
}
