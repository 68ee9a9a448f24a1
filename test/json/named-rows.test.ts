// Rows of values beside the names of their columns: as a list, as columns of text, as a table of the screen, as a chart.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listFacts } from '../../src/api/list.ts';
import { drawableList } from '../../src/chart/data.ts';
import { childrenOf } from '../../src/json/children.ts';
import { columnsOf, fieldText, itemText } from '../../src/json/columns.ts';
import type { JsonDocument, NodeId } from '../../src/json/document.ts';
import { namedValue, rowNames } from '../../src/json/named-rows.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { nodeAtPath } from '../../src/json/paths.ts';
import { columnsOfList, fieldLabel, listAround } from '../../src/json/table.ts';
import { runs } from '../helpers/runs.ts';

function documentOf(value: unknown): JsonDocument {
  const parsed = indexDocument(new TextEncoder().encode(JSON.stringify(value)));
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.document;
}

const answer = (columns: unknown, rows: unknown): unknown => ({
  success: true,
  result: [{ meta: { rows_read: 3, duration: 0.2 }, results: { columns, rows }, success: true }],
});

const inAnswer = ['result', 0, 'results', 'rows'] as const;

function rowsOf(value: unknown): { readonly doc: JsonDocument; readonly list: NodeId } {
  const doc = documentOf(value);
  return { doc, list: nodeAtPath(doc, inAnswer) ?? -1 };
}

const orders = answer(
  ['id', 'note', 'total'],
  [
    [7, 'a', 1.5],
    [8, null, 20],
  ],
);

describe('the list of an answer', () => {
  test.each<readonly [string, unknown, readonly string[] | undefined]>([
    ['the rows of one statement', orders, ['result', '0', 'results', 'rows']],
    ['none yet, under their names', answer(['id'], []), ['result', '0', 'results', 'rows']],
    ['of a Durable Object', { success: true, result: [{ columns: ['a'], rows: [[1]] }] }, ['result', '0', 'rows']],
    ['a statement that gives no rows', answer([], []), ['result']],
    ['of two statements the statements', { success: true, result: [orders, orders] }, ['result']],
    ['other rows', answer('id', [[1]]), ['result']],
    ['rows that are objects', { success: true, result: [{ results: [{ id: 1 }] }] }, ['result']],
  ])('%s', (_, value, at) => {
    expect(listFacts(documentOf(value), undefined, undefined).listAt).toEqual(at);
  });
});

describe('a row', () => {
  test('is read as an object of the names of its columns', () => {
    const { doc, list } = rowsOf(orders);
    const rows = childrenOf(doc, list);
    expect(columnsOf(doc, rows)).toEqual(['id', 'note', 'total']);
    expect(rows.map((row) => itemText(doc, row))).toEqual([
      '{"id":7,"note":"a","total":1.5}',
      '{"id":8,"note":null,"total":20}',
    ]);
    expect(rows.map((row) => fieldText(doc, row, 'note'))).toEqual(['a', '']);
  });

  test('keeps both columns of a name, and one without', () => {
    const { doc, list } = rowsOf(answer(['id', 'id', 'count(a.b)', ''], [[1, 2, 3, 4]]));
    expect(rowNames(doc, list)).toEqual(['id', 'id (2)', 'count(a.b)', 'column 4']);
    const [row = -1] = childrenOf(doc, list);
    expect(itemText(doc, row)).toBe('{"id":1,"id (2)":2,"count(a.b)":3,"column 4":4}');
  });

  test('has each of its values under one name, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 8 }), (columns) => {
        const { doc, list } = rowsOf(answer(columns, [columns.map((_, index) => index)]));
        const [row = -1] = childrenOf(doc, list);
        const names = rowNames(doc, list) ?? [];
        expect(new Set(names).size).toBe(columns.length);
        expect(names.map((name) => namedValue(doc, row, name))).toEqual(childrenOf(doc, row));
      }),
      runs(100),
    );
  });
});

test('a table of them has the names, and is opened from anywhere in the answer', () => {
  const { doc, list } = rowsOf(orders);
  const columns = columnsOfList(doc, list);
  expect(columns.map(({ field, name }) => fieldLabel(field, name))).toEqual(['id', 'note', 'total']);
  expect(columns.map(({ isNumeric }) => isNumeric)).toEqual([true, false, true]);
  for (const at of [[], ['result'], ['result', 0, 'meta', 'rows_read'], inAnswer, [...inAnswer, 1, 2]])
    expect(listAround(doc, nodeAtPath(doc, at) ?? -1, list)).toBe(list);
});

test('a chart of them draws their numbers', () => {
  const { doc, list } = rowsOf(
    answer(
      ['day', 'bytes'],
      [
        ['2026-11-01', 5],
        ['2026-11-02', 7],
      ],
    ),
  );
  expect(drawableList(doc, list, list)?.choice).toMatchObject({ along: 'day', values: ['bytes'] });
});
