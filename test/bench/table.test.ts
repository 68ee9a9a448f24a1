import { describe, expect, test } from 'vitest';
import { figure, table } from './table.ts';

test('a table aligns names and notes to the left and figures to the right', () => {
  const text = table(
    'Keys, ms',
    ['min', 'max', ''],
    [
      ['j', '1.00', '12.5', 'met'],
      ['typing', '10.0', '9.00'],
    ],
  );
  expect(text.split('\n')).toEqual(['Keys, ms   min   max', '  j       1.00  12.5  met', '  typing  10.0  9.00']);
});

describe('a figure', () => {
  test.each([
    [0.333, '0.33'],
    [9.994, '9.99'],
    [12.34, '12.3'],
    [999.94, '999.9'],
    [1234.5, '1,235'],
  ])('%d reads %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});
