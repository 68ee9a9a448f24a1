// Tells every attempt as it goes over the wire, for `--verbose`. It sits inside retry and outside auth: each attempt is
// told, and no credential of a profile passes through it. What was typed is redacted as everywhere.

import { HttpFailure } from '../../api/failures.ts';
import { redactHeaders, redactQuery } from '../../api/redaction.ts';
import type { Interceptor, WireRequest, WireResponse } from '../../api/types.ts';

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
