import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecimalSum } from '../../src/json/decimal.ts';
import { columnSums } from '../../src/json/table-sums.ts';
import { runs } from '../helpers/runs.ts';
import { indexed } from './indexed.ts';

function sum(texts: readonly string[]): string | undefined {
  const added = createDecimalSum();
  for (const text of texts) added.add(text);
  return added.total();
}

describe('a sum of decimals', () => {
  test.each<readonly [texts: readonly string[], sum: string | undefined]>([
    [[], '0'],
    [['0.1', '0.2'], '0.3'],
    [['9007199254740993', '1'], '9007199254740994'],
    [['18446744073709551615', '-18446744073709551614'], '1'],
    [['1.50', '1.5e0', '-3'], '0'],
    [['1e3', '0.001', '-0'], '1000.001'],
    [['-0.05', '0.01'], '-0.04'],
    [['1E+20', '5'], '100000000000000000005'],
    [['1e999999', '1'], undefined],
    [['0e999999', '1'], '1'],
    [Array.from({ length: 40 }, () => '999999999999999'), '39999999999999960'],
  ])('%j is %s', (texts, expected) => {
    expect(sum(texts)).toBe(expected);
  });

  test('is exact, whatever is added in whatever order', () => {
    const part = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const texts = parts.map(([value, decimals]) => (decimals === 0 ? String(value) : `${value}e-${decimals}`));
        const all = parts.reduce((total, [value, decimals]) => total + value * 10n ** BigInt(12 - decimals), 0n);
        const found = sum(texts) ?? '';
        const [whole = '', fraction = ''] = found.replace('-', '').split('.');
        const sign = found.startsWith('-') ? -1n : 1n;
        expect(sign * BigInt(whole + fraction.padEnd(12, '0'))).toBe(all);
        expect(sum(texts.toReversed())).toBe(found);
      }),
      runs(100),
    );
  });
});

const records = indexed(String.raw`[
  {"n": 9007199254740993, "name": "host-10", "mixed": 1},
  {"n": 0.5, "name": "host-2", "mixed": "text", "on": true},
  {"n": null, "name": "h\u006fst-2", "mixed": [1], "on": false},
  {"name": "", "mixed": {}, "on": true}
]`);

const none = {
  rows: 4,
  numbers: undefined,
  texts: undefined,
  trues: 0,
  falses: 0,
  lists: 0,
  objects: 0,
  nulls: 0,
  missing: 0,
};

describe('what a column comes to', () => {
  test('numbers have an exact sum, null and absent ones apart', () => {
    expect(columnSums(records, 0, 'n', undefined)).toEqual({
      ...none,
      numbers: { count: 2, sum: '9007199254740993.5', min: '0.5', max: '9007199254740993' },
      nulls: 1,
      missing: 1,
    });
  });

  test('texts are counted, the same ones once, the least and greatest as people order them', () => {
    expect(columnSums(records, 0, 'name', undefined)).toEqual({
      ...none,
      texts: { count: 4, distinct: 3, min: '', max: 'host-10' },
    });
  });

  test('each kind counts for itself', () => {
    expect(columnSums(records, 0, 'on', undefined)).toEqual({ ...none, trues: 2, falses: 1, missing: 1 });
    expect(columnSums(records, 0, 'mixed', undefined)).toMatchObject({
      numbers: { count: 1, sum: '1' },
      texts: { count: 1 },
      lists: 1,
      objects: 1,
    });
  });

  test('only the rows that are shown count', () => {
    expect(columnSums(records, 0, 'n', Int32Array.of(1, 3))).toEqual({
      ...none,
      rows: 2,
      numbers: { count: 1, sum: '0.5', min: '0.5', max: '0.5' },
      missing: 1,
    });
  });
});
