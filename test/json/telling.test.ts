import { expect, test } from 'vitest';
import { indexDocument } from '../../src/json/parse.ts';
import { tellingOf } from '../../src/json/telling.ts';

test('of a large list rows from all over it tell, and none is counted for them', () => {
  const rows = Array.from({ length: 70_000 }, (_, n) => `{"name":"${n < 1000 ? 'same' : `host ${n}`}","type":"A"}`);
  const parsed = indexDocument(new TextEncoder().encode(`{"result":[${rows.join(',')}],"after":[[[1]]]}`));
  if (!parsed.ok) throw new Error(parsed.error.reason);
  const { document } = parsed;
  expect(tellingOf(document, 2).fields.map(({ path, differs }) => [path, differs])).toEqual([
    ['name', true],
    ['type', false],
  ]);
  expect(document.memo.levels).toBe(undefined);
  expect(document.memo.prefixes.size).toBe(0);
});
