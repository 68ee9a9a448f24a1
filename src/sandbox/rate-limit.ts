// The quota of https://developers.cloudflare.com/fundamentals/api/reference/limits/: 1,200 requests per five minutes and
// user, counted over tokens and key together; one more blocks every call for the next five minutes. Time is an argument.

import type { OutgoingHttpHeaders } from 'node:http';
import { failure, type Reply } from './reply.ts';

type QuotaState = {
  readonly isBlocked: boolean;
  /** Requests left in this window. */
  readonly remaining: number;
  /** Whole seconds until the window, or the block, ends. */
  readonly resetSeconds: number;
};

export type Quota = {
  readonly quota: number;
  readonly windowSeconds: number;
  /** Counts one request at `now` (milliseconds since the epoch). */
  readonly take: (now: number) => QuotaState;
};

export function createQuota(quota: number, windowSeconds: number): Quota {
  const windowMs = windowSeconds * 1000;
  let windowEnds = 0;
  let used = 0;
  let isBlocked = false;
  return {
    quota,
    windowSeconds,
    take: (now) => {
      if (now >= windowEnds) {
        windowEnds = now + windowMs;
        used = 0;
        isBlocked = false;
      }
      used += 1;
      if (used > quota && !isBlocked) {
        isBlocked = true;
        windowEnds = now + windowMs;
      }
      return {
        isBlocked,
        remaining: Math.max(0, quota - used),
        resetSeconds: Math.ceil((windowEnds - now) / 1000),
      };
    },
  };
}

/** `Ratelimit` and `Ratelimit-Policy` as announced in Cloudflare's API changelog of 2025-09-03. */
export function quotaHeaders(limit: Quota, state: QuotaState): OutgoingHttpHeaders {
  return {
    Ratelimit: `"default";r=${state.remaining};t=${state.resetSeconds}`,
    'Ratelimit-Policy': `"default";q=${limit.quota};w=${limit.windowSeconds}`,
  };
}

export function quotaRefusal(limit: Quota, state: QuotaState): Reply {
  const message = `More than ${limit.quota} requests per ${limit.windowSeconds} seconds reached. Please wait and consider throttling your request speed`;
  return failure(429, [{ code: 10100, message }], { 'retry-after': String(state.resetSeconds) });
}
