import { describe, expect, test } from 'vitest';
import { usageKey } from '../../src/catalog/rank/rank.ts';
import { type PathStep, type RelatedOperation, relatedOperations } from '../../src/catalog/related.ts';
import { catalog, operationOf } from './loaded.ts';
import { placeIn } from './place-in.ts';

const zone = '023e105f4ecef8ad9ca31a8372d0c353';
const account = '9a7806061c88ada191ed06f989cc3dac';
const record = '372e67954025e0ba6aaa6d586b9e0b59';
const pool = '17b5962d775c646f3f9725cbc7a53df4';

interface Asked {
  readonly operation: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly response: unknown;
  readonly path: readonly PathStep[];
}

function follow({ operation, values = {}, response, path }: Asked, limit = 20): readonly RelatedOperation[] {
  return relatedOperations(catalog, { operation: operationOf(operation), values }, placeIn(response, path), { limit });
}

const told = ({ operation: { method, path } }: RelatedOperation): string => `${method} ${path}`;

const zones = {
  result: [
    { id: 'first', name: 'example.net' },
    {
      id: zone,
      name: 'example.com',
      status: 'active',
      owner: { id: account, type: 'organization', email: 'a@example.com' },
      account: { id: account, name: 'Books' },
      plan: { id: '0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee', name: 'Free Website' },
    },
  ],
  success: true,
};

describe('from a zone in the list of zones', () => {
  const ask = (...path: readonly PathStep[]): Asked => ({
    operation: 'GET /zones',
    response: zones,
    path: ['result', 1, ...path],
  });

  test.each([[['id']], [['name']], [['status']], [[]]] as const)(
    '%j leads to the zone, its records, settings, rulesets and purge',
    (path) => {
      const found = follow(ask(...path), 12);
      expect(told(found[0]!)).toBe('GET /zones/{zone_id}');
      expect(found.map(told)).toEqual(
        expect.arrayContaining([
          'GET /zones/{zone_id}/dns_records',
          'GET /zones/{zone_id}/settings',
          'GET /zones/{zone_id}/rulesets',
          'POST /zones/{zone_id}/purge_cache',
        ]),
      );
      for (const entry of found.slice(0, 10))
        expect(entry).toMatchObject({ values: { zone_id: zone }, missing: [], by: 'zone' });
    },
  );

  test.each([[['account', 'id']], [['account']], [['account', 'name']]] as const)(
    '%j leads to the account first, and to the zone after it',
    (path) => {
      const found = follow(ask(...path), 40);
      expect(found[0]).toMatchObject({ values: { account_id: account }, missing: [], by: 'account' });
      expect(told(found[0]!)).toBe('GET /accounts/{account_id}');
      expect(found.map(told)).toContain('GET /zones/{zone_id}');
    },
  );

  test('its owner leads to the organization that it is', () => {
    expect(follow(ask('owner', 'id')).map(told)[0]).toBe('GET /organizations/{organization_id}');
    expect(follow(ask('owner')).map(told)[0]).toBe('GET /organizations/{organization_id}');
  });
});

describe('from a DNS record', () => {
  const asked: Asked = {
    operation: 'GET Z/dns_records',
    values: { zone_id: zone },
    response: { result: [{ id: record, zone_id: zone, name: 'www.example.com', type: 'A' }] },
    path: ['result', 0, 'name'],
  };

  test('leads to reading, editing and deleting it, with both ids in place', () => {
    const found = follow(asked);
    const own = found.filter(({ operation }) => operation.path === '/zones/{zone_id}/dns_records/{dns_record_id}');
    expect(own.map(({ operation }) => operation.method)).toEqual(['GET', 'PATCH', 'PUT', 'DELETE']);
    expect(found.slice(0, 3).map(told)).toEqual(own.slice(0, 3).map(told));
    for (const entry of own)
      expect(entry).toMatchObject({ values: { zone_id: zone, dns_record_id: record }, missing: [] });
  });

  test('by its zone_id to the zone', () => {
    expect(told(follow({ ...asked, path: ['result', 0, 'zone_id'] })[0]!)).toBe('GET /zones/{zone_id}');
  });

  test('never leads to the request that it came from', () => {
    expect(follow(asked, 400).filter((entry) => told(entry) === 'GET /zones/{zone_id}/dns_records')).toEqual([]);
  });
});

test('the list itself leads to what can be added to it', () => {
  const found = follow({
    operation: 'GET Z/dns_records',
    values: { zone_id: zone },
    response: { result: [] },
    path: ['result'],
  });
  expect(found[0]).toMatchObject({ values: { zone_id: zone }, missing: [] });
  expect(told(found[0]!)).toBe('POST /zones/{zone_id}/dns_records');
});

test.each([
  ['an entry of a list of ids', { default_pools: [pool] }, ['default_pools', 0]],
  ['an id under another name', { fallback_pool: pool }, ['fallback_pool']],
] as const)('%s leads to what it names', (_, item, path) => {
  const [first] = follow({
    operation: 'GET Z/load_balancers',
    values: { zone_id: zone },
    response: { result: [{ id: 'lb', account: { id: account }, ...item }] },
    path: ['result', 0, ...path],
  });
  expect(told(first!)).toBe('GET /accounts/{account_id}/load_balancers/pools/{pool_id}');
  expect(first).toMatchObject({ values: { account_id: account, pool_id: pool }, missing: [] });
});

test.each([
  [
    'a key of KV',
    'GET A/storage/kv/namespaces/{namespace_id}/keys',
    { result: [{ name: 'a/b' }] },
    ['result', 0, 'name'],
    '/accounts/{account_id}/storage/kv/namespaces/{namespace_id}/values/{key_name}',
    { namespace_id: 'n', key_name: 'a/b' },
  ],
  [
    'a bucket inside of an object',
    'GET A/r2/buckets',
    { result: { buckets: [{ name: 'photos' }] } },
    ['result', 'buckets', 0, 'name'],
    '/accounts/{account_id}/r2/buckets/{bucket_name}',
    { bucket_name: 'photos' },
  ],
  [
    'a database by its uuid',
    'GET A/d1/database',
    { result: [{ uuid: 'u', name: 'd' }] },
    ['result', 0, 'name'],
    '/accounts/{account_id}/d1/database/{database_id}',
    { database_id: 'u' },
  ],
  [
    'a Worker by its name',
    'GET A/workers/scripts',
    { result: [{ id: 'my-worker' }] },
    ['result', 0],
    '/accounts/{account_id}/workers/scripts/{script_name}',
    { script_name: 'my-worker' },
  ],
  [
    'a rule inside of its ruleset',
    'GET A/rulesets/{ruleset_id}',
    { result: { id: 'r', rules: [{ id: 'x' }] } },
    ['result', 'rules', 0, 'id'],
    '/accounts/{account_id}/rulesets/{ruleset_id}/rules/{rule_id}',
    { ruleset_id: 'r', rule_id: 'x' },
  ],
  [
    'what was created',
    'POST A/storage/kv/namespaces',
    { result: { id: 'new', title: 't' } },
    ['result', 'id'],
    '/accounts/{account_id}/storage/kv/namespaces/{namespace_id}',
    { namespace_id: 'new' },
  ],
] as const)('%s leads to itself', (_, operation, response, path, wanted, values) => {
  const known = { account_id: account, namespace_id: 'n', ruleset_id: 'r' };
  const found = follow({ operation, values: known, response, path }, 3).find(
    (entry) => entry.operation.path === wanted,
  );
  expect(found).toMatchObject({ values: { account_id: account, ...values }, missing: [] });
});

test('what was used before comes before its like', () => {
  const used = new Map([[usageKey(operationOf('GET Z/healthchecks')), 40]]);
  const origin = { operation: operationOf('GET /zones'), values: {} };
  const plain = relatedOperations(catalog, origin, placeIn(zones, ['result', 1]), {}).map(told);
  const favoured = relatedOperations(catalog, origin, placeIn(zones, ['result', 1]), { used }).map(told);
  const healthchecks = 'GET /zones/{zone_id}/healthchecks';
  expect(favoured.indexOf(healthchecks)).toBeLessThan(plain.indexOf(healthchecks));
  expect(favoured[0]).toBe('GET /zones/{zone_id}');
});

test.each([[[]], [['success']], [['result', 7]], [['result', 'x']]] as const)(
  'stands a place that has nothing: %j',
  (path) => {
    for (const entry of follow({ operation: 'GET /zones', response: zones, path }))
      expect(entry.operation.path).toMatch(/^\//);
  },
);

test('names of members that a server made up lead nowhere, and change nothing', () => {
  const response = JSON.parse(
    '{"result":[{"id":"z1","__proto__":{"id":"x"},"constructor":{"id":"y"},"toString":"t"}]}',
  );
  for (const path of [
    ['result', 0],
    ['result', 0, '__proto__'],
    ['result', 0, '__proto__', 'id'],
    ['result', 0, 'constructor'],
  ]) {
    const [first] = follow({ operation: 'GET /zones', response, path });
    expect(first).toMatchObject({ operation: { path: '/zones/{zone_id}' }, values: { zone_id: 'z1' } });
  }
});
