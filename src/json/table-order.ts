// The rows of a list in the order of one of its columns: numbers by their value, whatever their size, text as people order it,
// what is nested by what its cell shows.
import { compareDecimals, isDecidedByDouble } from './decimal.ts';
import { type JsonDocument, keyStart, kindOf, type NodeId, nextOf, sourceText, startOf } from './document.ts';
import { decodeStringStart } from './strings.ts';
import { type Column, cellOf, cellSpan, isRowKey, WIDEST_COLUMN } from './table.ts';

/** Bytes of a string that decide where it stands. */
const DECISIVE = 512;

/** What cells hold, in the order in which kinds stand: rows whose cell is null or absent come after them all, either way. */
const CELL_KINDS = ['numbers', 'text', 'false and true', 'lists', 'objects'] as const;

type CellKind = (typeof CELL_KINDS)[number];

export type RowsInOrder = {
  /** Indexes of the rows; rows that are alike stay as they were. */
  readonly order: Int32Array;
  /** The kinds that the column has, in their order. */
  readonly kinds: readonly CellKind[];
};

/** `exact` is a number's source where its double does not decide. */
type Keyed = {
  readonly index: number;
  readonly rank: number;
  readonly value: number | string;
  readonly exact: string | undefined;
};

const LAST = CELL_KINDS.length;

/** Text is compared as people do: `host-2` before `host-10`. */
export function orderedRows(
  doc: JsonDocument,
  list: NodeId,
  field: Column['field'],
  isDescending: boolean,
): RowsInOrder {
  const rows: Keyed[] = [];
  const ranks = new Set<number>();
  const limit = nextOf(doc, list);
  for (let row = list + 1; row < limit; row = nextOf(doc, row)) {
    const key = isRowKey(field) ? ownKey(doc, row, rows.length) : keyOf(doc, cellOf(doc, row, field), rows.length);
    ranks.add(key.rank);
    rows.push(key);
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  const sign = isDescending ? -1 : 1;
  rows.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank === LAST ? 1 : b.rank === LAST ? -1 : sign * (a.rank - b.rank);
    if (typeof a.value === 'number' && typeof b.value === 'number') return sign * compareNumbers(a, b);
    return sign * compare(String(a.value), String(b.value));
  });
  const kinds = CELL_KINDS.filter((_, rank) => ranks.has(rank));
  return { order: Int32Array.from(rows, ({ index }) => index), kinds: isDescending ? kinds.reverse() : kinds };
}

/** A double never stands on the wrong side of another, but numbers that differ may have the same. */
function compareNumbers(a: Keyed, b: Keyed): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  if (a.exact === undefined && b.exact === undefined) return 0;
  return compareDecimals(a.exact ?? String(a.value), b.exact ?? String(b.value));
}

function ownKey(doc: JsonDocument, row: NodeId, index: number): Keyed {
  const { text } = decodeStringStart(doc.bytes, keyStart(doc, row) ?? 0, DECISIVE);
  return { index, rank: 1, value: text, exact: undefined };
}

function keyOf(doc: JsonDocument, node: NodeId | undefined, index: number): Keyed {
  if (node === undefined) return { index, rank: LAST, value: 0, exact: undefined };
  const kind = kindOf(doc, node);
  switch (kind) {
    case 'number': {
      const text = sourceText(doc, node);
      const value = Number(text);
      return { index, rank: 0, value, exact: isDecidedByDouble(text, value) ? undefined : text };
    }
    case 'string': {
      const { text } = decodeStringStart(doc.bytes, startOf(doc, node), DECISIVE);
      return { index, rank: 1, value: text, exact: undefined };
    }
    case 'true':
    case 'false':
      return { index, rank: 2, value: kind === 'true' ? 1 : 0, exact: undefined };
    case 'null':
      return { index, rank: LAST, value: 0, exact: undefined };
    case 'broken':
      return { index, rank: 1, value: cellSpan(doc, node, WIDEST_COLUMN).text, exact: undefined };
    default: {
      const { text } = cellSpan(doc, node, WIDEST_COLUMN);
      return { index, rank: kind === 'array' ? 3 : 4, value: text, exact: undefined };
    }
  }
}
