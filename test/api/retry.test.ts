import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askedWaitMs, backoffMs, parseRetryAfter } from '../../src/api/retry.ts';

const now = Date.UTC(1994, 10, 6, 8, 49, 7);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
    ['Sun Nov  6 08:49:37 1994', 30_000],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['Sunday', undefined],
    ['1994-11-06', undefined],
    ['99999999999999999', undefined],
  ])('%j is %j ms', (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms);
  });

  test('that names a date says nothing where the time is not known', () => {
    expect(parseRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT', Number.NaN)).toBeUndefined();
    expect(parseRetryAfter('120', Number.NaN)).toBe(120_000);
  });
});

test('only a 429 takes its wait from the rate limit', () => {
  const headers = [['ratelimit', '"a";r=0;t=9']] as const;
  expect(askedWaitMs(429, headers, now)).toBe(9000);
  expect(askedWaitMs(503, headers, now)).toBeUndefined();
});

test('an unreadable Retry-After leaves the word to the rate limit', () => {
  expect(
    askedWaitMs(
      429,
      [
        ['retry-after', 'soon'],
        ['ratelimit', '"a";r=0;t=9'],
      ],
      now,
    ),
  ).toBe(9000);
});

test('backoff doubles, stays within its bounds, and dice take away at most a half', () => {
  expect([2, 3, 4, 5, 6, 7, 50].map((attempt) => backoffMs(attempt, 0))).toEqual([
    500, 1000, 2000, 4000, 8000, 8000, 8000,
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const wait = backoffMs(attempt, random);
      expect(wait).toBeGreaterThanOrEqual(backoffMs(attempt, 0) / 2);
      expect(wait).toBeLessThanOrEqual(backoffMs(attempt, 0));
    }),
  );
});
