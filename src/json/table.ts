// A list as a table: which columns its rows have, how wide they are, what stands in a cell. Looks at a sample for the columns
// and at the rows that are shown for the cells, never at all rows, of which there may be millions.
import { visible } from '../text/untrusted.ts';
import { cellWidth } from '../text/width.ts';
import { childAt, childCount } from './children.ts';
import {
  hasChildren,
  type JsonDocument,
  keyStart,
  kindOf,
  type NodeId,
  nextOf,
  parentOf,
  siblingAfter,
  startOf,
} from './document.ts';
import { brokenExcerpt, clip, sourceStart, stringExcerpt } from './excerpts.ts';
import type { TokenSpan } from './lines.ts';
import { rowNames } from './named-rows.ts';
import { closedPreview } from './previews.ts';
import { decodeStringStart } from './strings.ts';

/** Of each way there is one, made by `cellWay`, so that they are compared as other fields are; those that come from another thread are not. */
export type CellWay = readonly (string | number)[];

const cellWays = new Map<string, CellWay>();

export function cellWay(way: CellWay): CellWay {
  const name = JSON.stringify(way);
  const known = cellWays.get(name) ?? [...way];
  cellWays.set(name, known);
  return known;
}

/** The key of a row itself, in a table whose rows are the members of an object. */
export const rowKey: CellWay = cellWay([]);

/** True also where the field comes from another thread. */
export function isRowKey(field: Column['field']): boolean {
  return typeof field === 'object' && field.length === 0;
}

export type Column = {
  /** The key of a member, or the index of an element, or the way to what is inside one; undefined for rows that are neither objects nor arrays. */
  readonly field: string | number | CellWay | undefined;
  /** What it is called, where the field does not say so: always where it is nested. */
  readonly name?: string;
  /** Cells that its widest value of the sample takes, or its name with room for the mark of an order. */
  readonly width: number;
  /** True where a person has chosen the width. */
  readonly isChosen?: boolean;
  readonly isNumeric: boolean;
};

/** Rows that the columns and their widths are read from: the first ones, and some from all over the list. */
const FIRST_ROWS = 100;

const FURTHER_ROWS = 100;

/** Columns of the sample at the most, columns of all rows, and members of a row that are looked at. */
const MOST_COLUMNS = 300;

const MOST_COLUMNS_OF_ALL = 2000;

const MOST_MEMBERS = 1000;

/** Values that the width of a column comes from that the sample does not have. */
const MEASURED = 100;

/** No column is wider unless it is alone. */
export const WIDEST_COLUMN = 40;

/** Bytes of a key that can be a column. */
const LONGEST_KEY = 4096;

/**
 * The list that a node is in, or is, whose rows have columns; else `own`, or the first such list below it, a few levels deep. A list of one
 * row that holds `own` gives way to it.
 */
export function listAround(doc: JsonDocument, node: NodeId, own?: NodeId): NodeId | undefined {
  const ownTable = own !== undefined && isTableList(doc, own) ? own : undefined;
  for (let n: NodeId | undefined = node; n !== undefined; n = parentOf(doc, n)) {
    if (!isTableList(doc, n)) continue;
    const holdsOwn = ownTable !== undefined && ownTable > n && ownTable < nextOf(doc, n);
    return holdsOwn && childCount(doc, n) === 1 ? ownTable : n;
  }
  if (ownTable !== undefined) return ownTable;
  return below(doc, node, isTableList);
}

/** True for an array whose first element, or the second, is an object or an array that holds something. */
function isTableList(doc: JsonDocument, node: NodeId): boolean {
  if (kindOf(doc, node) !== 'array') return false;
  return [...firstChildren(doc, node, 2)].some((row) => hasChildren(doc, row));
}

/** Members that are looked at to tell whether all are objects. */
const MEMBERS_JUDGED = 50;

/**
 * What a table is made of: an object whose members are objects, where the node is one that is no row of a list; else as `listAround`, but
 * what is around the node, be it such an object, comes before what is below it.
 */
export function tableAround(doc: JsonDocument, node: NodeId, own?: NodeId): NodeId | undefined {
  const parent = parentOf(doc, node);
  const isHere = parent !== undefined && !isTableList(doc, parent) && isTableObject(doc, node);
  const holdsOwn = own !== undefined && own > node && own < nextOf(doc, node);
  if (isHere && !holdsOwn) return node;
  const list = listAround(doc, node, own);
  if (list !== undefined && (list <= node || list === own || parent === undefined)) return list;
  for (let n: NodeId | undefined = node; n !== undefined; n = parentOf(doc, n)) if (isTableObject(doc, n)) return n;
  return list ?? below(doc, node, isTableObject);
}

/** The first that is one, a few levels below a node. */
function below(
  doc: JsonDocument,
  node: NodeId,
  isOne: (doc: JsonDocument, node: NodeId) => boolean,
): NodeId | undefined {
  let level: readonly NodeId[] = [node];
  for (let depth = 0; depth < 3; depth++) {
    const next = level.flatMap((n) => [...firstChildren(doc, n, 20)]);
    const found = next.find((n) => isOne(doc, n));
    if (found !== undefined) return found;
    level = next.slice(0, 200);
  }
  return undefined;
}

/** True for an object of several members of which each is an object, and one at least holds something. */
export function isTableObject(doc: JsonDocument, node: NodeId): boolean {
  if (kindOf(doc, node) !== 'object') return false;
  const members = [...firstChildren(doc, node, MEMBERS_JUDGED)];
  const areObjects = members.every((member) => kindOf(doc, member) === 'object');
  return members.length > 1 && areObjects && members.some((member) => hasChildren(doc, member));
}

function* firstChildren(doc: JsonDocument, node: NodeId, most: number): Generator<NodeId> {
  let child: NodeId | undefined = hasChildren(doc, node) ? node + 1 : undefined;
  for (let seen = 0; child !== undefined && seen < most; seen++, child = siblingAfter(doc, child)) yield child;
}

type Known = { field: Column['field']; width: number; numbers: number; others: number; measured: number };

/** The columns of a list in the order in which its rows first have them, with widths from a sample of the rows. */
export function columnsOfList(doc: JsonDocument, list: NodeId): readonly Column[] {
  const known = new Map<Column['field'], Known>();
  for (const row of sampleRows(doc, list)) gatherColumns(doc, row, known, MOST_COLUMNS, Number.POSITIVE_INFINITY);
  const columns = named(doc, list, [...known.values()].map(toColumn));
  return kindOf(doc, list) === 'object' ? [keyColumn(doc, list), ...columns] : columns;
}

function keyColumn(doc: JsonDocument, list: NodeId): Column {
  let width = 'key'.length + 1;
  for (const row of sampleRows(doc, list)) width = Math.max(width, cellWidth(keySpan(doc, row, WIDEST_COLUMN).text));
  return { field: rowKey, name: 'key', width: Math.min(width, WIDEST_COLUMN), isNumeric: false };
}

/** As `columnsOfList` without the keys of rows, from every row, which takes a while. No more than 2000. */
export function columnsOfAllRows(doc: JsonDocument, list: NodeId): readonly Column[] {
  const known = new Map<Column['field'], Known>();
  const limit = nextOf(doc, list);
  for (let row = list + 1; row < limit; row = nextOf(doc, row)) {
    gatherColumns(doc, row, known, MOST_COLUMNS_OF_ALL, MEASURED);
  }
  return named(doc, list, [...known.values()].map(toColumn));
}

/** The columns of rows of values under the names that stand beside the rows. */
function named(doc: JsonDocument, list: NodeId, columns: readonly Column[]): readonly Column[] {
  const names = rowNames(doc, list);
  if (!names) return columns;
  return columns.map((column) => {
    const name = typeof column.field === 'number' ? names[column.field] : undefined;
    if (name === undefined) return column;
    const width = Math.min(Math.max(column.width, cellWidth(visible(name)) + 1), WIDEST_COLUMN);
    return { ...column, name, width };
  });
}

function gatherColumns(
  doc: JsonDocument,
  row: NodeId,
  known: Map<Column['field'], Known>,
  most: number,
  measured: number,
): void {
  for (const { field, node } of fieldsOf(doc, row)) {
    let column = known.get(field);
    if (column === undefined) {
      if (known.size >= most) continue;
      column = { field, width: cellWidth(fieldLabel(field)) + 1, numbers: 0, others: 0, measured: 0 };
      known.set(field, column);
    }
    const kind = kindOf(doc, node);
    if (kind === 'number') column.numbers++;
    else if (kind !== 'null') column.others++;
    if (column.measured++ >= measured) continue;
    column.width = Math.max(column.width, cellWidth(cellSpan(doc, node, WIDEST_COLUMN).text));
  }
}

function toColumn({ field, width, numbers, others }: Known): Column {
  return { field, width: Math.min(width, WIDEST_COLUMN), isNumeric: numbers > 0 && others === 0 };
}

/** How many rows of a list of so many the columns are read from. */
export function rowsInSample(count: number): number {
  return Math.min(count, FIRST_ROWS + FURTHER_ROWS);
}

/** Rows that the columns of a list are read from. */
export function* sampleRows(doc: JsonDocument, list: NodeId): Generator<NodeId> {
  yield* firstChildren(doc, list, FIRST_ROWS);
  const count = childCount(doc, list);
  if (count <= FIRST_ROWS) return;
  for (let i = 1; i <= FURTHER_ROWS; i++) {
    const index = FIRST_ROWS + Math.floor(((count - 1 - FIRST_ROWS) * i) / FURTHER_ROWS);
    const row = childAt(doc, list, index);
    if (row !== undefined) yield row;
  }
}

type Field = { readonly field: Exclude<Column['field'], CellWay>; readonly node: NodeId };

/** What a row has for columns. A member whose key comes twice is told twice, the last one last. */
export function* fieldsOf(doc: JsonDocument, row: NodeId): Generator<Field> {
  const kind = kindOf(doc, row);
  if (kind !== 'object' && kind !== 'array') {
    yield { field: undefined, node: row };
    return;
  }
  const limit = nextOf(doc, row);
  let index = 0;
  for (let node = row + 1; node < limit && index < MOST_MEMBERS; node = nextOf(doc, node), index++) {
    if (kind === 'array') {
      yield { field: index, node };
      continue;
    }
    const key = decodeStringStart(doc.bytes, keyStart(doc, node) ?? 0, LONGEST_KEY);
    if (key.complete) yield { field: key.text, node };
  }
}

/** The nodes of a row's cells, by field; what the row lacks is missing. */
export function cellsOf(doc: JsonDocument, row: NodeId): ReadonlyMap<Column['field'], NodeId> {
  const cells = new Map<Column['field'], NodeId>();
  for (const { field, node } of fieldsOf(doc, row)) cells.set(field, node);
  return cells;
}

/** The node of one cell of a row; undefined where the row has no such field. */
export function cellOf(doc: JsonDocument, row: NodeId, field: Column['field']): NodeId | undefined {
  if (typeof field === 'object') {
    let node: NodeId | undefined = row;
    for (const step of field) if (node !== undefined) node = cellOf(doc, node, step);
    return node;
  }
  let found: NodeId | undefined;
  for (const cell of fieldsOf(doc, row)) if (cell.field === field) found = cell.node;
  return found;
}

/** The cells of a row under these columns; undefined where it has none. The row is looked through once for all that are its own. */
export function cellsUnder(
  doc: JsonDocument,
  row: NodeId,
  columns: readonly Column[],
): readonly (NodeId | undefined)[] {
  const own = cellsOf(doc, row);
  return columns.map(({ field }) => own.get(field) ?? cellOf(doc, row, field));
}

/** A column's name as it came, for a file. */
export function columnName({ field, name }: Column): string {
  return name ?? (field === undefined ? 'value' : String(field));
}

/** A column's name, safe to show. */
export function fieldLabel(field: Column['field'], name?: string): string {
  if (name !== undefined) return visible(name);
  if (field === undefined) return 'value';
  if (field === '') return '""';
  if (typeof field === 'object') return visible(field.join('.'));
  return typeof field === 'number' ? String(field) : visible(field);
}

/** The key of a row, in at most `cells`. */
export function keySpan(doc: JsonDocument, row: NodeId, cells: number): TokenSpan {
  const at = keyStart(doc, row);
  return { text: at === undefined ? '' : clip(stringExcerpt(doc.bytes, at, cells), cells), role: 'key' };
}

/** What stands in a cell, in at most `cells`: strings without quotes, what is nested in short. */
export function cellSpan(doc: JsonDocument, node: NodeId, cells: number): TokenSpan {
  const kind = kindOf(doc, node);
  switch (kind) {
    case 'string':
      return { text: clip(stringExcerpt(doc.bytes, startOf(doc, node), cells), cells), role: 'string' };
    case 'number':
      return { text: clip({ text: sourceStart(doc, node, cells), complete: true }, cells), role: 'number' };
    case 'broken':
      return { text: brokenExcerpt(doc, node, cells), role: 'broken' };
    case 'array':
    case 'object': {
      const sign = kind === 'array' ? `[${childCount(doc, node)}]` : '{}';
      const inside = hasChildren(doc, node) ? closedPreview(doc, node, cells - sign.length - 1) : '';
      return {
        text: clip({ text: inside === '' ? sign : `${sign} ${inside}`, complete: true }, cells),
        role: 'preview',
      };
    }
    default:
      return { text: clip({ text: kind, complete: true }, cells), role: 'literal' };
  }
}
