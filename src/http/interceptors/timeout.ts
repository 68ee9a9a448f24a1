// Ends an attempt that stands still: no header fields, or no further byte of the body, for too long; or that takes too long as a
// whole, however steadily it drips. It watches the events of the wire, so it is the same for every protocol and proxy.
// Connecting has its own limit in the wire.

import { describeRequest, type Failure, HttpFailure } from '../../api/failures.ts';
import { bodySize, type WireRequest } from '../../api/messages.ts';
import type { Interceptor } from '../send.ts';

/** An upload may take this long per byte before the wait for the response counts: 32 bytes per ms are 32 kB/s. */
const SLOWEST_UPLOAD_BYTES_PER_MS = 32;

interface TimeoutLimits {
  /** From the start of the attempt, connecting included, to the header fields; plus time for a large request body. */
  readonly headersMs: number;
  /** Between two chunks of the body. */
  readonly bodyIdleMs: number;
  /** From the start of the attempt to the end of the body; plus time for a large request body. Undefined for no limit. */
  readonly totalMs?: number | undefined;
}

export function timeout(limits: TimeoutLimits): Interceptor {
  return (next) => async (request, context) => {
    const stalled = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    /** Events come when there are some. */
    let isOpenEnded = false;
    const watch = (ms: number, failure: () => Failure): void => {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(new HttpFailure(failure())), ms);
    };
    const uploadMs = Math.ceil(bodySize(request) / SLOWEST_UPLOAD_BYTES_PER_MS);
    // Of an upload every piece tells that it goes on; only what the system has taken and not sent yet is unknown.
    const headersMs = limits.headersMs + (request.upload ? 0 : uploadMs);
    let received = 0;
    const { totalMs } = limits;
    const whole =
      totalMs === undefined
        ? undefined
        : setTimeout(() => {
            stalled.abort(
              new HttpFailure(stalledFailure(request, received > 0 ? 'whole' : 'headers', totalMs, received)),
            );
          }, totalMs + uploadMs);
    watch(headersMs, () => stalledFailure(request, 'headers', headersMs, 0));
    try {
      return await next(request, {
        ...context,
        signal: AbortSignal.any([context.signal, stalled.signal]),
        onEvent: (event) => {
          if (event.type === 'progress') received = event.received;
          if (event.type === 'sent') watch(headersMs, () => stalledFailure(request, 'headers', headersMs, 0));
          if (event.type === 'headers' && event.isOpenEnded) {
            isOpenEnded = true;
            clearTimeout(timer);
          }
          if ((event.type === 'headers' || event.type === 'progress') && !isOpenEnded) {
            watch(limits.bodyIdleMs, () => stalledFailure(request, 'body', limits.bodyIdleMs, received));
          }
          context.onEvent(event);
        },
      });
    } finally {
      clearTimeout(whole);
      clearTimeout(timer);
    }
  };
}

function stalledFailure(
  request: WireRequest,
  stage: 'headers' | 'body' | 'whole',
  ms: number,
  received: number,
): Failure {
  const { host } = new URL(request.url);
  const limit = ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`;
  return {
    kind: 'timeout',
    phase: stage === 'headers' ? 'headers' : 'body',
    tried: describeRequest(request),
    happened: {
      headers: `${host} did not respond within ${limit}`,
      body: `${host} stopped sending: nothing arrived for ${limit} after ${received} bytes`,
      whole: `the response of ${host} was not complete within ${limit}: ${received} bytes arrived`,
    }[stage],
    next:
      request.method === 'GET' || request.method === 'HEAD'
        ? 'try again, or ask for less at once (per_page, a filter)'
        : 'get the resource before sending this again: the change may have been made anyway',
  };
}
