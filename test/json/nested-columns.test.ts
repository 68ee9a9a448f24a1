import { expect, test } from 'vitest';
import { nestedColumn, nestedWays } from '../../src/json/nested-columns.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { cellOf, cellWay } from '../../src/json/table.ts';
import { orderedRows } from '../../src/json/table-order.ts';

function documentOf(value: unknown) {
  const parsed = indexDocument(new TextEncoder().encode(JSON.stringify(value)));
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.document;
}

const zones = [
  { name: 'a', plan: { name: 'Pro', price: 20 }, 'plan.name': 'literal' },
  { name: 'b', meta: { 'a.b': { step: 2 } }, plan: { name: 'Free', price: 0, terms: { months: 1 } } },
  { name: 'c', plan: null },
  { name: 'd', plan: { name: 'Business 10', price: 900719925474099 } },
];

test('ways lead into objects, of one member together, and not into lists', () => {
  expect(nestedWays(documentOf(zones), 0)).toEqual([
    ['plan', 'name'],
    ['plan', 'price'],
    ['plan', 'terms'],
    ['plan', 'terms', 'months'],
    ['meta', 'a.b'],
    ['meta', 'a.b', 'step'],
  ]);
  expect(nestedWays(documentOf([{ a: [{ b: 1 }] }, 5, [{ c: 1 }]]), 0)).toEqual([[0, 'c']]);
});

test('a nested column is as wide as what is in it, and a number where all are', () => {
  const document = documentOf(zones);
  expect(nestedColumn(document, 0, ['plan', 'price'])).toEqual({
    field: ['plan', 'price'],
    name: 'plan.price',
    width: 15,
    isNumeric: true,
  });
  expect(nestedColumn(document, 0, ['plan', 'name'])).toMatchObject({ width: 11, isNumeric: false });
  expect(nestedColumn(document, 0, ['plan', 'none'])).toBe(undefined);
  expect(cellWay(['plan', 'name'])).toBe(nestedColumn(document, 0, ['plan', 'name'])?.field);
});

test('rows are ordered by what is nested, those without it last, whatever thread the way comes from', () => {
  const document = documentOf(zones);
  const way = structuredClone(cellWay(['plan', 'name']));
  expect([...orderedRows(document, 0, way, false).order]).toEqual([3, 1, 0, 2]);
  expect([...orderedRows(document, 0, ['plan', 'price'], true).order]).toEqual([3, 0, 1, 2]);
  expect(cellOf(document, 1, 'plan.name')).not.toBe(cellOf(document, 1, way));
});

test('a document with very many keys costs no more than some of them', () => {
  const many = Array.from({ length: 150 }, (_, row) => ({
    inside: Object.fromEntries(Array.from({ length: 400 }, (_value, at) => [`k${row}_${at}`, at])),
  }));
  expect(nestedWays(documentOf(many), 0)).toHaveLength(300);
});
