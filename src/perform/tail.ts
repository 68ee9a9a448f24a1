// A tail from its beginning to its end: made, connected, renewed before it expires in silence, made anew where the connection is lost,
// and deleted when nobody looks any more, however that comes.

import type { Connection } from '../accounts/connection.ts';
import { HttpFailure } from '../api/failures.ts';
import { readResponse } from '../api/received.ts';
import { readTail, type Tail, tailGreeting, tailProtocol } from '../api/tails.ts';
import type { Clock } from '../http/clock.ts';
import type { OpenSocket } from '../http/socket.ts';
import { childByKey, toValue } from '../json/document.ts';
import { errorText } from '../text/sentences.ts';

interface TailOptions {
  readonly connection: Pick<Connection, 'baseUrl' | 'send'>;
  /** `/accounts/…/tails`. */
  readonly path: string;
  readonly filters: readonly unknown[];
  /** A tail that was made already. */
  readonly made?: Tail | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly clock: Clock;
  /** Nobody wants it any more, be it that it still opens. */
  readonly signal?: AbortSignal | undefined;
  /** An event as it came. */
  readonly onEvent: (text: string) => void;
  /** Something happened to the tail: a sentence without its full stop. */
  readonly onSay: (text: string) => void;
}

interface TailEnd {
  /** Why it ended, where nobody wanted it to; a sentence. */
  readonly problem: string | undefined;
}

export interface TailSession {
  /** Over, and what it had made is deleted. Never rejects. */
  readonly ended: Promise<TailEnd>;
  /** Ends it, and resolves when its tail is deleted or a moment has passed. */
  readonly stop: () => Promise<TailEnd>;
}

/** Milliseconds before each new try after a connection was lost. */
const waits = [1000, 2000, 4000, 8000, 16_000];

/** A tail is renewed so long before it expires, or at half of its time where that is shorter. */
const renewBefore = 60_000;

/** Where no time was said: wrangler's tails live for hours. */
const usualLife = 3_600_000;

/** Milliseconds that deleting a tail may take. */
const deletionMs = 3000;

interface Live {
  readonly tail: Tail;
  readonly socket: OpenSocket;
}

/**
 * Begins a tail; resolves when its first connection stands.
 *
 * @throws HttpFailure where the API makes none
 */
export async function openTail(options: TailOptions): Promise<TailSession> {
  const { connection, path, filters, clock, onSay } = options;
  const stopping = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
  const over = Promise.withResolvers<TailEnd>();
  /** Tails that were made and are still to be deleted. */
  const known = new Map<string, Promise<void> | undefined>();
  let live: Live | undefined;
  let isEnding = false;

  const create = async (): Promise<Tail> => {
    // An answer on its way when nobody wants it any more names a tail that is to be deleted: it is waited for a little.
    const patience = new AbortController();
    const giveUpSoon = (): void => void setTimeout(() => patience.abort(), deletionMs).unref();
    if (signal.aborted) throw new Error('it was stopped');
    signal.addEventListener('abort', giveUpSoon, { once: true });
    try {
      const tail = await createTail(connection, path, filters, patience.signal);
      known.set(tail.id, undefined);
      if (!signal.aborted) return tail;
      await remove(tail.id);
      throw new Error('it was stopped');
    } finally {
      signal.removeEventListener('abort', giveUpSoon);
    }
  };
  const remove = (id: string): Promise<void> => {
    const removal = known.get(id) ?? deleteTail(connection, `${path}/${encodeURIComponent(id)}`);
    known.set(id, removal);
    return removal;
  };
  const end = async (problem?: string): Promise<TailEnd> => {
    if (!isEnding) {
      isEnding = true;
      stopping.abort();
      live?.socket.close();
      await Promise.all([...known.keys()].map(remove));
      over.resolve({ problem });
    }
    return over.promise;
  };
  const connect = async (tail: Tail): Promise<Live> => {
    const { openSocket } = await import('../http/socket.ts');
    const opened = Promise.withResolvers<Live>();
    const socket = openSocket({
      url: tail.url,
      protocol: tailProtocol,
      userAgent: `flarescope/${options.version}`,
      env: options.env,
      clock,
      onOpen: () => {
        socket.send(tailGreeting);
        opened.resolve({ tail, socket });
      },
      onText: (text) => {
        if (live?.socket === socket || live === undefined) options.onEvent(text);
      },
      onClose: (closed) => {
        opened.reject(new Error(closed.reason === '' ? `the connection was closed (${closed.code})` : closed.reason));
        if (live?.socket === socket) void lose(closed);
      },
    });
    const giveUp = (): void => socket.close();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await opened.promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  };
  /** Another tail in the place of this one, whose events are no longer taken from the moment that the other stands. */
  const change = async (): Promise<void> => {
    const tail = await create();
    const next = await connect(tail);
    const before = live;
    live = next;
    before?.socket.close();
    if (before) await remove(before.tail.id);
    void renewLater(next);
  };
  const renewLater = async (current: Live): Promise<void> => {
    const left = current.tail.expiresAt === undefined ? usualLife : current.tail.expiresAt - clock.now();
    try {
      await clock.sleep(Math.min(Math.max(0, left - renewBefore, left / 2), 0x7fff_ffff), signal);
      if (live === current) await change();
    } catch (error) {
      if (live === current && !signal.aborted) await restore(`The tail could not be renewed: ${errorText(error)}`);
    }
  };
  const lose = async ({ code, reason }: { readonly code: number; readonly reason: string }): Promise<void> => {
    if (isEnding) return;
    if (code === 1000) {
      onSay('The tail has ended');
      await end();
      return;
    }
    await restore(`The connection was lost${reason === '' ? '' : ` (${reason})`}`);
  };
  /** A new tail after a while; after longer ones where that does not help. */
  const restore = async (because: string): Promise<void> => {
    const before = live;
    live = undefined;
    before?.socket.close();
    if (before) void remove(before.tail.id);
    let problem = because;
    for (const wait of waits) {
      onSay(`${problem}. A new tail is opened in ${wait / 1000} s`);
      try {
        await clock.sleep(wait, signal);
        await change();
        onSay('Connected again: events in between are missing');
        return;
      } catch (error) {
        if (signal.aborted) return;
        problem = errorText(error);
      }
    }
    await end(`${problem}. No new tail could be opened`);
  };

  try {
    const { made } = options;
    if (made) known.set(made.id, undefined);
    // One that was made a while ago may be gone, or followed already.
    live = (made && (await connect(made).catch(() => undefined))) ?? (await connect(await create()));
    void renewLater(live);
  } catch (error) {
    const wasStopped = signal.aborted;
    await end();
    if (wasStopped || error instanceof HttpFailure) throw error;
    throw new HttpFailure({
      kind: 'unusable',
      tried: `the tail of ${path}`,
      happened: `its connection could not be opened: ${errorText(error)}`,
      next: 'try again in a moment',
    });
  }
  return { ended: over.promise, stop: () => end() };
}

async function createTail(
  connection: TailOptions['connection'],
  path: string,
  filters: readonly unknown[],
  signal: AbortSignal,
): Promise<Tail> {
  const request = {
    method: 'POST',
    url: `${connection.baseUrl}${path}`,
    headers: [['content-type', 'application/json'] as const],
    body: new TextEncoder().encode(JSON.stringify({ filters })),
  };
  const received = readResponse(request, await connection.send(request, { signal, onEvent: () => undefined }));
  if (received.failure) throw new HttpFailure(received.failure);
  const { body } = received;
  const node = body.kind === 'json' ? childByKey(body.document, 0, 'result') : undefined;
  const tail = readTail(body.kind === 'json' && node !== undefined ? toValue(body.document, node) : undefined);
  if (typeof tail !== 'string') return tail;
  throw new HttpFailure({
    kind: 'unusable',
    tried: `POST ${path}`,
    happened: tail,
    next: 'see the answer with flarescope api',
  });
}

/** Whatever comes of it: a tail that is left goes when its time is over. */
async function deleteTail({ baseUrl, send }: TailOptions['connection'], path: string): Promise<void> {
  const request = { method: 'DELETE', url: `${baseUrl}${path}`, headers: [], body: undefined };
  const context = { signal: AbortSignal.timeout(deletionMs), onEvent: () => undefined, isHousekeeping: true };
  await send(request, context).catch(() => undefined);
}
