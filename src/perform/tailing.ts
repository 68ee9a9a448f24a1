// Performs what the explorer wants of tails: opens them as documents that arrive, and deletes all of them in the end.
import { HttpFailure, sentence } from '../api/failures.ts';
import { readTail, tailsPath } from '../api/tails.ts';
import type { Clock } from '../http/clock.ts';
import { isRecord } from '../json/values.ts';
import { effectiveMethod } from '../request/method.ts';
import type { RequestLine } from '../request/types.ts';
import { errorText } from '../text/sentences.ts';
import type { WithIds } from './catalogs.ts';
import type { Link } from './link.ts';
import { createLiveFeed } from './live-feed.ts';
import type { Dispatch, EffectOf, Performers } from './performers.ts';
import { openTail, type TailSession } from './tail.ts';

interface TailPorts {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly use: Link['use'];
  readonly withIds: WithIds;
  readonly keep: number | undefined;
}

interface Tailing {
  readonly performers: Performers<'tail.open'>;
  /** False where that is no tail. */
  readonly stop: (id: number) => boolean;
  readonly close: () => Promise<void>;
}

interface Running {
  readonly stopping: AbortController;
  readonly done: Promise<void>;
}

export function createTailing(ports: TailPorts): Tailing {
  const running = new Map<number, Running>();

  const open = (effect: EffectOf<'tail.open'>, dispatch: Dispatch): void => {
    const { id, request } = effect;
    const stopping = new AbortController();
    const feed = createLiveFeed({ keep: ports.keep, onStop: () => stopping.abort() });
    dispatch({ type: 'document.opened', id, name: nameOf(request), received: feed.received() });
    feed.listen((body) => dispatch({ type: 'document.grew', id, body }));
    const follow = async (): Promise<void> => {
      try {
        const problem = await ports.use(dispatch, async (connection): Promise<string | undefined> => {
          const { signal } = stopping;
          const known = await ports.withIds(connection, request, { signal, onEvent: () => undefined }, id, dispatch);
          const path = tailsPath(effectiveMethod(known), known.path);
          if (path === undefined) return 'that is no tail';
          const made = effect.made === undefined ? undefined : readTail(effect.made);
          if (typeof made === 'string') return made;
          const session: TailSession = await openTail({
            connection,
            path,
            filters: filtersOf(known),
            // What was made a while ago, or is followed already, is made anew.
            made,
            env: ports.env,
            version: ports.version,
            clock: ports.clock,
            signal,
            onEvent: (text) => feed.add(eventRow(text)),
            onSay: feed.say,
          });
          feed.say('Connected: events come as they happen');
          const stop = (): void => void session.stop();
          signal.addEventListener('abort', stop, { once: true });
          if (signal.aborted) stop();
          return (await session.ended).problem;
        });
        if (problem !== undefined) feed.say(problem);
      } catch (error) {
        if (!stopping.signal.aborted)
          feed.say(error instanceof HttpFailure ? sentence(error.failure) : errorText(error));
      }
      feed.end();
      running.delete(id);
    };
    running.set(id, { stopping, done: follow() });
    stopping.signal.addEventListener('abort', () => feed.stop(), { once: true });
  };
  return {
    performers: { 'tail.open': open },
    stop: (id) => {
      running.get(id)?.stopping.abort();
      return running.has(id);
    },
    close: async () => {
      const all = [...running.values()];
      for (const { stopping } of all) stopping.abort();
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

/** The name of the Worker, or of what else it is. */
function nameOf({ path }: RequestLine): string {
  const segment = path.split('/').at(-2) ?? path;
  return `tail of ${decodeURIComponent(segment)}`;
}

/** The filters of the body, as the request has them. */
function filtersOf({ items }: RequestLine): readonly unknown[] {
  for (const item of items) {
    if (item.kind !== 'json' && item.kind !== 'body') continue;
    try {
      const value: unknown = JSON.parse(item.value);
      const filters =
        item.kind === 'json' ? (item.name === 'filters' ? value : undefined) : isRecord(value) && value.filters;
      if (Array.isArray(filters)) return filters;
    } catch {
      // It was sent as it is, and is no JSON.
    }
  }
  return [];
}

function eventRow(text: string): Uint8Array {
  try {
    JSON.parse(text);
    return new Uint8Array(Buffer.from(`${text}\n`));
  } catch {
    return new Uint8Array(Buffer.from(`${JSON.stringify(text)}\n`));
  }
}
