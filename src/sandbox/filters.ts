// Filtering and ordering that several products share. Texts compare by code unit, so that order is the same on every
// machine; the host's locale is never asked.
import { type Reply, refuse } from './envelope.ts';

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

export type Ordering<T> =
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
    return { kind: 'refused', reply: refuse(400, 1001, message) };
  }
  const order = query.get('order') ?? initialOrder;
  if (order === undefined) return { kind: 'sorted', items: direction === 'asc' ? items : items.toReversed() };
  const keyOf = Object.hasOwn(keys, order) ? keys[order] : undefined;
  if (keyOf === undefined) {
    const message = `Invalid value for parameter order: must be one of ${Object.keys(keys).join(', ')}`;
    return { kind: 'refused', reply: refuse(400, 1001, message) };
  }
  const sign = direction === 'asc' ? 1 : -1;
  const sorted = items.toSorted((left, right) => sign * compareKeys(keyOf(left), keyOf(right)));
  return { kind: 'sorted', items: sorted };
}
