// Network interconnects: a list that comes without the envelope, and whose cursor is a number called `next`. Read only.
import { type Account, inAccount } from './accounts.ts';
import type { Reply } from './envelope.ts';
import { wholeNumber } from './lists.ts';
import { perOwner } from './world.ts';

const initialLimit = 10;

const interconnectsOf = perOwner('interconnects', (random, account: Account) =>
  Array.from({ length: account.type === 'enterprise' ? 23 : 1 }, (_, index) => ({
    account: account.id,
    name: `ICON-${String(index + 1).padStart(4, '0')}`,
    site: random.pick(['LHR', 'FRA', 'IAD', 'SIN']),
    type: 'direct',
    facility: { name: `Example Exchange ${index + 1}`, address: ['1 Example Street'] },
  })),
);

export const listInterconnects = inAccount((call, account): Reply => {
  const start = wholeNumber(call.query.get('cursor') ?? '') ?? 0;
  const limit = Math.max(1, wholeNumber(call.query.get('limit') ?? '') ?? initialLimit);
  const all = interconnectsOf(call.world, account);
  const next = start + limit < all.length ? start + limit : null;
  const body = JSON.stringify({ items: all.slice(start, start + limit), next });
  return { kind: 'bytes', status: 200, contentType: 'application/json', bytes: Buffer.from(body) };
});
