// Turning pages. Pages read are kept, so that going back needs no request; the rules are http/pagination's.
import {
  firstMove,
  goToMove,
  isNumbered,
  isRepeat,
  lastMove,
  type Move,
  markEnd,
  nextMove,
  previousMove,
} from '../../../api/pagination.ts';
import type { PageInfo } from '../../../api/recognise.ts';
import { withQuery } from '../../../request/query.ts';
import type { RequestLine } from '../../../request/types.ts';
import type { ActionName } from '../../keys/actions.ts';
import { toPage } from '../../model/document.ts';
import { type Step, sendingOf, start } from '../../model/exchange.ts';
import { complain, inform } from '../../model/notices.ts';
import { showPageLine } from '../../model/prompt.ts';
import type { Received } from '../../model/received.ts';
import { explain } from '../../model/select.ts';
import type { Answer, Sending, State } from '../../model/state.ts';
import { failedAhead, foundAhead } from './prefetch.ts';
import { askSmaller } from './smaller-pages.ts';
import { goToWhole, reasonAgainstWhole, turnWhole, wholePages } from './whole-pages.ts';

type TurnName = Extract<ActionName, 'page.next' | 'page.previous' | 'page.first' | 'page.last'>;

const turns: Readonly<Record<TurnName, (pages: readonly PageInfo[], at: number) => Move>> = {
  'page.next': nextMove,
  'page.previous': previousMove,
  'page.first': firstMove,
  'page.last': lastMove,
};

export function isTurn(name: ActionName): name is TurnName {
  return name in turns;
}

/** Why there is no such page; undefined where there is one, or may be. */
export function reasonAgainstTurn(state: State, name: TurnName): string | undefined {
  const whole = wholePages(state);
  if (whole) return reasonAgainstWhole(whole, name);
  const { answer } = state;
  const move = answer && turns[name](infos(answer), answer.at);
  return move?.type === 'impossible' ? capitalised(move.reason) : undefined;
}

export function turn(state: State, name: TurnName): Step {
  const whole = wholePages(state);
  if (whole) return [turnWhole(state, whole, name), []];
  return makeMove(state, (pages, at) => turns[name](pages, at));
}

/** Goes to the page whose number was typed; what is no number is refused and stays in the field. */
export function goTo(state: State, typed: string): Step {
  const number = Number(typed.trim().replaceAll(',', ''));
  if (typed.trim() === '' || !Number.isInteger(number))
    return [complain(state, 'Type the number of a page, such as 3'), []];
  const whole = wholePages(state);
  if (whole) return [goToWhole(state, whole, number), []];
  return makeMove(state, (pages, at) => goToMove(pages, at, number));
}

function makeMove(state: State, choose: (pages: readonly PageInfo[], at: number) => Move): Step {
  const { answer } = state;
  if (!answer) return [state, []];
  const move = choose(infos(answer), answer.at);
  switch (move.type) {
    case 'impossible':
      return [complain(state, capitalised(move.reason)), []];
    case 'seen':
      return [showSeen(state, answer, move.index), []];
    case 'request': {
      const from = answer.pages[answer.at]?.request ?? answer.request;
      return from ? ask(state, withQuery(from, move.set), { answer: answer.id, number: move.number }) : [state, []];
    }
  }
}

/** Shows a page that was fetched ahead at once, waits for one that is on its way, and asks for any other. */
function ask(state: State, request: RequestLine, turn: NonNullable<Sending['turn']>): Step {
  const failure = failedAhead(state, request);
  // What was too much a moment ago is not waited for again.
  const again = failure && state.exchange.kind !== 'sending' ? askSmaller(state, request, turn, failure) : undefined;
  if (again) return again;
  const ahead = foundAhead(state, request);
  if (!ahead || state.exchange.kind === 'sending') return start(state, request, turn);
  const without: State = { ...state, ahead: undefined };
  if (typeof ahead.outcome === 'object') return [addPage(without, request, ahead.outcome, turn), []];
  return [{ ...without, exchange: sendingOf(ahead.id, request, turn, ahead.startedAt) }, []];
}

function infos(answer: Answer): readonly PageInfo[] {
  return answer.pages.map((page) => page.info);
}

function showSeen(state: State, answer: Answer, index: number): State {
  const from = answer.pages[answer.at]?.request;
  const to = answer.pages[index]?.request;
  const shown: State = { ...state, answer: { ...answer, at: index } };
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
  { answer: of, smaller }: Pick<NonNullable<Sending['turn']>, 'answer' | 'smaller'>,
): State {
  const { answer } = state;
  // Another answer may have been opened from the history while the page was on its way.
  if (answer?.id !== of) return inform(state, 'A page came for an answer that is no longer on screen: it was dropped');
  const here = answer.pages[answer.at];
  if (!here) return state;
  if (received.failure) return complain(state, `The page did not come. ${explain(received.failure)}`);
  const { info } = received;
  if (isRepeat(infos(answer), info)) {
    return inform(endHere(state, answer), 'The server sent a page again that was seen already: this page is the last');
  }
  if (info.count === 0)
    return inform(endHere(state, answer), 'The page after this one is empty: this page is the last');
  const page = toPage(state, request, received, here);
  if (smaller !== undefined && isNumbered(info)) {
    // Pages of the larger size have other numbers: they are asked for again when somebody goes back.
    const shown = { ...state, answer: { ...answer, pages: [page], at: 0, smallerPages: smaller } };
    return here.request ? showPageLine(shown, here.request, request) : shown;
  }
  // Numbered pages may be read in any order; they are kept in the order of their numbers.
  const after = answer.pages.findIndex((kept) => info.number !== undefined && (kept.info.number ?? 0) > info.number);
  const at = after === -1 ? answer.pages.length : after;
  const pages = answer.pages.toSpliced(at, 0, page);
  const shown: State = { ...state, answer: { ...answer, pages, at, smallerPages: smaller ?? answer.smallerPages } };
  return here.request ? showPageLine(shown, here.request, request) : shown;
}

function endHere(state: State, answer: Answer): State {
  const ended = markEnd(infos(answer), answer.at);
  const pages = answer.pages.map((page, index) => ({ ...page, info: ended[index] ?? page.info }));
  return { ...state, answer: { ...answer, pages } };
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
