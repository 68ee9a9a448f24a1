// Comparing off the UI thread: the worker finds what is found in this thread, and one that is stopped says nothing.
import { expect, test } from 'vitest';
import { compareValues, type JsonPlace } from '../../src/json/compare.ts';
import { createComparer } from '../../src/workers/comparing.ts';
import { indexed } from '../json/indexed.ts';

function place(text: string): JsonPlace {
  return { document: indexed(text), node: 0 };
}

const list = Array.from({ length: 6_000 }, (_, id) => ({ id, name: `item ${id}`, ttl: 9_007_199, modified_on: id }));
const before = place(JSON.stringify({ result: list }));
const after = place(JSON.stringify({ result: list.toReversed().map((item) => ({ ...item, modified_on: 0 })) }));

test('a large document is compared in a worker, as in this thread', async () => {
  const comparer = createComparer();
  const found = await comparer.compare(before, after, { ignored: ['modified_on'], itemId: undefined }, () => undefined);
  const { differences, counts, ignored } = compareValues(before, after, { ignored: new Set(['modified_on']) });
  expect(found).toMatchObject({ counts, ignored });
  expect(found.differences).toEqual(differences);
  expect(counts.moved).toBe(5_999);
});

test('a newer comparison ends an older one, and a small one needs no thread', async () => {
  const comparer = createComparer();
  const options = { ignored: [], itemId: undefined };
  let isOver = false;
  void comparer
    .compare(before, after, options, () => undefined)
    .then(() => {
      isOver = true;
    });
  const small = await comparer.compare(place('[1]'), place('[2]'), options, () => undefined);
  expect(small.counts.changed).toBe(1);
  const again = await comparer.compare(before, before, options, () => undefined);
  expect(again.differences).toHaveLength(0);
  expect(isOver).toBe(false);
});
