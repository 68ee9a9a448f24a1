// Whether a list that was read is whole, by the evidence that came with it. Complete is only what all evidence agrees on. The
// totals are Cloudflare's own, which it documents as counted without the search parameters: with those, more than has come is
// a reason to doubt; without them it proves that something is missing.
import { formatCount, formatQuantity } from '../text/numbers.ts';

/** `incomplete`: something is missing by the server's own words. `unknown`: the evidence does not agree, or says too little. */
export type Completeness =
  | { readonly kind: 'complete' }
  | { readonly kind: 'incomplete'; readonly why: Lack }
  | { readonly kind: 'unknown'; readonly why: Doubt };

type Lack =
  /** It was not read to its end. */
  | { readonly kind: 'stopped' }
  /** The server counts more items than it sent. */
  | { readonly kind: 'fewer'; readonly items: number; readonly of: number }
  /** The same, and it sends a page again in place of the one that was asked for. */
  | { readonly kind: 'repeats'; readonly items: number; readonly of: number }
  /** It counts more pages than it sent. */
  | { readonly kind: 'fewerPages'; readonly pages: number; readonly of: number }
  /** It says that more follows, and not how to ask for it. */
  | { readonly kind: 'more'; readonly items: number };

type Doubt =
  /** It counts more items than it sent, where only some were asked for: it may count all. */
  | { readonly kind: 'filtered'; readonly items: number; readonly of: number }
  | { readonly kind: 'filteredPages'; readonly pages: number; readonly of: number }
  /** It counts more pages than it sent, and no more items. */
  | { readonly kind: 'countsDiffer'; readonly pages: number; readonly of: number }
  /** The list became longer or shorter while it was read, and not all that it once had has come. */
  | { readonly kind: 'changed'; readonly items: number; readonly from: number; readonly to: number }
  /** More items or pages have come than the server counts. */
  | { readonly kind: 'exceeds'; readonly items: number; readonly of: number }
  | { readonly kind: 'exceedsPages'; readonly pages: number; readonly of: number }
  /** It counts more items on a page than the page has. */
  | { readonly kind: 'miscounts'; readonly items: number; readonly of: number }
  /** A page or a cursor that came a second time is the only sign of an end. */
  | { readonly kind: 'repeatsAtEnd'; readonly items: number }
  /** The page is as full as it can be, and nothing says whether another one follows. */
  | { readonly kind: 'full'; readonly items: number };

/** How the end of a list showed. */
export type EndOfList =
  /** The response itself, or the totals, say that the last page has come. */
  | 'told'
  | 'emptyPage'
  /** Nothing new came any more. */
  | 'repeated'
  /** The server gave a cursor that it had given before, or cursors without anything new. */
  | 'sameCursor'
  | 'stopped';

export interface ListEvidence {
  readonly end: EndOfList;
  /** Items that came, each counted once, and those before the page that was begun at. */
  readonly items: number;
  /** Pages that brought nothing new. */
  readonly repeatedPages: number;
  /** As the server counted the items: at first, at the most, at last; undefined where it does not count. */
  readonly totals: Totals | undefined;
  /** The number of the last page that came, and how many pages there are by that page; the most that any page told. */
  readonly pages: { readonly number: number; readonly of: number; readonly most: number } | undefined;
  /** Pages that have other numbers of items than they say, and than the server counts in all. */
  readonly miscounted: readonly { readonly items: number; readonly of: number }[];
  readonly isFiltered: boolean;
  /** What the last page says of more that follows. */
  readonly more: boolean | undefined;
  /** Whether the last page was as full as it can be, while nothing in it is about an end. */
  readonly isFull: boolean;
}

export interface Totals {
  readonly first: number;
  readonly most: number;
  readonly last: number;
}

export function judgeCompleteness(evidence: ListEvidence): Completeness {
  const lack = lackOf(evidence);
  if (lack) return { kind: 'incomplete', why: lack };
  const doubt = doubtOf(evidence);
  return doubt ? { kind: 'unknown', why: doubt } : { kind: 'complete' };
}

function lackOf({ end, items, repeatedPages, totals, pages, isFiltered, more }: ListEvidence): Lack | undefined {
  if (end === 'stopped') return { kind: 'stopped' };
  if (more === true && end !== 'sameCursor') return { kind: 'more', items };
  if (isFiltered) return undefined;
  if (totals && items < totals.last && totals.last <= totals.first)
    return { kind: end === 'repeated' || repeatedPages > 0 ? 'repeats' : 'fewer', items, of: totals.last };
  if (pages && pages.number < pages.of && !(totals && items >= totals.last))
    return { kind: 'fewerPages', pages: pages.number, of: pages.of };
  return undefined;
}

function doubtOf({ end, items, totals, pages, miscounted, isFull, isFiltered }: ListEvidence): Doubt | undefined {
  if (totals) {
    const { first, most, last } = totals;
    const isMoved = pages !== undefined || items < last;
    if (items < most && isMoved && (first !== last || most !== last))
      return { kind: 'changed', items, from: first, to: last };
    if (items < last && isFiltered) return { kind: 'filtered', items, of: last };
    if (items > most) return { kind: 'exceeds', items, of: most };
  }
  if (pages) {
    if (pages.number < pages.of)
      return { kind: isFiltered ? 'filteredPages' : 'countsDiffer', pages: pages.number, of: pages.of };
    if (pages.number > pages.most) return { kind: 'exceedsPages', pages: pages.number, of: pages.most };
  }
  const wrong = miscounted.find(({ of }) => of !== items);
  if (wrong) return { kind: 'miscounts', ...wrong };
  if (end === 'sameCursor' || (end === 'repeated' && totals === undefined)) return { kind: 'repeatsAtEnd', items };
  return isFull && totals === undefined ? { kind: 'full', items } : undefined;
}

/** Why a list is not complete, or may not be, as a clause: `20 of 60 items: the server repeats a page`. */
export function tellDoubt(why: Lack | Doubt): string {
  switch (why.kind) {
    case 'stopped':
      return 'it was not read to its end';
    case 'fewer':
      return `${some(why)}: the server counts more than it sends`;
    case 'repeats':
      return `${some(why)}: the server repeats a page`;
    case 'fewerPages':
      return `${somePages(why)}: the server counts more than it sends`;
    case 'more':
      return `${formatQuantity(why.items, 'item')}: the server says that more follow, but not how to ask for them`;
    case 'filtered':
      return `${some(why)}: the server may count more than was asked for`;
    case 'filteredPages':
      return `${somePages(why)}: the server may count more than was asked for`;
    case 'countsDiffer':
      return `${somePages(why)}: the server counts more pages than it sends, and no more items`;
    case 'changed':
      return `${formatQuantity(why.items, 'item')}: the list went from ${formatCount(why.from)} to ${formatCount(why.to)} items while it was read`;
    case 'exceeds':
      return `${formatQuantity(why.items, 'item')}, but the server counts only ${formatCount(why.of)}`;
    case 'exceedsPages':
      return `${formatQuantity(why.pages, 'page')}, but the server counts only ${formatCount(why.of)}`;
    case 'miscounts':
      return `the server counts ${formatQuantity(why.of, 'item')} on a page that has ${formatCount(why.items)}`;
    case 'repeatsAtEnd':
      return `${formatQuantity(why.items, 'item')}: the server repeats a page or a cursor and does not say whether more follow`;
    case 'full':
      return `${formatQuantity(why.items, 'item')}: the page is full, and the server does not say whether more follow`;
  }
}

function some({ items, of }: { readonly items: number; readonly of: number }): string {
  return `${formatCount(items)} of ${formatQuantity(of, 'item')}`;
}

function somePages({ pages, of }: { readonly pages: number; readonly of: number }): string {
  return `${formatCount(pages)} of ${formatQuantity(of, 'page')}`;
}
