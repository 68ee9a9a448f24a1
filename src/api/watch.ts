// How long to wait before a GET is sent again to see what has changed: as long as was asked for, or longer where the rate limit is near.
import type { RateLimit } from './messages.ts';
import { reserve } from './pace.ts';

/** Seconds between two requests where nobody says another number. */
export const watchSeconds = 5;

/** Of the requests that are left until the limit is renewed a watch takes this part at most. */
const ownPart = 2;

interface WatchDelay {
  readonly ms: number;
  /** True where the rate limit makes it longer than was asked for. */
  readonly isSlowed: boolean;
}

export function watchDelay(seconds: number, limit: RateLimit | undefined): WatchDelay {
  const wished = seconds * 1000;
  if (!limit) return { ms: wished, isSlowed: false };
  const { remaining, resetSeconds } = limit;
  const left = Math.floor((remaining - reserve) / ownPart);
  const least = left < 1 ? (resetSeconds + 1) * 1000 : (resetSeconds * 1000) / left;
  return { ms: Math.max(wished, least), isSlowed: least > wished };
}
