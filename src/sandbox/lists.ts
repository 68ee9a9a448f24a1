// Paging, in the shapes of the API: page/per_page with totals, and opaque cursors. Knows no product; what differs between
// endpoints (sizes, whether a bad size is refused or clamped) is an argument. Page numbers start at 1.
import { failWith, type Reply, success } from './reply.ts';

export type PageSizes = {
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  /** Some endpoints answer 400 to a size out of range, others quietly use the nearest one. */
  readonly outOfRange: 'refuse' | 'clamp';
  /** The code and text of that 400; our reading (1001) where nobody reported the real one. */
  readonly error?: { readonly code: number; readonly message: string };
};

/** A whole number in decimal digits; undefined for anything else. */
export function decimalDigits(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

type Pick = { readonly kind: 'number'; readonly value: number } | { readonly kind: 'refused'; readonly reply: Reply };

function refused(sizes: PageSizes, parameter: string, bounds: string): Pick {
  const fallback = { code: 1001, message: `Invalid value for parameter ${parameter}: ${bounds}` };
  const error = sizes.error ?? fallback;
  return { kind: 'refused', reply: failWith(400, error.code, error.message) };
}

function sizeOf(query: URLSearchParams, parameter: string, sizes: PageSizes): Pick {
  const asked = query.get(parameter);
  if (asked === null || asked === '') return { kind: 'number', value: sizes.initial };
  const size = decimalDigits(asked);
  const bounds = `must be a whole number between ${sizes.min} and ${sizes.max}`;
  if (size === undefined) return refused(sizes, parameter, bounds);
  if (size >= sizes.min && size <= sizes.max) return { kind: 'number', value: size };
  if (sizes.outOfRange === 'refuse') return refused(sizes, parameter, bounds);
  return { kind: 'number', value: Math.min(sizes.max, Math.max(sizes.min, size)) };
}

function pageNumberOf(query: URLSearchParams, sizes: PageSizes): Pick {
  const asked = query.get('page');
  if (asked === null || asked === '') return { kind: 'number', value: 1 };
  const page = decimalDigits(asked);
  if (page === undefined || page < 1) return refused(sizes, 'page', 'must be a whole number of at least 1');
  return { kind: 'number', value: page };
}

/** `page`/`per_page`; a page past the end is empty and still tells the totals. */
export function listByPage(items: readonly unknown[], query: URLSearchParams, sizes: PageSizes): Reply {
  const page = pageNumberOf(query, sizes);
  if (page.kind === 'refused') return page.reply;
  const perPage = sizeOf(query, 'per_page', sizes);
  if (perPage.kind === 'refused') return perPage.reply;
  const start = (page.value - 1) * perPage.value;
  const result = items.slice(start, start + perPage.value);
  const info = {
    page: page.value,
    per_page: perPage.value,
    count: result.length,
    total_count: items.length,
    total_pages: Math.ceil(items.length / perPage.value),
  };
  return success(result, { info });
}

type CursorPage<T> =
  | { readonly kind: 'page'; readonly items: readonly T[]; readonly size: number; readonly next: string | undefined }
  | { readonly kind: 'refused'; readonly reply: Reply };

/**
 * The items after a cursor. The cursor names the last item seen, not an offset, so writes between two pages neither
 * repeat nor skip items. `items` must be in ascending order of `keyOf`, or in `descending` order where said so.
 */
export function cutByCursor<T>(
  items: readonly T[],
  query: URLSearchParams,
  options: {
    readonly sizes: PageSizes;
    readonly sizeParameter: string;
    readonly keyOf: (item: T) => string;
    readonly isDescending?: boolean;
  },
): CursorPage<T> {
  const size = sizeOf(query, options.sizeParameter, options.sizes);
  if (size.kind === 'refused') return size;
  const cursor = query.get('cursor');
  let rest = items;
  if (cursor !== null && cursor !== '') {
    const last = decodeCursor(cursor);
    if (last === undefined) return { kind: 'refused', reply: failWith(400, 1001, 'Invalid cursor') };
    rest = items.filter((item) =>
      options.isDescending === true ? options.keyOf(item) < last : options.keyOf(item) > last,
    );
  }
  const page = rest.slice(0, size.value);
  const last = page.at(-1);
  const hasMore = rest.length > page.length && last !== undefined;
  return {
    kind: 'page',
    items: page,
    size: size.value,
    next: hasMore ? encodeCursor(options.keyOf(last)) : undefined,
  };
}

const CURSOR_MARK = 'sbx1:';

export function encodeCursor(key: string): string {
  return Buffer.from(CURSOR_MARK + key).toString('base64url');
}

/** What `encodeCursor` was given; undefined for a text that it never made. */
export function decodeCursor(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!text.startsWith(CURSOR_MARK) || encodeCursor(text.slice(CURSOR_MARK.length)) !== cursor) return undefined;
  return text.slice(CURSOR_MARK.length);
}

export type Test<T> = (item: T) => boolean;

/** `match`: all filters (the default) or any of them. No filters at all match everything. */
export function combine<T>(tests: readonly Test<T>[], match: string | null): Test<T> {
  if (tests.length === 0) return () => true;
  return match === 'any' ? (item) => tests.some((test) => test(item)) : (item) => tests.every((test) => test(item));
}

/** The operators of zone and account names in `GET /zones`, as its parameter documentation lists them. */
const OPERATORS: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  equal: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  not_equal: (value, wanted) => value.toLowerCase() !== wanted.toLowerCase(),
  starts_with: (value, wanted) => value.toLowerCase().startsWith(wanted.toLowerCase()),
  ends_with: (value, wanted) => value.toLowerCase().endsWith(wanted.toLowerCase()),
  contains: (value, wanted) => value.toLowerCase().includes(wanted.toLowerCase()),
  starts_with_case_sensitive: (value, wanted) => value.startsWith(wanted),
  ends_with_case_sensitive: (value, wanted) => value.endsWith(wanted),
  contains_case_sensitive: (value, wanted) => value.includes(wanted),
};

/** `contains:shop` or a bare value, which means equal. */
export function operatorTest(expression: string): Test<string> {
  const colon = expression.indexOf(':');
  const operator = colon < 0 ? undefined : OPERATORS[expression.slice(0, colon)];
  const test = operator ?? OPERATORS.equal!;
  const wanted = operator === undefined ? expression : expression.slice(colon + 1);
  return (value) => test(value, wanted);
}

export type SortKey = string | number | boolean;

function compareKeys(left: SortKey, right: SortKey): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

type Ordering<T> =
  | { readonly kind: 'sorted'; readonly items: readonly T[] }
  | { readonly kind: 'refused'; readonly reply: Reply };

/**
 * `order` and `direction`; without an `order` and an initial one the items keep theirs. Ties keep their place too, so
 * paging through equal keys is stable. Code 1001 is our reading.
 */
export function orderBy<T>(
  items: readonly T[],
  query: URLSearchParams,
  keys: Readonly<Record<string, (item: T) => SortKey>>,
  initialOrder?: string,
): Ordering<T> {
  const direction = (query.get('direction') ?? 'asc').toLowerCase();
  if (direction !== 'asc' && direction !== 'desc') {
    const message = 'Invalid value for parameter direction: must be asc or desc';
    return { kind: 'refused', reply: failWith(400, 1001, message) };
  }
  const order = query.get('order') ?? initialOrder;
  if (order === undefined) return { kind: 'sorted', items: direction === 'asc' ? items : items.toReversed() };
  const keyOf = Object.hasOwn(keys, order) ? keys[order] : undefined;
  if (keyOf === undefined) {
    const message = `Invalid value for parameter order: must be one of ${Object.keys(keys).join(', ')}`;
    return { kind: 'refused', reply: failWith(400, 1001, message) };
  }
  const sign = direction === 'asc' ? 1 : -1;
  const sorted = items.toSorted((left, right) => sign * compareKeys(keyOf(left), keyOf(right)));
  return { kind: 'sorted', items: sorted };
}
