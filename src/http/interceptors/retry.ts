// Sends a safe request again when waiting may help: 429, 502, 503, 504 and lost connections. Nothing else, and never
// another method, because the first one may have been carried out. Every wait is announced and can be cancelled.

import { HttpFailure, isPassing, reasonPhrase, withAttempts } from '../../api/failures.ts';
import type { WireResponse } from '../../api/messages.ts';
import { askedWaitMs, backoffMs, isPassingStatus, isSafeMethod, LONGEST_WAIT_MS } from '../../api/retry.ts';
import type { Clock } from '../clock.ts';
import type { Interceptor } from '../send.ts';
import { cancelledFailure } from '../transport-failure.ts';

/** `retries`: attempts after the first one, 0 for none. */
export function retry(retries: number, clock: Clock): Interceptor {
  const most = retries + 1;
  return (next) => async (request, context) => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptOnce(() => next(request, context));
      const isLast = attempt >= most || !isSafeMethod(request.method) || (context.asksForLess && isTooSlow(outcome));
      const wait = isLast ? undefined : planWait(outcome, attempt + 1, clock);
      if (wait === undefined) {
        if (outcome.type === 'failed') throw attempt === 1 ? outcome.thrown : tellAttempts(outcome.thrown, attempt);
        return { ...outcome.response, attempts: attempt };
      }
      context.onEvent({ type: 'retrying', attempt: attempt + 1, of: most, ...wait });
      try {
        await clock.sleep(wait.waitMs, context.signal);
      } catch {
        const { reason } = context.signal;
        throw reason instanceof HttpFailure ? reason : new HttpFailure(cancelledFailure(request));
      }
    }
  };
}

type Outcome =
  | { readonly type: 'answered'; readonly response: WireResponse }
  | { readonly type: 'failed'; readonly thrown: HttpFailure };

async function attemptOnce(send: () => Promise<WireResponse>): Promise<Outcome> {
  try {
    return { type: 'answered', response: await send() };
  } catch (error) {
    if (error instanceof HttpFailure) return { type: 'failed', thrown: error };
    throw error;
  }
}

/** How long to wait before the next attempt and why, or undefined where the outcome stands. */
function planWait(
  outcome: Outcome,
  nextAttempt: number,
  clock: Clock,
): { readonly waitMs: number; readonly because: string } | undefined {
  if (outcome.type === 'failed') {
    const { failure } = outcome.thrown;
    if (!isPassing(failure)) return undefined;
    return { waitMs: backoffMs(nextAttempt, clock.random()), because: failure.happened };
  }
  const { status, headers } = outcome.response;
  if (!isPassingStatus(status)) return undefined;
  const askedMs = askedWaitMs(status, headers, clock.now());
  // Too long to sit through: the response stands, and its sentence tells how long the server wants.
  if (askedMs !== undefined && askedMs > LONGEST_WAIT_MS) return undefined;
  const because = `the server returned ${status} ${reasonPhrase(status)}`.trim();
  return { waitMs: askedMs ?? backoffMs(nextAttempt, clock.random()), because };
}

/** Waiting for the same page once more would take as long. */
function isTooSlow(outcome: Outcome): boolean {
  if (outcome.type !== 'failed') return false;
  const { failure } = outcome.thrown;
  return failure.kind === 'timeout' && failure.phase !== 'connect';
}

function tellAttempts(thrown: HttpFailure, attempts: number): HttpFailure {
  return new HttpFailure(withAttempts(thrown.failure, attempts), { cause: thrown });
}
