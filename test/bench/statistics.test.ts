import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summarise } from './statistics.ts';

describe('a summary', () => {
  test.each([
    { of: [3], min: 3, median: 3, p95: 3, p99: 3, max: 3 },
    { of: [4, 1], min: 1, median: 2.5, p95: 4, p99: 4, max: 4 },
    { of: [9, 1, 5], min: 1, median: 5, p95: 9, p99: 9, max: 9 },
    { of: Array.from({ length: 100 }, (_, index) => 100 - index), min: 1, median: 50.5, p95: 95, p99: 99, max: 100 },
    { of: Array.from({ length: 200 }, (_, index) => index + 1), min: 1, median: 100.5, p95: 190, p99: 198, max: 200 },
  ])('of $of.length values has the nearest ranks', ({ of, ...expected }) => {
    expect(summarise(of)).toEqual({ count: of.length, ...expected });
  });

  test('refuses to speak of nothing', () => {
    expect(() => summarise([])).toThrow('nothing was measured');
  });

  test('does not depend on the order of the values and keeps its own figures in order', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e9 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (list) => {
        const summary = summarise(list);
        expect(summarise(list.toReversed())).toEqual(summary);
        const { min, median, p95, p99, max } = summary;
        expect([min, median, p95, p99, max]).toEqual([min, median, p95, p99, max].toSorted((a, b) => a - b));
        expect(list).toContain(p99);
      }),
    );
  });
});
