// Tells what was sent and what came of it, once per send. It is the outermost interceptor, outside auth, so that no
// credential of a profile passes through it; what a person typed into a header field is redacted here.
import { type Failure, HttpFailure } from '../../api/failures.ts';
import type { WireRequest, WireResponse } from '../../api/messages.ts';
import { readRateLimit } from '../../api/rate-limit.ts';
import { redactHeaders, redactQuery } from '../../api/redaction.ts';
import type { Clock } from '../clock.ts';
import type { Asked, Interceptor } from '../send.ts';

export interface RecordEntry {
  /** Without the credential of the profile, and with the values of secret header fields replaced by dots. */
  readonly request: WireRequest;
  /** Undefined for a question of the program's own. */
  readonly asked: Asked | undefined;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly outcome:
    | { readonly type: 'answered'; readonly response: WireResponse }
    | { readonly type: 'failed'; readonly failure: Failure };
}

/** `keep` must not throw: what it throws takes the place of the response. */
export function record(keep: (entry: RecordEntry) => void, clock: Clock): Interceptor {
  return (next) => async (request, context) => {
    const startedAt = clock.now();
    const redacted = { ...request, headers: redactHeaders(request.headers) };
    const { asked } = context;
    let response: WireResponse;
    try {
      response = await next(request, context);
    } catch (error) {
      if (error instanceof HttpFailure) {
        keep({ request: redacted, asked, startedAt, outcome: { type: 'failed', failure: error.failure } });
      }
      throw error;
    }
    const answered = { ...response, headers: redactHeaders(response.headers) };
    keep({ request: redacted, asked, startedAt, outcome: { type: 'answered', response: answered } });
    return response;
  };
}

export type TraceEntry =
  | { readonly type: 'sent'; readonly request: WireRequest }
  | { readonly type: 'answered'; readonly response: Omit<WireResponse, 'body'>; readonly bodyBytes: number }
  | { readonly type: 'failed'; readonly happened: string };

export function trace(tell: (entry: TraceEntry) => void): Interceptor {
  return (next) => async (request, context) => {
    const url = redactQuery(request.url);
    tell({ type: 'sent', request: { ...request, url, headers: redactHeaders(request.headers) } });
    try {
      const response = await next(request, context);
      const { body, ...rest } = response;
      const headers = redactHeaders(response.headers);
      tell({ type: 'answered', response: { ...rest, url, headers }, bodyBytes: body.byteLength });
      return response;
    } catch (error) {
      if (error instanceof HttpFailure) tell({ type: 'failed', happened: error.failure.happened });
      throw error;
    }
  };
}

export function rateLimit(): Interceptor {
  return (next) => async (request, context) => {
    const response = await next(request, context);
    const limit = readRateLimit(response.headers);
    if (limit !== undefined) context.onEvent({ type: 'rate-limit', limit });
    return response;
  };
}
