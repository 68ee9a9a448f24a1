// The clock and the dice as a port, so that tests of waiting do not wait. Whoever needs a part of it asks for that part.

import { setTimeout as wait } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since the epoch, for dates. */
  readonly now: () => number;
  /** Milliseconds from an arbitrary start that never go back, for durations. */
  readonly elapsed: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Resolves after `ms`; rejects as soon as the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Calls `tick` every `ms` until the returned function is called. */
  readonly every: (ms: number, tick: () => void) => () => void;
}

/** What is needed to follow the time of day. */
export type Ticker = Pick<Clock, 'now' | 'every'>;

export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => process.uptime() * 1000,
  random: Math.random,
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
};
