// Starting and cancelling a request. One is in flight at a time; every one has an id of its own.
import { judgeWrite, wishOf } from '../../api/writes.ts';
import type { RequestLine } from '../../request/types.ts';
import { isLocked, lockedReason } from './account-in-force.ts';
import { keyFor } from './key-labels.ts';
import { complain, type Step } from './notices.ts';
import type { Reason } from './reasons.ts';
import type { Sending, State } from './state.ts';
import type { PreparedWrite, UndoStep } from './writes.ts';

/** Why no request can be started now; undefined where one can. */
export function whyNotStarted(state: State): Reason {
  if (state.exchange.kind === 'sending')
    return `${describe(state.exchange)} is in progress. ${keyFor(state, 'app.back')} cancels it`;
  return isLocked(state) ? lockedReason(state) : undefined;
}

/**
 * Starts a request, for another page of the list on screen where `turn` is given; refuses while one is in flight. Whoever calls it
 * has asked for consent; what was agreed to is `agreed`.
 */
export function start(
  state: State,
  request: RequestLine,
  turn: Sending['turn'],
  agreed?: PreparedWrite,
  undoes?: UndoStep,
): Step {
  const reason = whyNotStarted(state) ?? (turn && whyNotAgain(request));
  if (reason !== undefined) return [complain(state, reason), []];
  const id = state.lastId + 1;
  const exchange = sendingOf(id, request, turn, state.now);
  const effect = {
    type: 'send',
    id,
    request,
    ...belongs(turn),
    ...(agreed ? { agreed } : {}),
    ...(undoes ? { undoes } : {}),
  } as const;
  return [{ ...state, lastId: id, exchange }, [effect]];
}

/** Turning a page sends the request again. */
function whyNotAgain(request: RequestLine): Reason {
  const isRead = judgeWrite(wishOf(request)).kind === 'reads';
  return isRead ? undefined : 'This request writes, so it is not sent again for another page';
}

/** What it is of the response on screen: another page of it, or its list anew. */
function belongs(turn: Sending['turn']): { readonly partOf?: number; readonly relists?: number } {
  if (!turn) return {};
  return turn.relisted === undefined ? { partOf: turn.response } : { relists: turn.response };
}

/** A request on its way, of which nothing is known yet but since when. */
export function sendingOf(id: number, request: RequestLine, turn: Sending['turn'], startedAt: number): Sending {
  return { kind: 'sending', id, request, turn, startedAt, received: 0, total: undefined, retry: undefined };
}

export function cancel(state: State): Step {
  return state.exchange.kind === 'sending' ? [state, [{ type: 'cancel', id: state.exchange.id }]] : [state, []];
}

/** The request in a few words: `GET /zones`, `page 3`. */
export function describe(exchange: Sending): string {
  if (exchange.turn?.isAll) return 'Reading all pages';
  if (exchange.turn) return exchange.turn.number === undefined ? 'The next page' : `Page ${exchange.turn.number}`;
  return `${exchange.request.method ?? 'The request for'} ${exchange.request.path}`;
}
