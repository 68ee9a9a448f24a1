// Which rows of a table hold what is typed: plain text or an expression in any of the columns that are shown, or the name of a column
// with its value, as a search finds a key with its value.

import { searchable } from '../text/searchable.ts';
import {
  endOf,
  hasChildren,
  isContainer,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  nextOf,
  startOf,
} from './document.ts';
import { isMatch, type PairQuery, readSearchQuery, type SearchQuery } from './query.ts';
import { fitsValue, matchesScalar, SEARCH_START, searchOn } from './search.ts';
import { type Column, cellsUnder, columnName, isRowKey } from './table.ts';

export type FoundRows =
  /** Indexes of the rows in the list, ascending. */
  | { readonly ok: true; readonly rows: Int32Array }
  /** `reason` says what is wrong with the expression. */
  | { readonly ok: false; readonly reason: string };

/** The rows of a list that hold a text in one of these columns; the text must not be empty. */
export function rowsWith(doc: JsonDocument, list: NodeId, columns: readonly Column[], text: string): FoundRows {
  const read = readSearchQuery(text, 'both');
  if (!read.ok) return read;
  const { query } = read;
  const { pair } = query;
  const named = pair ? columns.filter((column) => pair.key.test(searchable(columnName(column)))) : [];
  // What looks like a name and a value may be a text with a colon in it.
  const isPair = pair !== undefined && named.length > 0;
  const looked = isPair ? named : columns;
  const holds = (cell: NodeId): boolean => (isPair ? holdsValue(doc, pair, cell) : holdsText(doc, query, cell));
  const wanted = (isPair ? pair.value : query) ?? query;
  const hasKey = (row: NodeId): boolean => isMatch(wanted, keyOf(doc, row) ?? '');
  // A search of the bytes tells fast which rows have the text anywhere: only these are looked at closely.
  const nodes = isPair ? undefined : nodesWith(doc, list, query);
  const rows: number[] = [];
  const limit = Math.min(nextOf(doc, list), doc.nodeCount);
  let index = 0;
  let at = 0;
  for (let row = hasChildren(doc, list) ? list + 1 : limit; row < limit; row = nextOf(doc, row), index++) {
    if (nodes) {
      while (nodes[at]! < row) at++;
      if (at >= nodes.length) break;
      if (nodes[at]! >= nextOf(doc, row)) continue;
    }
    const cells = cellsUnder(doc, row, looked);
    if (cells.some((cell, at) => cell !== undefined && (isRowKey(looked[at]?.field) ? hasKey(row) : holds(cell)))) {
      rows.push(index);
    }
  }
  return { ok: true, rows: Int32Array.from(rows) };
}

/** The nodes of a list of which the key or the value matches, ascending. */
function nodesWith(doc: JsonDocument, list: NodeId, query: SearchQuery): readonly number[] {
  const nodes: number[] = [];
  const place = list === 0 ? SEARCH_START : { at: startOf(doc, list), node: list };
  const until = list === 0 ? doc.bytes.length : endOf(doc, list);
  searchOn(doc, { ...query, pair: undefined }, place, until, latin1, (node) => void nodes.push(node));
  return nodes;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

/** In the value itself, or in a key or value somewhere inside it. */
function holdsText(doc: JsonDocument, query: SearchQuery, cell: NodeId): boolean {
  const limit = Math.min(nextOf(doc, cell), doc.nodeCount);
  for (let node = cell; node < limit; node++) {
    const key = node > cell ? keyOf(doc, node) : undefined;
    if (key !== undefined && isMatch(query, key)) return true;
    if (!isContainer(doc, node) && matchesScalar(doc, query, node)) return true;
  }
  return false;
}

/** The value itself, or one somewhere inside it. */
function holdsValue(doc: JsonDocument, pair: PairQuery, cell: NodeId): boolean {
  if (pair.value === undefined) return pair.fit === 'any' || pair.fit === kindOf(doc, cell);
  const limit = Math.min(nextOf(doc, cell), doc.nodeCount);
  for (let node = cell; node < limit; node++) if (fitsValue(doc, pair, node)) return true;
  return false;
}
