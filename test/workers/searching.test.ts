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

function search(open: Searcher, document: JsonDocument, text: string): Promise<Int32Array> {
  return new Promise((resolve) =>
    open.start({ document, bytes: document.bytes, text, scope: 'both' }, (matches, isDone) => {
      if (isDone) resolve(matches);
    }),
  );
}

describe('a search in a worker', () => {
  test('finds all there is, in document order', async () => {
    searcher = createSearcher();
    expect(await search(searcher, list, 'item 19999')).toEqual(
      Int32Array.of(20_000, ...Array.from({ length: 10 }, (_, i) => 199_991 + i)),
    );
    const all = await search(searcher, list, 'item');
    expect(all.length).toBe(200_000);
    expect(all.every((node, index) => node === index + 1)).toBe(true);
  });

  test('gives way to a newer one', async () => {
    searcher = createSearcher();
    let told = 0;
    searcher.start({ document: list, bytes: list.bytes, text: '/i.*t/', scope: 'both' }, () => told++);
    expect(await search(searcher, list, 'item 77')).toHaveLength(1111);
    const before = told;
    expect(await search(searcher, list, 'item 78')).toHaveLength(1111);
    expect(told).toBe(before);
  });

  test('that is stuck in an expression is ended, and the next one runs', async () => {
    searcher = createSearcher();
    const evil = documentOf([`${'a'.repeat(60)}b`]);
    searcher.start({ document: evil, bytes: evil.bytes, text: '/^(a+)+$/', scope: 'both' }, () => undefined);
    expect(await search(searcher, list, 'item 5')).toHaveLength(11_111);
  });

  test('of a text finds where matches begin', async () => {
    searcher = createSearcher();
    const open = searcher;
    const bytes = new TextEncoder().encode(Array.from({ length: 100_000 }, (_, index) => `line ${index}\n`).join(''));
    const found = (text: string): Promise<readonly string[]> =>
      new Promise((resolve) =>
        open.start({ bytes, text, scope: 'both' }, (matches, isDone) => {
          const shown = (at: number): string => Buffer.from(bytes.subarray(at, at + text.length)).toString();
          if (isDone) resolve(Array.from(matches, shown));
        }),
      );
    expect(await found('ne 9999')).toEqual(Array.from({ length: 11 }, () => 'ne 9999'));
    expect(await found('/^nothing/')).toEqual([]);
  });
});
