// Who asked Access for entry: a log without pages, cut by `limit` and by the times `since` and `until`, both included.
import { type Account, inAccount } from './accounts.ts';
import { refuse, success } from './envelope.ts';
import { wholeNumber } from './lists.ts';
import { FIRST_NAMES, LAST_DAY, nameAt, randomIpv4 } from './vocabulary.ts';
import { perOwner } from './world.ts';

const initialLimit = 25;
const mostLimit = 1000;

/** Two requests may come in the same second, so that a page may begin with what the one before ended with. */
const requestsOf = perOwner('access', (random, account: Account) =>
  Array.from({ length: account.type === 'enterprise' ? 310 : 20 }, (_, index) => {
    const name = FIRST_NAMES[index % FIRST_NAMES.length] ?? 'Ada';
    const allowed = random.chance(0.9);
    return {
      user_email: `${name.toLowerCase()}@example.com`,
      ip_address: randomIpv4(random),
      app_uid: random.uuid(),
      app_domain: `${nameAt(index % 5)}.example.com`,
      action: 'login',
      connection: random.pick(['saml', 'onetimepin', 'google']),
      allowed,
      created_at: new Date(LAST_DAY - 999 - Math.floor(index / 2) * 61_000).toISOString().replace('.000Z', 'Z'),
      ray_id: random.hex(16),
    };
  }),
);

export const listAccessRequests = inAccount((call, account) => {
  const since = Date.parse(call.query.get('since') ?? '1970-01-01T00:00:00Z');
  const until = Date.parse(call.query.get('until') ?? '9999-12-31T00:00:00Z');
  if (Number.isNaN(since) || Number.isNaN(until))
    return refuse(400, 12130, 'access.api.error.invalid_request: bad time');
  const limit = Math.max(1, Math.min(mostLimit, wholeNumber(call.query.get('limit') ?? '') ?? initialLimit));
  const found = requestsOf(call.world, account).filter(({ created_at }) => {
    const at = Date.parse(created_at);
    return at >= since && at <= until;
  });
  const ordered = call.query.get('direction') === 'asc' ? found.toReversed() : found;
  return success(ordered.slice(0, limit));
});
