// Pages of a list that came whole: so many of its items each, made here and asked of nobody. Turning one moves the cursor.
import { listNode } from '../../../api/list.ts';
import { nextSize } from '../../../api/page-size.ts';
import { childAt, childCount, indexInParent } from '../../../json/children.ts';
import { type NodeId, parentOf } from '../../../json/document.ts';
import { moveToTop } from '../../../json/view.ts';
import { formatCount } from '../../../text/numbers.ts';
import { withPage } from '../../model/document.ts';
import { complain, inform } from '../../model/notices.ts';
import { currentPage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';

/** As many as most of the API's lists give. */
const usualSize = 50;

export interface WholePages {
  readonly list: NodeId;
  /** Items in all, and on a page. */
  readonly count: number;
  readonly size: number;
  /** The page that the cursor is on, from 1, and the number of pages. */
  readonly number: number;
  readonly last: number;
}

export type WholeTurn = 'page.next' | 'page.previous' | 'page.first' | 'page.last';

/** Undefined where the answer is no list that came whole, or one of a single page. */
export function wholePages(state: State): WholePages | undefined {
  const page = currentPage(state);
  if (page?.info.kind !== 'whole' || page.body.kind !== 'json') return undefined;
  const { document, cursor } = page.body.view;
  const list = listNode(document, page.info);
  const count = list === undefined ? 0 : childCount(document, list);
  const size = state.answer?.wholeSize ?? usualSize;
  if (list === undefined || count <= Math.min(size, usualSize)) return undefined;
  let item: NodeId | undefined = cursor;
  while (item !== undefined && parentOf(document, item) !== list) item = parentOf(document, item);
  const at = item === undefined ? 0 : indexInParent(document, item);
  return { list, count, size, number: Math.floor(at / size) + 1, last: Math.ceil(count / size) };
}

/** Why there is no such page. */
export function reasonAgainstWhole({ number, last }: WholePages, name: WholeTurn): string | undefined {
  if (name === 'page.next' || name === 'page.last') return number === last ? 'This is the last page' : undefined;
  return number === 1 ? 'This is the first page' : undefined;
}

export function turnWhole(state: State, pages: WholePages, name: WholeTurn): State {
  const to = {
    'page.next': pages.number + 1,
    'page.previous': pages.number - 1,
    'page.first': 1,
    'page.last': pages.last,
  };
  return goToWhole(state, pages, to[name]);
}

/** The first item of the page stands at the top then. */
export function goToWhole(state: State, { list, size, last }: WholePages, number: number): State {
  if (number < 1 || number > last) return complain(state, `Pages go from 1 to ${formatCount(last)}`);
  const page = currentPage(state);
  if (page?.body.kind !== 'json') return state;
  const { view } = page.body;
  const item = childAt(view.document, list, (number - 1) * size);
  if (item === undefined) return state;
  return withPage(state, { ...page, face: 'tree', body: { ...page.body, view: moveToTop(view, item) } });
}

/** More (`step` 1) or fewer items a page; the cursor stays. */
export function resizeWhole(state: State, { size, count }: WholePages, step: 1 | -1): State {
  const next = nextSize(size, step);
  if (next === undefined || (step === 1 && size >= count) || !state.answer)
    return complain(state, step === 1 ? 'All items are on one page' : 'There is no smaller page');
  return inform({ ...state, answer: { ...state.answer, wholeSize: next } }, `Now ${formatCount(next)} a page`);
}

/** "page 2/7 · 51–100 of 312", said to be made here. */
export function wholeLabel({ count, size, number, last }: WholePages): string {
  const from = (number - 1) * size + 1;
  const range = `${formatCount(from)}–${formatCount(Math.min(count, number * size))} of ${formatCount(count)}`;
  return `page ${formatCount(number)}/${formatCount(last)} of a whole list · ${range}`;
}
