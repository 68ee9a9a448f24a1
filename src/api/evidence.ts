// What the pages of a list tell of the whole, gathered page by page, until it is judged whether all of it has come.
import { type Completeness, judgeCompleteness, type ListEvidence } from './completeness.ts';
import type { PageInfo } from './recognise.ts';

export type Evidence = Omit<ListEvidence, 'end' | 'items'> & {
  /** Items before the page that reading began at. */
  readonly skipped: number;
};

export const noEvidence: Evidence = {
  skipped: 0,
  repeatedPages: 0,
  totals: undefined,
  pages: undefined,
  miscounted: [],
  isFiltered: false,
  more: undefined,
  isFull: false,
};

/** Whether a list that came in one response, without pages, is whole. */
export function judgeWhole(info: PageInfo): Completeness {
  const { count: items = 0 } = info;
  const evidence = withPageRead({ ...noEvidence, ...beginning(info) }, info, items, items);
  return judgeCompleteness({ ...evidence, end: 'told', items });
}

/** What the first page tells: where the list was begun, and whether some items were left out. */
export function beginning({ number, offset, perPage = 0, cursor, signs }: PageInfo): Partial<Evidence> {
  const skipped = offset ?? (number === undefined ? 0 : (number - 1) * perPage);
  // What is before a cursor or a moment that was asked for cannot be known.
  return { skipped, isFiltered: signs.isFiltered || cursor !== undefined };
}

/** Numbers that contradict a page are kept up to so many. */
const mostMiscounted = 3;

export function withPageRead(evidence: Evidence, info: PageInfo, news: number, count: number): Evidence {
  const { kind, number, totalCount, signs } = info;
  const wrong = signs.count !== undefined && signs.count !== count && signs.count !== totalCount;
  // Counts that are the same say the same; of two that differ one is not the number of items.
  const isKnown =
    evidence.miscounted.length >= mostMiscounted || evidence.miscounted.some(({ of }) => of === signs.count);
  const most = Math.max(evidence.pages?.most ?? 0, signs.pages ?? 0);
  const isCounted = (kind === 'page' || kind === 'offset') && signs.pages !== undefined && number !== undefined;
  return {
    ...withTotals(evidence, info),
    repeatedPages: evidence.repeatedPages + Number(news === 0 && count > 0 && kind !== 'time'),
    pages:
      isCounted && (news > 0 || (count === 0 && !evidence.pages))
        ? { number: count === 0 ? Math.min(number, most) : number, of: signs.pages ?? 0, most }
        : evidence.pages,
    miscounted:
      wrong && !isKnown ? [...evidence.miscounted, { items: count, of: signs.count ?? 0 }] : evidence.miscounted,
    more: signs.more,
    isFull:
      (kind === 'whole' || kind === 'cursor' || kind === 'token') &&
      !signs.hasCursor &&
      signs.more === undefined &&
      signs.size !== undefined &&
      count >= signs.size,
  };
}

export function withTotals(evidence: Evidence, { kind, totalCount }: PageInfo): Evidence {
  const { totals } = evidence;
  if (totalCount === undefined || (totals && kind === 'time')) return evidence;
  const first = totals?.first ?? totalCount;
  return { ...evidence, totals: { first, most: Math.max(first, totals?.most ?? 0, totalCount), last: totalCount } };
}
