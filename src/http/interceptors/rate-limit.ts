// Reports what an answer says about the rate limit. It reports only: waiting is retry's.

import { readRateLimit } from '../../api/rate-limit.ts';
import type { Interceptor } from '../../api/types.ts';

export function rateLimit(): Interceptor {
  return (next) => async (request, context) => {
    const response = await next(request, context);
    const limit = readRateLimit(response.headers);
    if (limit !== undefined) context.onEvent({ type: 'rate-limit', limit });
    return response;
  };
}
