// How an operation's list is paged, in the words in which http/recognise-page.ts takes a hint: a `PagingHint` there. Pure.
import { sortingOf } from './sorting.ts';
import type { Operation, OperationDetails } from './types.ts';

export interface OperationPaging {
  readonly kind: 'page' | 'cursor' | 'token' | 'offset' | 'time' | 'whole';
  readonly parameter?: string;
  readonly sizeParameter?: string;
  readonly initialSize?: number;
  readonly bounds?: { readonly upper: string; readonly lower: string };
}

/** Pairs of parameters that bound a list by time. */
const BOUNDS = [
  { upper: 'until', lower: 'since' },
  { upper: 'before', lower: 'since' },
  { upper: 'before', lower: 'after' },
  { upper: 'end', lower: 'start' },
  { upper: 'to', lower: 'from' },
] as const;

/** Undefined for what answers with no list, or with one of which nothing tells how it is paged. */
export function pagingHintOf(operation: Operation, details: OperationDetails): OperationPaging | undefined {
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
    case 'cursors':
    case 'cursor-limit':
      return { kind: 'cursor', parameter: 'cursor', ...size };
    case 'page-token':
      return { kind: 'token', parameter: 'page_token', ...size };
  }
  if (has('offset')) return { kind: 'offset', parameter: 'offset', ...size };
  if (has('page')) return { kind: 'page', parameter: 'page', ...size };
  const bounds = BOUNDS.find(({ upper, lower }) => has(upper) && has(lower));
  if (bounds && pageSize && paging === 'single') return { kind: 'time', bounds, ...size };
  return paging === 'single' ? { kind: 'whole' } : undefined;
}
