// What the API says of tails, the live logs of a Worker: what is asked for, where they come from, and one event in one line. Facts of
// wrangler and of Cloudflare's documentation; what is not known of an event is left as it is.
import { isRecord } from '../json/values.ts';
import { truncateMiddle } from '../text/width.ts';
import { isLoopbackHost } from './address.ts';

/** The subprotocol of a tail's socket. */
export const tailProtocol = 'trace-v1';

/** What wrangler sends first: events that a filter drops are not wanted. */
export const tailGreeting = JSON.stringify({ debug: false });

interface TailWish {
  readonly status: readonly string[];
  readonly method: readonly string[];
  readonly ip: readonly string[];
  /** `Name` or `Name:text in it`. */
  readonly header: readonly string[];
  readonly search: string | undefined;
  /** Between 0 and 1, both excluded. */
  readonly sampling: number | undefined;
  readonly version: string | undefined;
}

/** What `--status` takes; `error` is whatever went wrong. */
export const tailStatuses = [
  'ok',
  'error',
  'canceled',
  'exception',
  'exceededCpu',
  'exceededMemory',
  'unknown',
] as const;

const errorOutcomes = ['exception', 'exceededCpu', 'exceededMemory', 'unknown'];

/** The filters of a tail as the API takes them: one member each. */
export function tailFilters(wish: TailWish): readonly Readonly<Record<string, unknown>>[] {
  const outcome = [...new Set(wish.status.flatMap((status) => (status === 'error' ? errorOutcomes : status)))];
  const header = wish.header.map((text) => {
    const colon = text.indexOf(':');
    return colon < 0 ? { key: text } : { key: text.slice(0, colon), query: text.slice(colon + 1).trim() };
  });
  return [
    ...(wish.sampling === undefined ? [] : [{ sampling_rate: wish.sampling }]),
    ...(outcome.length === 0 ? [] : [{ outcome }]),
    ...(wish.method.length === 0 ? [] : [{ method: wish.method.map((method) => method.toUpperCase()) }]),
    ...header.map((one) => ({ header: one })),
    ...(wish.ip.length === 0 ? [] : [{ client_ip: wish.ip }]),
    ...(wish.search === undefined ? [] : [{ query: wish.search }]),
    ...(wish.version === undefined ? [] : [{ scriptVersion: wish.version }]),
  ];
}

/** A tail that was made. */
export interface Tail {
  readonly id: string;
  readonly url: URL;
  /** Epoch milliseconds; undefined where it was not said. */
  readonly expiresAt: number | undefined;
}

/**
 * The tail of an answer of the API, or why it cannot be followed: its socket is an address of its own, to which no credential goes, and it
 * must be as safe from listeners as the API is.
 */
export function readTail(result: unknown): Tail | string {
  if (!isRecord(result) || typeof result.id !== 'string' || typeof result.url !== 'string') {
    return 'the answer has no tail: its id and url are missing';
  }
  if (!URL.canParse(result.url)) return 'the address of the tail is no URL';
  const url = new URL(result.url);
  if (url.protocol !== 'wss:' && !(url.protocol === 'ws:' && isLoopbackHost(url.hostname))) {
    return `the address of the tail is not safe: ${url.protocol}//${url.host} is not wss`;
  }
  if (url.username !== '' || url.password !== '') return 'the address of the tail has a user name or a password in it';
  const expires = typeof result.expires_at === 'string' ? Date.parse(result.expires_at) : Number.NaN;
  return { id: result.id, url, expiresAt: Number.isNaN(expires) ? undefined : expires };
}

/** The path of the tails that a request made one of: `/accounts/…/tails`; undefined for any other request. */
export function tailsPath(method: string, path: string): string | undefined {
  const bare = path.replace(/\?.*$/, '').replace(/\/+$/, '');
  const isTails =
    /^\/accounts\/[^/]+\/workers\/scripts\/[^/]+\/tails$/.test(bare) ||
    /^\/accounts\/[^/]+\/pages\/projects\/[^/]+\/deployments\/[^/]+\/tails$/.test(bare);
  return method === 'POST' && isTails ? bare : undefined;
}

/** True for a row that is an event of a tail. */
export function isTailEvent(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && typeof value.outcome === 'string' && Array.isArray(value.logs) && 'event' in value;
}

/**
 * One event in one line: outcome, what happened, how long it computed, and the first that was said. Not cleaned.
 *
 * @param longestUrl cells of an address, which gives way to what comes after it
 */
export function tellEvent(event: Readonly<Record<string, unknown>>, longestUrl = Number.POSITIVE_INFINITY): string {
  const cpu = typeof event.cpuTime === 'number' ? `${event.cpuTime} ms CPU` : '';
  const parts = [String(event.outcome), tellTrigger(event.event, longestUrl), cpu, firstWords(event)];
  return parts.filter(Boolean).join('  ');
}

function tellTrigger(event: unknown, longestUrl: number): string {
  if (!isRecord(event)) return '';
  const text = (name: string): string => {
    const value = event[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  if (isRecord(event.request)) {
    const { method } = event.request;
    const bare = String(event.request.url ?? '').replace(/^https:\/\//, '');
    // Its end tells one request from another.
    const url = longestUrl === Number.POSITIVE_INFINITY ? bare : truncateMiddle(bare, longestUrl);
    const status = isRecord(event.response) ? event.response.status : undefined;
    return [method, url, status].filter((part) => part !== undefined).join(' ');
  }
  if ('cron' in event) return `cron ${text('cron')}`;
  if ('queue' in event) return `queue ${text('queue')}, ${text('batchSize')} messages`;
  if ('mailFrom' in event) return `email from ${text('mailFrom')} to ${text('rcptTo')}, ${text('rawSize')} bytes`;
  if ('rpcMethod' in event) return `rpc ${text('rpcMethod')}`;
  if ('scheduledTime' in event) return `alarm of ${text('scheduledTime')}`;
  if (Array.isArray(event.consumedEvents)) return `tail of ${event.consumedEvents.length} events`;
  if (isRecord(event.getWebSocketEvent))
    return `websocket ${String(event.getWebSocketEvent.webSocketEventType ?? '')}`.trim();
  if (typeof event.type === 'string') return `${text('type')}: ${text('message')}`;
  return '';
}

function firstWords({ exceptions, logs }: Readonly<Record<string, unknown>>): string {
  const [exception] = Array.isArray(exceptions) ? exceptions : [];
  if (isRecord(exception)) return `${String(exception.name ?? 'Error')}: ${String(exception.message ?? '')}`;
  const [log] = Array.isArray(logs) ? logs : [];
  if (!isRecord(log)) return '';
  const words: readonly unknown[] = Array.isArray(log.message) ? log.message : [log.message];
  return words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word))).join(' ');
}
