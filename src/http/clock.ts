// The clock and the dice of the HTTP room as a port, so that tests of waiting do not wait.

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
}

export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  random: Math.random,
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};
