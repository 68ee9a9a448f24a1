// Whether a list is whole, by the evidence that came with it: every verdict and every reason for one, with its sentence.
import { describe, expect, test } from 'vitest';
import {
  type Completeness,
  judgeCompleteness,
  type ListEvidence,
  type Totals,
  tellDoubt,
} from '../../src/api/completeness.ts';
import { judgeWhole } from '../../src/api/evidence.ts';
import { recognisePage } from '../../src/api/recognise.ts';

const plain: ListEvidence = {
  end: 'told',
  items: 60,
  repeatedPages: 0,
  totals: undefined,
  pages: undefined,
  miscounted: [],
  isFiltered: false,
  more: undefined,
  isFull: false,
};

const counted = (last: number, first = last): Totals => ({ first, last, most: Math.max(first, last) });

describe('a list is complete', () => {
  test.each<readonly [string, Partial<ListEvidence>]>([
    ['where all that was counted has come', { totals: counted(60) }],
    ['where an end was told and nobody counted', {}],
    ['after an empty page', { end: 'emptyPage' }],
    ['where it repeats after all that was counted', { end: 'repeated', repeatedPages: 1, totals: counted(60) }],
    ['where all pages that were counted have come', { pages: { number: 3, of: 3, most: 3 } }],
    ['where it grew and all came that was counted last', { totals: counted(60, 55) }],
    [
      'where it shrank and all came that there ever was',
      { totals: counted(50, 60), pages: { number: 3, of: 3, most: 3 } },
    ],
    ['where it goes by cursors, shrank and all came that was counted last', { totals: counted(58, 62) }],
    ['where pages tell the number of all items', { miscounted: [{ items: 20, of: 60 }] }],
    ['where a full page is all that was counted', { isFull: true, totals: counted(60) }],
    ['where the server says that nothing follows', { more: false }],
  ])('%s', (_, evidence) => {
    expect(judgeCompleteness({ ...plain, ...evidence })).toEqual({ kind: 'complete' });
  });
});

type Why = Exclude<Completeness, { readonly kind: 'complete' }>['why'];

/** Every reason, the evidence it comes from, and what is said of it. */
const reasons: Readonly<
  Record<Why['kind'], readonly [kind: Completeness['kind'], evidence: Partial<ListEvidence>, says: string]>
> = {
  stopped: ['incomplete', { end: 'stopped', totals: counted(60) }, 'it was not read to its end'],
  fewer: ['incomplete', { items: 45, totals: counted(60) }, '45 of 60 items: the server counts more than it sends'],
  repeats: [
    'incomplete',
    { end: 'repeated', items: 20, repeatedPages: 2, totals: counted(60) },
    '20 of 60 items: the server repeats a page',
  ],
  fewerPages: [
    'incomplete',
    { pages: { number: 2, of: 3, most: 3 } },
    '2 of 3 pages: the server counts more than it sends',
  ],
  more: [
    'incomplete',
    { items: 20, more: true },
    '20 items: the server says that more follow, but not how to ask for them',
  ],
  filtered: [
    'unknown',
    { end: 'emptyPage', items: 45, totals: counted(500), isFiltered: true },
    '45 of 500 items: the server may count more than was asked for',
  ],
  filteredPages: [
    'unknown',
    { pages: { number: 2, of: 25, most: 25 }, isFiltered: true },
    '2 of 25 pages: the server may count more than was asked for',
  ],
  countsDiffer: [
    'unknown',
    { totals: counted(60), pages: { number: 3, of: 4, most: 4 } },
    '3 of 4 pages: the server counts more pages than it sends, and no more items',
  ],
  changed: [
    'unknown',
    { items: 58, totals: counted(55, 60), pages: { number: 3, of: 3, most: 3 } },
    '58 items: the list went from 60 to 55 items while it was read',
  ],
  exceeds: ['unknown', { items: 60, totals: counted(20) }, '60 items, but the server counts only 20'],
  exceedsPages: ['unknown', { pages: { number: 3, of: 1, most: 1 } }, '3 pages, but the server counts only 1'],
  miscounts: ['unknown', { miscounted: [{ items: 15, of: 20 }] }, 'the server counts 20 items on a page that has 15'],
  repeatsAtEnd: [
    'unknown',
    { end: 'repeated', items: 30, repeatedPages: 1 },
    '30 items: the server repeats a page or a cursor and does not say whether more follow',
  ],
  full: [
    'unknown',
    { items: 20, isFull: true },
    '20 items: the page is full, and the server does not say whether more follow',
  ],
};

describe('a list is not known to be complete', () => {
  test.each(Object.entries(reasons))('%s', (why, [kind, evidence, says]) => {
    const judged = judgeCompleteness({ ...plain, ...evidence });
    expect(judged).toMatchObject({ kind, why: { kind: why } });
    if (judged.kind !== 'complete') expect(tellDoubt(judged.why)).toBe(says);
  });

  test('nor where it grew, and what was added has not come', () => {
    expect(judgeCompleteness({ ...plain, totals: counted(70, 60) })).toMatchObject({ why: { kind: 'changed' } });
  });

  test('nor where a cursor is still there when everything that was counted has come', () => {
    const judged = judgeCompleteness({ ...plain, end: 'sameCursor', totals: counted(60) });
    expect(judged).toMatchObject({ kind: 'unknown', why: { kind: 'repeatsAtEnd' } });
  });
});

describe('a list in one response', () => {
  const query = [['per_page', '20']] as const;
  test.each<readonly [string, unknown, number, Completeness['kind']]>([
    ['is complete where nothing is said and it is shorter than was asked for', undefined, 19, 'complete'],
    ['may go on where it is as long as was asked for', undefined, 20, 'unknown'],
    ['is complete where it is as long as it counts', { total_results: 20 }, 20, 'complete'],
    ['is incomplete where it counts more', { total_results: 40 }, 20, 'incomplete'],
    ['is incomplete where it says that more follows', { is_truncated: true }, 3, 'incomplete'],
  ])('%s', (_, resultInfo, count, kind) => {
    const info = recognisePage({ query, resultInfo, count, firstId: 'a' });
    expect(info.kind).toBe('whole');
    expect(judgeWhole(info).kind).toBe(kind);
  });
});
