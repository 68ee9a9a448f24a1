// API tokens made in the sandbox: they are good for requests, and for no more than their policies say.
import Cloudflare from 'cloudflare';
import { beforeAll, describe, expect, it } from 'vitest';
import { needsOf } from '../../src/sandbox/needs.ts';
import { PERMISSION_GROUPS } from '../../src/sandbox/permission-groups.ts';
import { ROUTES } from '../../src/sandbox/routes.ts';
import { codeOf, collect, hostSandbox, json, largeAccountId, rejection, zoneIdOf } from './client.ts';

const harness = hostSandbox();

const ids = { account: '', other: '', com: '', net: '', far: '', user: '' };

beforeAll(async () => {
  const sdk = harness.sdk();
  ids.account = await largeAccountId(sdk);
  ids.com = await zoneIdOf(sdk, 'example.com');
  ids.net = await zoneIdOf(sdk, 'example.net');
  const zones = await collect(sdk.zones.list({ per_page: 50 }));
  const far = zones.find((zone) => zone.account.id !== ids.account);
  ids.far = far?.id ?? '';
  ids.other = far?.account.id ?? '';
  ids.user = (await sdk.user.get()).id ?? '';
});

const at = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name]);

/** The status and the first code that a token with these words is given. */
async function tried(value: string, method: string, path: string, body?: unknown): Promise<readonly unknown[]> {
  const init = body === undefined ? { method } : json(method, body);
  const headers = { ...init.headers, authorization: `Bearer ${value}` };
  const { status, envelope } = await harness.ask(at(path), { ...init, headers });
  return envelope.success ? [status] : [status, envelope.errors[0]?.code];
}

const sdkOf = (apiToken: string) => new Cloudflare({ baseURL: harness.sandbox().baseUrl, apiToken, maxRetries: 0 });

const group = (name: string, scope: string) => ({
  id: PERMISSION_GROUPS.find((candidate) => candidate.name === name && candidate.scope === scope)?.id ?? '',
});

describe('a token may do what its policies allow', () => {
  const record = { type: 'TXT', name: 'tried', content: '"x"', ttl: 300 };
  it.each<[words: string, method: string, path: string, body: unknown, expected: readonly unknown[]]>([
    ['DNS Read on example.com', 'GET', '/zones/{com}/dns_records', undefined, [200]],
    ['DNS Read on example.com', 'GET', '/zones/{net}/dns_records', undefined, [403, 10000]],
    ['DNS Read on example.com', 'POST', '/zones/{com}/dns_records', record, [403, 10000]],
    ['DNS Write on example.com', 'POST', '/zones/{com}/dns_records', record, [200]],
    ['DNS Write on example.com', 'GET', '/zones/{com}/dns_records', undefined, [200]],
    ['DNS Write on example.com', 'GET', '/zones/{com}', undefined, [403, 9109]],
    ['DNS Write on example.com', 'GET', '/zones', undefined, [403, 9109]],
    ['DNS Write on example.com', 'GET', '/user', undefined, [403, 9109]],
    ['DNS Read on all zones', 'GET', '/zones/{far}/dns_records', undefined, [200]],
    ['DNS Read on all zones of Example Books', 'GET', '/zones/{com}/dns_records', undefined, [200]],
    ['DNS Read on all zones of Example Books', 'GET', '/zones/{far}/dns_records', undefined, [403, 10000]],
    ['DNS Read on all zones; deny DNS Read on example.com', 'GET', '/zones/{net}/dns_records', undefined, [200]],
    ['DNS Read on all zones; deny DNS Read on example.com', 'GET', '/zones/{com}/dns_records', undefined, [403, 10000]],
    [
      'DNS Read, DNS Write on all zones; deny DNS Write on example.com',
      'GET',
      '/zones/{com}/dns_records',
      undefined,
      [200],
    ],
    ['Account Settings Read on Example Books', 'GET', '/accounts/{account}/members', undefined, [200]],
    ['Account Settings Read on Example Books', 'GET', '/accounts/{other}/members', undefined, [403, 10000]],
    ['Account Settings Read on all accounts', 'GET', '/accounts/{other}', undefined, [200]],
    ['Workers KV Storage Read on Example Books', 'GET', '/accounts/{account}/storage/kv/namespaces', undefined, [200]],
    [
      'Workers KV Storage Read on Example Books',
      'POST',
      '/accounts/{account}/storage/kv/namespaces',
      { title: 'x' },
      [403, 10000],
    ],
    ['User Details Read on the user', 'GET', '/user', undefined, [200]],
    ['User Details Read on the user', 'GET', '/user/tokens', undefined, [403, 9109]],
    ['API Tokens Read on the user', 'GET', '/user/tokens/permission_groups', undefined, [200]],
    ['Cache Purge on example.com', 'POST', '/zones/{com}/purge_cache', { purge_everything: true }, [200]],
    ['Zone Write on example.com', 'POST', '/zones', { name: 'new.example' }, [403, 1068]],
    ['Zone Write on all zones of Example Books', 'POST', '/zones', { name: 'new.example' }, [200]],
    ['Cache Purge on example.com', 'GET', '/accounts/{account}/sandbox', undefined, [200]],
  ])('%s: %s %s', async (words, method, path, body, expected) => {
    expect(await tried(harness.sandbox().makeToken(words), method, path, body)).toEqual(expected);
  });

  it('lists show only what it may see', async () => {
    const value = harness
      .sandbox()
      .makeToken('Zone Read on example.com, example.net; Account Settings Read on Example Books');
    expect((await collect(sdkOf(value).zones.list())).map(({ name }) => name)).toEqual(['example.com', 'example.net']);
    expect((await collect(sdkOf(value).accounts.list())).map(({ name }) => name)).toEqual(['Example Books']);
  });

  it('a bucket alone can be opened', async () => {
    const [bucket] = (
      (await harness.ask(at('/accounts/{account}/r2/buckets'))).envelope.result as { buckets: { name: string }[] }
    ).buckets;
    const resources = { [`com.cloudflare.edge.r2.bucket.${ids.account}_default_${bucket?.name}`]: '*' };
    const made = await harness.sdk().user.tokens.create({
      name: 'objects',
      policies: [
        { effect: 'allow', resources, permission_groups: [group('Workers R2 Storage Bucket Item Read', 'bucket')] },
      ],
    });
    const objects = `/accounts/{account}/r2/buckets/${bucket?.name}/objects`;
    expect(await tried(made.value ?? '', 'GET', objects)).toEqual([200]);
    expect(await tried(made.value ?? '', 'GET', '/accounts/{account}/r2/buckets')).toEqual([403, 10000]);
  });
});

describe('tokens through the official SDK', () => {
  const policies = () => [
    {
      effect: 'allow' as const,
      resources: { [`com.cloudflare.api.account.${ids.account}`]: { 'com.cloudflare.api.account.zone.*': '*' } },
      permission_groups: [group('DNS Read', 'zone')],
    },
  ];

  it('one is made, read, listed, changed, rolled and deleted', async () => {
    const { tokens } = harness.sdk().user;
    const made = await tokens.create({ name: 'mine', policies: policies(), expires_on: '2099-01-01T00:00:00Z' });
    const { value = '', ...rest } = made;
    expect(rest).toMatchObject({
      name: 'mine',
      status: 'active',
      expires_on: '2099-01-01T00:00:00Z',
      last_used_on: null,
    });
    expect(rest.policies?.[0]).toMatchObject({ effect: 'allow', permission_groups: [{ name: 'DNS Read' }] });
    const id = made.id ?? '';
    expect(await tokens.get(id)).toEqual(rest);
    expect(await collect(tokens.list())).toContainEqual(rest);

    expect(await sdkOf(value).user.tokens.verify()).toEqual({
      id,
      status: 'active',
      expires_on: '2099-01-01T00:00:00Z',
    });
    expect((await tokens.get(id)).last_used_on).not.toBeNull();

    const changed = await tokens.update(id, { name: 'yours', policies: policies(), status: 'disabled' });
    expect(changed).toMatchObject({ id, name: 'yours', status: 'disabled' });
    expect(changed).not.toHaveProperty('expires_on');
    expect(await sdkOf(value).user.tokens.verify()).toEqual({ id, status: 'disabled' });
    expect(await tried(value, 'GET', '/zones/{com}/dns_records')).toEqual([403, 10000]);

    await tokens.update(id, { name: 'yours', policies: policies(), status: 'active' });
    const rolled = await tokens.value.update(id, {});
    expect(rolled).not.toBe(value);
    expect(await tried(value, 'GET', '/zones/{com}/dns_records')).toEqual([403, 10000]);
    expect(await tried(rolled, 'GET', '/zones/{com}/dns_records')).toEqual([200]);

    expect(await tokens.delete(id)).toEqual({ id });
    expect(await tried(rolled, 'GET', '/zones')).toEqual([403, 9109]);
    expect(codeOf(await rejection(tokens.get(id)))).toBe(1003);
  });

  it('an account has its own, which reach nothing outside of it', async () => {
    const { accounts, user } = harness.sdk();
    const owned = { account_id: ids.account };
    const everywhere = { ...policies()[0]!, resources: { 'com.cloudflare.api.account.zone.*': '*' } };
    const made = await accounts.tokens.create({ ...owned, name: 'ours', policies: [everywhere] });
    const { value = '', id = '' } = made;
    expect(await tried(value, 'GET', '/zones/{com}/dns_records')).toEqual([200]);
    expect(await tried(value, 'GET', '/zones/{far}/dns_records')).toEqual([403, 10000]);
    expect(await sdkOf(value).accounts.tokens.verify(owned)).toEqual({ id, status: 'active' });
    expect(codeOf(await rejection(sdkOf(value).user.tokens.verify()))).toBe(1000);
    expect(codeOf(await rejection(harness.sdk().accounts.tokens.verify(owned)))).toBe(1000);
    expect(codeOf(await rejection(user.tokens.get(id)))).toBe(1003);
    expect(await collect(user.tokens.list())).not.toContainEqual(expect.objectContaining({ id }));
    expect(await collect(accounts.tokens.list(owned))).toEqual([expect.objectContaining({ id, name: 'ours' })]);
    const rolled = await accounts.tokens.value.update(id, owned);
    expect(await sdkOf(rolled).accounts.tokens.verify(owned)).toMatchObject({ id });
    expect(await accounts.tokens.delete(id, owned)).toEqual({ id });
    const foreign = { ...everywhere, resources: { [`com.cloudflare.api.account.zone.${ids.far}`]: '*' } };
    expect(codeOf(await rejection(accounts.tokens.create({ ...owned, name: 'x', policies: [foreign] })))).toBe(1001);
  });

  it('verifying says so with code 10000, which as an error says the opposite', async () => {
    const { envelope } = await harness.ask('/user/tokens/verify');
    expect(envelope.messages).toMatchObject([{ code: 10000 }]);
  });

  it.each([
    ['10.0.0.0/8 alone', { in: ['10.0.0.0/8'] }, 9109],
    ['loopback', { in: ['127.0.0.0/8', '::1/128'] }, undefined],
    ['all but loopback', { not_in: ['127.0.0.1'] }, 9109],
  ])('one for %s is used from there only', async (_, request_ip, code) => {
    for (const condition of [{ request_ip }, { 'request.ip': request_ip }]) {
      const made = await harness.ask('/user/tokens', json('POST', { name: 'x', policies: policies(), condition }));
      const { value, condition: told } = made.envelope.result as { value: string; condition: unknown };
      expect(told).toEqual({ request_ip });
      const [, got] = await tried(value, 'GET', '/zones/{com}/dns_records');
      expect(got).toBe(code);
    }
  });

  it('one that has not begun is refused', async () => {
    const made = await harness
      .sdk()
      .user.tokens.create({ name: 'x', policies: policies(), not_before: '2099-01-01T00:00:00Z' });
    expect(await tried(made.value ?? '', 'GET', '/zones/{com}/dns_records')).toEqual([403, 10000]);
  });

  it.each<[why: string, change: (body: Record<string, unknown>) => void]>([
    ['no name', (body) => delete body.name],
    ['no policies', (body) => Object.assign(body, { policies: [] })],
    ['a time that is not UTC', (body) => Object.assign(body, { expires_on: '2099-01-01' })],
    ['a time in the past', (body) => Object.assign(body, { expires_on: '2020-01-01T00:00:00Z' })],
    ['an address that is none', (body) => Object.assign(body, { condition: { request_ip: { in: ['here'] } } })],
    [
      'an unknown permission',
      (body) => Object.assign(body, { policies: [{ ...policies()[0], permission_groups: [{ id: '0' }] }] }),
    ],
    [
      'an unknown zone',
      (body) =>
        Object.assign(body, {
          policies: [{ ...policies()[0], resources: { 'com.cloudflare.api.account.zone.0': '*' } }],
        }),
    ],
    ['no resource', (body) => Object.assign(body, { policies: [{ ...policies()[0], resources: {} }] })],
    [
      'a zone permission on an account',
      (body) =>
        Object.assign(body, {
          policies: [{ ...policies()[0], resources: { [`com.cloudflare.api.account.${ids.account}`]: '*' } }],
        }),
    ],
    ['another effect', (body) => Object.assign(body, { policies: [{ ...policies()[0], effect: 'maybe' }] })],
  ])('%s is refused', async (_, change) => {
    const body: Record<string, unknown> = { name: 'x', policies: policies() };
    change(body);
    const { status, envelope } = await harness.ask('/user/tokens', json('POST', body));
    expect([status, envelope.errors[0]?.code]).toEqual([400, 1001]);
  });
});

describe('permission groups', () => {
  it('are listed with their scopes, and found by name and scope', async () => {
    const { permissionGroups } = harness.sdk().user.tokens;
    const all = await collect(permissionGroups.list());
    expect(all.length).toBeGreaterThan(200);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const found = await collect(permissionGroups.list({ name: 'Logs Read', scope: 'com.cloudflare.api.account.zone' }));
    expect(found).toMatchObject([
      {
        name: 'Logs Read',
        category: 'analytics_and_logs',
        is_selectable: true,
        scopes: ['com.cloudflare.api.account.zone'],
      },
    ]);
    const owned = await collect(harness.sdk().accounts.tokens.permissionGroups.list({ account_id: ids.account }));
    expect(owned.map(({ name }) => name)).not.toContain('API Tokens Write');
    expect(owned.map(({ name }) => name)).toContain('Account API Tokens Write');
  });

  it('are what every route needs: none is forgotten, none is misspelt', () => {
    const known = new Set(PERMISSION_GROUPS.map(({ name, scope }) => `${scope} ${name}`));
    const guarded = ROUTES.filter(({ open, path }) => open !== true && !path.includes('/sandbox'));
    for (const { method, path } of guarded) {
      const needs = needsOf(method, path);
      expect(needs, `${method} ${path}`).toBeDefined();
      for (const { scope, anyOf } of needs ?? []) {
        for (const name of anyOf) expect(known, `${method} ${path}`).toContain(`${scope} ${name}`);
      }
    }
  });
});

describe('a token in words', () => {
  it.each([
    ['DNS Read', /'DNS Read' is not of the form/],
    ['', /is not of the form/],
    ['DNS Look on example.com', /DNS Look: the sandbox has no such permission/],
    ['Workers KV Storage Read on example.com', /for a resource of another kind \(account\)/],
    ['DNS Read on nowhere.example', /no zone and no account nowhere\.example/],
    ['DNS Read on all zones of Nobody', /no account Nobody/],
  ])('%s is refused', (words, why) => {
    expect(() => harness.sandbox().makeToken(words)).toThrow(why);
  });

  it('has commas in names, and permissions of two kinds', async () => {
    const words =
      'access: organizations, identity providers, and groups read, Account Settings Read on Example Books; deny Zone Read, DNS Read on example.com';
    const value = harness.sandbox().makeToken(words);
    const { id } = await sdkOf(value).user.tokens.verify();
    const { policies } = await harness.sdk().user.tokens.get(id);
    expect(
      policies?.map(({ effect, permission_groups }) => [effect, ...permission_groups.map(({ name }) => name)]),
    ).toEqual([
      ['allow', 'Access: Organizations, Identity Providers, and Groups Read', 'Account Settings Read'],
      ['deny', 'Zone Read', 'DNS Read'],
    ]);
  });
});
