// Lists in pages: recognises how an answer is paged and decides where the next, previous, first, last and n-th page is.
// Pure; it must not know how pages are fetched or kept. The trap: servers clamp per_page, repeat their last page, count
// before the filter, or give the same cursor for ever. Every rule here is chosen so that walking `next` always ends.

/** The facts of one answer. */
export interface PageFacts {
  /** The decoded query of the request, in order. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The envelope's `result_info`, as it came. */
  readonly resultInfo: unknown;
  /** Length of the list in `result`; undefined where `result` holds no list. */
  readonly count: number | undefined;
  /**
   * What tells the first item from all others: its id, or its source text where it has none. It is what unmasks a
   * server that repeats a page; undefined only for an empty or absent list.
   */
  readonly firstId: string | undefined;
}

export type PageKind = 'page' | 'cursor' | 'cursors' | 'none';

export interface PageInfo {
  readonly kind: PageKind;
  /** The page that was asked for, 1 …; undefined for cursor lists, whose pages have only an order. */
  readonly number: number | undefined;
  /** The page that the server says it sent. */
  readonly reportedNumber: number | undefined;
  /** As the server returned it, which may be less than was asked for. */
  readonly perPage: number | undefined;
  readonly count: number | undefined;
  /** As reported. Cloudflare documents it as the count without the search parameters: an upper bound. */
  readonly totalCount: number | undefined;
  /** The last page by the server's totals: an upper bound too. */
  readonly lastPage: number | undefined;
  /** The cursor this page was asked with. */
  readonly cursor: string | undefined;
  /** The cursor of the page after this one; undefined at the end. */
  readonly nextCursor: string | undefined;
  readonly firstId: string | undefined;
  /** True where the list is known to end here: by the answer itself, or by markEnd after a repeated page. */
  readonly isEnd: boolean;
}

export type Move =
  | { readonly type: 'seen'; readonly index: number }
  /** Set these query parameters (undefined removes one) and send again. `number`: the page it will be, where known. */
  | {
      readonly type: 'request';
      readonly set: Readonly<Record<string, string | undefined>>;
      readonly number: number | undefined;
    }
  | { readonly type: 'impossible'; readonly reason: string };

/**
 * Pages in a row that prove no progress (no item that could be told from others) before `next` refuses. A cursor list
 * may hold empty pages in its middle (deleted keys in KV), so the first one is not yet the end.
 */
const LONGEST_UNPROVEN_RUN = 25;

/**
 * Recognises the kind of an answer. A cursor in the answer or in the request makes a cursor list; `page`, `total_pages`
 * or `total_count` in `result_info`, or `page` in the request, a numbered one.
 */
export function recognisePage(facts: PageFacts): PageInfo {
  const info = isRecord(facts.resultInfo) ? facts.resultInfo : {};
  const askedCursor = lastValue(facts.query, 'cursor');
  const askedNumber = readWhole(lastValue(facts.query, 'page'));
  const reportedNumber = readWhole(info.page);
  const totalPages = readWhole(info.total_pages);
  const totalCount = readWhole(info.total_count);
  const count = facts.count ?? readWhole(info.count);
  const common = { count, perPage: positive(readWhole(info.per_page)), totalCount, firstId: facts.firstId };

  if (isRecord(info.cursors)) return cursorPage('cursors', info.cursors.after, askedCursor, common);
  if (typeof info.cursor === 'string' || askedCursor !== undefined) {
    return cursorPage('cursor', info.cursor, askedCursor, common);
  }
  const isNumbered =
    count !== undefined &&
    (reportedNumber !== undefined || totalPages !== undefined || totalCount !== undefined || askedNumber !== undefined);
  if (isNumbered) {
    // The number asked for wins: some servers report page 1 for ever, and a clamped number shows by its first item.
    const number = positive(askedNumber) ?? positive(reportedNumber) ?? 1;
    const lastPage = reportedLastPage(common, totalPages, number);
    const isShort = common.perPage !== undefined && count < common.perPage;
    const isEnd = count === 0 || (lastPage === undefined ? isShort : number >= lastPage);
    const cursors = { cursor: undefined, nextCursor: undefined };
    return { kind: 'page', number, reportedNumber, lastPage, isEnd, ...common, ...cursors };
  }
  return {
    kind: 'none',
    number: undefined,
    reportedNumber: undefined,
    lastPage: undefined,
    cursor: undefined,
    nextCursor: undefined,
    isEnd: true,
    ...common,
  };
}

/**
 * True where an answer brings a page that was seen before, so that the list had ended before it: the same first item,
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

/** The pages with the one at `at` known to be the last: for the caller that has fetched a repeat of it. */
export function markEnd(pages: readonly PageInfo[], at: number): readonly PageInfo[] {
  return pages.map((page, index) => (index === at ? { ...page, isEnd: true } : page));
}

/**
 * The page after `at`. A short page is the end only where no totals say more: filters make pages short while later
 * ones hold items. An empty numbered page is the end whatever the totals say.
 */
export function nextMove(pages: readonly PageInfo[], at: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (page.kind === 'none') return impossible(page.count === undefined ? NO_LIST : ONE_PAGE);
  if (page.kind !== 'page') return nextByCursor(pages, at, page);
  const number = (page.number ?? 1) + 1;
  const seen = findNumber(pages, number);
  if (seen !== undefined) return { type: 'seen', index: seen };
  const last = knownLastPage(pages);
  if (page.isEnd || (last !== undefined && number > last)) return impossible(LAST_PAGE);
  if (last === undefined && isUnprovenRun(pages)) return impossible(UNPROVEN_RUN);
  return requestNumber(number);
}

export function previousMove(pages: readonly PageInfo[], at: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (page.kind === 'none') return impossible(page.count === undefined ? NO_LIST : ONE_PAGE);
  if (page.kind !== 'page') {
    if (at > 0) return { type: 'seen', index: at - 1 };
    return impossible(page.cursor === undefined ? FIRST_PAGE : STARTED_AT_CURSOR);
  }
  const number = (page.number ?? 1) - 1;
  if (number < 1) return impossible(FIRST_PAGE);
  return moveToNumber(pages, number);
}

export function firstMove(pages: readonly PageInfo[], at: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (page.kind === 'none') return impossible(page.count === undefined ? NO_LIST : ONE_PAGE);
  if (page.kind === 'page') return page.number === 1 ? impossible(FIRST_PAGE) : moveToNumber(pages, 1);
  if (pages[0]?.cursor !== undefined) return impossible(STARTED_AT_CURSOR);
  return at === 0 ? impossible(FIRST_PAGE) : { type: 'seen', index: 0 };
}

export function lastMove(pages: readonly PageInfo[], at: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (page.kind === 'none') return impossible(page.count === undefined ? NO_LIST : ONE_PAGE);
  if (page.kind === 'page') {
    const last = knownLastPage(pages);
    if (last === undefined) return impossible('this list does not say which page is its last');
    return page.number === last ? impossible(LAST_PAGE) : moveToNumber(pages, last);
  }
  const index = pages.length - 1;
  if (nextMove(pages, index).type !== 'impossible') return impossible('cursor lists know no last page');
  return at === index ? impossible(LAST_PAGE) : { type: 'seen', index };
}

/** The page with number `n` (1 …). A cursor list reaches the pages seen and the one after them. */
export function goToMove(pages: readonly PageInfo[], at: number, n: number): Move {
  const page = pages[at];
  if (page === undefined) return impossible(NO_PAGE);
  if (page.kind === 'none') return impossible(page.count === undefined ? NO_LIST : ONE_PAGE);
  if (!Number.isSafeInteger(n) || n < 1) return impossible('pages are numbered from 1');
  if (page.kind !== 'page') {
    if (n <= pages.length) return { type: 'seen', index: n - 1 };
    if (n === pages.length + 1) return nextMove(pages, pages.length - 1);
    return impossible('cursor lists go forward one page at a time');
  }
  const last = knownLastPage(pages);
  if (last !== undefined && n > last && findNumber(pages, n) === undefined)
    return impossible(`the last page is ${last}`);
  return moveToNumber(pages, n);
}

/**
 * The number of the last page of a numbered list, as far as the pages seen tell: an empty page or a known end beats
 * the totals, which may count more than the list holds.
 */
export function knownLastPage(pages: readonly PageInfo[]): number | undefined {
  const bounds = pages.flatMap((page) => {
    if (page.kind !== 'page' || page.number === undefined) return [];
    if (page.count === 0) return [Math.max(1, page.number - 1)];
    if (page.isEnd) return [page.number];
    return page.lastPage === undefined ? [] : [page.lastPage];
  });
  return bounds.length === 0 ? undefined : Math.min(...bounds);
}

const NO_PAGE = 'there is no page yet';
const NO_LIST = 'this answer is no list';
const ONE_PAGE = 'this list came whole, without pages';
const FIRST_PAGE = 'this is the first page';
const LAST_PAGE = 'this is the last page';
const STARTED_AT_CURSOR = 'this list was started at a cursor: take it out of the request to begin at the first page';
const REPEATED_CURSOR = 'the server gave a cursor it had given before: that was the end';
const UNPROVEN_RUN = `${LONGEST_UNPROVEN_RUN} pages in a row brought nothing new`;

type CommonFacts = Pick<PageInfo, 'count' | 'perPage' | 'totalCount' | 'firstId'>;

function cursorPage(
  kind: 'cursor' | 'cursors',
  after: unknown,
  asked: string | undefined,
  common: CommonFacts,
): PageInfo {
  const nextCursor = typeof after === 'string' && after !== '' ? after : undefined;
  return {
    kind,
    number: undefined,
    reportedNumber: undefined,
    lastPage: undefined,
    cursor: asked === '' ? undefined : asked,
    nextCursor,
    isEnd: nextCursor === undefined || nextCursor === asked,
    ...common,
  };
}

function nextByCursor(pages: readonly PageInfo[], at: number, page: PageInfo): Move {
  if (page.isEnd || page.nextCursor === undefined) return impossible(LAST_PAGE);
  if (pages[at + 1] !== undefined) return { type: 'seen', index: at + 1 };
  if (pages.some(({ cursor }) => cursor === page.nextCursor)) return impossible(REPEATED_CURSOR);
  if (isUnprovenRun(pages)) return impossible(UNPROVEN_RUN);
  return {
    type: 'request',
    set: { cursor: page.nextCursor },
    number: pages[0]?.cursor === undefined ? at + 2 : undefined,
  };
}

/**
 * The last page by the totals; undefined where there are none or they contradict the page itself (fewer items or pages
 * than it proves). total_count is divided by the returned per_page, never by the one asked for.
 */
function reportedLastPage(common: CommonFacts, totalPages: number | undefined, number: number): number | undefined {
  const { count = 0, perPage, totalCount } = common;
  const pageBefore = count > 0 ? number : number - 1;
  if (totalPages !== undefined && totalPages > 0 && totalPages >= pageBefore) return totalPages;
  if (totalCount === undefined) return undefined;
  if (perPage === undefined) return number === 1 && count > 0 && count === totalCount ? 1 : undefined;
  const fromCount = Math.ceil(totalCount / perPage);
  return fromCount > 0 && fromCount >= pageBefore ? fromCount : undefined;
}

function isUnprovenRun(pages: readonly PageInfo[]): boolean {
  return (
    pages.length >= LONGEST_UNPROVEN_RUN &&
    pages.slice(-LONGEST_UNPROVEN_RUN).every(({ firstId }) => firstId === undefined)
  );
}

function moveToNumber(pages: readonly PageInfo[], number: number): Move {
  const seen = findNumber(pages, number);
  return seen === undefined ? requestNumber(number) : { type: 'seen', index: seen };
}

function requestNumber(number: number): Move {
  return { type: 'request', set: { page: String(number) }, number };
}

function findNumber(pages: readonly PageInfo[], number: number): number | undefined {
  const index = pages.findIndex((page) => page.number === number);
  return index === -1 ? undefined : index;
}

function impossible(reason: string): Move {
  return { type: 'impossible', reason };
}

/** The last of several parameters with one name: the one servers commonly take. */
function lastValue(query: PageFacts['query'], name: string): string | undefined {
  return query.findLast(([key]) => key === name)?.[1];
}

/** A whole number from 0, also where a server or a query wrote it as text. */
function readWhole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function positive(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
