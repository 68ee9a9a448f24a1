import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latenciesOf } from './latencies.ts';

describe('what a key cost', () => {
  test('runs from the key to the first and to the last byte before the next key', () => {
    const chunks = [
      { at: 105, bytes: 8 },
      { at: 109, bytes: 300 },
      { at: 137, bytes: 40 },
    ];
    expect(latenciesOf([100, 133], chunks, 30)).toEqual([
      { first: 5, last: 9, bytes: 308 },
      { first: 4, last: 4, bytes: 40 },
    ]);
  });

  test('ends at a silence, though what comes after it was written too', () => {
    const chunks = [
      { at: 5, bytes: 1 },
      { at: 34, bytes: 2 },
      { at: 64, bytes: 4 },
      { at: 66, bytes: 8 },
    ];
    expect(latenciesOf([0], chunks, 30)).toEqual([{ first: 5, last: 34, bytes: 15 }]);
  });

  test('does not take a slow first byte for a silence', () => {
    expect(latenciesOf([0], [{ at: 80, bytes: 3 }], 30)).toEqual([{ first: 80, last: 80, bytes: 3 }]);
  });

  test('is unknown where nothing came before the next key', () => {
    expect(latenciesOf([0, 33], [{ at: 40, bytes: 3 }], 30)).toEqual([
      { first: undefined, last: undefined, bytes: 0 },
      { first: 7, last: 7, bytes: 3 },
    ]);
  });

  test('gives every byte after the first key to one key', () => {
    const times = fc.array(fc.integer({ min: 0, max: 1000 })).map((list) => list.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(times, times, (sent, arrivals) => {
        const chunks = arrivals.map((at) => ({ at, bytes: 1 }));
        const bytes = latenciesOf(sent, chunks, 30).reduce((sum, key) => sum + key.bytes, 0);
        const [firstKey = Number.POSITIVE_INFINITY] = sent;
        expect(bytes).toBe(chunks.filter((chunk) => chunk.at >= firstKey).length);
      }),
    );
  });
});
