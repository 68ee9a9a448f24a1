// Tails, the live logs of a Worker: made over the API, watched over a WebSocket, and filled with made-up events as they would come.
// As with the API an expired tail keeps its socket and says nothing more. Trap: whoever watches has no credential; the address that
// cannot be guessed is the permission.
import { nameAt, type Random, randomFor } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import { decodeJson, isObject, type JsonObject } from './request-body.ts';
import type { Call } from './router.ts';
import { inScript } from './workers.ts';
import { oncePerWorld, type World } from './world.ts';

export interface TailPace {
  /** Events a second of each Worker that is watched. */
  readonly eventsPerSecond: number;
  /** How long a tail lives. */
  readonly seconds: number;
}

interface KeptTail {
  readonly id: string;
  readonly script: string;
  readonly filters: readonly JsonObject[];
  readonly expiresAt: number;
  /** Ends the connection of whoever watches. */
  hangUp: (() => void) | undefined;
}

interface Tails {
  pace: TailPace;
  readonly kept: Map<string, KeptTail>;
}

export const tailsOf = oncePerWorld('tails', (): Tails => {
  return { pace: { eventsPerSecond: 2, seconds: 3600 }, kept: new Map() };
});

/** Dashboard included, as Cloudflare's documentation has it. */
const mostViewers = 10;

const expiryOf = ({ expiresAt }: KeptTail): string => new Date(expiresAt).toISOString();

function shownTail(tail: KeptTail, call: Call): JsonObject {
  return { id: tail.id, url: `ws://${call.headers.host}${tailPath}${tail.id}`, expires_at: expiryOf(tail) };
}

/** Where sockets of tails are, on the sandbox's own address. */
export const tailPath = '/tail/';

const filterNames = ['sampling_rate', 'outcome', 'method', 'header', 'client_ip', 'query', 'scriptVersion'];

export const createTail = inScript((call, { script }): Reply => {
  const { pace, kept } = tailsOf(call.world);
  const decoded = call.bytes.length === 0 ? undefined : decodeJson(call.headers['content-type'], call.bytes);
  if (decoded?.kind === 'refused') return decoded.reply;
  const filters = decoded?.body.filters ?? [];
  if (
    !Array.isArray(filters) ||
    !filters.every((filter) => isObject(filter) && filterNames.includes(Object.keys(filter)[0] ?? ''))
  ) {
    return failWith(400, 10026, 'filters must be a list of objects with one member each');
  }
  const rate = filters.find((filter) => 'sampling_rate' in filter)?.sampling_rate;
  if (rate !== undefined && !(typeof rate === 'number' && rate > 0 && rate < 1)) {
    return failWith(400, 10026, 'sampling_rate must lie between 0 and 1');
  }
  for (const [id, tail] of kept) if (tail.expiresAt <= call.now && !tail.hangUp) kept.delete(id);
  const viewers = [...kept.values()].filter((tail) => tail.script === script.id && tail.expiresAt > call.now);
  if (viewers.length >= mostViewers)
    return failWith(429, 10057, `This Worker has ${mostViewers} tails, and may have no more`);
  const tail = {
    id: call.world.nextId(),
    script: script.id,
    filters,
    expiresAt: call.now + pace.seconds * 1000,
    hangUp: undefined,
  };
  kept.set(tail.id, tail);
  return success(shownTail(tail, call));
});

/** The newest, as the SDK's type has it: one object. */
export const getTail = inScript((call, { script }): Reply => {
  const newest = [...tailsOf(call.world).kept.values()].findLast((tail) => tail.script === script.id);
  return success(newest === undefined ? null : shownTail(newest, call));
});

export const deleteTail = inScript((call, { script }): Reply => {
  const { kept } = tailsOf(call.world);
  const tail = kept.get(call.params.tail_id ?? '');
  if (tail === undefined || tail.script !== script.id) return failWith(404, 10059, 'There is no such tail');
  kept.delete(tail.id);
  tail.hangUp?.();
  return success(null);
});

type Happening = ReturnType<typeof eventOf>;

/** Events of a tail one after the other, those left out that its filters do not let pass. */
export function eventsOf(world: World, tail: KeptTail): (now: number) => string | undefined {
  const random = randomFor(world.seed, 'tail', tail.id);
  let number = 0;
  return (now) => {
    const event = eventOf(random, tail.script, now, number++);
    return tail.filters.every((filter) => lets(filter, event, random)) ? JSON.stringify(event) : undefined;
  };
}

function lets(filter: JsonObject, event: Happening, random: Random): boolean {
  const request = 'request' in event.event ? event.event.request : undefined;
  const { sampling_rate: rate, outcome, method, header, client_ip: ip, query, scriptVersion: version } = filter;
  if (typeof rate === 'number') return random.chance(rate);
  if (Array.isArray(outcome)) return outcome.includes(event.outcome);
  if (Array.isArray(method)) return request !== undefined && method.includes(request.method);
  if (Array.isArray(ip)) return request !== undefined && ip.includes(request.headers['cf-connecting-ip']);
  if (isObject(header)) {
    const values: Readonly<Record<string, string>> = request?.headers ?? {};
    const value = values[String(header.key).toLowerCase()];
    return value !== undefined && (typeof header.query !== 'string' || value.includes(header.query));
  }
  if (typeof query === 'string') return event.logs.some(({ message }) => message.join(' ').includes(query));
  return typeof version !== 'string' || version === event.scriptVersion.id;
}

const paths = ['/', '/api/orders', '/api/orders/1042', '/login', '/assets/app.js', '/search?q=lamp', '/healthz'];

function eventOf(random: Random, scriptName: string, now: number, number: number) {
  const outcome = random.chance(0.85) ? 'ok' : random.pick(['exception', 'exceededCpu', 'canceled'] as const);
  const path = random.pick(paths);
  const method = random.pick(['GET', 'GET', 'GET', 'POST', 'DELETE'] as const);
  const status = outcome === 'ok' ? random.pick([200, 200, 200, 304, 404]) : 500;
  const log = (level: string, ...message: readonly string[]) => ({ message, level, timestamp: now });
  const exceptions =
    outcome === 'exception'
      ? [{ name: 'TypeError', message: `Cannot read properties of undefined (reading 'id')`, timestamp: now }]
      : [];
  return {
    wallTime: random.int(3, 240),
    cpuTime: random.int(0, 30),
    truncated: false,
    executionModel: 'stateless',
    outcome,
    scriptName,
    scriptVersion: { id: 'b1f2c3d4-0000-4000-8000-000000000001' },
    diagnosticsChannelEvents: [],
    exceptions,
    logs: random.chance(0.7)
      ? [log('log', `request ${number} for ${nameAt(random.int(0, 40))}`, path), log('debug', 'cache', 'miss')]
      : [],
    eventTimestamp: now,
    event: random.chance(0.95)
      ? {
          request: {
            url: `https://${scriptName}.example.com${path}`,
            method,
            headers: {
              'cf-connecting-ip': `203.0.113.${random.int(1, 9)}`,
              'user-agent': random.pick(['curl/8.9.1', 'Mozilla/5.0']),
              authorization: 'REDACTED',
            },
            cf: { colo: random.pick(['FRA', 'LHR', 'SIN']), country: random.pick(['DE', 'GB', 'SG']) },
          },
          response: { status },
        }
      : { cron: '*/5 * * * *', scheduledTime: now },
  };
}
