import { expect, test } from 'vitest';
import { progressBar, timeLeft } from '../../src/text/numbers.ts';

test.each([
  [0, 4, '░░░░'],
  [0.5, 4, '██░░'],
  [0.28, 4, '█▏░░'],
  [1, 4, '████'],
  [7, 4, '████'],
  [-1, 4, '░░░░'],
])('a bar of %d in %d cells', (part, cells, bar) => {
  expect(progressBar(part, cells)).toBe(bar);
});

test('the time left goes by the pace so far', () => {
  expect(timeLeft(25, 100, 1000)).toBe(3000);
  expect(timeLeft(0, 100, 1000)).toBeUndefined();
  expect(timeLeft(100, 100, 1000)).toBeUndefined();
});
