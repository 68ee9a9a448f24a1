// Sends the requests of a plan for many, several at once and within the rate limit, and tells what became of each row. A stop lets
// what is under way end, so that of every row it is known whether it was done.
import { laterOperation, laterOutcome, type PlannedRequest, planSendings, refusedKeys } from '../api/bulk.ts';
import { type Failure, HttpFailure } from '../api/failures.ts';
import { resultNode } from '../api/list.ts';
import { type ManyProgress, mostAtOnce, type RowOutcome } from '../api/many.ts';
import { answered, createPace, failed, type Pace, slowedDown, started, toldLimit, waitFor } from '../api/pace.ts';
import type { Received } from '../api/received.ts';
import { askedWaitMs, isSafeMethod } from '../api/retry.ts';
import type { Clock } from '../http/clock.ts';
import type { SendContext } from '../http/send.ts';
import { sourceText, toValue } from '../json/document.ts';
import { compactJson } from '../json/format.ts';
import { effectiveMethod } from '../request/method.ts';
import type { RequestLine } from '../request/types.ts';

interface ManyRun {
  /** One for each row. */
  readonly requests: readonly RequestLine[];
  readonly sendings: readonly PlannedRequest[];
  /** Rejects with an HttpFailure where no response came. */
  readonly send: (request: RequestLine, context: SendContext) => Promise<Received>;
  readonly onRow: (row: number, outcome: RowOutcome) => void;
  readonly onProgress: (progress: ManyProgress) => void;
  /** A credential that is refused once is refused for all: nothing more is sent then. */
  readonly isOneCredential: boolean;
  /** Nothing more is sent once it aborts. */
  readonly stop: AbortSignal;
  /** What is under way is given up too. */
  readonly abort: AbortSignal;
  readonly clock: Pick<Clock, 'elapsed' | 'now' | 'sleep'>;
}

/** Times that a request is sent again which the rate limit refused: nothing was done of it. */
const mostRefusals = 3;

/** Milliseconds of a pause where the server asks for one and does not say how long. */
const usualPause = 5000;

/** Times that an operation is asked for, and milliseconds between two. */
const mostAsked = 120;
const betweenAsking = 1000;

/** Resolves when nothing is under way any more; every row has been told by then. */
export async function runMany(run: ManyRun): Promise<void> {
  const { requests, send, onRow, onProgress, stop, abort, clock } = run;
  const waiting: { sending: PlannedRequest; refusals: number }[] = run.sendings.map((sending) => ({
    sending,
    refusals: 0,
  }));
  let pace: Pace = createPace(mostAtOnce);
  let wake = Promise.withResolvers<void>();
  let counts = { done: 0, failed: 0 };
  let isHopeless = false;
  let crash: { readonly error: unknown } | undefined;
  const tell = (): void =>
    onProgress({
      ...counts,
      of: requests.length,
      pausedUntil: pace.pausedUntil > clock.elapsed() ? pauseEnd() : undefined,
    });
  const pauseEnd = (): number => clock.now() + pace.pausedUntil - clock.elapsed();
  const settle = (row: number, outcome: RowOutcome): void => {
    counts = outcome.kind === 'done' ? { ...counts, done: counts.done + 1 } : { ...counts, failed: counts.failed + 1 };
    onRow(row, outcome);
    tell();
  };

  const launch = async (job: { sending: PlannedRequest; refusals: number }): Promise<void> => {
    const { sending } = job;
    const startedAt = clock.elapsed();
    const signal = isSafeMethod(effectiveMethod(sending.request)) ? AbortSignal.any([abort, stop]) : abort;
    const context: SendContext = {
      signal,
      onEvent: (event) => {
        if (event.type === 'rate-limit') pace = toldLimit(pace, event.limit, clock.elapsed());
        else if (event.type === 'retrying') pace = slowedDown(pace, event.waitMs, clock.elapsed());
      },
    };
    try {
      const received = await send(sending.request, context);
      pace = answered(pace, clock.elapsed() - startedAt);
      const { response } = received;
      if (response?.status === 429 && job.refusals < mostRefusals && !stop.aborted) {
        const wait = askedWaitMs(429, response.headers, clock.now()) ?? usualPause;
        pace = slowedDown(pace, wait, clock.elapsed());
        waiting.unshift({ sending, refusals: job.refusals + 1 });
        tell();
        return;
      }
      const isRefused = response !== undefined && response.status >= 400 && response.status < 500;
      if (sending.bulk?.isTransaction && received.failure && isRefused && ![401, 403, 429].includes(response.status)) {
        // Nothing was done: one for each tells which of them is wrong.
        const single = planSendings(
          sending.rows.map((row) => requests[row]!),
          { isBulk: false, isUndoable: false },
        );
        waiting.unshift(
          ...single.map((one) => ({ sending: { ...one, rows: one.rows.map((at) => sending.rows[at]!) }, refusals: 0 })),
        );
        return;
      }
      isHopeless ||= run.isOneCredential && response?.status === 401;
      const operation = received.failure ? undefined : laterOperation(sending.request, resultOf(received));
      const problem = operation === undefined ? undefined : await endOfOperation(operation, context);
      for (const [at, row] of sending.rows.entries()) settle(row, problem ?? outcomeOf(received, sending, at));
    } catch (error) {
      pace = failed(pace);
      if (!(error instanceof HttpFailure)) {
        crash ??= { error };
        return;
      }
      const { failure } = error;
      const isRead = isSafeMethod(effectiveMethod(sending.request));
      const outcome: RowOutcome = isRead && failure.kind === 'cancelled' ? { kind: 'unsent' } : lost(failure);
      for (const row of sending.rows) settle(row, outcome);
    }
  };

  /** Waits until the API has carried out what it took; undefined where that went well. */
  const endOfOperation = async (path: string, context: SendContext): Promise<RowOutcome | undefined> => {
    for (let asked = 0; asked < mostAsked && !abort.aborted; asked += 1) {
      if (asked > 0) await clock.sleep(betweenAsking, abort).catch(() => undefined);
      const received = await send({ method: 'GET', path, items: [], filter: undefined }, { ...context, signal: abort });
      if (received.failure) return { kind: 'unknown', error: received.failure.happened };
      const { isOver, error } = laterOutcome(resultOf(received));
      if (isOver) return error === undefined ? undefined : { kind: 'failed', status: received.response?.status, error };
    }
    return { kind: 'unknown', error: 'the API still carries it out' };
  };

  const flights = new Set<Promise<void>>();
  for (;;) {
    wake = Promise.withResolvers();
    if (crash) break;
    const isOver = stop.aborted || isHopeless || waiting.length === 0;
    if (isOver && flights.size === 0) break;
    const wait = isOver ? undefined : waitFor(pace, clock.elapsed());
    if (wait === 0) {
      pace = started(pace);
      const flight = launch(waiting.shift()!).finally(() => {
        flights.delete(flight);
        wake.resolve();
      });
      flights.add(flight);
      continue;
    }
    tell();
    await woken(wait);
  }
  await Promise.all(flights);
  if (crash) throw crash.error;
  for (const { sending } of waiting) for (const row of sending.rows) onRow(row, { kind: 'unsent' });

  async function woken(ms: number | undefined): Promise<void> {
    const done = new AbortController();
    const stopped = Promise.withResolvers<void>();
    stop.addEventListener('abort', () => stopped.resolve(), { once: true, signal: done.signal });
    const over = ms === undefined ? [] : [clock.sleep(ms, AbortSignal.any([stop, done.signal])).catch(() => undefined)];
    // Once stopped, only the end of what is under way wakes it.
    await Promise.race([wake.promise, ...(stop.aborted ? [] : [stopped.promise]), ...over]);
    done.abort();
  }
}

function resultOf({ body }: Received): unknown {
  const result = body.kind === 'json' ? resultNode(body.document) : undefined;
  return body.kind === 'json' && result !== undefined ? toValue(body.document, result) : undefined;
}

function outcomeOf({ response, body, info, failure }: Received, { bulk }: PlannedRequest, at: number): RowOutcome {
  if (failure) return { kind: 'failed', status: response?.status, error: failure.happened };
  const result = body.kind === 'json' ? resultNode(body.document) : undefined;
  const json =
    body.kind === 'json' && result !== undefined ? compactJson(sourceText(body.document, result)) : undefined;
  const status = response?.status ?? 200;
  const items = info.kind === 'none' ? undefined : (info.totalCount ?? info.count);
  if (!bulk) return { kind: 'done', status, result: json, items };
  const key = bulk.keys[at];
  const isRefused = key !== undefined && json !== undefined && refusedKeys(JSON.parse(json)).has(key);
  return isRefused
    ? { kind: 'failed', status, error: 'the API did not do this one of the bulk request' }
    : { kind: 'done', status, result: undefined, items: undefined };
}

/** No response came: what cannot have reached the API was not done. */
function lost(failure: Failure): RowOutcome {
  const isUnsent = ['refused', 'dns', 'tls', 'unusable'].includes(failure.kind);
  const error = failure.happened;
  return isUnsent ? { kind: 'failed', status: undefined, error } : { kind: 'unknown', error };
}
