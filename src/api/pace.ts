// How many requests may be under way at once, and when the next one may start: grows while answers stay quick, shrinks
// when they slow down or the API says 429, and stops short of the rate limit. The time arrives as an argument.

import type { RateLimit } from './messages.ts';

/** A value; every event gives the next one. Times are milliseconds of one clock that never goes back. */
export interface Pace {
  /** Requests at once, from 1. */
  readonly width: number;
  readonly most: number;
  readonly inFlight: number;
  /** The quickest response so far, which the later ones are held against. */
  readonly quickestMs: number | undefined;
  /** Requests left by the last response, less those started since. */
  readonly left: number | undefined;
  readonly resetAt: number;
  readonly pausedUntil: number;
}

/** Requests of the quota that are left to others: the dashboard and other programs share it. */
export const reserve = 10;

/** A response this many times slower than the quickest tells that more at once would not help. */
const slowFactor = 3;

/**
 * @param most requests at once at the most
 * @param width requests at once to begin with
 */
export function createPace(most: number, width = Math.min(4, most)): Pace {
  return { width, most, inFlight: 0, quickestMs: undefined, left: undefined, resetAt: 0, pausedUntil: 0 };
}

/** Milliseconds until the next request may start; 0 for now, undefined where one under way must end first. */
export function waitFor(pace: Pace, now: number): number | undefined {
  if (pace.inFlight >= pace.width) return undefined;
  if (now < pace.pausedUntil) return pace.pausedUntil - now;
  const isSpent = pace.left !== undefined && pace.left <= reserve && now < pace.resetAt;
  // The window may reset while answers are under way, but only time can tell.
  return isSpent ? pace.resetAt - now : 0;
}

export function started(pace: Pace): Pace {
  return { ...pace, inFlight: pace.inFlight + 1, left: pace.left === undefined ? undefined : pace.left - 1 };
}

/** A response came after `elapsedMs`. */
export function answered(pace: Pace, elapsedMs: number): Pace {
  const quickestMs = Math.min(pace.quickestMs ?? elapsedMs, elapsedMs);
  // A few milliseconds more or less say nothing about a server.
  const isSlow = elapsedMs > quickestMs * slowFactor + 20;
  const width = isSlow ? Math.max(1, pace.width - 1) : Math.min(pace.most, pace.width + 1);
  return { ...pace, width, quickestMs, inFlight: pace.inFlight - 1 };
}

/** So many may be under way at once from now on. */
export function widened(pace: Pace, most: number): Pace {
  return most > pace.most ? { ...pace, most } : pace;
}

/** A request ended without a response. */
export function failed(pace: Pace): Pace {
  return { ...pace, inFlight: pace.inFlight - 1, width: Math.max(1, pace.width - 1) };
}

/** A response told what is left of the quota at `now`. */
export function toldLimit(pace: Pace, limit: RateLimit, now: number): Pace {
  // Answers overtake each other: within one window the smallest number is the newest.
  const isSameWindow = pace.left !== undefined && now < pace.resetAt;
  const leftNow = limit.remaining - Math.max(0, pace.inFlight - 1);
  const left = isSameWindow ? Math.min(pace.left ?? leftNow, leftNow) : leftNow;
  return { ...pace, left, resetAt: now + limit.resetSeconds * 1000 };
}

/** The server asks for a pause of `waitMs`: nothing new starts before it is over, and half as many at once after it. */
export function slowedDown(pace: Pace, waitMs: number, now: number): Pace {
  const isNew = now >= pace.pausedUntil;
  const width = isNew ? Math.max(1, Math.floor(pace.width / 2)) : pace.width;
  return { ...pace, width, pausedUntil: Math.max(pace.pausedUntil, now + waitMs) };
}
