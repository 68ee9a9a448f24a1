// Follows redirects of GET and HEAD within the origin (RFC 9110 §15.4); every hop passes auth again. A redirect to
// another origin is refused, with or without a credential, and other methods are never redirected.

import { describeRequest, describeUrl, HttpFailure } from '../../api/failures.ts';
import { headerValue, type Redirect, type WireRequest } from '../../api/messages.ts';
import { isSafeMethod } from '../../api/retry.ts';
import type { Interceptor } from '../send.ts';

const MOST_REDIRECTS = 5;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/** Resolves with the first response that is no redirect; of another method than GET and HEAD, with the redirect itself. */
export function redirect(): Interceptor {
  return (next) => async (request, context) => {
    const redirects: Redirect[] = [];
    let durationMs = 0;
    let current = request;
    for (;;) {
      const response = await next(current, context);
      durationMs += response.durationMs;
      const location = REDIRECT_STATUSES.has(response.status) ? headerValue(response.headers, 'location') : undefined;
      if (location === undefined || !isSafeMethod(request.method)) {
        return redirects.length === 0 ? response : { ...response, durationMs, redirects };
      }
      const target = URL.canParse(location, current.url) ? new URL(location, current.url) : undefined;
      if (target === undefined || target.origin !== new URL(current.url).origin) {
        throw refusal(
          request,
          response.status,
          target?.href ?? location,
          'redirects to another server are not followed',
        );
      }
      if (redirects.length === MOST_REDIRECTS) {
        throw refusal(request, response.status, target.href, `that was after ${MOST_REDIRECTS} redirects`);
      }
      redirects.push({ status: response.status, url: target.href });
      current = { ...current, url: target.href };
    }
  };
}

function refusal(request: WireRequest, status: number, target: string, because: string): HttpFailure {
  // Without its query, which often holds a signature that must reach no log.
  const shown = describeUrl(target).slice(0, 300);
  return new HttpFailure({
    kind: 'redirect',
    tried: describeRequest(request),
    happened: `the server returned ${status} and redirects to ${shown}: ${because}`,
    next: 'check the path, or open that address yourself if you trust it',
    status,
    target: shown,
  });
}
