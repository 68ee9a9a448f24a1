import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nestedColumn } from '../../src/json/nested-columns.ts';
import { cellWay, columnsOfList } from '../../src/json/table.ts';
import { rowsWith } from '../../src/json/table-filter.ts';
import { runs } from '../helpers/runs.ts';
import { indexed } from './indexed.ts';

const records = indexed(String.raw`[
  {"name": "Alpha.example.com", "ttl": 3600, "meta": {"owner": "zoë", "tags": ["red"]}, "on": true},
  {"name": "beta.example.com", "ttl": 60, "meta": {"owner": null}, "on": false},
  {"name": "quote \" and \u00e9", "ttl": 360},
  {"name": "10:30", "ttl": 1e2, "hidden": "alpha"}
]`);

function found(text: string, without: readonly string[] = []): readonly number[] | string {
  const columns = columnsOfList(records, 0).filter(({ field }) => !without.includes(String(field)));
  const rows = rowsWith(records, 0, columns, text);
  return rows.ok ? [...rows.rows] : rows.reason;
}

describe('rows with a text', () => {
  test.each<readonly [text: string, rows: readonly number[]]>([
    ['alpha', [0, 3]],
    ['Alpha', [0]],
    ['example.com', [0, 1]],
    ['360', [0, 2]],
    ['zoe\u0308', [0]],
    ['é', [2]],
    ['" and', [2]],
    ['red', [0]],
    ['owner', [0, 1]],
    ['true', [0]],
    ['/^[ab].*com$/', [0, 1]],
    ['nothing', []],
    // A column with a value: a number as a whole, any part of a text, also of one inside.
    ['ttl: 360', [2]],
    ['ttl: 60', [1]],
    ['name: alpha', [0]],
    ['"name": "beta"', []],
    ['"name": "be', [1]],
    ['meta: red', [0]],
    ['meta: {', [0, 1]],
    ['name: /^\\d/', [3]],
    ['Hidden: a', []],
    // What is no column is a text with a colon in it.
    ['10: 30', []],
    ['10:30', [3]],
  ])('%s', (text, rows) => {
    expect(found(text)).toEqual(rows);
  });

  test('only columns that are shown count', () => {
    expect(found('alpha', ['hidden'])).toEqual([0]);
    expect(found('hidden: alpha', ['hidden'])).toEqual([]);
  });

  test('an expression that cannot be read is told', () => {
    expect(found('/(/')).toMatch(/group/i);
  });

  test('rows beside the names of their columns are found by these', () => {
    const document = indexed('{"columns": ["id", "size"], "rows": [[1, 20], [20, 1]]}');
    const list = document.nodeCount - 7;
    expect(rowsWith(document, list, columnsOfList(document, list), 'size: 20')).toEqual({
      ok: true,
      rows: Int32Array.of(0),
    });
  });

  test('rows that are the members of an object are found by their keys, and nested columns by their names', () => {
    const document = indexed('{"alpha": {"n": {"deep": 1}, "x": "beta"}, "beta": {"n": {"deep": 12}}}');
    const columns = [...columnsOfList(document, 0), nestedColumn(document, 0, cellWay(['n', 'deep']))!];
    const found = (text: string) => rowsWith(document, 0, columns, text);
    expect(found('alpha')).toEqual({ ok: true, rows: Int32Array.of(0) });
    expect(found('beta')).toEqual({ ok: true, rows: Int32Array.of(0, 1) });
    expect(found('key: bet')).toEqual({ ok: true, rows: Int32Array.of(1) });
    expect(found('n.deep: 1')).toEqual({ ok: true, rows: Int32Array.of(0) });
  });

  test('plain text finds the rows that have it in a text or key, whatever they hold', () => {
    const row = fc.dictionary(
      fc.string({ unit: 'grapheme-ascii', minLength: 1 }),
      fc.string({ unit: 'grapheme-ascii' }),
      {
        minKeys: 1,
        maxKeys: 4,
      },
    );
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom(...'aAb1 x'), minLength: 1, maxLength: 2 }),
        (rows, text) => {
          const document = indexed(JSON.stringify(rows));
          const columns = columnsOfList(document, 0);
          const fold = (value: string) => (/[A-Z]/.test(text) ? value : value.toLowerCase());
          const expected = rows.flatMap((values, index) =>
            Object.values(values).some((value) => fold(value).includes(text)) ? [index] : [],
          );
          expect(rowsWith(document, 0, columns, text)).toEqual({ ok: true, rows: Int32Array.from(expected) });
        },
      ),
      runs(100),
    );
  });
});
