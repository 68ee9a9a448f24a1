// A table as text for a file: the rows and columns that it shows, in their order, as CSV, TSV, JSON, JSON lines or Markdown. CSV and TSV
// are those of `flarescope api --output`.
import { csvRow, tsvRow } from '../text/delimited.ts';
import { childAt } from './children.ts';
import { plainCell } from './columns.ts';
import { type JsonDocument, keyOf, kindOf, type NodeId, nextOf, sourceText } from './document.ts';
import { compactJson, formatPretty } from './format.ts';
import { indexDocument } from './parse.ts';
import { type Column, cellsUnder, columnName, isRowKey } from './table.ts';

/** The endings of files that a table is written to, without their dots. */
const TABLE_FORMATS = ['csv', 'tsv', 'ndjson', 'json', 'md'] as const;

export type TableFormat = (typeof TABLE_FORMATS)[number];

export type TableOnScreen = {
  readonly document: JsonDocument;
  readonly list: NodeId;
  readonly columns: readonly Column[];
  /** Indexes of the rows that are shown, in their order; undefined where all are, as in the list. */
  readonly order: Int32Array | undefined;
};

/** What the ending of a file's name says; undefined where it is of no table. */
export function tableFormatOf(path: string): TableFormat | undefined {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  return TABLE_FORMATS.find((format) => format === ending);
}

const CHUNK = 16 * 1024;

/** The text of all its rows, in chunks of some 16 kB. */
export function* tableText(table: TableOnScreen, format: TableFormat): Generator<string, void, undefined> {
  let chunk = '';
  for (const part of partsOf(table, format)) {
    chunk += part;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

function* partsOf(table: TableOnScreen, format: TableFormat): Generator<string, void, undefined> {
  const { document: doc, columns } = table;
  switch (format) {
    case 'csv':
    case 'tsv': {
      const toRow = (cells: readonly string[]): string => (format === 'csv' ? csvRow(cells) : tsvRow(cells));
      yield toRow(columns.map(columnName));
      for (const row of rowsOf(table)) yield toRow(cellTexts(doc, row, columns));
      return;
    }
    case 'md':
      yield markdownRow(columns.map(columnName).map(markdownCell));
      yield markdownRow(columns.map(({ isNumeric }) => (isNumeric ? '---:' : '---')));
      for (const row of rowsOf(table)) yield markdownRow(cellTexts(doc, row, columns).map(markdownCell));
      return;
    case 'ndjson':
      for (const row of rowsOf(table)) yield `${rowJson(doc, row, columns)}\n`;
      return;
    case 'json':
      yield* indentedRows(table);
      return;
  }
}

function* rowsOf({ document, list, order }: TableOnScreen): Generator<NodeId, void, undefined> {
  if (order) {
    for (const index of order) {
      const row = childAt(document, list, index);
      if (row !== undefined) yield row;
    }
    return;
  }
  const limit = Math.min(nextOf(document, list), document.nodeCount);
  for (let row = list + 1; row < limit; row = nextOf(document, row)) yield row;
}

function cellTexts(doc: JsonDocument, row: NodeId, columns: readonly Column[]): readonly string[] {
  return cellsUnder(doc, row, columns).map((cell, at) => {
    if (isRowKey(columns[at]?.field)) return keyOf(doc, row) ?? '';
    return cell === undefined ? '' : plainCell(doc, cell);
  });
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** Text that means itself: `_` inside a word does so unescaped, and the others only at the cost of a backslash. */
function markdownCell(text: string): string {
  return text
    .replace(/[\\|`*<[~]|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/\r\n|[\r\n]/g, '<br>');
}

/** A row with the columns alone, every value as it came. What an object lacks, it lacks here too. */
function rowJson(doc: JsonDocument, row: NodeId, columns: readonly Column[]): string {
  const kind = kindOf(doc, row);
  if (kind !== 'object' && kind !== 'array') return valueJson(doc, row);
  const isNameless = kind === 'array' && columns.every(({ name }) => name === undefined);
  const cells = cellsUnder(doc, row, columns);
  if (isNameless) {
    const last = cells.findLastIndex((cell) => cell !== undefined);
    const values = cells.slice(0, last + 1).map((cell) => (cell === undefined ? 'null' : valueJson(doc, cell)));
    return `[${values.join(',')}]`;
  }
  const members = columns.flatMap((column, at) => {
    const cell = cells[at];
    if (cell === undefined) return [];
    const value = isRowKey(column.field) ? JSON.stringify(keyOf(doc, row) ?? '') : valueJson(doc, cell);
    return [`${JSON.stringify(columnName(column))}:${value}`];
  });
  return `{${members.join(',')}}`;
}

/** A line that is no JSON is a text here. */
function valueJson(doc: JsonDocument, node: NodeId): string {
  const text = sourceText(doc, node);
  return kindOf(doc, node) === 'broken' ? JSON.stringify(text) : compactJson(text);
}

/** Rows that are indented in one go. */
const BATCH = 200;

function* indentedRows(table: TableOnScreen): Generator<string, void, undefined> {
  let isEmpty = true;
  let batch: string[] = [];
  function* indented(): Generator<string, void, undefined> {
    if (batch.length === 0) return;
    const indexed = indexDocument(new TextEncoder().encode(`[${batch.join(',')}]`));
    batch = [];
    if (!indexed.ok) return;
    // The brackets of the batch are not the list's.
    const text = [...formatPretty(indexed.document)].join('');
    yield `${isEmpty ? '[' : ','}${text.slice(1, text.lastIndexOf('\n'))}`;
    isEmpty = false;
  }
  for (const row of rowsOf(table)) {
    if (batch.push(rowJson(table.document, row, table.columns)) === BATCH) yield* indented();
  }
  yield* indented();
  yield isEmpty ? '[]\n' : '\n]\n';
}
