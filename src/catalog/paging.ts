// How an operation's list is paged, as far as the catalog knows: the hint that a response is recognised with.
import type { PagingHint } from '../api/recognise.ts';
import type { Operation, OperationDetails, Parameter } from './operation.ts';

/** Pairs of parameters that bound a list by time. */
const BOUNDS = [
  { upper: 'until', lower: 'since' },
  { upper: 'before', lower: 'since' },
  { upper: 'before', lower: 'after' },
  { upper: 'end', lower: 'start' },
  { upper: 'to', lower: 'from' },
] as const;

/** Undefined for what answers with no list, or with one of which nothing tells how it is paged. */
export function pagingHintOf(operation: Operation, details: OperationDetails): PagingHint | undefined {
  const { paging, list, method } = operation;
  if (method !== 'GET' || (paging === undefined && list === undefined)) return undefined;
  const query = details.parameters.filter((parameter) => parameter.in === 'query');
  const has = (name: string): boolean => query.some((parameter) => parameter.name === name);
  const { pageSize } = sortingOf(details);
  const size = {
    ...(pageSize ? { sizeParameter: pageSize.name } : {}),
    ...(pageSize?.initial === undefined ? {} : { initialSize: Number(pageSize.initial) }),
  };
  switch (paging) {
    case 'page':
      return { kind: 'page', parameter: 'page', ...size };
    case 'cursor':
      return { kind: 'cursor', parameter: 'cursor', ...size };
    case 'token':
      return { kind: 'token', parameter: 'page_token', ...size };
  }
  if (has('offset')) return { kind: 'offset', parameter: 'offset', ...size };
  if (has('page')) return { kind: 'page', parameter: 'page', ...size };
  const bounds = BOUNDS.find(({ upper, lower }) => has(upper) && has(lower));
  if (bounds && pageSize && paging === 'whole') return { kind: 'time', bounds, ...size };
  return paging === 'whole' ? { kind: 'whole' } : undefined;
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
