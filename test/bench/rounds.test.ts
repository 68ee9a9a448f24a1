import { expect, test } from 'vitest';
import { takeTurns } from './rounds.ts';

test('every round runs each subject once and begins with another one', async () => {
  const order: string[] = [];
  const results = await takeTurns(['a', 'b', 'c'], 3, async (name) => order.push(name));
  expect(order.join('')).toBe('abcbcacab');
  // What each of them gave, by subject and in the order of the rounds.
  expect(results).toEqual([
    [1, 6, 8],
    [2, 4, 9],
    [3, 5, 7],
  ]);
});
