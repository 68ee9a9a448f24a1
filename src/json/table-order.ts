// The rows of a list ordered by what stands in one of their columns. Costs the size of the list: for a worker.
import { type JsonDocument, kindOf, type NodeId, nextOf, sourceText, startOf } from './document.ts';
import { decodeStringStart } from './strings.ts';
import { type Column, cellsOf } from './table.ts';

/** Bytes of a string that decide where it stands. */
const DECISIVE = 512;

/** Numbers come first, then text, then true and false, then what is nested; null and what is absent come last either way. */
type Rank = 0 | 1 | 2 | 3 | 4;

type Keyed = { readonly index: number; readonly rank: Rank; readonly value: number | string };

const LAST: Rank = 4;

/** Indexes of the rows in order; rows that are alike stay as they were. Text is compared as people do: `host-2` before `host-10`. */
export function orderedRows(
  doc: JsonDocument,
  list: NodeId,
  field: Column['field'],
  isDescending: boolean,
): Int32Array {
  const rows: Keyed[] = [];
  const limit = nextOf(doc, list);
  for (let row = list + 1; row < limit; row = nextOf(doc, row)) {
    const node = cellsOf(doc, row).get(field);
    rows.push({ index: rows.length, ...keyOf(doc, node) });
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  const sign = isDescending ? -1 : 1;
  rows.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank === LAST ? 1 : b.rank === LAST ? -1 : sign * (a.rank - b.rank);
    if (typeof a.value === 'number' && typeof b.value === 'number') return sign * (a.value - b.value);
    return sign * compare(String(a.value), String(b.value));
  });
  return Int32Array.from(rows, ({ index }) => index);
}

function keyOf(doc: JsonDocument, node: NodeId | undefined): Omit<Keyed, 'index'> {
  if (node === undefined) return { rank: LAST, value: 0 };
  const kind = kindOf(doc, node);
  switch (kind) {
    case 'number':
      return { rank: 0, value: Number(sourceText(doc, node)) };
    case 'string':
      return { rank: 1, value: decodeStringStart(doc.bytes, startOf(doc, node), DECISIVE).text };
    case 'true':
    case 'false':
      return { rank: 2, value: kind === 'true' ? 1 : 0 };
    case 'null':
      return { rank: LAST, value: 0 };
    default:
      return { rank: 3, value: nextOf(doc, node) - node };
  }
}
