import Cloudflare from 'cloudflare';
import { describe, expect, it } from 'vitest';
import { codeOf, collect, hostSandbox, json, rejection, zoneIdOf } from './client.ts';

const harness = hostSandbox();

const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

describe('zones through the official SDK', () => {
  it('auto-paging gives 60 distinct zones, all under names reserved for documentation', async () => {
    const zones = await collect(harness.sdk().zones.list());
    expect(new Set(zones.map((zone) => zone.id)).size).toBe(60);
    expect(new Set(zones.map((zone) => zone.name)).size).toBe(60);
    for (const zone of zones) {
      expect(zone.id).toMatch(/^[0-9a-f]{32}$/);
      expect(zone.name).toMatch(/^example\.(com|net|org)$|\.(example|test)$/);
    }
  });

  it('a page past the end is empty and still tells the totals', async () => {
    const { envelope } = await harness.ask('/zones?page=9&per_page=25');
    expect(envelope.result).toEqual([]);
    expect(envelope.result_info).toEqual({ page: 9, per_page: 25, count: 0, total_count: 60, total_pages: 3 });
  });

  it.each(['per_page=51', 'per_page=4', 'per_page=abc', 'page=0', 'page=-1', 'order=colour', 'direction=up'])(
    'refuses %s',
    async (query) => {
      const { status, envelope } = await harness.ask(`/zones?${query}`);
      expect({ status, success: envelope.success, code: envelope.errors[0]?.code }).toEqual({
        status: 400,
        success: false,
        code: 1001,
      });
      expect(envelope.errors[0]?.message).toContain(query.split('=')[0]);
    },
  );

  it.each([
    ['example.com', (name: string) => name === 'example.com'],
    ['EXAMPLE.com', (name: string) => name === 'example.com'],
    ['contains:harbour', (name: string) => name.includes('harbour')],
    ['starts_with:exam', (name: string) => name.startsWith('exam')],
    ['ends_with:.test', (name: string) => name.endsWith('.test')],
    ['equal:example.net', (name: string) => name === 'example.net'],
    ['not_equal:example.net', (name: string) => name !== 'example.net'],
    ['contains_case_sensitive:EXAMPLE', () => false],
  ])('name=%s keeps exactly the zones it means', async (name, isWanted) => {
    const all = await collect(harness.sdk().zones.list({ per_page: 50 }));
    const found = await collect(harness.sdk().zones.list({ name, per_page: 50 }));
    const expected = all.map((zone) => zone.name).filter(isWanted);
    expect(found.map((zone) => zone.name)).toEqual(expected);
  });

  it('filters join with match=all and match=any', async () => {
    const all = await collect(harness.sdk().zones.list({ per_page: 50 }));
    const pending = all.filter((zone) => zone.status === 'pending');
    expect(pending.length).toBeGreaterThan(0);
    const filters = { name: 'example.com', status: 'pending', per_page: 50 } as const;
    expect(await collect(harness.sdk().zones.list({ ...filters, match: 'all' }))).toEqual([]);
    const either = await collect(harness.sdk().zones.list({ ...filters, match: 'any' }));
    expect(either).toHaveLength(pending.length + 1);
  });

  it('filters by account and orders by name in either direction', async () => {
    const all = await collect(harness.sdk().zones.list({ per_page: 50 }));
    const accountId = all[0]?.account.id ?? '';
    const list = (direction: 'asc' | 'desc') =>
      collect(harness.sdk().zones.list({ account: { id: accountId }, order: 'name', direction, per_page: 50 }));
    const ascending = (await list('asc')).map((zone) => zone.name);
    expect(ascending).toEqual(
      all
        .filter((zone) => zone.account.id === accountId)
        .map((zone) => zone.name)
        .sort(byCodeUnit),
    );
    expect((await list('desc')).map((zone) => zone.name)).toEqual(ascending.toReversed());
  });

  it('a change of paused is seen by later reads, and only one property changes at a time', async () => {
    const sdk = harness.sdk();
    const zoneId = await zoneIdOf(sdk, 'example.org');
    expect((await sdk.zones.edit({ zone_id: zoneId, paused: true })).paused).toBe(true);
    expect((await sdk.zones.get({ zone_id: zoneId })).paused).toBe(true);
    const error = await rejection(sdk.zones.edit({ zone_id: zoneId, paused: false, type: 'partial' }));
    expect(codeOf(error)).toBe(1016);
    expect((await sdk.zones.get({ zone_id: zoneId })).paused).toBe(true);
  });

  it('an unknown zone is not found, a malformed id cannot be routed, things below an unknown zone are forbidden', async () => {
    const sdk = harness.sdk();
    const unknown = await rejection(sdk.zones.get({ zone_id: '0'.repeat(32) }));
    expect(unknown).toBeInstanceOf(Cloudflare.NotFoundError);
    expect(codeOf(unknown)).toBe(1001);
    const malformed = await rejection(sdk.zones.get({ zone_id: 'example.com' }));
    expect(malformed).toBeInstanceOf(Cloudflare.NotFoundError);
    expect(codeOf(malformed)).toBe(7003);
    const below = await rejection(sdk.zones.settings.get('ssl', { zone_id: '0'.repeat(32) }));
    expect(below).toBeInstanceOf(Cloudflare.PermissionDeniedError);
    expect(codeOf(below)).toBe(10000);
  });

  it.each([
    [{ purge_everything: true }, 200],
    [{ files: ['https://example.com/a.css'] }, 200],
    [{ tags: ['sale'] }, 200],
    [{}, 400],
    [{ files: [] }, 400],
    [{ purge_everything: true, tags: ['sale'] }, 400],
    [{ hosts: ['www.example.com'], tags: ['sale'] }, 400],
  ])('a purge of %j answers %i', async (body, status) => {
    const zoneId = await zoneIdOf(harness.sdk(), 'example.com');
    const answered = await harness.ask(`/zones/${zoneId}/purge_cache`, json('POST', body));
    expect(answered.status).toBe(status);
    expect(answered.envelope.result).toEqual(status === 200 ? { id: zoneId } : null);
  });
});

describe('making and deleting zones through the official SDK', () => {
  it('a new zone waits for its name servers; a deleted one is gone with all that was below it', async () => {
    const sdk = harness.sdk();
    const account = (await collect(sdk.zones.list({ name: 'example.com' })))[0]!.account;
    const made = await sdk.zones.create({ account: { id: account.id! }, name: 'new.example', type: 'full' });
    expect(made).toMatchObject({ name: 'new.example', status: 'pending', account, activated_on: null });
    expect(await sdk.zones.get({ zone_id: made.id })).toEqual(made);
    const again = await rejection(sdk.zones.create({ account: { id: account.id! }, name: 'NEW.example' }));
    expect(codeOf(again)).toBe(1061);
    expect(await sdk.zones.delete({ zone_id: made.id })).toEqual({ id: made.id });
    expect(codeOf(await rejection(sdk.zones.get({ zone_id: made.id })))).toBe(1001);
    expect(codeOf(await rejection(sdk.zones.settings.get('ssl', { zone_id: made.id })))).toBe(10000);
    expect(codeOf(await rejection(sdk.zones.create({ account: {}, name: 'no domain' })))).toBe(1049);
  });
});

describe('zone settings through the official SDK', () => {
  it('lists all, gets one, and an edit is seen by later reads', async () => {
    const sdk = harness.sdk();
    const zone_id = await zoneIdOf(sdk, 'example.com');
    const { envelope } = await harness.ask(`/zones/${zone_id}/settings`);
    expect(envelope.result).toContainEqual(expect.objectContaining({ id: 'ssl', editable: true }));
    await sdk.zones.settings.edit('ssl', { zone_id, value: 'strict' });
    expect(await sdk.zones.settings.get('ssl', { zone_id })).toMatchObject({ id: 'ssl', value: 'strict' });
    await sdk.zones.settings.edit('browser_cache_ttl', { zone_id, value: 3600 });
    expect(await sdk.zones.settings.get('browser_cache_ttl', { zone_id })).toMatchObject({ value: 3600 });
  });

  it.each([
    ['tls_1_3', 'zrt'],
    ['max_upload', 200],
    ['challenge_ttl', 31_536_000],
    ['nel', { enabled: true }],
    ['security_header', { strict_transport_security: { enabled: true, max_age: 86_400 } }],
    ['origin_max_http_version', '1'],
  ])('takes %s = %j', async (setting, value) => {
    const zone_id = await zoneIdOf(harness.sdk(), 'example.com');
    expect(await harness.sdk().zones.settings.edit(setting, { zone_id, value })).toMatchObject({ id: setting, value });
  });

  it('what has no value is switched by enabled, and development mode tells how long it lasts', async () => {
    const sdk = harness.sdk();
    const zone_id = await zoneIdOf(sdk, 'example.com');
    const edited = await sdk.zones.settings.edit('ssl_recommender', { zone_id, enabled: true });
    expect(edited).toMatchObject({ id: 'ssl_recommender', enabled: true });
    expect(edited).not.toHaveProperty('value');
    expect(await sdk.zones.settings.edit('development_mode', { zone_id, value: 'on' })).toMatchObject({
      value: 'on',
      time_remaining: 10_800,
    });
  });

  it.each([
    ['ssl_recommender', 'on', 1007],
    ['max_upload', 101, 1007],
    ['min_tls_version', 1.2, 1007],
    ['security_header', { strict_transport_security: { max_age: 'a day' } }, 1007],
    ['nel', { on: true }, 1007],
    ['ssl', 'yes please', 1007],
    ['browser_cache_ttl', -1, 1007],
    ['security_header', 'on', 1007],
    ['ciphers', [1], 1007],
    ['advanced_ddos', 'off', 1015],
    ['no_such_setting', 'on', 1006],
    ['toString', 'on', 1006],
  ])('refuses %s = %j with code %i', async (setting, value, code) => {
    const sdk = harness.sdk();
    const zone_id = await zoneIdOf(sdk, 'example.com');
    const error = await rejection(sdk.zones.settings.edit(setting, { zone_id, value }));
    expect(error).toBeInstanceOf(Cloudflare.BadRequestError);
    expect(codeOf(error)).toBe(code);
  });
});

describe('certificate packs and rulesets through the official SDK', () => {
  it('lists active packs only, unless all are asked for, and gets one by its id', async () => {
    const sdk = harness.sdk();
    const zone_id = await zoneIdOf(sdk, 'example.com');
    const active = await collect(sdk.ssl.certificatePacks.list({ zone_id }));
    const all = await collect(sdk.ssl.certificatePacks.list({ zone_id, status: 'all', per_page: 5 }));
    expect(all).toHaveLength(12);
    expect(active.every((pack) => pack.status === 'active')).toBe(true);
    expect(active.length).toBeLessThan(all.length);
    const first = all[0]!;
    expect(await sdk.ssl.certificatePacks.get(first.id, { zone_id })).toEqual(first);
  });

  it('pages through rulesets by cursor and gets one with its rules', async () => {
    const sdk = harness.sdk();
    const zone_id = await zoneIdOf(sdk, 'example.com');
    const rulesets = await collect(sdk.rulesets.list({ zone_id, per_page: 2 }));
    expect(new Set(rulesets.map((ruleset) => ruleset.id)).size).toBe(7);
    expect(rulesets[0]).not.toHaveProperty('rules');
    const one = await sdk.rulesets.get(rulesets[0]!.id, { zone_id });
    expect(one).toMatchObject(rulesets[0]!);
    expect(one.rules.length).toBeGreaterThan(0);
    expect(codeOf(await rejection(sdk.rulesets.get('0'.repeat(32), { zone_id })))).toBe(10005);
  });
});
