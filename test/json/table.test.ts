import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTable, shownColumns, tableWindow, withCursor } from '../../src/explorer/model/table.ts';
import { childAt } from '../../src/json/children.ts';
import { indexDocument } from '../../src/json/parse.ts';
import {
  cellOf,
  cellSpan,
  cellsOf,
  columnsOfAllRows,
  columnsOfList,
  fieldLabel,
  listAround,
} from '../../src/json/table.ts';
import { orderedRows } from '../../src/json/table-order.ts';
import { cellWidth } from '../../src/text/width.ts';

function documentOf(value: unknown) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const parsed = indexDocument(new TextEncoder().encode(text));
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.document;
}

const records = {
  ok: true,
  result: [
    { id: 'x1', n: 5, tags: ['a', 'b'] },
    { id: 'x2', n: 12, extra: null },
  ],
};

describe('the list of a table', () => {
  test.each<readonly [string, unknown, number, number | undefined]>([
    ['the one that the node is in', records, 3, 2],
    ['the one that the node is', records, 2, 2],
    ['the one below the root', records, 0, 2],
    ['the rows around a list of scalars', records, 6, 2],
    ['a list of lists', [[1, 2], [3]], 0, 0],
    ['none where there are only scalars', { a: [1, 2] }, 0, undefined],
    ['none in an empty list', [], 0, undefined],
  ])('is %s', (_, value, node, list) => {
    expect(listAround(documentOf(value), node)).toBe(list);
  });
});

describe('the columns', () => {
  test('come in the order in which the rows have them, as wide as what is in them', () => {
    expect(columnsOfList(documentOf(records), 2)).toEqual([
      { field: 'id', width: 3, isNumeric: false },
      { field: 'n', width: 2, isNumeric: true },
      { field: 'tags', width: 7, isNumeric: false },
      { field: 'extra', width: 6, isNumeric: false },
    ]);
  });

  test('of lists are their places, and of scalars among them one', () => {
    expect(columnsOfList(documentOf([[1, 2], 'x', [3, 4, 5]]), 0).map(({ field }) => fieldLabel(field))).toEqual([
      '0',
      '1',
      'value',
      '2',
    ]);
  });

  test('of rows far down are found too', () => {
    const rows = Array.from({ length: 5000 }, (_, n) => (n > 2500 ? { late: 'y'.repeat(20) } : { a: n }));
    expect(columnsOfList(documentOf(rows), 0).map(({ field, width }) => [field, width])).toEqual([
      ['a', 4],
      ['late', 20],
    ]);
  });

  test('of all rows have what one row alone has, and the same widths where the sample is all', () => {
    const rows = Array.from({ length: 1000 }, (_, n) => (n === 537 ? { id: n, rare: 'a value' } : { id: n }));
    const doc = documentOf(rows);
    expect(columnsOfList(doc, 0).map(({ field }) => field)).toEqual(['id']);
    expect(columnsOfAllRows(doc, 0)).toEqual([
      { field: 'id', width: 3, isNumeric: true },
      { field: 'rare', width: 7, isNumeric: false },
    ]);
    expect(columnsOfAllRows(documentOf(records), 2)).toEqual(columnsOfList(documentOf(records), 2));
  });

  test('have names of up to 4 kB', () => {
    const key = 'k'.repeat(4000);
    const doc = documentOf([{ [key]: 7 }]);
    expect(columnsOfList(doc, 0).map(({ field }) => field)).toEqual([key]);
    expect(cellOf(doc, 1, key)).toBe(2);
  });

  test('a million keys in one row cost no more than their beginning', () => {
    const row = `{${Array.from({ length: 200_000 }, (_, n) => `"k${n}":${n}`).join(',')}}`;
    expect(columnsOfList(documentOf(`[${row}]`), 0)).toHaveLength(300);
  });
});

describe('the order of the rows', () => {
  const rows = [{ v: 'host-10' }, { v: 3 }, {}, { v: 'host-2' }, { v: null }, { v: true }, { v: -1 }, { v: [1] }];
  test('is numbers, text, flags, what is nested; what is absent comes last either way', () => {
    const doc = documentOf(rows);
    expect([...orderedRows(doc, 0, 'v', false).order]).toEqual([6, 1, 3, 0, 5, 7, 2, 4]);
    expect([...orderedRows(doc, 0, 'v', true).order]).toEqual([7, 5, 0, 3, 1, 6, 2, 4]);
    expect(orderedRows(doc, 0, 'v', false).kinds).toEqual(['numbers', 'text', 'false and true', 'lists']);
  });

  test.each<readonly [string, readonly string[]]>([
    ['whole numbers beyond 2^53', ['9007199254740992', '9007199254740993', '9007199254740994']],
    ['numbers beyond every double', ['-2e400', '-1e400', '1e400', '2e400', '1e99999999999999999999']],
    ['numbers below every double', ['-2e-400', '0', '1e-400', '2e-400', '5e-324']],
    ['decimals', ['0.1', '0.10000000000000000001', '0.2', '0.30000000000000000001', '0.30000000000000000002']],
    ['a hundred digits', [`${'9'.repeat(99)}7`, `${'9'.repeat(99)}8`, `1${'0'.repeat(100)}`]],
  ])('is by value: %s', (_, sorted) => {
    for (const shuffled of [sorted.toReversed(), [...sorted.slice(2), ...sorted.slice(0, 2)]]) {
      const doc = documentOf(`[${shuffled.map((number) => `{"v":${number}}`).join(',')}]`);
      expect([...orderedRows(doc, 0, 'v', false).order].map((index) => shuffled[index])).toEqual(sorted);
      expect([...orderedRows(doc, 0, 'v', true).order].map((index) => shuffled[index])).toEqual(sorted.toReversed());
    }
  });

  test('leaves numbers that are the same however they are written as they stand', () => {
    const same = ['1', '1.0', '1e0', '10e-1', '0.1E+1', `1.${'0'.repeat(100)}`];
    const zeros = ['0', '-0', '0.0', '0e99', '-0.00e-9'];
    for (const numbers of [same, same.toReversed(), zeros, zeros.toReversed()]) {
      const doc = documentOf(`[${numbers.map((number) => `{"v":${number}}`).join(',')}]`);
      expect([...orderedRows(doc, 0, 'v', false).order]).toEqual(numbers.map((_, index) => index));
    }
  });

  test('of what is nested is that of what the cells show: lists by their length, then objects by their preview', () => {
    const doc = documentOf([
      { v: { name: 'b' } },
      { v: [1, 2, 3] },
      { v: { name: 'a', x: 1, y: 2 } },
      { v: [9] },
      { v: [8] },
    ]);
    const { order, kinds } = orderedRows(doc, 0, 'v', false);
    expect([...order]).toEqual([4, 3, 1, 2, 0]);
    expect(kinds).toEqual(['lists', 'objects']);
  });

  test('is stable, and holds every row once', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ v: fc.oneof(fc.integer({ max: 3, min: 0 }), fc.string()) })), (values) => {
        const order = [...orderedRows(documentOf(values), 0, 'v', false).order];
        expect(order.toSorted((a, b) => a - b)).toEqual(values.map((_, index) => index));
        for (const [at, index] of order.entries()) {
          const before = order[at - 1];
          if (before !== undefined && values[before]?.v === values[index]?.v) expect(before).toBeLessThan(index);
        }
      }),
    );
  });
});

describe('a cell', () => {
  test('is never wider than its place, and has no control characters', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.integer({ min: 1, max: 50 }), (value, cells) => {
        const doc = documentOf(value);
        for (let node = 1; node < doc.nodeCount; node++) {
          const { text } = cellSpan(doc, node, cells);
          expect(cellWidth(text)).toBeLessThanOrEqual(cells);
          expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        }
      }),
    );
  });

  test('of a key that comes twice is the last', () => {
    const doc = documentOf('[{"a":1,"a":2}]');
    expect(cellSpan(doc, cellsOf(doc, childAt(doc, 0, 0) ?? 0).get('a') ?? 0, 5).text).toBe('2');
  });
});

describe('the window', () => {
  test('shows the cursor wherever it goes, and never more than there is room', () => {
    const row = fc.dictionary(fc.string({ maxLength: 8 }), fc.oneof(fc.string({ maxLength: 60 }), fc.integer()), {
      minKeys: 1,
      maxKeys: 12,
    });
    const steps = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -4, max: 4 })));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        steps,
        fc.integer({ min: 10, max: 120 }),
        fc.integer({ min: 2, max: 30 }),
        (rows, moves, width, height) => {
          const doc = documentOf(rows);
          let table = openTable(doc, 0);
          if (!table) throw new Error('no table');
          for (const [down, right] of moves) {
            table = withCursor(doc, table, table.row + down, table.column + right);
            const window = tableWindow(doc, table, width, height);
            table = { ...table, top: window.top, left: window.left };
            expect(table.row).toBeGreaterThanOrEqual(window.top);
            expect(table.row).toBeLessThan(window.top + window.rows);
            const shown = window.columns.map(({ column }) => column);
            expect(shown).toContain(shownColumns(table)[table.column]);
            const used = window.columns.reduce((sum, { cells }) => sum + cells + 2, window.numbers);
            expect(used).toBeLessThanOrEqual(Math.max(width, window.numbers + 2));
          }
        },
      ),
    );
  });
});
