import { expect, test } from 'vitest';
import { watchDelay } from '../../src/api/watch.ts';

test.each([
  ['no limit is known', 5, undefined, 5_000, false],
  ['much is left', 5, { remaining: 1_100, resetSeconds: 300 }, 5_000, false],
  [
    'half of what is left, but for a reserve, is spread over the time',
    5,
    { remaining: 30, resetSeconds: 200 },
    20_000,
    true,
  ],
  ['nothing is left', 5, { remaining: 0, resetSeconds: 40 }, 41_000, true],
  ['it is renewed soon', 5, { remaining: 0, resetSeconds: 2 }, 5_000, false],
  ['a quick watch', 0.1, { remaining: 1_200, resetSeconds: 300 }, 504, true],
] as const)('%s', (_, seconds, limit, ms, isSlowed) => {
  const delay = watchDelay(seconds, limit);
  expect({ ...delay, ms: Math.round(delay.ms) }).toEqual({ ms, isSlowed });
});
