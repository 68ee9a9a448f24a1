import Cloudflare from 'cloudflare';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, collect, hostSandbox, json, rejection, zoneIdOf } from './client.ts';

const harness = hostSandbox();

let zone_id = '';
beforeAll(async () => {
  zone_id = await zoneIdOf(harness.sdk(), 'example.com');
});

type Listing = Omit<Cloudflare.DNS.RecordListParams, 'zone_id'>;

function listAll(filters: Listing = {}): Promise<readonly Cloudflare.DNS.RecordResponse[]> {
  return collect(harness.sdk().dns.records.list({ zone_id, per_page: 5000, ...filters }));
}

describe('listing DNS records through the official SDK', () => {
  it('auto-paging over pages of 500 gives all 2,000 records, each once', async () => {
    const records = await collect(harness.sdk().dns.records.list({ zone_id, per_page: 500 }));
    expect(records).toHaveLength(2000);
    expect(new Set(records.map((record) => record.id)).size).toBe(2000);
  });

  it('the first page has 100 records unless per_page says otherwise', async () => {
    const page = await harness.sdk().dns.records.list({ zone_id });
    expect(page.result).toHaveLength(100);
    expect(page.result_info).toMatchObject({ page: 1, per_page: 100, total_count: 2000, total_pages: 20 });
    expect((await harness.sdk().dns.records.list({ zone_id, per_page: 1, page: 2000 })).result).toHaveLength(1);
  });

  it('addresses and names are ones set aside for documentation', async () => {
    for (const record of await listAll()) {
      if (record.type === 'A') expect(record.content).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
      if (record.type === 'AAAA') expect(record.content).toMatch(/^2001:db8:/);
      expect(record.name).toMatch(/(^|\.)example\.com$/);
    }
  });

  type Records = readonly Cloudflare.DNS.RecordResponse[];
  type Row = readonly [filters: Listing, isWanted: (record: Records[number]) => boolean];
  const rows: readonly Row[] = [
    [{ type: 'CNAME' }, (record) => record.type === 'CNAME'],
    [{ name: { exact: 'WWW.example.com' } }, (record) => record.name === 'www.example.com'],
    [{ name: { contains: 'SHOP' } }, (record) => record.name.includes('shop')],
    [{ name: { startswith: 'api-0' } }, (record) => record.name.startsWith('api-0')],
    [{ name: { endswith: '.ams.example.com' } }, (record) => record.name.endsWith('.ams.example.com')],
    [{ content: { startswith: '203.0.113.' } }, (record) => record.content?.startsWith('203.0.113.') === true],
    [{ content: { exact: '198.51.100.4' } }, (record) => record.content === '198.51.100.4'],
    [{ comment: { present: '' } }, (record) => (record.comment ?? null) !== null],
    [{ comment: { absent: '' } }, (record) => (record.comment ?? null) === null],
    [{ comment: { contains: 'PLATFORM' } }, (record) => record.comment?.includes('platform') === true],
    [{ proxied: true }, (record) => record.proxied === true],
    [{ tag: { exact: 'team:web' } }, (record) => record.tags?.includes('team:web') === true],
    [{ tag: { present: 'env' } }, (record) => record.tags?.some((tag) => tag.startsWith('env:')) === true],
    [{ search: 'shop cname' }, (record) => record.name.includes('shop') && record.type === 'CNAME'],
    [{ type: 'A', proxied: true, match: 'all' }, (record) => record.type === 'A' && record.proxied === true],
    [{ type: 'MX', proxied: true, match: 'any' }, (record) => record.type === 'MX' || record.proxied === true],
    [
      { type: 'MX', proxied: true, match: 'any', search: 'mail' },
      (record) => record.name.includes('mail') && (record.type === 'MX' || record.proxied === true),
    ],
  ];

  it.each(rows)('%j keeps exactly the records it means', async (filters, isWanted) => {
    const all = await listAll();
    const wanted = all.filter(isWanted).map((record) => record.id);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(2000);
    expect((await listAll(filters)).map((record) => record.id)).toEqual(wanted);
  });

  it('a bare name matches exactly, as in a request typed by hand', async () => {
    const { envelope } = await harness.ask(`/zones/${zone_id}/dns_records?name=www.example.com`);
    expect(envelope.result).toHaveLength(1);
    expect((await harness.ask(`/zones/${zone_id}/dns_records?name=www`)).envelope.result).toEqual([]);
  });

  it.each(['type', 'name', 'content', 'ttl', 'proxied'] as const)('orders by %s in both directions', async (order) => {
    const key = (record: Records[number]): string => {
      const value = record[order];
      return typeof value === 'number' ? String(value).padStart(6, '0') : String(value);
    };
    const ascending = (await listAll({ order, direction: 'asc' })).map(key);
    expect(ascending).toEqual(ascending.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0)));
    expect((await listAll({ order, direction: 'desc' })).map(key)).toEqual(ascending.toReversed());
  });
});

describe('changing DNS records through the official SDK', () => {
  it('a record goes through create, get, edit, update and delete', async () => {
    const records = harness.sdk().dns.records;
    const created = await records.create({
      zone_id,
      type: 'A',
      name: 'life',
      content: '192.0.2.10',
      ttl: 3600,
      comment: 'first',
    });
    expect(created).toMatchObject({
      name: 'life.example.com',
      ttl: 3600,
      proxied: false,
      proxiable: true,
      comment: 'first',
    });
    expect(await records.get(created.id, { zone_id })).toEqual(created);

    const edited = await records.edit(created.id, {
      zone_id,
      type: 'A',
      name: 'life',
      content: '192.0.2.11',
      ttl: 3600,
    });
    expect(edited).toMatchObject({
      id: created.id,
      content: '192.0.2.11',
      comment: 'first',
      created_on: created.created_on,
    });

    const updated = await records.update(created.id, {
      zone_id,
      type: 'AAAA',
      name: 'life',
      content: '2001:db8::1',
      ttl: 1,
      proxied: true,
    });
    expect(updated).toMatchObject({
      id: created.id,
      type: 'AAAA',
      content: '2001:db8::1',
      ttl: 1,
      proxied: true,
      comment: null,
    });
    expect(await records.get(created.id, { zone_id })).toEqual(updated);

    expect(await records.delete(created.id, { zone_id })).toEqual({ id: created.id });
    const gone = await rejection(records.get(created.id, { zone_id }));
    expect(gone).toBeInstanceOf(Cloudflare.NotFoundError);
    expect(codeOf(gone)).toBe(81044);
    expect(codeOf(await rejection(records.delete(created.id, { zone_id })))).toBe(81044);
  });

  it('a PATCH of one field leaves the others alone', async () => {
    const { envelope } = await harness.ask(`/zones/${zone_id}/dns_records?type=SRV&per_page=1`);
    const [before] = identified(envelope.result);
    const { envelope: after } = await harness.ask(
      `/zones/${zone_id}/dns_records/${before?.id}`,
      json('PATCH', { ttl: 120 }),
    );
    expect(after.result).toEqual({ ...before, ttl: 120, modified_on: expect.any(String) });
  });

  it('data makes the content of an SRV record, and a new data replaces the old content', async () => {
    const records = harness.sdk().dns.records;
    const data = { priority: 1, weight: 2, port: 443, target: 'sip.example.com' };
    const created = await records.create({ zone_id, type: 'SRV', name: '_sip._tcp', data, ttl: 1 });
    expect(created).toMatchObject({ content: '1 2 443 sip.example.com', data });
    const path = `/zones/${zone_id}/dns_records/${created.id}`;
    const { envelope } = await harness.ask(path, json('PATCH', { data: { ...data, port: 5061 } }));
    expect(envelope.result).toMatchObject({ content: '1 2 5061 sip.example.com' });
  });

  it('an identical record is refused with 81058, one that differs in its ttl alone with 81057', async () => {
    const records = harness.sdk().dns.records;
    const record = { zone_id, type: 'TXT', name: 'twice', content: '"same"', ttl: 300 } as const;
    await records.create(record);
    const error = await rejection(records.create(record));
    expect(error).toBeInstanceOf(Cloudflare.BadRequestError);
    expect(codeOf(error)).toBe(81058);
    expect(codeOf(await rejection(records.create({ ...record, ttl: 600 })))).toBe(81057);
  });

  it('an alias and an address cannot share a name, whichever came first', async () => {
    const records = harness.sdk().dns.records;
    await records.create({ zone_id, type: 'A', name: 'shared', content: '192.0.2.1', ttl: 1 });
    const alias = { zone_id, type: 'CNAME', name: 'shared', content: 'example.net', ttl: 1 } as const;
    expect(codeOf(await rejection(records.create(alias)))).toBe(81053);
    await records.create({ ...alias, name: 'alias' });
    const address = { zone_id, type: 'AAAA', name: 'alias', content: '2001:db8::2', ttl: 1 } as const;
    expect(codeOf(await rejection(records.create(address)))).toBe(81054);
  });

  it('NS records below the apex stand alone', async () => {
    const records = harness.sdk().dns.records;
    await records.create({ zone_id, type: 'NS', name: 'delegated', content: 'ns1.example.net', ttl: 1 });
    await records.create({ zone_id, type: 'NS', name: 'delegated', content: 'ns2.example.net', ttl: 1 });
    const beside = { zone_id, type: 'TXT', name: 'delegated', content: '"x"', ttl: 1 } as const;
    expect(codeOf(await rejection(records.create(beside)))).toBe(81056);
  });

  it.each([
    [{ type: 'A', name: 'bad', content: '192.0.2.256' }, 9005, undefined],
    [{ type: 'A', name: 'bad' }, 9005, undefined],
    [{ type: 'AAAA', name: 'bad', content: '192.0.2.1' }, 9006, undefined],
    [{ type: 'CNAME', name: 'bad', content: '192.0.2.1' }, 9007, undefined],
    [{ type: 'CNAME', name: 'bad', content: 'bad.example.com' }, 9039, undefined],
    [{ type: 'MX', name: 'bad', content: 'not a host', priority: 1 }, 9009, undefined],
    [{ type: 'MX', name: 'bad', content: 'mx.example.com' }, 1004, 9101],
    [{ type: 'SRV', name: 'bad', data: { priority: 1 } }, 1004, 9101],
    [{ type: 'A', name: 'bad..name', content: '192.0.2.1' }, 1004, 9000],
    [{ type: 'A', name: '', content: '192.0.2.1' }, 1004, 9000],
    [{ type: 'A', name: 'x'.repeat(64), content: '192.0.2.1' }, 1004, 9000],
    [{ type: 'A', name: 'bad', content: '192.0.2.1', ttl: 29 }, 1004, 9021],
    [{ type: 'A', name: 'bad', content: '192.0.2.1', ttl: 86_401 }, 1004, 9021],
    [{ type: 'A', name: 'bad', content: '192.0.2.1', ttl: '300' }, 1004, 9021],
    [{ type: 'A', name: 'bad', content: '192.0.2.1', proxied: 'yes' }, 1004, 9003],
    [{ type: 'TXT', name: 'bad', content: '"x"', proxied: true }, 1004, 9004],
    [{ type: 'TXT', name: 'bad', content: 'two\nlines' }, 1004, 9051],
    [{ type: 'NOPE', name: 'bad', content: 'x' }, 1004, 9020],
    [{ name: 'bad', content: '192.0.2.1' }, 1004, 9020],
  ])('refuses %j with %i', async (body, code, chained) => {
    const { status, envelope } = await harness.ask(`/zones/${zone_id}/dns_records`, json('POST', body));
    expect(status).toBe(400);
    expect(envelope.errors[0]?.code).toBe(code);
    expect(envelope.errors[0]?.error_chain?.[0]?.code).toBe(chained);
    expect(envelope.result).toBeNull();
  });

  it.each([
    ['@', 'example.com'],
    ['EXAMPLE.com.', 'example.com'],
    ['Deep.Er', 'deep.er.example.com'],
    ['*.wild', '*.wild.example.com'],
    ['bücher', 'xn--bcher-kva.example.com'],
  ])('completes the name %s to %s', async (name, complete) => {
    const body = { type: 'TXT', name, content: `"for ${name}"` };
    const { envelope } = await harness.ask(`/zones/${zone_id}/dns_records`, json('POST', body));
    expect(envelope.result).toMatchObject({ name: complete });
  });

  it('a batch runs deletes before posts, and a bad step undoes all of it', async () => {
    const records = harness.sdk().dns.records;
    const old = await records.create({ zone_id, type: 'CNAME', name: 'batch', content: 'old.example.net', ttl: 1 });
    const posts = [{ type: 'A', name: 'batch', content: '192.0.2.77', ttl: 1 } as const];
    const bad = [{ type: 'A', name: 'batch', content: 'nonsense', ttl: 1 } as const];
    const error = await rejection(records.batch({ zone_id, deletes: [{ id: old.id }], posts: bad }));
    expect(codeOf(error)).toBe(9005);
    expect(await records.get(old.id, { zone_id })).toEqual(old);

    const done = await records.batch({ zone_id, deletes: [{ id: old.id }], posts });
    expect(done.deletes?.map((record) => record.id)).toEqual([old.id]);
    expect(done.posts?.[0]).toMatchObject({ name: 'batch.example.com', content: '192.0.2.77' });
    expect(await listAll({ name: { exact: 'batch.example.com' } })).toEqual(done.posts);
  });

  it('exports a zone file with one line per record', async () => {
    const other = await zoneIdOf(harness.sdk(), 'example.net');
    const file = await harness.sdk().dns.records.export({ zone_id: other });
    const lines = file.split('\n').filter((line) => line !== '' && !line.startsWith(';;'));
    const { envelope } = await harness.ask(`/zones/${other}/dns_records?per_page=1`);
    // The SOA record and two NS records are the zone's own.
    expect(lines).toHaveLength(3 + Number(envelope.result_info?.total_count));
    for (const line of lines) expect(line).toMatch(/^[^\s]+\.\t\d+\tIN\t[A-Z]+\t.+/);
    expect(file).toContain('example.net.\t3600\tIN\tMX\t10 mx1.example.net.');
  });
});

type Identified = { readonly id: string };

function identified(result: unknown): readonly Identified[] {
  if (!Array.isArray(result)) throw new Error('expected a list');
  return result;
}
