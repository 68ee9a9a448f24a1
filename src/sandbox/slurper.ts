// Super Slurper, which copies buckets: its jobs are a list by `offset` and `limit` without totals. Read only.
import { type Account, inAccount } from './accounts.ts';
import { success } from './envelope.ts';
import { wholeNumber } from './lists.ts';
import { FIRST_DAY, LAST_DAY, nameAt } from './vocabulary.ts';
import { perOwner } from './world.ts';

const initialLimit = 10;
const mostLimit = 50;

const jobsOf = perOwner('slurper', (random, account: Account) =>
  Array.from({ length: account.type === 'enterprise' ? 47 : 3 }, (_, index) => {
    const created = random.int(FIRST_DAY, LAST_DAY);
    const isDone = random.chance(0.8);
    return {
      id: random.hex(32),
      status: isDone ? 'completed' : random.pick(['running', 'paused', 'aborted']),
      createdAt: new Date(created).toISOString(),
      finishedAt: isDone ? random.instant(created, LAST_DAY) : null,
      overwrite: random.chance(0.5),
      source: { vendor: 's3', bucket: `${nameAt(index)}-old`, region: 'eu-central-1' },
      target: { vendor: 'r2', bucket: nameAt(index) },
    };
  }),
);

/** A limit beyond the most is clamped, which is our reading. */
export const listJobs = inAccount((call, account) => {
  const offset = wholeNumber(call.query.get('offset') ?? '') ?? 0;
  const limit = Math.max(1, Math.min(mostLimit, wholeNumber(call.query.get('limit') ?? '') ?? initialLimit));
  return success(jobsOf(call.world, account).slice(offset, offset + limit));
});
