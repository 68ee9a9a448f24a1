// Zones: the list with its filters, one zone, and the one change at a time that the API allows. Every product below a zone
// wraps its handlers with inZone.
import { accountsOf } from './accounts.ts';
import { combine, listByPage, operatorTest, orderBy, type PageSizes, type Test } from './lists.ts';
import { MAKES_ZONE, SEES_ZONE } from './needs.ts';
import { isAllowed } from './policies.ts';
import { FIRST_DAY, LAST_DAY, nameAt, type Random, randomFor } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import { isObject } from './request-body.ts';
import type { Call, Handler } from './router.ts';
import { oncePerWorld } from './world.ts';

export type Zone = {
  readonly id: string;
  readonly name: string;
  readonly status: 'initializing' | 'pending' | 'active' | 'moved';
  readonly paused: boolean;
  readonly type: 'full' | 'partial' | 'secondary';
  readonly development_mode: number;
  readonly name_servers: readonly string[];
  readonly original_name_servers: readonly string[] | null;
  readonly original_registrar: string | null;
  readonly original_dnshost: string | null;
  readonly vanity_name_servers: readonly string[];
  readonly modified_on: string;
  readonly created_on: string;
  readonly activated_on: string | null;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly owner: { readonly id: string | null; readonly type: string; readonly email: string | null };
  readonly account: { readonly id: string; readonly name: string };
  readonly tenant: { readonly id: string | null; readonly name: string | null };
  readonly tenant_unit: { readonly id: string | null };
  readonly permissions: readonly string[];
  readonly plan: Plan;
};

type Plan = {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly currency: string;
  readonly frequency: string;
  readonly is_subscribed: boolean;
  readonly can_subscribe: boolean;
  readonly legacy_id: string;
  readonly legacy_discount: boolean;
  readonly externally_managed: boolean;
};

const ZONE_COUNT = 60;
const FIRST_ZONES: readonly string[] = ['example.com', 'example.net', 'example.org'];

/** 5 to 50, default 20; whether too many are refused or clamped is our reading: refused. */
const ZONE_PAGES: PageSizes = { initial: 20, min: 5, max: 50, outOfRange: 'refuse' };

const PLANS: readonly (readonly [legacyId: string, name: string, price: number])[] = [
  ['free', 'Free Website', 0],
  ['pro', 'Pro Website', 25],
  ['business', 'Business Website', 250],
  ['enterprise', 'Enterprise Website', 0],
];

function makePlan(id: string, index: number): Plan {
  const [legacyId, name, price] = PLANS[index]!;
  return {
    id,
    name,
    price,
    currency: 'USD',
    frequency: price > 0 ? 'monthly' : '',
    is_subscribed: true,
    can_subscribe: false,
    legacy_id: legacyId,
    legacy_discount: false,
    externally_managed: legacyId === 'enterprise',
  };
}

function makeZone(random: Random, name: string, index: number, account: Zone['account'], plan: Plan): Zone {
  const isFirst = index < FIRST_ZONES.length;
  const created = random.int(FIRST_DAY, LAST_DAY - 60 * 86_400_000);
  const status =
    isFirst || random.chance(0.85) ? 'active' : random.pick(['pending', 'pending', 'initializing', 'moved'] as const);
  const createdOn = new Date(created).toISOString();
  return {
    id: random.hex(32),
    name,
    status,
    paused: !isFirst && random.chance(0.08),
    type: !isFirst && random.chance(0.1) ? 'partial' : 'full',
    development_mode: 0,
    name_servers: ['ada.ns.example', 'bob.ns.example'],
    original_name_servers: [`ns1.old-host.example`, `ns2.old-host.example`],
    original_registrar: random.chance(0.6) ? 'Example Registrar (id: 9999)' : null,
    original_dnshost: null,
    vanity_name_servers: [],
    modified_on: random.instant(created, LAST_DAY),
    created_on: createdOn,
    activated_on: status === 'active' ? random.instant(created, created + 86_400_000) : null,
    meta: {
      step: status === 'active' ? 2 : 4,
      custom_certificate_quota: plan.legacy_id === 'enterprise' ? 5 : 0,
      page_rule_quota: 3,
      phishing_detected: false,
    },
    owner: { id: null, type: 'user', email: null },
    account,
    tenant: { id: null, name: null },
    tenant_unit: { id: null },
    permissions: ['#zone:read', '#zone:edit', '#dns_records:read', '#dns_records:edit', '#cache_purge:edit'],
    plan,
  };
}

export const zonesOf = oncePerWorld('zones', (random, world): Map<string, Zone> => {
  const accounts = accountsOf(world);
  const planIds = PLANS.map(() => random.hex(32));
  const zones = new Map<string, Zone>();
  for (let index = 0; index < ZONE_COUNT; index += 1) {
    const name = FIRST_ZONES[index] ?? `${nameAt(index)}.${index % 5 === 0 ? 'test' : 'example'}`;
    const owner = index < FIRST_ZONES.length ? accounts[0]! : random.pick(accounts);
    const plan = index === 0 ? 3 : random.pick([0, 0, 0, 1, 1, 2]);
    const account = { id: owner.id, name: owner.name };
    const zone = makeZone(random, name, index, account, makePlan(planIds[plan]!, plan));
    zones.set(zone.id, zone);
  }
  return zones;
});

/** Wraps a handler that works on the zone in the path. A zone that is not ours is refused without saying whether it exists. */
export function inZone(handler: (call: Call, zone: Zone) => Reply | Promise<Reply>): Handler {
  return (call) => {
    const zone = zonesOf(call.world).get(call.params.zone_id ?? '');
    return zone === undefined ? failWith(403, 10000, 'Authentication error') : handler(call, zone);
  };
}

function zoneTests(query: URLSearchParams): readonly Test<Zone>[] {
  const tests: Test<Zone>[] = [];
  const name = query.get('name');
  if (name !== null) {
    const test = operatorTest(name);
    tests.push((zone) => test(zone.name));
  }
  const accountName = query.get('account.name');
  if (accountName !== null) {
    const test = operatorTest(accountName);
    tests.push((zone) => test(zone.account.name));
  }
  const accountId = query.get('account.id');
  if (accountId !== null) tests.push((zone) => zone.account.id === accountId);
  const status = query.get('status');
  if (status !== null) tests.push((zone) => zone.status === status);
  const types = query.getAll('type').flatMap((value) => value.split(','));
  if (types.length > 0) tests.push((zone) => types.includes(zone.type));
  return tests;
}

export function listZones(call: Call): Reply {
  const isWanted = combine(zoneTests(call.query), call.query.get('match'));
  const found = [...zonesOf(call.world).values()].filter((zone) => {
    return (
      isWanted(zone) && isAllowed(call.caller, SEES_ZONE, { kind: 'zone', id: zone.id, accountId: zone.account.id })
    );
  });
  const keys = {
    name: (zone: Zone) => zone.name,
    status: (zone: Zone) => zone.status,
    'account.id': (zone: Zone) => zone.account.id,
    'account.name': (zone: Zone) => zone.account.name,
    'plan.id': (zone: Zone) => zone.plan.id,
  };
  const ordered = orderBy(found, call.query, keys, 'name');
  return ordered.kind === 'refused' ? ordered.reply : listByPage(ordered.items, call.query, ZONE_PAGES);
}

const UNKNOWN_ZONE = failWith(404, 1001, 'Invalid zone identifier');

export function getZone(call: Call): Reply {
  const zone = zonesOf(call.world).get(call.params.zone_id ?? '');
  return zone === undefined ? UNKNOWN_ZONE : success(zone);
}

function isHostList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item.includes('.'));
}

/** "Only one zone property can be changed at a time", says the API's own description of this call. Codes are our reading. */
export function editZone(call: Call): Reply {
  const zone = zonesOf(call.world).get(call.params.zone_id ?? '');
  if (zone === undefined) return UNKNOWN_ZONE;
  const names = Object.keys(call.body);
  if (names.length !== 1) return failWith(400, 1016, 'Exactly one zone property can be changed at a time');
  const { paused, type, vanity_name_servers: vanity } = call.body;
  let change: Partial<Zone>;
  if (typeof paused === 'boolean') change = { paused };
  else if (type === 'full' || type === 'partial' || type === 'secondary') change = { type };
  else if (isHostList(vanity)) change = { vanity_name_servers: vanity };
  else return failWith(400, 1016, `Invalid value or unknown zone property: ${names[0]}`);
  const changed: Zone = { ...zone, ...change, modified_on: new Date(call.now).toISOString() };
  zonesOf(call.world).set(zone.id, changed);
  return success(changed);
}

/** Deleting a zone says its id and nothing else. */
export function deleteZone(call: Call): Reply {
  const id = call.params.zone_id ?? '';
  return zonesOf(call.world).delete(id) ? success({ id }) : UNKNOWN_ZONE;
}

/** A new zone waits for its name servers. Codes 1061 and 1049 are those that people report. */
export function createZone(call: Call): Reply {
  const { name, account: given, type = 'full' } = call.body;
  if (typeof name !== 'string' || !/^([a-z0-9-]+\.)+[a-z]{2,}$/i.test(name)) {
    return failWith(400, 1049, `${String(name)} is not a registered domain`);
  }
  const accounts = accountsOf(call.world);
  const wanted = isObject(given) ? given.id : undefined;
  const account = wanted === undefined ? accounts[0] : accounts.find(({ id }) => id === wanted);
  const all = { kind: 'zone', id: '*', accountId: account?.id ?? '' } as const;
  if (account === undefined || !isAllowed(call.caller, MAKES_ZONE, all))
    return failWith(403, 1068, 'Permission denied');
  const zones = zonesOf(call.world);
  if ([...zones.values()].some((zone) => zone.name === name.toLowerCase())) {
    return failWith(400, 1061, `${name} already exists`);
  }
  if (type !== 'full' && type !== 'partial' && type !== 'secondary') return failWith(400, 1016, 'Invalid zone type');
  const random = randomFor(call.world.seed, 'zone', name);
  const free = [...zones.values()].find((zone) => zone.plan.legacy_id === 'free')?.plan;
  const plan = free ?? makePlan(call.world.nextId(), 0);
  const at = new Date(call.now).toISOString();
  const zone: Zone = {
    ...makeZone(random, name.toLowerCase(), FIRST_ZONES.length, { id: account.id, name: account.name }, plan),
    id: call.world.nextId(),
    status: 'pending',
    paused: false,
    type,
    created_on: at,
    modified_on: at,
    activated_on: null,
  };
  zones.set(zone.id, zone);
  return success(zone);
}

const PURGE_LISTS = ['files', 'tags', 'hosts', 'prefixes'] as const;

/** Nothing is cached here, so a well-formed purge only says that it was taken. */
export const purgeCache = inZone((call, zone) => {
  const isEverything = call.body.purge_everything === true;
  const lists = PURGE_LISTS.map((name) => call.body[name]).filter((value) => value !== undefined);
  const isEveryListFilled = lists.every((value) => Array.isArray(value) && value.length > 0);
  if (isEverything ? lists.length > 0 : lists.length !== 1 || !isEveryListFilled) {
    const message = 'Request must contain one of "purge_everything", "files", "tags", "hosts" or "prefixes"';
    return failWith(400, 1012, message);
  }
  return success({ id: zone.id });
});
