// Refuses what could change something, for a profile that is read-only. It sits next to the top of the list, so that no
// retry, redirect or page goes round it; record sits above it, so that the refusal is known.

import { describeRequest, HttpFailure } from '../../api/failures.ts';
import { hasHeader } from '../../api/headers.ts';
import type { Interceptor } from '../../api/types.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Fields by which some servers take a request for one of another method. */
const OVERRIDES = ['x-http-method-override', 'x-http-method', 'x-method-override'];

/** `profile` names the profile in the refusal; undefined lets everything through. */
export function readOnly(profile: string | undefined): Interceptor {
  if (profile === undefined) return (next) => next;
  return (next) => async (request, context) => {
    const overridden = OVERRIDES.find((name) => hasHeader(request.headers, name));
    if (SAFE_METHODS.has(request.method) && overridden === undefined) return next(request, context);
    const what = overridden === undefined ? request.method : `a request with ${overridden}`;
    throw new HttpFailure({
      kind: 'unusable',
      tried: describeRequest(request),
      happened: `the profile ${profile} is read-only, so ${what} was not sent`,
      next: `send GET, HEAD or OPTIONS, or use a profile that may write`,
    });
  };
}
