// Whether a list is whole, by the evidence that came with it.
import { describe, expect, test } from 'vitest';
import { judgeCompleteness } from '../../src/api/completeness.ts';

describe('a list is', () => {
  test.each([
    ['complete where all that was counted has come', 'told', 60, 0, 60, { kind: 'complete' }],
    ['complete where an end was told and nobody counted', 'told', 60, 0, undefined, { kind: 'complete' }],
    ['complete after an empty page', 'emptyPage', 60, 0, undefined, { kind: 'complete' }],
    ['complete where it repeats after all that was counted', 'repeated', 60, 20, 60, { kind: 'complete' }],
    [
      'incomplete where the server repeats a page and counts more',
      'repeated',
      20,
      40,
      60,
      { kind: 'incomplete', why: { kind: 'fewer', items: 20, of: 60 } },
    ],
    [
      'unknown where the server counts more and shows an end',
      'emptyPage',
      45,
      0,
      90,
      { kind: 'unknown', why: { kind: 'fewer', items: 45, of: 90 } },
    ],
    [
      'unknown where repeating is the only sign of an end',
      'repeated',
      20,
      20,
      undefined,
      { kind: 'unknown', why: { kind: 'repeats' } },
    ],
    [
      'incomplete where it was stopped, whatever was counted',
      'stopped',
      60,
      0,
      60,
      { kind: 'incomplete', why: { kind: 'stopped' } },
    ],
  ] as const)('%s', (_, end, items, repeated, total, completeness) => {
    expect(judgeCompleteness({ end, items, repeated, total })).toEqual(completeness);
  });
});
