import { afterAll, describe, expect, test } from 'vitest';
import { columnsOfList } from '../../src/json/table.ts';
import { createTableReader } from '../../src/workers/tables.ts';
import { indexed } from '../json/indexed.ts';

function list(length: number) {
  const document = indexed(JSON.stringify(Array.from({ length }, (_, n) => ({ id: `x${n}`, n }))));
  return { document, list: 0, columns: columnsOfList(document, 0) };
}

const few = list(20);
const many = list(5000);

describe('what takes all rows of a table', () => {
  const reader = createTableReader();
  afterAll(() => reader.close());

  test.each([
    ['few', few, '19'],
    ['many', many, '4999'],
  ])('rows with a text are found among %s', async (_, { columns, ...wish }, text) => {
    const found = await reader.filter({ ...wish, columns, text: `n: ${text}` });
    expect(found).toEqual({ ok: true, rows: Int32Array.of(Number(text)) });
    expect(await reader.filter({ ...wish, columns, text: '/(/' })).toMatchObject({ ok: false });
  });

  test.each([
    ['few', few, '190'],
    ['many', many, '12497500'],
  ])('a column of %s is added up', async (_, { columns: __, ...wish }, sum) => {
    expect((await reader.sums({ ...wish, field: 'n', places: undefined })).numbers?.sum).toBe(sum);
    expect((await reader.sums({ ...wish, field: 'n', places: Int32Array.of(2, 3) })).numbers?.sum).toBe('5');
  });

  test('a newer wish lets an older one go', async () => {
    const { columns, ...wish } = many;
    let hasOlder = false;
    void reader.filter({ ...wish, columns, text: 'x1' }).then(() => {
      hasOlder = true;
    });
    const found = await reader.filter({ ...wish, columns, text: 'x4999' });
    expect(found).toEqual({ ok: true, rows: Int32Array.of(4999) });
    expect(hasOlder).toBe(false);
  });
});
