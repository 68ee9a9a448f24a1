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
  /** Members to go through from the document's root to the list. */
  readonly listAt?: readonly string[] | undefined;
  /** Scalars of the first and of the last item, where lists are cut by time. */
  readonly ends?: readonly [first: Readonly<Record<string, unknown>>, last: Readonly<Record<string, unknown>>];
  readonly hint?: PagingHint | undefined;
}

/** What the catalog says of an operation's paging. */
export interface PagingHint {
  /** Undefined where only the place of the list is known. */
  readonly kind: PagingKind | undefined;
  /** The query parameter that asks for another page: `page`, `cursor`, `page_token`, `offset`. */
  readonly parameter?: string;
  /** The query parameter with the number of items a page: `per_page`, `limit`, `page_size`. */
  readonly sizeParameter?: string;
  /** Items a page where the request does not say. */
  readonly initialSize?: number;
  /** The offset of the first item, where it is not 0: SCIM counts from 1. */
  readonly firstOffset?: number;
  /** Query parameters that bound a list by time: `until` and `since`, `before` and `after`. */
  readonly bounds?: TimeBounds;
  /** The query parameter that takes an item's key and gives what comes after it: `start_after`. */
  readonly keyParameter?: string;
  /** The item's field with that key. */
  readonly key?: string;
  /** Members to go through from `result` to the list; absent where the operation answers with none that is known. */
  readonly at?: readonly string[];
}

interface TimeBounds {
  readonly upper: string;
  readonly lower: string;
  /** What is exactly at the bound is left out. */
  readonly isExclusive?: boolean;
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
  /** The offset of a list's first item: 1 where the API counts from 1. */
  readonly firstOffset: number;
  /** The items from this page to the next one, where an offset asks for it: the server may give fewer than it was asked for. */
  readonly stride: number | undefined;
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
  /** True where an earlier page or cursor that came again is the only sign of that end: more may follow. */
  readonly isEndDoubtful?: boolean;
  /** Members to go through from the document's root to the list; undefined where there is none. */
  readonly listAt: readonly string[] | undefined;
  readonly signs: PageSigns;
}

/** What else a response tells of its list, from which follows whether it came whole. */
interface PageSigns {
  /** `count` of `result_info`: the items of the page, or of the whole list; the API's documentation says the one and the other. */
  readonly count: number | undefined;
  /** `total_pages`, also where the page itself contradicts it. */
  readonly pages: number | undefined;
  /** That more follows, or that nothing does, in so many words: `is_truncated`, `has_more`. */
  readonly more: boolean | undefined;
  /** Whether it has a place for the next cursor, be it empty. */
  readonly hasCursor: boolean;
  /** Items that a page has at the most, by the response, the request or the catalog. */
  readonly size: number | undefined;
  /** Whether only some of the items were asked for: totals may count all of them. */
  readonly isFiltered: boolean;
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
    timePage(facts, info) ??
    numberedPage(facts, info) ?? { ...blank(facts, info), kind: facts.count === undefined ? 'none' : 'whole' }
  );
}

function blank(facts: PageFacts, info: Readonly<Record<string, unknown>>): PageInfo {
  const { count, firstId, listAt } = facts;
  return {
    kind: 'none',
    number: undefined,
    reportedNumber: undefined,
    perPage: reportedSize(info),
    count,
    totalCount: reportedTotal(facts, info),
    lastPage: undefined,
    offset: undefined,
    firstOffset: 0,
    stride: undefined,
    parameter: undefined,
    sizeParameter: undefined,
    cursor: undefined,
    nextCursor: undefined,
    firstId,
    isEnd: true,
    listAt,
    signs: {
      count: readWhole(info.count),
      pages: readWhole(info.total_pages),
      more: saysMore(facts, info),
      hasCursor: false,
      size: reportedSize(info) ?? askedSize(facts) ?? facts.hint?.initialSize,
      isFiltered: facts.query.some(([name, value]) => value !== '' && isFilter(name, facts.hint)),
    },
  };
}

function reportedSize(info: Readonly<Record<string, unknown>>): number | undefined {
  return positive(readWhole(info.per_page)) ?? positive(readWhole(info.limit));
}

const totals = ['total_count', 'totalCount', 'total_results', 'totalResults', 'total_items', 'totalItems', 'total'];

/** In `result_info`, or beside the list. */
function reportedTotal({ beside = {} }: PageFacts, info: Readonly<Record<string, unknown>>): number | undefined {
  return first(totals, (name) => readWhole(info[name])) ?? first(totals, (name) => readWhole(beside[name]));
}

/** True where a total stands beside a list. */
export function hasTotal(beside: Readonly<Record<string, unknown>>): boolean {
  return totals.some((name) => readWhole(beside[name]) !== undefined);
}

const moreFollows = ['has_more', 'hasMore', 'is_truncated', 'isTruncated', 'truncated', 'has_next_page', 'hasNextPage'];

function saysMore({ beside = {} }: PageFacts, info: Readonly<Record<string, unknown>>): boolean | undefined {
  const flag = (name: string): unknown => info[name] ?? beside[name];
  const more = first(moreFollows, (name) => (typeof flag(name) === 'boolean' ? flag(name) : undefined));
  const isComplete = flag('list_complete');
  return typeof more === 'boolean' ? more : typeof isComplete === 'boolean' ? !isComplete : undefined;
}

/** What the size of a page is called. */
export const sizeParameters: readonly string[] = ['per_page', 'limit', 'page_size', 'perPage', 'pageSize'];

/** Items a page that the request asks for. */
function askedSize({ query, hint }: Pick<PageFacts, 'query' | 'hint'>): number | undefined {
  const names = hint?.sizeParameter === undefined ? sizeParameters : [hint.sizeParameter];
  return first(names, (name) => positive(readWhole(lastValue(query, name))));
}

/** Parameters that say which page of a list, and in what order; whatever else is asked for may leave items out. */
const places = new Set([
  ...[
    'page',
    'page_no',
    'cursor',
    'next_cursor',
    'scan_cursor',
    'page_token',
    'continuation_token',
    'offset',
    'startIndex',
  ],
  ...[
    'order',
    'order_by',
    'orderBy',
    'direction',
    'dir',
    'sort',
    'sort_by',
    'sortBy',
    'sort_order',
    'sortOrder',
    'asc',
  ],
  ...['order_direction', 'orderDirection', 'sort_direction', 'fields', 'include_counts', 'includeTotalCount'],
  ...sizeParameters,
]);

function isFilter(name: string, hint: PagingHint | undefined): boolean {
  return !places.has(name) && name !== hint?.sizeParameter && name !== hint?.parameter;
}

/** Tokens of other names than `cursor`, and where they stand in the response: https://developers.cloudflare.com/api/. */
const TOKENS = [
  { parameter: 'page_token', inResponse: ['next_page_token'] },
  { parameter: 'continuation_token', inResponse: ['continuation_token'] },
] as const;

/** Names a cursor goes by beside a list inside `result`. */
const CURSORS_BESIDE = ['next_cursor', 'cursor', 'nextCursor'] as const;

function forwardPage(facts: PageFacts, info: Readonly<Record<string, unknown>>): PageInfo | undefined {
  const { hint, query, beside = {}, ends } = facts;
  const forward = (kind: PagingKind, parameter: string, next: unknown, hasPlace: boolean): PageInfo => {
    const common = blank(facts, info);
    const { size, more } = common.signs;
    const asked = lastValue(query, parameter);
    const nextCursor = readCursor(next);
    const hasCursor = hasPlace || (asked !== undefined && asked !== '');
    const isFull = size !== undefined && (facts.count ?? 0) >= size;
    const key = hint?.keyParameter === undefined ? undefined : readCursor(ends?.[1][hint.key ?? 'key']);
    const goOn = {
      ...common,
      kind,
      sizeParameter: sizeParameter(facts, parameter === 'page_token' ? 'page_size' : 'per_page'),
    };
    if (nextCursor === undefined && !hasCursor && more !== false && isFull && key !== undefined) {
      // A list in the order of its keys goes on after the last one.
      const before = lastValue(query, hint?.keyParameter ?? '');
      return { ...goOn, parameter: hint?.keyParameter, cursor: before, nextCursor: key, isEnd: key === before };
    }
    return {
      ...goOn,
      parameter,
      cursor: asked === '' ? undefined : asked,
      nextCursor,
      isEnd: nextCursor === undefined || nextCursor === asked,
      isEndDoubtful: nextCursor !== undefined && nextCursor === asked,
      signs: { ...common.signs, hasCursor },
    };
  };
  const own = hint?.kind === 'cursor' ? (hint.parameter ?? 'cursor') : 'cursor';
  if (isRecord(info.cursors)) return forward('cursor', own, info.cursors.after, true);
  const place = first(['cursor', 'next_cursor'], (name) => (name in info ? name : undefined));
  const inside = first(CURSORS_BESIDE, (name) => (name in beside ? name : undefined));
  const isAsked = lastValue(query, own) !== undefined || lastValue(query, 'cursor') !== undefined;
  if (readCursor(info.cursor) !== undefined || info.cursor === '' || isAsked) {
    const told = info.cursor ?? (inside === undefined ? undefined : beside[inside]) ?? cursorByHint(hint, beside);
    return forward('cursor', own, told, place !== undefined || inside !== undefined);
  }
  for (const { parameter, inResponse } of TOKENS) {
    const told = inResponse.flatMap((name) => [info[name], beside[name]]).find((value) => value !== undefined);
    if (told !== undefined || lastValue(query, parameter) !== undefined || hint?.parameter === parameter)
      return forward('token', parameter, told, told !== undefined);
  }
  if (facts.count === undefined) return undefined;
  const isNumbered = place === undefined && readWhole(info.page) !== undefined;
  if ((inside !== undefined && readCursor(beside[inside]) !== undefined) || (hint?.kind === 'cursor' && !isNumbered)) {
    const told = (inside === undefined ? info.next_cursor : beside[inside]) ?? cursorByHint(hint, beside);
    return forward('cursor', own, told, place !== undefined || inside !== undefined);
  }
  return undefined;
}

/** Some lists call their cursor just `next`, or as the parameter is called, which is one only where the operation takes one. */
function cursorByHint(hint: PagingHint | undefined, beside: Readonly<Record<string, unknown>>): unknown {
  if (hint?.kind !== 'cursor') return undefined;
  return beside.next ?? beside[`next_${hint.parameter ?? 'cursor'}`] ?? beside[hint.parameter ?? 'cursor'];
}

/** What offsets go by. */
const OFFSETS = ['offset', 'startIndex'] as const;

function offsetPage(facts: PageFacts, info: Readonly<Record<string, unknown>>): PageInfo | undefined {
  const { hint, query, count, beside = {} } = facts;
  const parameter =
    (hint?.kind === 'offset' ? hint.parameter : undefined) ??
    OFFSETS.find((name) => lastValue(query, name) !== undefined) ??
    'offset';
  const firstOffset = hint?.firstOffset ?? (parameter === 'startIndex' ? 1 : 0);
  const asked = readWhole(lastValue(query, parameter));
  const isOffset = asked !== undefined || (hint?.kind === 'offset' && readWhole(info.page) === undefined);
  if (count === undefined || !isOffset || lastValue(query, 'page') !== undefined) return undefined;
  const start = asked ?? readWhole(info[parameter]) ?? readWhole(beside[parameter]) ?? firstOffset;
  const offset = Math.max(0, start - firstOffset);
  const common = blank(facts, info);
  const reported = common.perPage;
  const perPage = common.signs.size ?? (count > 0 ? count : undefined);
  const number = perPage === undefined ? 1 : Math.floor(offset / perPage) + 1;
  const { totalCount } = common;
  const lastPage = reportedLastPage({ count, perPage, totalCount }, common.signs.pages, number);
  const reachesTotal = totalCount !== undefined && offset + count >= totalCount;
  const isShort = reported !== undefined && count < reported;
  return {
    ...common,
    kind: 'offset',
    perPage,
    number,
    offset,
    firstOffset,
    // Where the server does not say how many it gives, the next page begins after what has come.
    stride: reported ?? (count > 0 && perPage !== undefined ? Math.min(count, perPage) : perPage),
    lastPage,
    parameter,
    sizeParameter: sizeParameter(facts, parameter === 'startIndex' ? 'count' : 'limit'),
    isEnd: count === 0 || reachesTotal || (totalCount === undefined && isShort && common.signs.more !== true),
  };
}

/** Pairs of bounds that lists take; which pair an operation has, the request or the hint says. */
const BOUNDS: readonly TimeBounds[] = [
  { upper: 'until', lower: 'since' },
  { upper: 'before', lower: 'since', isExclusive: true },
  { upper: 'before', lower: 'after', isExclusive: true },
  { upper: 'end', lower: 'start', isExclusive: true },
  { upper: 'created_before', lower: 'created_after', isExclusive: true },
];

/** Item fields that say when, the likelier ones first. */
const TIME_FIELDS = ['created_at', 'when', 'datetime', 'timestamp', 'created', 'created_on', 'time', 'date'] as const;

function timePage(facts: PageFacts, info: Readonly<Record<string, unknown>>): PageInfo | undefined {
  const { hint, query, count, ends } = facts;
  const isCounted = ['page', 'total_pages', 'total_count'].some((name) => readWhole(info[name]) !== undefined);
  const isByTime = hint?.kind === 'time';
  if (count === undefined || (isCounted && !isByTime) || lastValue(query, 'page') !== undefined) return undefined;
  if (hint?.kind !== undefined && !isByTime) return undefined;
  const bounds = hint?.bounds ?? BOUNDS.find(({ upper }) => lastValue(query, upper) !== undefined);
  if (bounds === undefined || (!isByTime && askedSize(facts) === undefined)) return undefined;
  const field = TIME_FIELDS.find((name) => ends?.every((item) => readTime(item[name]) !== undefined));
  const common = {
    ...blank(facts, info),
    kind: 'time',
    parameter: bounds.upper,
    sizeParameter: sizeParameter(facts, 'limit'),
  } as const;
  const { signs, totalCount } = common;
  const perPage = common.perPage ?? signs.size;
  if (field === undefined || ends === undefined)
    return count === 0 || isByTime || (perPage !== undefined && count < perPage) ? { ...common, perPage } : undefined;
  const [newest, last] = ends.map((item) => readTime(item[field]) ?? 0) as [number, number];
  const told = String(ends[1][field]);
  const next = {
    upper: bounds.isExclusive ? nextInstant(told, 1) : told,
    lower: bounds.isExclusive ? nextInstant(told, -1) : told,
  };
  // The newest first, as logs come, unless the page itself or the request shows the other order.
  const isRising = newest < last || (newest === last && lastValue(query, bounds.lower) === next.lower);
  const side = isRising ? 'lower' : 'upper';
  const parameter = bounds[side];
  const asked = lastValue(query, parameter);
  // The bound is asked for anew, so that what happened in the same moment is not lost; the server counts what is left.
  const isAll = totalCount !== undefined && count >= totalCount;
  const nextCursor = isAll || (common.perPage !== undefined && count < common.perPage) ? undefined : next[side];
  return {
    ...common,
    perPage,
    parameter,
    cursor: asked,
    nextCursor,
    isEnd: nextCursor === undefined || nextCursor === asked,
  };
}

/** The moment a unit of its last digit later or earlier, for bounds that leave out what is exactly at them. */
function nextInstant(text: string, step: 1 | -1): string {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  const unit = 10n ** BigInt(fraction.length);
  const whole = BigInt(Date.parse(text.replace(/\.\d+/, '')) / 1000) * unit + BigInt(fraction || 0) + BigInt(step);
  const date = new Date(Number(whole / unit) * 1000).toISOString().slice(0, 19);
  return `${date}${fraction === '' ? '' : `.${String(whole % unit).padStart(fraction.length, '0')}`}Z`;
}

/** What page numbers go by. */
const NUMBERS = ['page', 'page_no'] as const;

function numberedPage(facts: PageFacts, info: Readonly<Record<string, unknown>>): PageInfo | undefined {
  const { hint, query } = facts;
  const parameter =
    (hint?.kind === 'page' ? hint.parameter : undefined) ??
    NUMBERS.find((name) => lastValue(query, name) !== undefined) ??
    'page';
  const askedNumber = readWhole(lastValue(query, parameter));
  const reportedNumber = readWhole(info.page);
  const totalPages = readWhole(info.total_pages);
  const common = blank(facts, info);
  const { count, perPage, signs } = common;
  const totalCount = common.totalCount;
  const isNumbered = [reportedNumber, totalPages, readWhole(info.total_count), askedNumber].some(
    (value) => value !== undefined,
  );
  if (count === undefined || (!isNumbered && hint?.kind !== 'page')) return undefined;
  // The number asked for wins: some servers report page 1 for ever, and a clamped number shows by its first item.
  const number = positive(askedNumber) ?? positive(reportedNumber) ?? 1;
  const lastPage = reportedLastPage({ count, perPage, totalCount }, totalPages, number);
  const isShort = perPage !== undefined && count < perPage && signs.more !== true;
  return {
    ...common,
    kind: 'page',
    number,
    reportedNumber,
    lastPage,
    parameter,
    sizeParameter: sizeParameter(facts, 'per_page'),
    isEnd: count === 0 || (lastPage === undefined ? isShort || signs.more === false : number >= lastPage),
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
  const used = sizeParameters.find((name) => lastValue(query, name) !== undefined);
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

/** What the first of these names gives. */
function first<T>(names: readonly string[], read: (name: string) => T | undefined): T | undefined {
  for (const name of names) {
    const value = read(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function positive(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}
