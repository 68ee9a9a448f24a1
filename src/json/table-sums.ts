// What the cells of a column come to: how many there are of each kind, the exact sum of numbers, the least and the greatest in the order
// in which a table is sorted.
import { childAt } from './children.ts';
import { compareDecimals, createDecimalSum, isDecidedByDouble } from './decimal.ts';
import {
  hasChildren,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  nextOf,
  sourceText,
  stringValue,
} from './document.ts';
import { createSeenTexts } from './search.ts';
import { type Column, cellOf, isRowKey } from './table.ts';

export type ColumnSums = {
  readonly rows: number;
  readonly numbers:
    | { readonly count: number; readonly sum: string | undefined; readonly min: string; readonly max: string }
    | undefined;
  readonly texts:
    | { readonly count: number; readonly distinct: number; readonly min: string; readonly max: string }
    | undefined;
  readonly trues: number;
  readonly falses: number;
  readonly lists: number;
  readonly objects: number;
  readonly nulls: number;
  /** Rows that have no such field. */
  readonly missing: number;
};

/** Characters of a text that are told, and that decide which one is the least. */
const DECISIVE = 512;

/** @param places indexes of the rows that count; all where undefined */
export function columnSums(
  doc: JsonDocument,
  list: NodeId,
  field: Column['field'],
  places: Int32Array | undefined,
): ColumnSums {
  const counts = { rows: 0, trues: 0, falses: 0, lists: 0, objects: 0, nulls: 0, missing: 0 };
  const numbers = numberSums();
  const texts = textSums();
  for (const row of rowsAt(doc, list, places)) {
    counts.rows++;
    const cell = cellOf(doc, row, field);
    if (cell === undefined) {
      counts.missing++;
      continue;
    }
    if (isRowKey(field)) {
      texts.add(keyOf(doc, row) ?? '');
      continue;
    }
    switch (kindOf(doc, cell)) {
      case 'number':
        numbers.add(sourceText(doc, cell));
        break;
      case 'string':
        texts.add(stringValue(doc, cell) ?? '');
        break;
      case 'broken':
        texts.add(sourceText(doc, cell));
        break;
      case 'true':
        counts.trues++;
        break;
      case 'false':
        counts.falses++;
        break;
      case 'null':
        counts.nulls++;
        break;
      case 'array':
        counts.lists++;
        break;
      case 'object':
        counts.objects++;
        break;
    }
  }
  return { ...counts, numbers: numbers.found(), texts: texts.found() };
}

function* rowsAt(doc: JsonDocument, list: NodeId, places: Int32Array | undefined): Generator<NodeId> {
  if (places) {
    for (const index of places) {
      const row = childAt(doc, list, index);
      if (row !== undefined) yield row;
    }
    return;
  }
  const limit = Math.min(nextOf(doc, list), doc.nodeCount);
  for (let row = hasChildren(doc, list) ? list + 1 : limit; row < limit; row = nextOf(doc, row)) yield row;
}

function numberSums() {
  const sum = createDecimalSum();
  let count = 0;
  let least = '';
  let most = '';
  return {
    add: (text: string): void => {
      if (count === 0 || isLess(text, least)) least = text;
      if (count === 0 || isLess(most, text)) most = text;
      count++;
      sum.add(text);
    },
    found: (): ColumnSums['numbers'] => (count === 0 ? undefined : { count, sum: sum.total(), min: least, max: most }),
  };
}

function isLess(a: string, b: string): boolean {
  const [left, right] = [Number(a), Number(b)];
  if (isDecidedByDouble(a, left) && isDecidedByDouble(b, right)) return left < right;
  return compareDecimals(a, b) < 0;
}

function textSums() {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const seen = createSeenTexts();
  let count = 0;
  let least = '';
  let most = '';
  return {
    add: (text: string): void => {
      count++;
      if (!seen.add(text)) return;
      const start = text.slice(0, DECISIVE);
      if (seen.size === 1 || compare(start, least) < 0) least = start;
      if (seen.size === 1 || compare(start, most) > 0) most = start;
    },
    found: (): ColumnSums['texts'] => (count === 0 ? undefined : { count, distinct: seen.size, min: least, max: most }),
  };
}
