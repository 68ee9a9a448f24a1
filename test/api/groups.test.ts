import { expect, test } from 'vitest';
import { listFacts, listNode } from '../../src/api/list.ts';
import { recognisePage } from '../../src/api/recognise.ts';
import { sourceText } from '../../src/json/document.ts';
import { indexDocument } from '../../src/json/parse.ts';

/** The list of an answer of the analytics as JSON; undefined where it has none. */
function listIn(value: unknown): string | undefined {
  const indexed = indexDocument(new TextEncoder().encode(JSON.stringify(value)));
  if (!indexed.ok) throw new Error('not JSON');
  const { document } = indexed;
  const info = recognisePage({ query: [], resultInfo: undefined, ...listFacts(document, undefined, undefined) });
  const node = listNode(document, info);
  return node === undefined ? undefined : sourceText(document, node);
}

test.each([
  [{ data: { viewer: { zones: [{ groups: [{ count: 1 }] }] } }, errors: null }, '[{"count":1}]'],
  [{ data: { viewer: { accounts: [{ accountTag: 'a', groups: [] }], budget: 3 } } }, '[]'],
  // Two datasets, two zones, none: there is not one list.
  [{ data: { viewer: { zones: [{ a: [{ n: 1 }], b: [{ n: 2 }] }] } } }, undefined],
  [{ data: { viewer: { zones: [{ a: [] }, { a: [] }] } } }, undefined],
  [{ data: { viewer: { zones: [] } } }, undefined],
  [{ data: null, errors: [{ message: 'no' }] }, undefined],
  [{ data: { viewer: [] } }, undefined],
])('%j: %s', (value, list) => {
  expect(listIn(value)).toBe(list);
});
