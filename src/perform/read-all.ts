// Drives the plan of reading every page of a list: sends what it asks for, tells it what comes and when, hands the items on.
// The explorer and the command line read lists through this; what to ask for is the plan's business (api/read-all.ts).
import { HttpFailure } from '../api/failures.ts';
import type { PageQuery } from '../api/paging.ts';
import { type Moment, planReadAll } from '../api/read-all.ts';
import type { PageAsk, PageOfList, PageOutcome, ReadAllEnd, ReadAllProgress, ReadAllSources } from '../api/reading.ts';
import type { Received } from '../api/received.ts';
import type { Clock } from '../http/clock.ts';
import type { SendContext } from '../http/send.ts';

export interface ReadAllOptions extends ReadAllSources {
  /** Sends the request with these parameters set. Rejects with an HttpFailure. */
  readonly read: (query: PageQuery, context: SendContext) => Promise<Received>;
  /** Takes a page; the next one waits until it has. */
  readonly onPage: (page: PageOfList) => void | Promise<void>;
  readonly onProgress: (progress: ReadAllProgress) => void;
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'elapsed' | 'now' | 'sleep'>;
}

interface Flight {
  readonly stop: AbortController;
  readonly landed: Promise<void>;
}

export async function readAll({
  read,
  onPage,
  onProgress,
  signal,
  clock,
  ...sources
}: ReadAllOptions): Promise<ReadAllEnd> {
  const plan = planReadAll(sources);
  const flights = new Set<Flight>();
  const now = (): Moment => ({ elapsed: clock.elapsed(), now: clock.now() });
  let wake = Promise.withResolvers<void>();
  let told = plan.report();
  /** What no request should end with. */
  let crash: { readonly error: unknown } | undefined;
  const tell = (): void => {
    const report = plan.report();
    if (report !== told) onProgress(report);
    told = report;
  };

  const launch = ({ id, query }: PageAsk): void => {
    const stop = new AbortController();
    const context: SendContext = {
      signal: AbortSignal.any([signal, stop.signal]),
      onEvent: (event) => {
        if (event.type === 'progress' || event.type === 'sent') return;
        plan.hear(id, event, now());
        // A response that has come makes room for another request, before it is decoded and looked at.
        if (event.type === 'received') launchAll();
        tell();
      },
    };
    const landed = outcomeOf(() => read(query, context))
      .then((outcome) => plan.land(id, outcome, now()))
      .catch((error: unknown) => {
        crash = { error };
      })
      .finally(() => {
        flights.delete(flight);
        wake.resolve();
      });
    const flight: Flight = { stop, landed };
    flights.add(flight);
  };

  const launchAll = (): void => {
    for (;;) {
      const asked = signal.aborted ? undefined : plan.ask(now());
      if (!asked) return;
      launch(asked);
    }
  };

  const dropAll = async (): Promise<void> => {
    const dropped = [...flights];
    for (const { stop } of dropped) stop.abort();
    await Promise.all(dropped.map(({ landed }) => landed));
  };

  try {
    for (;;) {
      wake = Promise.withResolvers();
      if (crash) throw crash.error;
      const step = plan.next(now());
      tell();
      switch (step.type) {
        case 'fetch':
          launch(step);
          break;
        case 'take':
          await onPage(step.page);
          break;
        case 'drop':
          await dropAll();
          break;
        case 'end':
          return step.end;
        case 'wait':
          if (signal.aborted && flights.size === 0) return plan.cancel();
          await untilWoken(wake.promise, step.ms);
      }
    }
  } finally {
    await dropAll();
  }

  async function untilWoken(woken: Promise<void>, ms: number | undefined): Promise<void> {
    if (ms === undefined) return woken;
    const timer = new AbortController();
    const over = clock.sleep(ms, AbortSignal.any([signal, timer.signal])).catch(() => undefined);
    await Promise.race([woken, over]);
    timer.abort();
  }
}

async function outcomeOf(read: () => Promise<Received>): Promise<PageOutcome> {
  try {
    const received = await read();
    const { failure } = received;
    return failure === undefined ? { received } : { failure, received };
  } catch (error) {
    if (error instanceof HttpFailure) return { failure: error.failure };
    throw error;
  }
}
