// The two audit logs of an account: the old one by page (/audit_logs) and the new one by cursor (/logs/audit). Both tell
// the same history, newest first.
import { accountsOf, inAccount, type SandboxAccount } from './accounts.ts';
import { cutByCursor, listByPage, type PageSizes, type Test } from './lists.ts';
import { FIRST_DAY, LAST_DAY, type Random, randomFor, randomIpv4 } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import type { Call, Route } from './router.ts';
import { perOwner, type World } from './world.ts';
import { zonesOf } from './zones.ts';

type Event = {
  readonly id: string;
  readonly when: string;
  readonly verb: 'create' | 'update' | 'delete' | 'view';
  readonly product: string;
  readonly isSuccess: boolean;
  readonly email: string;
  readonly actorId: string;
  readonly actorType: 'user' | 'system';
  readonly ip: string;
  readonly method: string;
  readonly uri: string;
  readonly zone: { readonly id: string; readonly name: string } | undefined;
  readonly resourceId: string;
  readonly ray: string;
};

/** Up to 1,000; sizes beyond are clamped, which is our reading. */
const OLD_PAGES: PageSizes = { initial: 100, min: 1, max: 1000, outOfRange: 'clamp' };
const NEW_PAGES: PageSizes = { initial: 100, min: 1, max: 1000, outOfRange: 'refuse' };

const METHODS = { create: 'POST', update: 'PATCH', delete: 'DELETE', view: 'GET' } as const;
const PRODUCTS: readonly string[] = ['dns_records', 'zones', 'workers', 'kv', 'rulesets', 'members'];

function makeEvent(random: Random, account: SandboxAccount, world: World, at: number): Event {
  const verb = random.pick(['create', 'update', 'update', 'delete', 'view'] as const);
  const product = random.pick(PRODUCTS);
  const isSystem = random.chance(0.1);
  const isZoned = product === 'dns_records' || product === 'zones' || product === 'rulesets';
  const zones = [...zonesOf(world).values()].filter((zone) => zone.account.id === account.id);
  const zone = isZoned ? random.pick(zones) : undefined;
  const owner = zone === undefined ? `accounts/${account.id}` : `zones/${zone.id}`;
  return {
    id: random.uuid(),
    when: new Date(at).toISOString(),
    verb,
    product,
    isSuccess: random.chance(0.95),
    email: isSystem ? '' : random.pick([world.identity.email, 'grace.hopper@example.org', 'ci@example.org']),
    actorId: isSystem ? '' : world.identity.userId,
    actorType: isSystem ? 'system' : 'user',
    ip: isSystem ? '' : randomIpv4(random),
    method: METHODS[verb],
    uri: `/client/v4/${owner}/${product}`,
    zone: zone === undefined ? undefined : { id: zone.id, name: zone.name },
    resourceId: random.hex(32),
    ray: random.hex(16),
  };
}

/** Newest first, no two at the same instant: the time is the cursor. */
const eventsOf = perOwner('audit', (random, account: SandboxAccount, world): readonly Event[] => {
  const count = account.type === 'enterprise' ? 320 : 45;
  const step = Math.floor((LAST_DAY - FIRST_DAY) / count);
  return Array.from({ length: count }, (_, index) =>
    makeEvent(random, account, world, LAST_DAY - index * step - random.int(0, step - 1)),
  );
});

/** What this session has written; the newest last. */
const writesOf = perOwner('audit-writes', (): Event[] => []);

function allEvents(world: World, account: SandboxAccount): readonly Event[] {
  return [...writesOf(world, account).toReversed(), ...eventsOf(world, account)];
}

const VERBS: Readonly<Record<string, Event['verb']>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

/** Logs a write of this session that was carried out; what reads, and what belongs to no account, is not logged. */
export function logWrite(call: Call, route: Route, reply: Reply, ray: string): void {
  const verb = VERBS[call.method];
  const isSuccess = reply.kind === 'envelope' && reply.status < 300 && reply.envelope.success;
  if (verb === undefined || !isSuccess) return;
  const { world, params } = call;
  const zone = zonesOf(world).get(params.zone_id ?? '');
  const account = accountsOf(world).find(({ id }) => id === (zone?.account.id ?? params.account_id));
  if (account === undefined) return;
  const writes = writesOf(world, account);
  const { result } = reply.envelope;
  const random = randomFor(world.seed, 'audit-write', account.id, String(writes.length));
  const made = typeof result === 'object' && result !== null && 'id' in result ? String(result.id) : undefined;
  const literals = route.path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  // No two at the same instant: the time is the cursor.
  const at = Math.max(call.now, Date.parse(writes.at(-1)?.when ?? '') + 1 || 0);
  writes.push({
    id: random.uuid(),
    when: new Date(at).toISOString(),
    verb,
    product: literals.at(-1) ?? 'accounts',
    isSuccess: true,
    email: world.identity.email,
    actorId: world.identity.userId,
    actorType: 'user',
    ip: '127.0.0.1',
    method: call.method,
    uri: `/client/v4${call.path}`,
    zone: zone && { id: zone.id, name: zone.name },
    resourceId: made ?? Object.values(params).at(-1) ?? '',
    ray,
  });
}

function oldForm(event: Event, account: SandboxAccount): unknown {
  return {
    action: { result: event.isSuccess, type: event.verb },
    actor: {
      email: event.email,
      id: event.actorId,
      ip: event.ip,
      type: event.actorType === 'system' ? 'Cloudflare' : 'user',
    },
    id: event.id,
    interface: 'API',
    metadata: event.zone === undefined ? {} : { zone_name: event.zone.name },
    newValue: '',
    oldValue: '',
    owner: { id: account.id },
    resource: { id: event.resourceId, type: event.product },
    when: event.when,
  };
}

function newForm(event: Event, account: SandboxAccount): unknown {
  return {
    id: event.id,
    account: { id: account.id, name: account.name },
    action: {
      description: `${event.verb} ${event.product}`,
      result: event.isSuccess ? 'success' : 'failure',
      time: event.when,
      type: event.verb,
    },
    actor: { id: event.actorId, context: 'api_token', email: event.email, ip_address: event.ip, type: event.actorType },
    raw: {
      cf_ray_id: event.ray,
      method: event.method,
      status_code: event.isSuccess ? 200 : 403,
      uri: event.uri,
      user_agent: 'cloudflare-typescript',
    },
    resource: {
      id: event.resourceId,
      product: event.product,
      scope: event.zone === undefined ? 'accounts' : 'zones',
      type: event.product,
    },
    ...(event.zone === undefined ? {} : { zone: event.zone }),
  };
}

const OLD_FIELDS: Readonly<Record<string, (event: Event) => string>> = {
  id: (event) => event.id,
  'action.type': (event) => event.verb,
  'actor.email': (event) => event.email,
  'actor.ip': (event) => event.ip,
  'zone.name': (event) => event.zone?.name ?? '',
};

/** Filters of the new log; each also has a `.not` form. */
const NEW_FIELDS: Readonly<Record<string, (event: Event) => string>> = {
  id: (event) => event.id,
  action_type: (event) => event.verb,
  action_result: (event) => (event.isSuccess ? 'success' : 'failure'),
  actor_email: (event) => event.email,
  actor_id: (event) => event.actorId,
  actor_ip_address: (event) => event.ip,
  actor_type: (event) => event.actorType,
  raw_cf_ray_id: (event) => event.ray,
  raw_method: (event) => event.method,
  raw_uri: (event) => event.uri,
  resource_id: (event) => event.resourceId,
  resource_product: (event) => event.product,
  zone_id: (event) => event.zone?.id ?? '',
  zone_name: (event) => event.zone?.name ?? '',
};

function fieldTests(query: URLSearchParams, fields: typeof OLD_FIELDS): readonly Test<Event>[] {
  return Object.entries(fields).flatMap(([name, textOf]) => {
    const wanted = query.getAll(name);
    const unwanted = query.getAll(`${name}.not`);
    const tests: Test<Event>[] = [];
    if (wanted.length > 0) tests.push((event) => wanted.includes(textOf(event)));
    if (unwanted.length > 0) tests.push((event) => !unwanted.includes(textOf(event)));
    return tests;
  });
}

/** `since` and `before` are RFC 3339 instants or dates; undefined where one of them is neither. */
function periodTest(query: URLSearchParams): Test<Event> | undefined {
  const since = Date.parse(query.get('since') ?? '1970-01-01');
  // A bare `before` date means its end: the day itself is included.
  const beforeText = query.get('before') ?? '9999-12-31';
  const before = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(beforeText) ? `${beforeText}T23:59:59.999Z` : beforeText);
  if (Number.isNaN(since) || Number.isNaN(before)) return undefined;
  return (event) => Date.parse(event.when) >= since && Date.parse(event.when) <= before;
}

const BAD_PERIOD = failWith(400, 1001, "Invalid value for 'since' or 'before': must be an RFC 3339 date or time");

export const listAuditLogs = inAccount((call, account) => {
  const period = periodTest(call.query);
  if (period === undefined) return BAD_PERIOD;
  const tests = [period, ...fieldTests(call.query, OLD_FIELDS)];
  if (call.query.get('hide_user_logs') === 'true') tests.push((event) => event.actorType !== 'user');
  const found = allEvents(call.world, account).filter((event) => tests.every((test) => test(event)));
  const ordered = call.query.get('direction') === 'asc' ? found.toReversed() : found;
  return listByPage(
    ordered.map((event) => oldForm(event, account)),
    call.query,
    OLD_PAGES,
  );
});

/** `since` and `before` are required; the next page's cursor is in `result_info.cursors.after`, where the SDK reads it. */
export const listAuditEvents = inAccount((call, account) => {
  if (!call.query.has('since') || !call.query.has('before')) {
    return failWith(400, 1001, "The parameters 'since' and 'before' are required");
  }
  const period = periodTest(call.query);
  if (period === undefined) return BAD_PERIOD;
  const tests = [period, ...fieldTests(call.query, NEW_FIELDS)];
  const found = allEvents(call.world, account).filter((event) => tests.every((test) => test(event)));
  const isDescending = call.query.get('direction') !== 'asc';
  const page = cutByCursor(isDescending ? found : found.toReversed(), call.query, {
    sizes: NEW_PAGES,
    sizeParameter: 'limit',
    keyOf: (event) => event.when,
    isDescending,
  });
  if (page.kind === 'refused') return page.reply;
  const cursors = page.next === undefined ? {} : { after: page.next };
  return success(
    page.items.map((event) => newForm(event, account)),
    { info: { count: page.items.length, cursors } },
  );
});
