// One request for each of many things: what became of each, how many requests it takes, and how long within the rate limit.
import type { RateLimit } from './messages.ts';
import { reserve } from './pace.ts';
import type { Judgement } from './writes.ts';

/** What became of one of many. */
export type RowOutcome =
  | {
      readonly kind: 'done';
      readonly status: number;
      /** JSON of the result, where it has one of its own. */
      readonly result: string | undefined;
      /** Items of a list as the API counts them, or else those that came; undefined for what is no list. */
      readonly items: number | undefined;
    }
  /** The API refused it, or it could not be sent: nothing was done. */
  | { readonly kind: 'failed'; readonly status: number | undefined; readonly error: string }
  /** It went out, and no response came: it may have been done. */
  | { readonly kind: 'unknown'; readonly error: string }
  | { readonly kind: 'unsent' };

export interface ManyProgress {
  readonly done: number;
  readonly failed: number;
  readonly of: number;
  /** Milliseconds since the epoch until which a pause lasts. */
  readonly pausedUntil: number | undefined;
}

/** Milliseconds that one request takes, before any has been sent. */
const usualMs = 300;

/** Requests at once at the most: writes of one account wait for each other anyway. */
export const mostAtOnce = 6;

/** What the documentation gives every user. https://developers.cloudflare.com/fundamentals/api/reference/limits/ */
const usualQuota = { quota: 1200, windowSeconds: 300 };

/** Milliseconds that so many requests will take: as the rate limit lets them, as far as it is known. */
export function expectedMs(requests: number, limit: RateLimit | undefined): number {
  const quota = Math.max(1, (limit?.quota ?? usualQuota.quota) - reserve);
  const windowMs = (limit?.windowSeconds ?? usualQuota.windowSeconds) * 1000;
  const left = Math.max(0, (limit?.remaining ?? quota) - reserve);
  const over = Math.max(0, requests - left);
  const first = (limit?.resetSeconds ?? usualQuota.windowSeconds) * 1000;
  const waits = over === 0 ? 0 : first + (Math.ceil(over / quota) - 1) * windowMs;
  return Math.max(waits, (requests * usualMs) / mostAtOnce);
}

const gravity = ['reads', 'creates', 'changes', 'purges', 'deletes'] as const;

/** The gravest of several: consent to all of them is as strict as to that one. */
export function gravest(judgements: readonly Judgement[]): Judgement {
  const rank = ({ kind, lost }: Judgement): number => gravity.indexOf(kind) + (lost === undefined ? 0 : gravity.length);
  return judgements.reduce((worst, next) => (rank(next) > rank(worst) ? next : worst), { kind: 'reads' });
}

/** `12 done, 3 failed, 85 not sent`; what there is none of is left out. */
export function outcomeWords(outcomes: readonly (RowOutcome | undefined)[]): string {
  const count = (kind: RowOutcome['kind']): number => outcomes.filter((outcome) => outcome?.kind === kind).length;
  const unsent = outcomes.filter((outcome) => outcome === undefined || outcome.kind === 'unsent').length;
  const parts = [
    [count('done'), 'done'],
    [count('failed'), 'failed'],
    [count('unknown'), 'without a response'],
    [unsent, 'not sent'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return told.join(', ') || 'nothing to do';
}

/** What became of one of many, as JSON in one line, which a list of them can be made of. */
export function reportRow(
  { id, name }: { readonly id: string; readonly name?: string | undefined },
  outcome: RowOutcome,
): string {
  const status = 'status' in outcome ? (outcome.status ?? null) : null;
  const { items = undefined, result = undefined } = outcome.kind === 'done' ? outcome : {};
  const members = {
    id,
    ...(name === undefined ? {} : { name }),
    ...(items === undefined ? {} : { items }),
    // Of what got no response nobody knows.
    ok: outcome.kind === 'unknown' ? null : outcome.kind === 'done',
    status,
    ...(outcome.kind === 'failed' ? { error: outcome.error } : {}),
    ...(outcome.kind === 'unknown' ? { error: `it may have been done, no response came: ${outcome.error}` } : {}),
    ...(outcome.kind === 'unsent' ? { error: 'not sent' } : {}),
  };
  const text = JSON.stringify(members);
  return result === undefined ? text : `${text.slice(0, -1)},"result":${result}}`;
}
