// Performs what the user sends: one request, or one for each page of a list; and ends what is in flight.
import { AccountRefusal, SecretRefusal } from '../accounts/choice.ts';
import { type Failure, HttpFailure } from '../api/failures.ts';
import { askedPage } from '../api/paging.ts';
import type { ReadAllProgress } from '../api/reading.ts';
import type { Received } from '../api/received.ts';
import { isSafeMethod } from '../api/retry.ts';
import type { UndoStep } from '../explorer/model/writes.ts';
import type { Clock } from '../http/clock.ts';
import type { SendContext } from '../http/send.ts';
import { queryOf, withQuery } from '../request/edit.ts';
import { formatLine } from '../request/format.ts';
import { effectiveMethod } from '../request/method.ts';
import type { RequestLine } from '../request/types.ts';
import { errorText } from '../text/sentences.ts';
import { type Catalogs, pagingHint, type WithIds } from './catalogs.ts';
import { type ArrivingResponse, exchange } from './exchange.ts';
import type { Link } from './link.ts';
import { type Dispatch, type EffectOf, type Files, type Performers, tick } from './performers.ts';

/** What is in flight, by the numbers that the state gave. */
export interface Flights {
  /** Runs `work`, whose signal `cancel` aborts; it must not reject. */
  readonly run: (id: number, work: (signal: AbortSignal) => Promise<void>) => void;
  readonly cancel: (id: number) => void;
  /** Resolves when everything that was in flight has ended. */
  readonly cancelAll: () => Promise<void>;
}

export function createFlights(): Flights {
  const inFlight = new Map<number, { readonly controller: AbortController; readonly landed: Promise<void> }>();
  return {
    run: (id, work) => {
      const controller = new AbortController();
      const landed = Promise.withResolvers<void>();
      const flight = { controller, landed: landed.promise };
      inFlight.set(id, flight);
      void work(controller.signal).finally(() => {
        if (inFlight.get(id) === flight) inFlight.delete(id);
        landed.resolve();
      });
    },
    cancel: (id) => inFlight.get(id)?.controller.abort(),
    cancelAll: async () => {
      const flights = [...inFlight.values()];
      for (const { controller } of flights) controller.abort();
      await Promise.all(flights.map(({ landed }) => landed));
    },
  };
}

interface RequestPorts {
  readonly clock: Clock;
  readonly files: Files;
  readonly catalogs: Catalogs;
  readonly flights: Flights;
  /** Lends the connection for as long as the work takes. */
  readonly use: Link['use'];
  readonly withIds: WithIds;
  /** Bytes that are kept of rows that go on. */
  readonly keep: number | undefined;
  /** A filter is to run on the response. */
  readonly prepareFilter: (dispatch: Dispatch) => void;
  /** A request that takes back another one succeeded. */
  readonly went: (step: UndoStep, received: Received, dispatch: Dispatch) => Promise<void>;
}

/** Milliseconds that a page which is fetched ahead leaves to the frame of the key before it. */
const aheadAfter = 12;

/** Ticks after which only every other one counts: whoever waits for so long looks less closely, and it takes half of the processor. */
const closeTicks = 30;

/** Pages that are read with all others are no requests of their own, so that nothing is ever asked by their number. */
const pageOfAll = -1;

export function createRequestPerformers(ports: RequestPorts): Performers<'send' | 'readAll' | 'cancel'> {
  const { clock, files, catalogs, flights, use, withIds } = ports;

  /** An exchange from its start, after `wait` milliseconds, to its failure; `report` tells how far it is. */
  const fly = (
    id: number,
    dispatch: Dispatch,
    wait: number,
    report: () => void,
    work: (signal: AbortSignal) => Promise<void>,
  ): void => {
    flights.run(id, async (signal) => {
      // One that is cancelled meanwhile fails as any other does.
      if (wait > 0) await clock.sleep(wait, signal).catch(() => undefined);
      dispatch({ type: 'exchange.started', id, at: clock.now() });
      let ticks = 0;
      const stopTicking = clock.every(tick, () => {
        ticks += 1;
        if (ticks > closeTicks && ticks % 2 === 1) return;
        report();
        dispatch({ type: 'clock.ticked', now: clock.now() });
      });
      try {
        await work(signal);
      } catch (error) {
        dispatch({ type: 'exchange.failed', id, failure: failureOf(error) });
      } finally {
        stopTicking();
      }
    });
  };

  const showArrival =
    (id: number, dispatch: Dispatch) =>
    ({ received, arrival }: ArrivingResponse): void => {
      dispatch({ type: 'exchange.arriving', id, received });
      arrival.listen((body) => dispatch({ type: 'document.grew', id, body }));
    };

  const send = (effect: EffectOf<'send'>, dispatch: Dispatch): void => {
    const { id, request, partOf, relists, agreed, undoes, isAhead } = effect;
    // Loaded by the time the response is there.
    if (request.filter !== undefined) ports.prepareFilter(dispatch);
    let progress:
      | { readonly received: number; readonly total: number | undefined; readonly isUpload?: boolean }
      | undefined;
    const report = (): void => {
      if (progress) dispatch({ type: 'exchange.progressed', id, ...progress });
      progress = undefined;
    };
    const onEvent: SendContext['onEvent'] = (event) => {
      if (event.type === 'progress') {
        progress = { received: event.received, total: event.total };
      } else if (event.type === 'sent') {
        progress = { received: event.sent, total: event.total, isUpload: event.sent < event.total };
        // What has gone out is no part of what comes back.
        if (!progress.isUpload) progress = { received: 0, total: undefined };
      } else if (event.type === 'retrying') {
        progress = undefined;
        const { attempt, of, waitMs, because } = event;
        dispatch({ type: 'exchange.retrying', id, attempt, of, because, until: clock.now() + waitMs });
      } else if (event.type === 'rate-limit') {
        dispatch({ type: 'exchange.rateLimited', id, rateLimit: event.limit });
      }
    };
    fly(id, dispatch, isAhead ? aheadAfter : 0, report, async (signal) => {
      await checkFilter(request, signal);
      const asked = { line: formatLine(request), id, partOf, relists };
      const received = await use(dispatch, async (open) => {
        const named = agreed?.request ?? (await withIds(open, request, { signal, onEvent }, id, dispatch));
        const options = {
          hint: pagingHint(catalogs, open, named),
          onArrival: showArrival(id, dispatch),
          keep: ports.keep,
        };
        const asksForLess = partOf !== undefined || askedPage(queryOf(request)) !== undefined;
        return exchange(open, named, files, { signal, onEvent, asked, asksForLess }, options);
      });
      dispatch({ type: 'exchange.done', id, received });
      if (undoes && !received.failure) await ports.went(undoes, received, dispatch);
      if (received.told)
        dispatch({ type: 'told', kind: 'info', text: `The response says: ${received.told.join('; ')}` });
    });
  };

  const readAll = (job: EffectOf<'readAll'>, dispatch: Dispatch): void => {
    const { id, request, partOf } = job;
    let progress: ReadAllProgress | undefined;
    const report = (): void => {
      if (progress) dispatch({ type: 'all.progressed', id, progress });
    };
    fly(id, dispatch, 0, report, async (signal) => {
      const { gather } = await import('./gather.ts');
      const { received, gathered } = await use(dispatch, async (open) => {
        const named = await withIds(open, request, { signal, onEvent: () => undefined }, id, dispatch);
        const hint = pagingHint(catalogs, open, named);
        return gather({
          job,
          read: (query, context) => {
            const asked = { line: formatLine(withQuery(request, query)), id: pageOfAll, partOf };
            const onEvent: SendContext['onEvent'] = (event) => {
              context.onEvent(event);
              if (event.type === 'rate-limit') dispatch({ type: 'exchange.rateLimited', id, rateLimit: event.limit });
            };
            const page = withQuery(named, query);
            const asksForLess = Object.keys(query).length > 0 || askedPage(queryOf(page)) !== undefined;
            return exchange(open, page, files, { ...context, onEvent, asked, asksForLess }, { hint });
          },
          signal,
          clock,
          onProgress: (made) => {
            progress = made;
          },
          onArrival: showArrival(id, dispatch),
        });
      });
      dispatch({ type: 'exchange.done', id, received });
      dispatch({ type: 'all.ended', id, gathered });
    });
  };

  return { send, readAll, cancel: ({ id }) => flights.cancel(id) };
}

/**
 * Reads the filter of a write before it goes out, as `api` does: what was changed for a mistyped filter stays changed. The filter of a
 * read can be corrected over the response, and is not waited for.
 *
 * @throws HttpFailure where jq cannot read it
 */
export async function checkFilter(request: RequestLine, signal: AbortSignal): Promise<void> {
  const { filter } = request;
  if (filter === undefined || isSafeMethod(effectiveMethod(request))) return;
  const { openFilter } = await import('../workers/filter.ts');
  const opened = openFilter(filter);
  try {
    const problem = await opened.compile(signal);
    if (problem === undefined) return;
    throw new HttpFailure({
      kind: 'unusable',
      tried: `${effectiveMethod(request)} ${request.path}`,
      happened: `nothing was sent, since jq cannot read the filter: ${problem}`,
      next: 'correct the filter, then send the request again',
    });
  } finally {
    await opened.close();
  }
}

/** Why something of the session's came to nothing, for the state. */
export function failureOf(error: unknown): Failure {
  if (error instanceof HttpFailure) return error.failure;
  if (error instanceof AccountRefusal) {
    const happened = error.message.replace(/\.$/, '');
    if (error instanceof SecretRefusal)
      return {
        kind: 'unusable',
        tried: 'getting the secret',
        happened,
        next: 'send the request again, or add the profile anew',
      };
    return { kind: 'unusable', tried: 'opening the profile', happened, next: 'do that, then send the request again' };
  }
  return {
    kind: 'unusable',
    tried: 'sending the request',
    happened: errorText(error),
    next: 'if it happens again, report it with what you typed',
  };
}
