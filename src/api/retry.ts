// When to send a request again. The time and the dice arrive as arguments.

import { type HeaderList, headerValue } from './messages.ts';
import { readRateLimit } from './rate-limit.ts';

/** The longest wait, in ms, that a server may impose. A longer one means: stop, and tell the person how long. */
export const LONGEST_WAIT_MS = 60_000;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;

/** RFC 9110 §10.2.3 and the gateway statuses of §15.6: the ones that pass by themselves. */
const PASSING_STATUSES = new Set([429, 502, 503, 504]);

export function isPassingStatus(status: number): boolean {
  return PASSING_STATUSES.has(status);
}

/** Only methods that cannot change anything are sent again by themselves (safe methods, RFC 9110 §9.2.1). */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * Retry-After in ms from `nowMs` (epoch): delay-seconds or an HTTP-date in any of its three forms (RFC 9110 §10.2.3
 * and §5.6.7). A date in the past is 0. Undefined for anything else,
 * and for a date where the time is not known (`nowMs` NaN).
 */
export function parseRetryAfter(value: string, nowMs: number): number | undefined {
  const text = value.trim();
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  // Date.parse reads nearly any text as some date, so the start of the three allowed forms is required first.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text)) return undefined;
  // The asctime form names no zone and means UTC; Date.parse would take it as local time.
  const dateMs = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  const waitMs = Math.max(0, dateMs - nowMs);
  return Number.isNaN(waitMs) ? undefined : waitMs;
}

/**
 * How long a response asks to wait, in ms: Retry-After first, else, for a 429, the reset of the `Ratelimit` field.
 * Undefined where it does not say.
 */
export function askedWaitMs(status: number, headers: HeaderList, nowMs: number): number | undefined {
  const field = headerValue(headers, 'retry-after');
  const asked = field === undefined ? undefined : parseRetryAfter(field, nowMs);
  if (asked !== undefined) return asked;
  const resetSeconds = status === 429 ? readRateLimit(headers)?.resetSeconds : undefined;
  return resetSeconds === undefined ? undefined : resetSeconds * 1000;
}

/**
 * Exponential backoff with jitter before attempt `attempt` (2 …): 0.5 s doubled each time, at most 8 s, of which
 * `random` (0 … 1) takes away up to a half so that many clients do not come back together.
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.max(0, attempt - 2));
  return Math.round(full * (1 - random / 2));
}
