// Searches through the real worker.

import { afterEach, describe, expect, test } from 'vitest';
import type { JsonDocument } from '../../src/json/document.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { createSearcher, type Searcher } from '../../src/workers/searching.ts';

let searcher: Searcher | undefined;
afterEach(() => searcher?.close());

function documentOf(value: unknown): JsonDocument {
  const result = indexDocument(new TextEncoder().encode(JSON.stringify(value)));
  if (!result.ok) throw new Error(result.error.reason);
  return result.document;
}

const list = documentOf(Array.from({ length: 200_000 }, (_, index) => `item ${index}`));

function search(open: Searcher, id: number, document: JsonDocument, text: string): Promise<Int32Array> {
  return new Promise((resolve) =>
    open.start({ id, document, text, scope: 'both' }, (matches, isDone) => {
      if (isDone) resolve(matches);
    }),
  );
}

describe('a search in a worker', () => {
  test('finds all there is, in document order', async () => {
    searcher = createSearcher();
    expect(await search(searcher, 1, list, 'item 19999')).toEqual(
      Int32Array.of(20_000, ...Array.from({ length: 10 }, (_, i) => 199_991 + i)),
    );
    const all = await search(searcher, 2, list, 'item');
    expect(all.length).toBe(200_000);
    expect(all.every((node, index) => node === index + 1)).toBe(true);
  });

  test('gives way to a newer one', async () => {
    searcher = createSearcher();
    let told = 0;
    searcher.start({ id: 1, document: list, text: '/i.*t/', scope: 'both' }, () => told++);
    expect(await search(searcher, 2, list, 'item 77')).toHaveLength(1111);
    const before = told;
    expect(await search(searcher, 3, list, 'item 78')).toHaveLength(1111);
    expect(told).toBe(before);
  });

  test('that is stuck in an expression is ended, and the next one runs', async () => {
    searcher = createSearcher();
    const evil = documentOf([`${'a'.repeat(60)}b`]);
    searcher.start({ id: 1, document: evil, text: '/^(a+)+$/', scope: 'both' }, () => undefined);
    expect(await search(searcher, 2, list, 'item 5')).toHaveLength(11_111);
  });
});
