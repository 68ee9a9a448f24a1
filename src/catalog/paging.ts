// How an operation's list is paged, as far as the catalog knows: the hint that a response is recognised with.
import type { PagingHint, PagingKind } from '../api/recognise.ts';
import type { Operation, OperationDetails, Parameter } from './operation.ts';

/** Pairs of parameters that bound a list by time. */
const BOUNDS = [
  { upper: 'until', lower: 'since' },
  { upper: 'before', lower: 'since' },
  { upper: 'before', lower: 'after' },
  { upper: 'end', lower: 'start' },
  { upper: 'to', lower: 'from' },
  { upper: 'created_before', lower: 'created_after' },
] as const;

/** What cursors, tokens, offsets and numbers of pages are called. */
const CURSORS = ['cursor', 'next_cursor', 'scan_cursor'];
const TOKENS = ['page_token', 'continuation_token'];
const OFFSETS = ['offset', 'startIndex'];
const NUMBERS = ['page', 'page_no'];

/** Sizes of pages that go by such a name only beside what turns pages, or where nothing else is one. */
const RARE_SIZES = ['count', 'scan_limit', 'size'];

/** Undefined for what answers with no list that is known, and takes nothing that turns pages. */
export function pagingHintOf(operation: Operation, details: OperationDetails): PagingHint | undefined {
  const { paging, list, method } = operation;
  if (method !== 'GET') return undefined;
  const query = details.parameters.filter((parameter) => parameter.in === 'query');
  const find = (names: readonly string[]): Parameter | undefined =>
    names.flatMap((name) => query.filter((parameter) => parameter.name === name))[0];
  const has = (name: string): boolean => find([name]) !== undefined;
  const pageSize = sortingOf(details).pageSize ?? find(RARE_SIZES);
  const initial = pageSize?.initial ?? /\(?default (\d+)\b/.exec(pageSize?.description ?? '')?.[1];
  const common = {
    ...(pageSize ? { sizeParameter: pageSize.name } : {}),
    ...(initial === undefined ? {} : { initialSize: Number(initial) }),
    ...(list ? { at: list.at } : {}),
  };
  const key = has('start_after') ? { keyParameter: 'start_after', key: list?.id ?? 'key' } : {};
  const by = (kind: PagingKind, names: readonly string[]): PagingHint | undefined => {
    const parameter = find(names)?.name;
    return parameter === undefined ? undefined : { kind, parameter, ...common };
  };
  const cursor = (): PagingHint | undefined => {
    const found = by('cursor', CURSORS);
    return found && { ...found, ...key };
  };
  // What the sources call it goes first, where they give a parameter for it.
  if (paging === 'page' && has('page')) return by('page', ['page']);
  const told = cursor() ?? by('token', TOKENS) ?? offset() ?? by('page', NUMBERS);
  if (told) return told;
  const bounds = BOUNDS.find(({ upper, lower }) => has(upper) && has(lower));
  if (bounds && pageSize && paging === 'whole') {
    // Where nobody says otherwise, what is exactly at a bound may be left out.
    const isExclusive =
      bounds.upper !== 'until' && !/\binclusive\b|\bon or before\b/.test(find([bounds.upper])?.description ?? '');
    return { kind: 'time', bounds: { ...bounds, ...(isExclusive && { isExclusive }) }, ...common };
  }
  if (paging === 'whole') return { kind: 'whole', ...common };
  return list ? { kind: undefined, ...common } : undefined;

  function offset(): PagingHint | undefined {
    const found = by('offset', OFFSETS);
    return found?.parameter === 'startIndex' ? { ...found, firstOffset: 1 } : found;
  }
}

export interface Sorting {
  /** Its choices are the fields to sort by; some operations take any. */
  readonly order: Parameter | undefined;
  /** Its choices are the two directions, the one first that the sources name first. */
  readonly direction: Parameter | undefined;
  readonly pageSize: Parameter | undefined;
  /** What the description of `pageSize` says of it; undefined where it says nothing. A server may do otherwise. */
  readonly pageSizeRange: { readonly least: number | undefined; readonly most: number } | undefined;
}

const ORDERS = ['order', 'order_by', 'orderBy', 'sort', 'sort_by', 'sortBy'];

const DIRECTIONS = [
  'direction',
  'dir',
  'order_direction',
  'sort_order',
  'sortOrder',
  'orderDirection',
  'sort_direction',
];

const PAGE_SIZES = ['per_page', 'perPage', 'limit', 'page_size', 'pageSize', 'max_results'];

export function sortingOf({ parameters }: OperationDetails): Sorting {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const find = (names: readonly string[]): Parameter | undefined =>
    names.flatMap((name) => query.filter((parameter) => parameter.name === name))[0];
  const order = find(ORDERS);
  const isDirection = (parameter: Parameter | undefined): boolean =>
    parameter?.shape.choices?.length === 2 &&
    parameter.shape.choices.every((choice) => /^(?:asc|desc)/i.test(String(choice)));
  const pageSize = find(PAGE_SIZES);
  return {
    // `order` is here and there the direction.
    order: isDirection(order) ? find(ORDERS.filter((name) => name !== order?.name)) : order,
    direction: find(DIRECTIONS) ?? (isDirection(order) ? order : undefined),
    pageSize,
    pageSizeRange: pageSize && rangeIn(pageSize.description),
  };
}

function rangeIn(description: string): Sorting['pageSizeRange'] {
  const both =
    /\b(?:between|from|range:?) (\d+)(?: and | to |\s*[-–]\s*)(\d+)/i.exec(description) ??
    /\((\d+)\s*[-–]\s*(\d+)\)/.exec(description);
  if (both) return { least: Number(both[1]), most: Number(both[2]) };
  const most =
    /\b(?:max(?:imum)?(?: value| allowed| number| results)?(?: is| of|:)?|at most|up to|no more than) (\d+)\b/i.exec(
      description,
    )?.[1];
  return most === undefined ? undefined : { least: undefined, most: Number(most) };
}
