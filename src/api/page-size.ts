// When a page was too much for the server or for the line, and how much less to ask for. Pure.
import type { Failure } from './failures.ts';
import type { PageQuery } from './pagination.ts';
import type { PageInfo } from './recognise.ts';

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
