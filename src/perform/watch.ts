// Performs a watch: sends a GET again after a while, as long as it is wanted, and tells what of its answer is different. Its requests are
// not kept in the history, which has the first one.
import { sentence } from '../api/failures.ts';
import type { RateLimit } from '../api/messages.ts';
import { watchDelay } from '../api/watch.ts';
import type { WatchEffect } from '../explorer/model/effects.ts';
import type { Clock } from '../http/clock.ts';
import { capitalised, errorText } from '../text/sentences.ts';
import type { Comparer } from '../workers/comparing.ts';
import type { WithIds } from './catalogs.ts';
import { exchange } from './exchange.ts';
import type { Link } from './link.ts';
import type { Dispatch, EffectOf, Files, Performers } from './performers.ts';
import type { Flights } from './requests.ts';

interface WatchPorts {
  readonly clock: Clock;
  readonly files: Files;
  readonly flights: Flights;
  readonly use: Link['use'];
  readonly withIds: WithIds;
}

/** Milliseconds between two frames in which marks fade. */
const fading = 1_000;

export function createWatchPerformers({
  clock,
  files,
  flights,
  use,
  withIds,
}: WatchPorts): Performers<WatchEffect['type']> {
  let comparer: Promise<Comparer> | undefined;

  const watch = async (
    { id, request, seconds, document }: EffectOf<'watch.start'>,
    dispatch: Dispatch,
    signal: AbortSignal,
  ): Promise<void> => {
    comparer ??= import('../workers/comparing.ts').then(({ createComparer }) => createComparer());
    let last = document;
    let rateLimit: RateLimit | undefined;
    const context = {
      signal,
      onEvent: (event: { readonly type: string; readonly limit?: RateLimit }) => {
        if (event.type === 'rate-limit') rateLimit = event.limit;
      },
    };
    for (;;) {
      const { ms, isSlowed } = watchDelay(seconds, rateLimit);
      await clock.sleep(ms, signal);
      const received = await use(dispatch, async (open) =>
        exchange(open, await withIds(open, request, context, id, dispatch), files, context),
      );
      signal.throwIfAborted();
      if (received.failure) return dispatch({ type: 'watch.ended', id, reason: sentence(received.failure) });
      const { body } = received;
      if (body.kind !== 'json') return dispatch({ type: 'watch.ended', id, reason: 'What came is not JSON' });
      const place = (at: typeof last) => ({ document: at, node: 0 });
      const options = { ignored: [], itemId: undefined };
      const found = await (await comparer).compare(place(last), place(body.document), options, () => undefined);
      signal.throwIfAborted();
      const comparison = { ...found, before: last, after: body.document };
      const isDifferent = found.differences.length > 0;
      const answer = isDifferent ? { document: body.document, bytes: body.bytes, found: comparison } : undefined;
      dispatch({
        type: 'watch.answered',
        id,
        now: clock.now(),
        rateLimit,
        slowedMs: isSlowed ? ms : undefined,
        answer,
      });
      if (isDifferent) last = body.document;
    }
  };

  return {
    'watch.start': (effect, dispatch) =>
      flights.run(effect.id, async (signal) => {
        const stopTicking = clock.every(fading, () => dispatch({ type: 'clock.ticked', now: clock.now() }));
        try {
          await watch(effect, dispatch, signal);
        } catch (error) {
          if (!signal.aborted) dispatch({ type: 'watch.ended', id: effect.id, reason: capitalised(errorText(error)) });
        } finally {
          stopTicking();
        }
      }),
  };
}
