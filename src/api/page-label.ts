// Where in a list a page is, in words: "page 2/20 · 101–200 of 2,000". Pure. It says only what is known: a total that
// the pages contradict is "at most", and an offset that cannot be known is left out.

import { formatCount } from '../text/numbers.ts';
import { isNumbered, knownLastPage } from './pagination.ts';
import type { PageInfo } from './recognise.ts';

/** The label of the page at `at`; '' where the answer is no list or there is no such page. */
export function pageLabel(pages: readonly PageInfo[], at: number): string {
  const page = pages[at];
  if (page === undefined) return '';
  if (page.kind === 'none' || page.kind === 'whole') return page.count === undefined ? '' : tellItems(page.count);
  const place = isNumbered(page) ? numberedPlace(pages, page) : cursorPlace(pages, at);
  if (page.count === undefined) return place;
  return `${place} · ${tellRange(pages, at, page, page.count)}`;
}

function numberedPlace(pages: readonly PageInfo[], page: PageInfo): string {
  const number = page.number ?? 1;
  const last = page.count === 0 ? page.lastPage : knownLastPage(pages);
  return `page ${formatCount(number)}${last === undefined || last < number ? '' : `/${formatCount(last)}`}`;
}

function cursorPlace(pages: readonly PageInfo[], at: number): string {
  if (pages[0]?.cursor !== undefined) return `page ${formatCount(at + 1)} from the cursor`;
  return `page ${formatCount(at + 1)}${pages.at(-1)?.isEnd === true ? `/${formatCount(pages.length)}` : ''}`;
}

function tellRange(pages: readonly PageInfo[], at: number, page: PageInfo, count: number): string {
  const before = isNumbered(page) ? itemsBeforeNumbered(pages, page) : itemsBeforeCursor(pages, at);
  if (count === 0 || before === undefined) return tellItems(count);
  const from = before + 1;
  const to = before + count;
  const range = from === to ? formatCount(from) : `${formatCount(from)}–${formatCount(to)}`;
  return range + tellTotal(pages, page, to);
}

/** Whole pages of the returned size before this one; else the pages seen, where none is missing. */
function itemsBeforeNumbered(pages: readonly PageInfo[], page: PageInfo): number | undefined {
  if (page.offset !== undefined) return page.offset;
  const number = page.number ?? 1;
  if (number === 1) return 0;
  if (page.perPage !== undefined && !pages.some(isShortInside)) return (number - 1) * page.perPage;
  let sum = 0;
  for (let earlier = 1; earlier < number; earlier++) {
    const count = pages.find((seen) => seen.number === earlier)?.count;
    if (count === undefined) return undefined;
    sum += count;
  }
  return sum;
}

function itemsBeforeCursor(pages: readonly PageInfo[], at: number): number | undefined {
  if (pages[0]?.cursor !== undefined) return undefined;
  let sum = 0;
  for (const { count } of pages.slice(0, at)) {
    if (count === undefined) return undefined;
    sum += count;
  }
  return sum;
}

function tellTotal(pages: readonly PageInfo[], page: PageInfo, to: number): string {
  const total = page.totalCount;
  const proven = isNumbered(page) ? provenNumberedTotal(pages) : provenCursorTotal(pages);
  if (proven !== undefined) return ` of ${formatCount(proven)}`;
  if (total === undefined || total < to) return '';
  return `${pages.some(isShortInside) ? ' of at most ' : ' of '}${formatCount(total)}`;
}

/** The number of items of a list whose every page was seen. */
function provenNumberedTotal(pages: readonly PageInfo[]): number | undefined {
  const last = knownLastPage(pages);
  const end = pages.find((page) => page.number === last);
  if (end?.isEnd !== true && !pages.some((page) => page.count === 0)) return undefined;
  if (end === undefined) return undefined;
  const before = itemsBeforeNumbered(pages, end);
  return before === undefined || end.count === undefined ? undefined : before + end.count;
}

function provenCursorTotal(pages: readonly PageInfo[]): number | undefined {
  const end = pages.at(-1);
  if (end?.isEnd !== true || end.count === undefined) return undefined;
  const before = itemsBeforeCursor(pages, pages.length - 1);
  return before === undefined ? undefined : before + end.count;
}

/** A page that is not full although the totals say that more follows: the server counted before it filtered. */
function isShortInside(page: PageInfo): boolean {
  return (
    isNumbered(page) &&
    page.count !== undefined &&
    page.perPage !== undefined &&
    page.count < page.perPage &&
    page.lastPage !== undefined &&
    (page.number ?? 1) < page.lastPage
  );
}

function tellItems(count: number): string {
  return count === 1 ? '1 item' : `${formatCount(count)} items`;
}
