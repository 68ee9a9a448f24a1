import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answered,
  createPace,
  failed,
  type Pace,
  reserve,
  slowedDown,
  started,
  toldLimit,
  waitFor,
  widened,
} from '../../src/api/pace.ts';

const limit = (remaining: number, resetSeconds = 60) => ({ remaining, resetSeconds });

/** Starts as many as may start at `now`. */
function fill(pace: Pace, now = 0): Pace {
  let filled = pace;
  while (waitFor(filled, now) === 0) filled = started(filled);
  return filled;
}

describe('requests at once', () => {
  test('grow by one with every quick response, up to the most', () => {
    let pace = createPace(8);
    const widths: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      pace = answered(started(pace), 50);
      widths.push(pace.width);
    }
    expect(widths).toEqual([5, 6, 7, 8, 8, 8, 8, 8, 8, 8]);
  });

  test('grow further where more are allowed, and are not held back by fewer', () => {
    let pace = widened(createPace(4, 4), 6);
    const widths: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      pace = answered(started(pace), 50);
      widths.push(pace.width);
    }
    expect(widths).toEqual([5, 6, 6, 6]);
    expect(widened(pace, 2)).toBe(pace);
  });

  test('shrink while answers are slow, and grow again after', () => {
    let pace = answered(started(createPace(8, 6)), 50);
    pace = answered(started(pace), 400);
    pace = answered(started(pace), 400);
    expect(pace.width).toBe(5);
    expect(answered(started(pace), 60).width).toBe(6);
  });

  test('are halved once by a pause that several answers ask for', () => {
    let pace = createPace(8, 8);
    pace = slowedDown(pace, 2000, 100);
    pace = slowedDown(pace, 3000, 150);
    expect(pace.width).toBe(4);
    expect(waitFor(pace, 200)).toBe(2950);
    expect(waitFor(pace, 3150)).toBe(0);
  });

  test('never wait for more than can come: one is always allowed in the end', () => {
    const pace = failed(started(slowedDown(createPace(1, 1), 100, 0)));
    expect(pace.width).toBe(1);
    expect(waitFor(pace, 101)).toBe(0);
  });
});

describe('the rate limit', () => {
  test('is not spent to its end before it resets', () => {
    const pace = fill(toldLimit(started(createPace(8, 8)), limit(reserve + 3), 0));
    expect(pace.left).toBe(reserve);
    expect(waitFor(failed(pace), 1000)).toBe(59_000);
    expect(waitFor(failed(pace), 60_000)).toBe(0);
  });

  test('is counted down by what was started since a response told of it', () => {
    const pace = toldLimit(started(started(started(createPace(8, 8)))), limit(100), 0);
    expect(pace.left).toBe(98);
  });

  test('is what the newest response says, though an older one comes later', () => {
    let pace = toldLimit(started(createPace(8)), limit(50), 0);
    pace = toldLimit(pace, limit(54), 10);
    expect(pace.left).toBe(50);
    expect(toldLimit(pace, limit(1200, 300), 60_010).left).toBe(1200);
  });

  test('is never exceeded, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 200 }),
        fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 400 }),
        (quota, order) => {
          // A server that counts requests as they start and answers them in any order.
          let pace = createPace(8, 8);
          let taken = 0;
          const waiting: number[] = [];
          for (const pick of order) {
            while (waitFor(pace, 0) === 0) {
              pace = started(pace);
              taken += 1;
              waiting.push(quota - taken);
            }
            const [remaining] = waiting.splice(pick % Math.max(1, waiting.length), 1);
            if (remaining === undefined) break;
            pace = answered(toldLimit(pace, limit(remaining), 0), 10);
          }
          expect(taken).toBeLessThanOrEqual(quota);
        },
      ),
    );
  });
});
