// Tells what was sent and what came of it, once per send. It is the outermost interceptor, outside auth, so that no
// credential of a profile passes through it; what a person typed into a header field is redacted here.

import { type Failure, HttpFailure } from '../../api/failures.ts';
import { redactHeaders } from '../../api/redaction.ts';
import type { Asked, Interceptor, WireRequest, WireResponse } from '../../api/types.ts';
import type { Clock } from '../clock.ts';

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

/** `keep` must not throw: what it throws takes the place of the answer. */
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
