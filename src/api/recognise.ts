// Recognises how a response is paged: reconciles what the response shows with what the catalog says of its operation.
// The response has the first word, since descriptions are wrong more often than answers; the catalog's hint decides only
// where the response is silent. It must not know how pages are fetched or kept.
import { isRecord } from '../json/values.ts';

/** The facts of one response. */
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
  /** Scalars that stand beside the list: in `result` where the list is inside it (`result.next_page_token`). */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** Scalars of the first and of the last item, where lists are cut by time. */
  readonly ends?: readonly [first: Readonly<Record<string, unknown>>, last: Readonly<Record<string, unknown>>];
  readonly hint?: PagingHint | undefined;
}

/** What the catalog says of an operation's paging. */
export interface PagingHint {
  readonly kind: PagingKind;
  /** The query parameter that asks for another page: `page`, `cursor`, `page_token`, `offset`. */
  readonly parameter?: string;
  /** The query parameter with the number of items a page: `per_page`, `limit`, `page_size`. */
  readonly sizeParameter?: string;
  /** Items a page where the request does not say. */
  readonly initialSize?: number;
  /** Query parameters that bound a list by time: `until` and `since`, `before` and `after`. */
  readonly bounds?: TimeBounds;
}

interface TimeBounds {
  readonly upper: string;
  readonly lower: string;
}

/**
 * How the pages of a list are asked for. `page` and `offset` count; `cursor`, `token` and `time` give the place of the next
 * page only; a `whole` list has no pages.
 */
export type PagingKind = 'page' | 'offset' | 'cursor' | 'token' | 'time' | 'whole';

export interface PageInfo {
  /** `none` is no list at all. */
  readonly kind: PagingKind | 'none';
  /** The page that was asked for, 1 …; undefined for lists whose pages have only an order. */
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
  /** The items before this page, where an offset says so. */
  readonly offset: number | undefined;
  /** The query parameter that asks for another page; undefined where there is none. */
  readonly parameter: string | undefined;
  /** The query parameter that sets the size of a page, as far as is known. */
  readonly sizeParameter: string | undefined;
  /** The cursor, token or time this page was asked with. */
  readonly cursor: string | undefined;
  /** The same for the page after this one; undefined at the end. */
  readonly nextCursor: string | undefined;
  readonly firstId: string | undefined;
  /** True where the list is known to end here: by the response itself, or by markEnd after a repeated page. */
  readonly isEnd: boolean;
}

/**
 * Recognises the kind of a response. A cursor or token in the response or in the request makes a list that goes forward;
 * `page`, `total_pages` or `total_count` in `result_info`, or `page` in the request, a numbered one.
 */
export function recognisePage(facts: PageFacts): PageInfo {
  const info = isRecord(facts.resultInfo) ? facts.resultInfo : {};
  return (
    forwardPage(facts, info) ??
    offsetPage(facts, info) ??
    timePage(facts) ??
    numberedPage(facts, info) ?? { ...blank(facts, info), kind: facts.count === undefined ? 'none' : 'whole' }
  );
}

function blank(facts: PageFacts, info: Readonly<Record<string, unknown>>): PageInfo {
  return {
    kind: 'none',
    number: undefined,
    reportedNumber: undefined,
    perPage: positive(readWhole(info.per_page)),
    count: facts.count ?? readWhole(info.count),
    totalCount: readWhole(info.total_count),
    lastPage: undefined,
    offset: undefined,
    parameter: undefined,
    sizeParameter: undefined,
    cursor: undefined,
    nextCursor: undefined,
    firstId: facts.firstId,
    isEnd: true,
  };
}

/** Tokens of other names than `cursor`, and where they stand in the response: https://developers.cloudflare.com/api/. */
const TOKENS = [
  { parameter: 'page_token', inResponse: ['next_page_token'] },
  { parameter: 'continuation_token', inResponse: ['continuation_token'] },
] as const;

/** Names a cursor goes by beside a list inside `result`. */
const CURSORS_BESIDE = ['next_cursor', 'cursor'] as const;

function forwardPage(facts: PageFacts, info: Readonly<Record<string, unknown>>): PageInfo | undefined {
  const { hint, query, beside = {} } = facts;
  const forward = (kind: PagingKind, parameter: string, next: unknown): PageInfo => {
    const asked = lastValue(query, parameter);
    const nextCursor = readCursor(next);
    return {
      ...blank(facts, info),
      kind,
      parameter,
      sizeParameter: sizeParameter(facts, parameter === 'page_token' ? 'page_size' : 'per_page'),
      cursor: asked === '' ? undefined : asked,
      nextCursor,
      isEnd: nextCursor === undefined || nextCursor === asked,
    };
  };
  if (isRecord(info.cursors)) return forward('cursor', 'cursor', info.cursors.after);
  if (readCursor(info.cursor) !== undefined || info.cursor === '' || lastValue(query, 'cursor') !== undefined) {
    const inside = CURSORS_BESIDE.map((name) => beside[name]).find((value) => readCursor(value) !== undefined);
    return forward('cursor', 'cursor', info.cursor ?? inside ?? cursorByHint(hint, beside));
  }
  for (const { parameter, inResponse } of TOKENS) {
    const told = inResponse.flatMap((name) => [info[name], beside[name]]).find((value) => value !== undefined);
    if (told !== undefined || lastValue(query, parameter) !== undefined || hint?.parameter === parameter)
      return forward('token', parameter, told);
  }
  if (facts.count === undefined) return undefined;
  const inside = CURSORS_BESIDE.map((name) => beside[name]).find((value) => value !== undefined);
  if (inside !== undefined || hint?.kind === 'cursor')
    return forward('cursor', hint?.parameter ?? 'cursor', inside ?? cursorByHint(hint, beside));
  return undefined;
}

/** Some lists call their cursor just `next`, which is a cursor only where the operation takes one. */
function cursorByHint(hint: PagingHint | undefined, beside: Readonly<Record<string, unknown>>): unknown {
  return hint?.kind === 'cursor' ? beside.next : undefined;
}

function offsetPage(facts: PageFacts, info: Readonly<Record<string, unknown>>): PageInfo | undefined {
  const { hint, query, count } = facts;
  const asked = readWhole(lastValue(query, 'offset'));
  const reported = readWhole(info.offset);
  const isOffset = asked !== undefined || (hint?.kind === 'offset' && readWhole(info.page) === undefined);
  if (count === undefined || !isOffset || lastValue(query, 'page') !== undefined) return undefined;
  const offset = asked ?? reported ?? 0;
  const perPage =
    positive(readWhole(info.limit)) ??
    positive(readWhole(info.per_page)) ??
    positive(readWhole(lastValue(query, 'limit'))) ??
    hint?.initialSize ??
    (count > 0 ? count : undefined);
  const common = { ...blank(facts, info), perPage };
  const number = perPage === undefined ? 1 : Math.floor(offset / perPage) + 1;
  const lastPage = reportedLastPage(common, readWhole(info.total_pages), number);
  const reachesTotal = common.totalCount !== undefined && offset + count >= common.totalCount;
  const isShort = perPage !== undefined && count < perPage;
  return {
    ...common,
    kind: 'offset',
    number,
    offset,
    lastPage,
    parameter: 'offset',
    sizeParameter: sizeParameter(facts, 'limit'),
    isEnd: count === 0 || reachesTotal || (common.totalCount === undefined && isShort),
  };
}

/** Pairs of bounds that lists take; which pair an operation has, the request or the hint says. */
const BOUNDS: readonly TimeBounds[] = [
  { upper: 'until', lower: 'since' },
  { upper: 'before', lower: 'since' },
  { upper: 'before', lower: 'after' },
  { upper: 'end', lower: 'start' },
];

/** Item fields that say when, the likelier ones first. */
const TIME_FIELDS = ['created_at', 'when', 'datetime', 'timestamp', 'created', 'created_on', 'time', 'date'] as const;

function timePage(facts: PageFacts): PageInfo | undefined {
  const { hint, query, count, ends, resultInfo } = facts;
  const info = isRecord(resultInfo) ? resultInfo : {};
  const isCounted = ['page', 'total_pages', 'total_count'].some((name) => readWhole(info[name]) !== undefined);
  if (count === undefined || isCounted || lastValue(query, 'page') !== undefined) return undefined;
  if (hint !== undefined && hint.kind !== 'time') return undefined;
  const size = readWhole(lastValue(query, 'limit'));
  const bounds = hint?.bounds ?? BOUNDS.find(({ upper }) => lastValue(query, upper) !== undefined);
  if (bounds === undefined || (hint === undefined && size === undefined)) return undefined;
  const field = TIME_FIELDS.find((name) => ends?.every((item) => readTime(item[name]) !== undefined));
  const perPage = size ?? hint?.initialSize;
  const isShort = perPage !== undefined && count < perPage;
  const common = { ...blank(facts, info), perPage };
  if (field === undefined || ends === undefined) {
    return count === 0 || isShort
      ? { ...common, kind: 'time', parameter: bounds.upper, sizeParameter: sizeParameter(facts, 'limit') }
      : undefined;
  }
  const [first, last] = ends.map((item) => readTime(item[field]) ?? 0) as [number, number];
  // The newest first, as logs come, unless the page itself shows the other order.
  const parameter = first < last ? bounds.lower : bounds.upper;
  const asked = lastValue(query, parameter);
  const nextCursor = isShort ? undefined : String(ends[1][field]);
  return {
    ...common,
    kind: 'time',
    parameter,
    sizeParameter: sizeParameter(facts, 'limit'),
    cursor: asked,
    nextCursor,
    isEnd: nextCursor === undefined || nextCursor === asked,
  };
}

function numberedPage(facts: PageFacts, info: Readonly<Record<string, unknown>>): PageInfo | undefined {
  const { hint, query } = facts;
  const askedNumber = readWhole(lastValue(query, 'page'));
  const reportedNumber = readWhole(info.page);
  const totalPages = readWhole(info.total_pages);
  const common = blank(facts, info);
  const { count, perPage, totalCount } = common;
  const isNumbered = [reportedNumber, totalPages, totalCount, askedNumber].some((value) => value !== undefined);
  if (count === undefined || (!isNumbered && hint?.kind !== 'page')) return undefined;
  // The number asked for wins: some servers report page 1 for ever, and a clamped number shows by its first item.
  const number = positive(askedNumber) ?? positive(reportedNumber) ?? 1;
  const lastPage = reportedLastPage({ count, perPage, totalCount }, totalPages, number);
  const isShort = perPage !== undefined && count < perPage;
  return {
    ...common,
    kind: 'page',
    number,
    reportedNumber,
    lastPage,
    parameter: 'page',
    sizeParameter: sizeParameter(facts, 'per_page'),
    isEnd: count === 0 || (lastPage === undefined ? isShort : number >= lastPage),
  };
}

/**
 * The last page by the totals; undefined where there are none or they contradict the page itself (fewer items or pages
 * than it proves). total_count is divided by the returned per_page, never by the one asked for.
 */
function reportedLastPage(
  { count = 0, perPage, totalCount }: Pick<PageInfo, 'count' | 'perPage' | 'totalCount'>,
  totalPages: number | undefined,
  number: number,
): number | undefined {
  const pageBefore = count > 0 ? number : number - 1;
  if (totalPages !== undefined && totalPages > 0 && totalPages >= pageBefore) return totalPages;
  if (totalCount === undefined) return undefined;
  if (perPage === undefined) return number === 1 && count > 0 && count === totalCount ? 1 : undefined;
  const fromCount = Math.ceil(totalCount / perPage);
  return fromCount > 0 && fromCount >= pageBefore ? fromCount : undefined;
}

/** The size parameter that the request uses or the catalog names; else the usual one of the kind. */
function sizeParameter({ hint, query }: PageFacts, usual: string): string {
  const used = ['per_page', 'limit', 'page_size'].find((name) => lastValue(query, name) !== undefined);
  return hint?.sizeParameter ?? used ?? usual;
}

/** The last of several parameters with one name: the one servers commonly take. */
function lastValue(query: PageFacts['query'], name: string): string | undefined {
  return query.findLast(([key]) => key === name)?.[1];
}

/** Some lists have numbers for cursors. */
function readCursor(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Milliseconds since the epoch of an RFC 3339 text; undefined for anything else. */
function readTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** A whole number from 0, also where a server or a query wrote it as text. */
function readWhole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function positive(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}
