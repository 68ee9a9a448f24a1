// Turning pages. Pages read are kept, so that going back needs no request; the rules are api/paging's.

import type { Failure } from '../../../api/failures.ts';
import { listNode } from '../../../api/list.ts';
import {
  askedPage,
  firstMove,
  goToMove,
  halved,
  isNumbered,
  isRepeat,
  isTooMuch,
  lastMove,
  lesserSize,
  type Move,
  markEnd,
  mayGoOn,
  nextMove,
  nextSize,
  previousMove,
} from '../../../api/paging.ts';
import type { Received } from '../../../api/received.ts';
import type { PageInfo } from '../../../api/recognise.ts';
import { childAt, childCount, indexInParent } from '../../../json/children.ts';
import { type NodeId, parentOf } from '../../../json/document.ts';
import { moveToTop } from '../../../json/view.ts';
import { queryOf, queryValue, withQuery } from '../../../request/edit.ts';
import { formatLine } from '../../../request/format.ts';
import { effectiveMethod } from '../../../request/method.ts';
import type { RequestLine } from '../../../request/types.ts';
import { formatCount, formatQuantity } from '../../../text/numbers.ts';
import { capitalised } from '../../../text/sentences.ts';
import { isOfFormerAccount } from '../../model/account-in-force.ts';
import { toPage, withPage } from '../../model/document.ts';
import { sendingOf, start } from '../../model/exchange.ts';
import { closeOverlay } from '../../model/focus.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import { showPageLine } from '../../model/prompt.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import { type Reason, whyBusy, whyNoResponse } from '../../model/reasons.ts';
import { recordSend } from '../../model/record.ts';
import type { OpenResponse } from '../../model/response.ts';
import { currentPage, explain } from '../../model/select.ts';
import type { Sending, State } from '../../model/state.ts';
import { prefetchedPage, prefetchFailure } from './prefetch.ts';

export type PageName = 'next' | 'previous' | 'first' | 'last';

const moves: Readonly<Record<PageName, (pages: readonly PageInfo[], at: number) => Move>> = {
  next: nextMove,
  previous: previousMove,
  first: firstMove,
  last: lastMove,
};

/** For what asks for other pages than the one on screen. */
export function whyNoPages(state: State): Reason {
  if (!state.response) return whyNoResponse(state);
  if (!state.response.request) return 'A file has no pages';
  if (isOfFormerAccount(state)) return 'This response came from another account. Send the request again';
  return whyBusy(state);
}

/** Why there is no such page; undefined where there is one, or may be. */
export function whyNoPage(state: State, name: PageName): Reason {
  const reason = whyNoPages(state);
  if (reason !== undefined) return reason;
  const whole = wholePages(state);
  if (whole) return whyNoWholePage(whole, name);
  const { response } = state;
  const move = response && moves[name](infos(response), response.at);
  return move?.type === 'impossible' ? capitalised(move.reason) : undefined;
}

/** Goes to another page, which is asked for where it was not read yet. */
export function turnPage(state: State, name: PageName): Step {
  const whole = wholePages(state);
  if (whole) return [turnWhole(state, whole, name), []];
  return makeMove(state, moves[name]);
}

/** Asks for the number of a page. */
export const pageQuestion: QuestionSpec = {
  label: 'page',
  answer: (state, text) => {
    const [moved, effects] = goTo(state, text);
    return [moved.notice?.kind === 'problem' ? moved : closeOverlay(moved), effects];
  },
};

/** Goes to the page whose number was typed; what is no number is refused and stays in the field. */
function goTo(state: State, typed: string): Step {
  const number = Number(typed.trim().replaceAll(',', ''));
  if (typed.trim() === '' || !Number.isInteger(number))
    return [complain(state, 'Type the number of a page, such as 3'), []];
  const whole = wholePages(state);
  if (whole) return [goToWhole(state, whole, number), []];
  return makeMove(state, (pages, at) => goToMove(pages, at, number));
}

function makeMove(state: State, choose: (pages: readonly PageInfo[], at: number) => Move): Step {
  const { response } = state;
  if (!response) return [state, []];
  const move = choose(infos(response), response.at);
  switch (move.type) {
    case 'impossible':
      return [complain(state, capitalised(move.reason)), []];
    case 'seen':
      return [showSeen(state, response, move.index), []];
    case 'request': {
      const from = response.pages[response.at]?.request ?? response.request;
      return from ? ask(state, withQuery(from, move.set), { response: response.id, number: move.number }) : [state, []];
    }
  }
}

/** Shows a page that was fetched ahead at once, waits for one that is on its way, and asks for any other. */
function ask(state: State, request: RequestLine, turn: NonNullable<Sending['turn']>): Step {
  const failure = prefetchFailure(state, request);
  // What was too much a moment ago is not waited for again.
  const again = failure && state.exchange.kind !== 'sending' ? askSmaller(state, request, turn, failure) : undefined;
  if (again) return again;
  const prefetched = prefetchedPage(state, request);
  if (!prefetched || state.exchange.kind === 'sending') return start(state, request, turn);
  const without: State = { ...state, prefetched: undefined };
  if (typeof prefetched.outcome === 'object') return [addPage(without, request, prefetched.outcome, turn), []];
  return [{ ...without, exchange: sendingOf(prefetched.id, request, turn, prefetched.startedAt) }, []];
}

function infos(response: OpenResponse): readonly PageInfo[] {
  return response.pages.map((page) => page.info);
}

function showSeen(state: State, response: OpenResponse, index: number): State {
  const from = response.pages[response.at]?.request;
  const to = response.pages[index]?.request;
  const shown: State = { ...state, response: { ...response, at: index } };
  return from && to ? showPageLine(shown, from, to) : shown;
}

/**
 * Takes in a page that was asked for. One that repeats what was seen, or is empty, proves where the list ends: the page
 * on screen stays. An error keeps the page on screen too.
 */
export function addPage(
  state: State,
  request: RequestLine,
  received: Received,
  { response: of, smaller }: Pick<NonNullable<Sending['turn']>, 'response' | 'smaller'>,
): State {
  const { response } = state;
  // Another response may have been opened from the history while the page was on its way.
  if (response?.id !== of) return inform(state, 'Dropped a page of a response that is no longer on screen');
  const here = response.pages[response.at];
  if (!here) return state;
  if (received.failure) return complain(state, `The page could not be fetched. ${explain(received.failure)}`);
  const { info } = received;
  if (isRepeat(infos(response), info)) {
    const ended = endHere(state, response, 'repeat');
    const end = mayGoOn(infos(ended.response ?? response)) ? 'and does not say whether more follow' : tellEnd(response);
    return inform(ended, `The server repeated an earlier page, ${end}`);
  }
  if (info.count === 0)
    return inform(endHere(state, response, 'empty page'), `The next page is empty, ${tellEnd(response)}`);
  const page = toPage(state, request, received, here);
  if (smaller !== undefined && isNumbered(info)) {
    // Pages of the larger size have other numbers: they are asked for again when somebody goes back.
    const shown = { ...state, response: { ...response, pages: [page], at: 0, smallerPages: smaller } };
    return here.request ? showPageLine(shown, here.request, request) : shown;
  }
  // Numbered pages may be read in any order; they are kept in the order of their numbers.
  const after = response.pages.findIndex((kept) => info.number !== undefined && (kept.info.number ?? 0) > info.number);
  const at = after === -1 ? response.pages.length : after;
  const pages = response.pages.toSpliced(at, 0, page);
  const shown: State = {
    ...state,
    response: { ...response, pages, at, smallerPages: smaller ?? response.smallerPages },
  };
  return here.request ? showPageLine(shown, here.request, request) : shown;
}

/** What follows for the list from a page that brought nothing: that it ends here, or that the server counts more than it sends. */
function tellEnd({ pages }: OpenResponse): string {
  const items = pages.reduce((sum, { info }) => sum + (info.count ?? 0), 0);
  const isFromStart = pages[0]?.info.number === 1;
  const last = pages.at(-1)?.info;
  const isMissing = last?.totalCount !== undefined && isFromStart && !last.signs.isFiltered && items < last.totalCount;
  if (!isMissing) return 'so this page is the last';
  return `but it counts more: ${formatCount(items)} of ${formatCount(last.totalCount)} items have come`;
}

function endHere(state: State, response: OpenResponse, by: 'repeat' | 'empty page'): State {
  const ended = markEnd(infos(response), response.at, by);
  const pages = response.pages.map((page, index) => ({ ...page, info: ended[index] ?? page.info }));
  return { ...state, response: { ...response, pages } };
}

/** As many as most of the API's lists give. */
const usualSize = 50;

interface WholePages {
  readonly list: NodeId;
  /** Items in all, and on a page. */
  readonly count: number;
  readonly size: number;
  /** The page that the cursor is on, from 1, and the number of pages. */
  readonly number: number;
  readonly last: number;
}

/** Undefined where the response is no list that came whole, or one of a single page. */
export function wholePages(state: State): WholePages | undefined {
  const page = currentPage(state);
  if (page?.info.kind !== 'whole' || page.body.kind !== 'json') return undefined;
  const { document, cursor } = page.body.view;
  const list = listNode(document, page.info);
  const count = list === undefined ? 0 : childCount(document, list);
  const size = state.response?.wholeSize ?? usualSize;
  if (list === undefined || count <= Math.min(size, usualSize)) return undefined;
  let item: NodeId | undefined = cursor;
  while (item !== undefined && parentOf(document, item) !== list) item = parentOf(document, item);
  const at = item === undefined ? 0 : indexInParent(document, item);
  return { list, count, size, number: Math.floor(at / size) + 1, last: Math.ceil(count / size) };
}

/** Why there is no such page. */
function whyNoWholePage({ number, last }: WholePages, name: PageName): Reason {
  if (name === 'next' || name === 'last') return number === last ? 'This is the last page' : undefined;
  return number === 1 ? 'This is the first page' : undefined;
}

function turnWhole(state: State, pages: WholePages, name: PageName): State {
  const to = {
    next: pages.number + 1,
    previous: pages.number - 1,
    first: 1,
    last: pages.last,
  };
  return goToWhole(state, pages, to[name]);
}

/** The first item of the page stands at the top then. */
function goToWhole(state: State, { list, size, last }: WholePages, number: number): State {
  if (number < 1 || number > last) return complain(state, `Pages go from 1 to ${formatCount(last)}`);
  const page = currentPage(state);
  if (page?.body.kind !== 'json') return state;
  const { view } = page.body;
  const item = childAt(view.document, list, (number - 1) * size);
  if (item === undefined) return state;
  return withPage(state, { ...page, view: 'tree', body: { ...page.body, view: moveToTop(view, item) } });
}

/** More (`step` 1) or fewer items a page; the cursor stays. */
export function resizeWhole(state: State, { size, count }: WholePages, step: 1 | -1): State {
  const next = nextSize(size, step);
  if (next === undefined || (step === 1 && size >= count) || !state.response)
    return complain(state, step === 1 ? 'All items are already on one page' : 'Pages cannot be smaller');
  return inform(
    { ...state, response: { ...state.response, wholeSize: next } },
    `Now ${formatCount(next)} items per page`,
  );
}

/** "page 2/7 · 51–100 of 312", said to be made here. */
export function wholeLabel({ count, size, number, last }: WholePages): string {
  const from = (number - 1) * size + 1;
  const range = `${formatCount(from)}–${formatCount(Math.min(count, number * size))} of ${formatCount(count)}`;
  return `page ${formatCount(number)}/${formatCount(last)} of a whole list · ${range}`;
}

/**
 * Asks for the page again; undefined where the failure is of another kind, or pages cannot be made smaller.
 *
 * @param state with nothing in flight
 * @param request what was too much
 */
export function askSmaller(
  state: State,
  request: RequestLine,
  turn: NonNullable<Sending['turn']>,
  failure: Failure,
): Step | undefined {
  const { response } = state;
  const here = response?.pages[response.at];
  if (!here || response?.id !== turn.response || !isTooMuch({ failure })) return undefined;
  const { sizeParameter, perPage, kind } = here.info;
  const asked = sizeParameter === undefined ? undefined : queryValue(request, sizeParameter);
  const lesser = lesserSize(
    here.info,
    sizeParameter === undefined || asked === undefined ? {} : { [sizeParameter]: asked },
  );
  const before = Number(asked ?? perPage);
  if (lesser === undefined) return undefined;
  // Smaller pages are numbered anew: the first of them begins where the one that was asked for does.
  const number = turn.number === undefined ? undefined : (turn.number - 1) * (before / lesser.size) + 1;
  const place = kind === 'page' && number !== undefined ? { page: String(number) } : {};
  const again = withQuery(request, { ...lesser.query, ...place });
  const [next, effects] = start(state, again, { ...turn, number, smaller: lesser.size });
  const said = `The page was too large (${failure.happened}). Now ${formatCount(lesser.size)} items per page`;
  return [inform(next, said), effects];
}

/**
 * Asks for a list again in pages of half the size where its first page was too much, and keeps that size for the session;
 * undefined where the failure is of another kind, or the request says no size.
 *
 * @param state with nothing in flight, the failed request in the history
 */
export function askFirstSmaller(state: State, request: RequestLine, failure: Failure): Step | undefined {
  const asked = isTooMuch({ failure }) && effectiveMethod(request) === 'GET' ? askedPage(queryOf(request)) : undefined;
  const lesser = asked && halved(asked);
  if (!asked || !lesser) return undefined;
  const kept: State = { ...state, pageSizes: { ...state.pageSizes, [request.path]: lesser.size } };
  const again = withQuery(request, lesser.query);
  const [started, effects] = start(showPageLine(kept, request, again), again, undefined);
  const said = `${formatQuantity(asked.size, 'item')} per page were too many (${failure.happened}). Trying ${formatCount(lesser.size)}`;
  return [inform(recordSend(started, formatLine(again)), said), effects];
}
