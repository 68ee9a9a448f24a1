import { expect, test } from 'vitest';
import { pauseAfter } from '../../src/store/vault.ts';

test.each([
  [0, 0],
  [1, 1000],
  [2, 2000],
  [3, 4000],
  [5, 16_000],
  [6, 30_000],
  [5000, 30_000],
])('after %i wrong tries the next is held back for %i ms', (tries, ms) => {
  expect(pauseAfter(tries)).toBe(ms);
});
