// Ends an attempt that stands still: no header fields, or no further byte of the body, for too long. It watches the
// events of the wire, so it is the same for every protocol and proxy. Connecting has its own limit in the wire.

import { describeRequest, type Failure, HttpFailure } from '../../api/failures.ts';
import type { WireRequest } from '../../api/messages.ts';
import type { Interceptor } from '../send.ts';

/** An upload may take this long per byte before the wait for the response counts: 32 bytes per ms are 32 kB/s. */
const SLOWEST_UPLOAD_BYTES_PER_MS = 32;

interface TimeoutLimits {
  /** From the start of the attempt, connecting included, to the header fields; plus time for a large request body. */
  readonly headersMs: number;
  /** Between two chunks of the body. */
  readonly bodyIdleMs: number;
}

export function timeout(limits: TimeoutLimits): Interceptor {
  return (next) => async (request, context) => {
    const stalled = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const watch = (ms: number, failure: () => Failure): void => {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(new HttpFailure(failure())), ms);
    };
    const headersMs = limits.headersMs + Math.ceil((request.body?.byteLength ?? 0) / SLOWEST_UPLOAD_BYTES_PER_MS);
    watch(headersMs, () => stalledFailure(request, 'headers', headersMs, 0));
    try {
      return await next(request, {
        ...context,
        signal: AbortSignal.any([context.signal, stalled.signal]),
        onEvent: (event) => {
          if (event.type === 'headers' || event.type === 'progress') {
            const received = event.type === 'progress' ? event.received : 0;
            watch(limits.bodyIdleMs, () => stalledFailure(request, 'body', limits.bodyIdleMs, received));
          }
          context.onEvent(event);
        },
      });
    } finally {
      clearTimeout(timer);
    }
  };
}

function stalledFailure(request: WireRequest, phase: 'headers' | 'body', ms: number, received: number): Failure {
  const { host } = new URL(request.url);
  const limit = ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`;
  return {
    kind: 'timeout',
    phase,
    tried: describeRequest(request),
    happened:
      phase === 'headers'
        ? `${host} did not respond within ${limit}`
        : `${host} stopped sending: nothing arrived for ${limit} after ${received} bytes`,
    next:
      request.method === 'GET' || request.method === 'HEAD'
        ? 'try again, or ask for less at once (per_page, a filter)'
        : 'get the resource before sending this again: the change may have been made anyway',
  };
}
