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
  const columns = found.toSorted((a, b) => place(a) - place(b));
  const hidden = like?.hidden.filter((field) => columns.some((column) => column.field === field)) ?? [];
  let row: NodeId | undefined = node;
  while (row !== undefined && parentOf(doc, row) !== list) row = parentOf(doc, row);
  const table: Table = {
    list,
    columns,
    hidden: hidden.length < columns.length ? hidden : [],
    seen: known?.seen ?? rowsInSample(childCount(doc, list)),
    row: row === undefined ? 0 : indexInParent(doc, row),
    column: 0,
    top: 0,
    left: 0,
    sort: isSame ? undefined : keptSort(doc, columns, like),
  };
  return { ...table, column: Math.min(like?.column ?? 0, Math.max(0, shownColumns(table).length - 1)) };
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

/** The order of the page before, to be made of this one's rows. */
function keptSort(doc: JsonDocument, columns: readonly Column[], like: Table | undefined): Sort | undefined {
  const sort = like?.sort;
  if (!sort || !doc.isComplete || !columns.some(({ field }) => field === sort.field)) return undefined;
  return { field: sort.field, isDescending: sort.isDescending, order: undefined, isPending: true, isKept: true };
}

export function shownColumns({ columns, hidden }: Table): readonly Column[] {
  return hidden.length === 0 ? columns : columns.filter(({ field }) => !hidden.includes(field));
}

export function rowCount(doc: JsonDocument, { list }: Table): number {
  return childCount(doc, list);
}

/** The element of the list that stands in a row of the screen. */
export function rowNode(doc: JsonDocument, { list, sort }: Table, row: number): NodeId | undefined {
  return childAt(doc, list, sort?.order?.[row] ?? row);
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
  const numbers = String(count).length;
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
  const known = table.columns.map((column) => widths.get(column.field) ?? column);
  const seen = rowsInSample(rowCount(doc, table));
  return { ...withColumns({ ...table, columns: known }, found), seen };
}

/** The table with those of the columns that it does not have yet, after its own. */
export function withColumns(table: Table, found: readonly Column[]): Table {
  const fields = new Set(table.columns.map(({ field }) => field));
  return { ...table, columns: [...table.columns, ...found.filter(({ field }) => !fields.has(field))] };
}
