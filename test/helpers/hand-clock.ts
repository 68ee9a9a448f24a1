// A clock that stands still until the test sets it, and what looks at it only when the test says.
import type { Ticker } from '../../src/http/clock.ts';

export interface HandClock extends Ticker {
  readonly set: (now: number) => void;
  /** Lets everything that looks at the clock now and then look once. */
  readonly look: () => void;
  /** How many look at it. */
  readonly looks: () => number;
}

export function handClock(): HandClock {
  let now = 0;
  const acts = new Set<() => void>();
  return {
    now: () => now,
    set: (time) => {
      now = time;
    },
    every: (_, act) => {
      acts.add(act);
      return () => acts.delete(act);
    },
    look: () => {
      for (const act of [...acts]) act();
    },
    looks: () => acts.size,
  };
}
