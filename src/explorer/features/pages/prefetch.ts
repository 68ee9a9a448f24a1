// The next page, fetched while the current one is read, so that turning to it takes no time. Only where that is safe and
// polite: a GET, with enough of the rate limit left.
import type { Failure } from '../../../api/failures.ts';
import { nextMove } from '../../../api/paging.ts';
import type { Received } from '../../../api/received.ts';
import { withQuery } from '../../../request/edit.ts';
import { formatLine } from '../../../request/format.ts';
import { effectiveMethod } from '../../../request/method.ts';
import type { RequestLine } from '../../../request/types.ts';
import { isLocked, isOfFormerAccount } from '../../model/account-in-force.ts';
import type { Event } from '../../model/events.ts';
import type { Step } from '../../model/notices.ts';
import type { Prefetched, State } from '../../model/state.ts';

type ExchangeEvent = Extract<Event, { readonly type: `exchange.${string}` }>;

/** Below this part of the quota nothing is fetched that was not asked for. */
const leastQuota = 0.2;

/**
 * Fetches the page after the one on screen, and lets go of one that is no longer the next. Among pages that were read before, there is
 * none to fetch, and the one behind the last of them is kept: going back and forth asks nobody anything.
 *
 * @param before the state as it was, to see quickly whether anything has changed that matters here
 */
export function prefetch(before: State, state: State): Step {
  if (isSame(before, state)) return [state, []];
  const next = state.exchange.kind === 'sending' ? undefined : nextPage(state);
  const wanted = next === 'seen' ? undefined : next;
  const { prefetched } = state;
  if (prefetched && wanted && matches(prefetched, state, wanted)) return [state, []];
  if (next === 'seen' && prefetched && prefetched.outcome !== 'failed' && prefetched.of === state.response?.id)
    return [state, []];
  const dropped = prefetched && state.exchange.kind !== 'sending' ? { ...state, prefetched: undefined } : state;
  const cancelled =
    prefetched && dropped !== state && prefetched.outcome === 'coming'
      ? [{ type: 'cancel', id: prefetched.id } as const]
      : [];
  if (!wanted || !mayAsk(state)) return [dropped, cancelled];
  const id = state.lastId + 1;
  const of = state.response?.id ?? 0;
  const fetched: Prefetched = { id, of, request: wanted, startedAt: state.now, outcome: 'coming' };
  return [
    { ...dropped, lastId: id, prefetched: fetched },
    [...cancelled, { type: 'send', id, request: wanted, partOf: of, isAhead: true }],
  ];
}

function isSame(before: State, { response, exchange, prefetched, settings }: State): boolean {
  return (
    before.response?.id === response?.id &&
    before.response?.at === response?.at &&
    before.response?.pages.length === response?.pages.length &&
    before.exchange === exchange &&
    before.prefetched === prefetched &&
    before.settings === settings
  );
}

/** The request for the page after the one on screen, where there is one to be asked for; or that it was read before. */
function nextPage(state: State): RequestLine | 'seen' | undefined {
  const { response } = state;
  const page = response?.pages[response.at];
  if (!response || !page?.request || page.failure || effectiveMethod(page.request) !== 'GET') return undefined;
  // Looking at a response of last month asks nobody anything.
  if (page.storedAt !== undefined || isOfFormerAccount(state)) return undefined;
  const move = nextMove(
    response.pages.map(({ info }) => info),
    response.at,
  );
  if (move.type === 'seen') return 'seen';
  return move.type === 'request' ? withQuery(page.request, move.set) : undefined;
}

function mayAsk(state: State): boolean {
  const { settings, session } = state;
  const { rateLimit } = session;
  if (!settings.prefetch || isLocked(state)) return false;
  return rateLimit?.quota === undefined || rateLimit.remaining >= rateLimit.quota * leastQuota;
}

function matches(prefetched: Prefetched, { response }: State, request: RequestLine): boolean {
  return prefetched.of === response?.id && formatLine(prefetched.request) === formatLine(request);
}

/** The page that `request` asks for, where it was fetched ahead or is on its way; not where that failed. */
export function prefetchedPage(state: State, request: RequestLine): Prefetched | undefined {
  const { prefetched } = state;
  return prefetched && prefetched.outcome !== 'failed' && matches(prefetched, state, request) ? prefetched : undefined;
}

/** Why the page that `request` asks for could not be fetched ahead; undefined where it could, or was not tried. */
export function prefetchFailure(state: State, request: RequestLine): Failure | undefined {
  const { prefetched } = state;
  return prefetched?.outcome === 'failed' && matches(prefetched, state, request) ? prefetched.failure : undefined;
}

/** What happened to the page that is fetched ahead. A failure is told only when somebody asks for that page. */
export function takePrefetched(state: State, prefetched: Prefetched, event: ExchangeEvent): State {
  switch (event.type) {
    case 'exchange.started':
      return { ...state, prefetched: { ...prefetched, startedAt: event.at } };
    case 'exchange.rateLimited':
      return { ...state, session: { ...state.session, rateLimit: event.rateLimit } };
    case 'exchange.done':
      return { ...state, prefetched: { ...prefetched, ...outcomeOf(event.received) } };
    case 'exchange.failed':
      return { ...state, prefetched: { ...prefetched, outcome: 'failed', failure: event.failure } };
    default:
      return state;
  }
}

function outcomeOf(received: Received): Pick<Prefetched, 'outcome' | 'failure'> {
  return received.failure ? { outcome: 'failed', failure: received.failure } : { outcome: received };
}
