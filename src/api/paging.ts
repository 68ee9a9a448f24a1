// Lists in pages: decides where the next, previous, first, last and n-th page is, from the pages seen so far.
// It must not know how pages are fetched or kept. The trap: servers clamp per_page, repeat their last page, count
// before the filter, or give the same cursor for ever. Every rule here is chosen so that walking `next` always ends.
import { formatCount, formatQuantity } from '../text/numbers.ts';
import type { Failure } from './failures.ts';
import { type PageFacts, type PageInfo, sizeParameters } from './recognise.ts';

/** Query parameters to set on the request for a page; undefined removes one. */
export type PageQuery = Readonly<Record<string, string | undefined>>;

export type Move =
  | { readonly type: 'seen'; readonly index: number }
  /** Set these and send again. `number`: the page it will be, where known. */
  | {
      readonly type: 'request';
      readonly set: PageQuery;
      readonly number: number | undefined;
    }
  | { readonly type: 'impossible'; readonly reason: string };

/**
 * Pages in a row that prove no progress (no item that could be told from others) before `next` refuses. A cursor list
 * may hold empty pages in its middle (deleted keys in KV), so the first one is not yet the end.
 */
const LONGEST_UNPROVEN_RUN = 25;

/**
 * True where a response brings a page that was seen before, so that the list had ended before it: the same first item,
 * or, of items without identity, the number of a page already seen instead of the one asked for.
 * `pages` are the pages seen so far, without `info`.
 */
export function isRepeat(pages: readonly PageInfo[], info: PageInfo): boolean {
  if (info.firstId !== undefined) return pages.some((page) => page.firstId === info.firstId);
  return (
    info.reportedNumber !== undefined &&
    info.reportedNumber !== info.number &&
    pages.some((page) => page.number === info.reportedNumber)
  );
}

/**
 * The pages with the one at `at` taken for the last: for the caller that asked for the next one and got nothing new. An empty page
 * proves it; an earlier page in its place does not, unless the page says so itself.
 */
export function markEnd(pages: readonly PageInfo[], at: number, by: 'repeat' | 'empty page'): readonly PageInfo[] {
  return pages.map((page, index) =>
    index === at ? { ...page, isEnd: true, isEndDoubtful: by === 'repeat' && !page.isEnd } : page,
  );
}

/**
 * The page after `at`. A short page is the end only where no totals say more: filters make pages short while later
 * ones hold items. An empty numbered page is the end whatever the totals say.
 */
export function nextMove(pages: readonly PageInfo[], at: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (isUnpaged(page)) return impossible(page.kind === 'none' ? NO_LIST : ONE_PAGE);
  if (!isNumbered(page)) return nextByCursor(pages, at, page);
  const number = (page.number ?? 1) + 1;
  const seen = findNumber(pages, number);
  if (seen !== undefined) return { type: 'seen', index: seen };
  const last = knownLastPage(pages);
  if (page.isEnd || (last !== undefined && number > last)) return impossible(reasonAtEnd(page));
  if (last === undefined && isUnprovenRun(pages)) return impossible(UNPROVEN_RUN);
  return requestNumber(page, number);
}

export function previousMove(pages: readonly PageInfo[], at: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (isUnpaged(page)) return impossible(page.kind === 'none' ? NO_LIST : ONE_PAGE);
  if (!isNumbered(page)) {
    if (at > 0) return { type: 'seen', index: at - 1 };
    return impossible(page.cursor === undefined ? FIRST_PAGE : STARTED_AT_CURSOR);
  }
  const number = (page.number ?? 1) - 1;
  if (number < 1) return impossible(FIRST_PAGE);
  return moveToNumber(pages, page, number);
}

export function firstMove(pages: readonly PageInfo[], at: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (isUnpaged(page)) return impossible(page.kind === 'none' ? NO_LIST : ONE_PAGE);
  if (isNumbered(page)) return page.number === 1 ? impossible(FIRST_PAGE) : moveToNumber(pages, page, 1);
  if (pages[0]?.cursor !== undefined) return impossible(STARTED_AT_CURSOR);
  return at === 0 ? impossible(FIRST_PAGE) : { type: 'seen', index: 0 };
}

export function lastMove(pages: readonly PageInfo[], at: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (isUnpaged(page)) return impossible(page.kind === 'none' ? NO_LIST : ONE_PAGE);
  if (isNumbered(page)) {
    const last = knownLastPage(pages);
    if (last === undefined) return impossible('this list does not report its last page');
    return page.number === last ? impossible(LAST_PAGE) : moveToNumber(pages, page, last);
  }
  const index = pages.length - 1;
  if (nextMove(pages, index).type !== 'impossible') return impossible('a list paged by cursor has no last page number');
  return at === index ? impossible(LAST_PAGE) : { type: 'seen', index };
}

/** The page with number `n` (1 …). A cursor list reaches the pages seen and the one after them. */
export function goToMove(pages: readonly PageInfo[], at: number, n: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (isUnpaged(page)) return impossible(page.kind === 'none' ? NO_LIST : ONE_PAGE);
  if (!Number.isSafeInteger(n) || n < 1) return impossible('pages are numbered from 1');
  if (!isNumbered(page)) {
    if (n <= pages.length) return { type: 'seen', index: n - 1 };
    if (n === pages.length + 1) return nextMove(pages, pages.length - 1);
    return impossible('a list paged by cursor goes forward one page at a time');
  }
  const last = knownLastPage(pages);
  if (last !== undefined && n > last && findNumber(pages, n) === undefined)
    return impossible(`the last page is ${last}`);
  return moveToNumber(pages, page, n);
}

/**
 * The number of the last page of a numbered list, as far as the pages seen tell: an empty page or a known end beats
 * the totals, which may count more than the list holds.
 */
export function knownLastPage(pages: readonly PageInfo[]): number | undefined {
  const bounds = pages.flatMap((page) => {
    if (!isNumbered(page) || page.number === undefined) return [];
    if (page.count === 0) return [Math.max(1, page.number - 1)];
    if (page.isEnd) return [page.number];
    return page.lastPage === undefined ? [] : [page.lastPage];
  });
  return bounds.length === 0 ? undefined : Math.min(...bounds);
}

/** True for lists whose pages have numbers. */
export function isNumbered(page: PageInfo): boolean {
  return page.kind === 'page' || page.kind === 'offset';
}

function isUnpaged(page: PageInfo): boolean {
  return page.kind === 'none' || page.kind === 'whole';
}

const NO_PAGE = 'there is no page yet';
const NO_LIST = 'this response is not a list';
const ONE_PAGE = 'this list has no pages';
const FIRST_PAGE = 'this is the first page';
const LAST_PAGE = 'this is the last page';
const STARTED_AT_CURSOR = 'this list started at a cursor: remove it from the request to begin at the first page';
const REPEATED_PAGE = 'the server repeats a page from here on, so there is no way to a next one';
const REPEATED_CURSOR = 'the server repeated a cursor, so there is no way to a next page';
const UNPROVEN_RUN = `${LONGEST_UNPROVEN_RUN} pages in a row had no new items`;

function nextByCursor(pages: readonly PageInfo[], at: number, page: PageInfo): Move {
  if (page.isEnd || page.nextCursor === undefined) return impossible(reasonAtEnd(page));
  if (pages[at + 1] !== undefined) return { type: 'seen', index: at + 1 };
  if (pages.some(({ cursor }) => cursor === page.nextCursor)) return impossible(REPEATED_CURSOR);
  if (isUnprovenRun(pages)) return impossible(UNPROVEN_RUN);
  return {
    type: 'request',
    set: { [page.parameter ?? 'cursor']: page.nextCursor },
    number: pages[0]?.cursor === undefined ? at + 2 : undefined,
  };
}

function reasonAtEnd(page: PageInfo): string {
  if (page.isEndDoubtful !== true) return LAST_PAGE;
  return isNumbered(page) ? REPEATED_PAGE : REPEATED_CURSOR;
}

/** True where an earlier page that came again is all that tells of the list's end, and nothing is counted. */
export function mayGoOn(pages: readonly PageInfo[]): boolean {
  const last = pages.find(({ isEndDoubtful }) => isEndDoubtful === true);
  return last !== undefined && last.totalCount === undefined;
}

function isUnprovenRun(pages: readonly PageInfo[]): boolean {
  return (
    pages.length >= LONGEST_UNPROVEN_RUN &&
    pages.slice(-LONGEST_UNPROVEN_RUN).every(({ firstId }) => firstId === undefined)
  );
}

function moveToNumber(pages: readonly PageInfo[], page: PageInfo, number: number): Move {
  const seen = findNumber(pages, number);
  return seen === undefined ? requestNumber(page, number) : { type: 'seen', index: seen };
}

/** By number, or by the offset that its first item has; an offset that begins between two pages keeps its distance. */
function requestNumber(page: PageInfo, number: number): Move {
  return { type: 'request', set: placeQuery(page, number), number };
}

/** Asks for the page with this number, counted from one that is known. */
export function placeQuery(page: PageInfo, number: number): PageQuery {
  const { kind, parameter = kind, number: here = 1, offset = 0, firstOffset, perPage = 0, stride = perPage } = page;
  if (kind === 'page') return { [parameter]: String(number) };
  const distance = (number - here) * (number > here ? stride : perPage);
  return { [parameter]: String(Math.max(0, offset + distance) + firstOffset) };
}

function findNumber(pages: readonly PageInfo[], number: number): number | undefined {
  const index = pages.findIndex((page) => page.number === number);
  return index === -1 ? undefined : index;
}

function impossible(reason: string): Move {
  return { type: 'impossible', reason };
}

/** The label of the page at `at`; '' where the response is no list or there is no such page. */
export function pageLabel(pages: readonly PageInfo[], at: number): string {
  const page = pages[at];
  if (page === undefined) return '';
  if (page.kind === 'none' || page.kind === 'whole')
    return page.count === undefined ? '' : formatQuantity(page.count, 'item');
  const place = isNumbered(page) ? numberedPlace(pages, page) : cursorPlace(pages, at);
  const range = page.count === undefined ? '' : ` · ${tellRange(pages, at, page, page.count)}`;
  return `${place}${range}${page.isEndDoubtful === true && mayGoOn(pages) ? ' · perhaps not all' : ''}`;
}

function numberedPlace(pages: readonly PageInfo[], page: PageInfo): string {
  const number = page.number ?? 1;
  const last = page.count === 0 ? page.lastPage : mayGoOn(pages) ? undefined : knownLastPage(pages);
  return `page ${formatCount(number)}${last === undefined || last < number ? '' : `/${formatCount(last)}`}`;
}

function cursorPlace(pages: readonly PageInfo[], at: number): string {
  if (pages[0]?.cursor !== undefined) return `page ${formatCount(at + 1)} from the cursor`;
  const isWhole = pages.at(-1)?.isEnd === true && !mayGoOn(pages);
  return `page ${formatCount(at + 1)}${isWhole ? `/${formatCount(pages.length)}` : ''}`;
}

function tellRange(pages: readonly PageInfo[], at: number, page: PageInfo, count: number): string {
  const before = isNumbered(page) ? itemsBeforeNumbered(pages, page) : itemsBeforeCursor(pages, at);
  if (count === 0 || before === undefined) return formatQuantity(count, 'item');
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
  if (mayGoOn(pages)) return '';
  const total = page.totalCount;
  const proven = isNumbered(page) ? provenNumberedTotal(pages) : provenCursorTotal(pages);
  // Where nothing was left out, a server that counts more than it sends is quoted.
  const isAll = total === undefined || total <= (proven ?? 0) || pages[0]?.signs.isFiltered === true;
  if (proven !== undefined && isAll) return ` of ${formatCount(proven)}`;
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

/** Sizes that people and servers like, from which the next larger or smaller one is taken. */
const SIZES = [5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000];

/** The next larger (`step` 1) or smaller size of a page; undefined at either end. */
export function nextSize(size: number, step: 1 | -1): number | undefined {
  return step === 1 ? SIZES.find((candidate) => candidate > size) : SIZES.findLast((candidate) => candidate < size);
}

/** True for a failure that a smaller page may avoid: too slow, too large, or a size that the API refuses. */
export function isTooMuch({ failure }: { readonly failure: Failure }): boolean {
  if (failure.kind === 'timeout' || failure.kind === 'too-large') return true;
  if (failure.kind !== 'status' && failure.kind !== 'api') return false;
  if ([408, 413, 502, 504, 524].includes(failure.status)) return true;
  // A refusal names the parameter; its code differs from product to product.
  return failure.kind === 'api' && failure.status === 400 && /per_page|page_size|\blimit\b/.test(failure.happened);
}

/** The page that a request asks for, as far as its query says. */
export interface AskedPage {
  readonly sizeParameter: string;
  readonly size: number;
  /** Its number; undefined where the query does not say. */
  readonly number: number | undefined;
}

/** Undefined where the query asks for no size of pages. */
export function askedPage(query: PageFacts['query']): AskedPage | undefined {
  const found = query.findLast(([name, value]) => sizeParameters.includes(name) && /^[1-9]\d{0,8}$/.test(value));
  if (!found) return undefined;
  const page = query.findLast(([name]) => name === 'page')?.[1] ?? '';
  return { sizeParameter: found[0], size: Number(found[1]), number: /^\d{1,9}$/.test(page) ? Number(page) : undefined };
}

/** Asks for the same place in pages of half the size; undefined where they cannot be smaller. */
export function halved({
  sizeParameter,
  size,
  number,
}: AskedPage): (AskedPage & { readonly query: PageQuery }) | undefined {
  if (size < 2) return undefined;
  let half = Math.floor(size / 2);
  while (number !== undefined && number > 1 && size % half !== 0) half -= 1;
  const begins = number === undefined ? undefined : (number - 1) * (size / half) + 1;
  const page = begins === undefined ? {} : { page: String(begins) };
  return { sizeParameter, size: half, number: begins, query: { [sizeParameter]: String(half), ...page } };
}

/** Below this a page is small by any measure, and something else is slow. */
const smallPage = 20;

/** The failure of a request for a large page, with what has most likely made it fail. */
export function withLikelyCause(failure: Failure, asked: AskedPage | undefined): Failure {
  const isSlow =
    (failure.kind === 'timeout' && failure.phase !== 'connect') ||
    ((failure.kind === 'status' || failure.kind === 'api') && [504, 524].includes(failure.status));
  if (!isSlow || !asked || asked.size <= smallPage) return failure;
  const { sizeParameter, size } = asked;
  const half = Math.floor(size / 2);
  return { ...failure, next: `a page of ${formatCount(size)} items may be too many. Try ${sizeParameter}==${half}` };
}

/**
 * Half of a page's size, or the next lower divisor of it, so that pages still begin where pages began. Undefined where
 * the size is not known or is 1.
 *
 * @param asked sizes that were made smaller already
 */
export function lesserSize(
  info: PageInfo,
  asked: PageQuery,
): { readonly query: PageQuery; readonly size: number } | undefined {
  const { sizeParameter, perPage } = info;
  const before = sizeParameter === undefined ? undefined : Number(asked[sizeParameter] ?? perPage);
  if (sizeParameter === undefined || before === undefined || !Number.isInteger(before) || before < 2) return undefined;
  let size = Math.floor(before / 2);
  while (before % size !== 0) size -= 1;
  return { query: { [sizeParameter]: String(size) }, size };
}
