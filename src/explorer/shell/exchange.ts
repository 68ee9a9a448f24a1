// The life of one request: sending, then done, failed or cancelled. Answers to any other request than the one in flight are dropped.
import { formatLine } from '../../request/format.ts';
import { addPage, askFirstSmaller, askSmaller } from '../features/pages/pages.ts';
import { takePrefetched } from '../features/pages/prefetch.ts';
import { takeRelisted } from '../features/pages/relist.ts';
import { breakOff, completeResponse, openResponse } from '../model/document.ts';
import type { Event } from '../model/events.ts';
import { describe } from '../model/exchange.ts';
import { focusPane, hasFocus } from '../model/focus.ts';
import { complain, inform, type Step } from '../model/notices.ts';
import { recordOutcome, stowResponse } from '../model/record.ts';
import type { Reducers } from '../model/reducers.ts';
import { explain } from '../model/select.ts';
import type { Sending, State } from '../model/state.ts';

type ExchangeEvent = Extract<Event, { readonly type: `exchange.${string}` }>;

/** What happened to the request in flight. */
function reduceExchange(state: State, event: ExchangeEvent): Step {
  const { exchange } = state;
  const failure =
    event.type === 'exchange.failed'
      ? event.failure
      : event.type === 'exchange.done'
        ? event.received.failure
        : undefined;
  if (failure && exchange.kind === 'sending' && exchange.id === event.id && isOnePage(exchange.turn)) {
    const ended: State = { ...state, exchange: { kind: 'done', id: exchange.id } };
    const again = askSmaller(ended, exchange.request, exchange.turn, failure);
    if (again) return again;
  }
  if (failure && exchange.kind === 'sending' && exchange.id === event.id && exchange.turn === undefined) {
    const status = event.type === 'exchange.done' ? outcomeOf(event) : { failure };
    const ended: State = { ...recordOutcome(state, exchange.id, status), exchange: { kind: 'done', id: exchange.id } };
    const again = askFirstSmaller(ended, exchange.request, failure);
    if (again) return again;
  }
  return [take(state, event), []];
}

export const exchangeReducers: Reducers<ExchangeEvent['type']> = {
  'exchange.started': reduceExchange,
  'exchange.progressed': reduceExchange,
  'exchange.retrying': reduceExchange,
  'exchange.rateLimited': reduceExchange,
  'exchange.arriving': reduceExchange,
  'exchange.done': reduceExchange,
  'exchange.failed': reduceExchange,
};

/** Another page of the response on screen, in the order and size that it has. */
function isOnePage(turn: Sending['turn']): turn is NonNullable<Sending['turn']> {
  return turn !== undefined && turn.isAll !== true && turn.relisted === undefined;
}

function take(state: State, event: ExchangeEvent): State {
  const { exchange, prefetched } = state;
  if (prefetched?.id === event.id) return takePrefetched(state, prefetched, event);
  if (exchange.kind !== 'sending' || exchange.id !== event.id) return state;
  switch (event.type) {
    case 'exchange.started':
      return {
        ...state,
        now: event.at,
        exchange: { ...exchange, startedAt: event.at },
        history: {
          ...state.history,
          entries: state.history.entries.map((entry) => (entry.id === event.id ? { ...entry, at: event.at } : entry)),
        },
      };
    case 'exchange.progressed':
      return {
        ...state,
        exchange: {
          ...exchange,
          received: event.received,
          total: event.total,
          isUpload: event.isUpload,
          retry: undefined,
        },
      };
    case 'exchange.retrying':
      return {
        ...state,
        exchange: {
          ...exchange,
          received: 0,
          retry: { attempt: event.attempt, of: event.of, until: event.until, because: event.because },
        },
      };
    case 'exchange.rateLimited':
      return { ...state, session: { ...state.session, rateLimit: event.rateLimit } };
    case 'exchange.arriving': {
      // A page of a list is shown when it is whole.
      if (exchange.turn && !exchange.turn.isAll) return state;
      const arriving = openResponse(
        state,
        exchange.id,
        exchange.request,
        formatLine(exchange.request),
        event.received,
        depthOf(exchange),
      );
      return focusResponse(arriving, exchange);
    }
    case 'exchange.failed':
      return fail(state, exchange, event);
    case 'exchange.done': {
      const done: State = { ...state, exchange: { kind: 'done', id: exchange.id } };
      if (exchange.turn?.relisted !== undefined)
        return takeRelisted(done, exchange, event.received, exchange.turn.relisted);
      if (exchange.turn && !exchange.turn.isAll) return addPage(done, exchange.request, event.received, exchange.turn);
      const known = completeResponse(done, exchange.id, event.received);
      if (known) return recordOutcome(known, exchange.id, outcomeOf(event));
      const answered = openResponse(
        done,
        exchange.id,
        exchange.request,
        formatLine(exchange.request),
        event.received,
        depthOf(exchange),
      );
      return focusResponse(recordOutcome(answered, exchange.id, outcomeOf(event)), exchange);
    }
  }
}

/** Of all pages in one array the items are what there is to see, each closed as in an envelope. */
function depthOf({ turn }: Sending): number | undefined {
  return turn?.isAll ? 1 : undefined;
}

function outcomeOf(event: Extract<Event, { type: 'exchange.done' }>): { readonly status: number } {
  return { status: event.received.response?.status ?? 0 };
}

function fail(state: State, exchange: Sending, event: Extract<Event, { type: 'exchange.failed' }>): State {
  const { failure } = event;
  const cancelled = failure.kind === 'cancelled';
  const ended: State = {
    ...state,
    exchange: cancelled ? { kind: 'cancelled', id: exchange.id } : { kind: 'failed', id: exchange.id, failure },
  };
  const broken = breakOff(ended, exchange.id, failure);
  if (broken) {
    const told = recordOutcome(broken, exchange.id, cancelled ? 'cancelled' : { failure });
    const kept: State = { ...told, exchange: { kind: 'done', id: exchange.id } };
    return inform(kept, `${cancelled ? 'Cancelled' : 'Interrupted'}: ${describe(exchange)}. What had arrived is kept`);
  }
  if (cancelled) return inform(recordOutcome(ended, exchange.id, 'cancelled'), `Cancelled: ${describe(exchange)}`);
  // A page that did not come leaves the pages on screen as they are; only a request of its own gives way to its failure.
  if (exchange.turn?.isAll)
    return complain(
      recordOutcome({ ...ended, exchange: { kind: 'done', id: exchange.id } }, exchange.id, { failure }),
      explain(failure),
    );
  if (exchange.turn) return complain({ ...ended, exchange: { kind: 'done', id: exchange.id } }, explain(failure));
  return { ...stowResponse(recordOutcome(ended, exchange.id, { failure })), response: undefined };
}

/**
 * Gives the response the focus, unless the user has gone on typing: then the keys that follow are meant for the prompt.
 */
function focusResponse(state: State, exchange: Sending): State {
  const entry = state.history.entries.find((candidate) => candidate.id === exchange.id);
  const untouched = state.composer.line.text.trim() === entry?.line;
  return hasFocus(state, 'prompt') && untouched ? focusPane(state, 'response') : state;
}
