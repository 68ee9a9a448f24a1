import Cloudflare from 'cloudflare';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, collect, hostSandbox, largeAccountId, rejection } from './client.ts';

const harness = hostSandbox();

let account_id = '';
const namespaceIds = new Map<string, string>();

beforeAll(async () => {
  account_id = await largeAccountId(harness.sdk());
  for (const { id, title } of await collect(harness.sdk().kv.namespaces.list({ account_id })))
    namespaceIds.set(title, id);
});

const idOf = (title: string): string => namespaceIds.get(title) ?? '';

describe('KV namespaces through the official SDK', () => {
  it('lists in pages, ordered by title', async () => {
    const namespaces = await collect(harness.sdk().kv.namespaces.list({ account_id, per_page: 2, order: 'title' }));
    expect(namespaces.map((namespace) => namespace.title)).toEqual([...namespaceIds.keys()].sort());
    expect(namespaces.length).toBeGreaterThan(4);
  });

  it('a namespace is created empty, refuses to share its title, is renamed, and is gone once deleted', async () => {
    const { namespaces } = harness.sdk().kv;
    const created = await namespaces.create({ account_id, title: 'made by a test' });
    expect(await collect(namespaces.keys.list(created.id, { account_id }))).toEqual([]);
    const again = await rejection(namespaces.create({ account_id, title: 'made by a test' }));
    expect(again).toBeInstanceOf(Cloudflare.BadRequestError);
    expect(codeOf(again)).toBe(10014);
    expect(await namespaces.update(created.id, { account_id, title: 'renamed' })).toMatchObject({
      id: created.id,
      title: 'renamed',
    });
    await namespaces.delete(created.id, { account_id });
    expect(codeOf(await rejection(namespaces.get(created.id, { account_id })))).toBe(10013);
  });
});

describe('KV keys through the official SDK', () => {
  it('auto-paging by cursor gives all 2,500 keys, each once and in order', async () => {
    const keys = await collect(harness.sdk().kv.namespaces.keys.list(idOf('sessions'), { account_id }));
    const names = keys.map((key) => key.name);
    expect(names).toHaveLength(2500);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('a prefix and a limit hold over all pages', async () => {
    const list = { account_id, prefix: 'user:0000', limit: 10 };
    const keys = await collect(harness.sdk().kv.namespaces.keys.list(idOf('sessions'), list));
    expect(keys).toHaveLength(34);
    expect(keys.every((key) => key.name.startsWith('user:0000'))).toBe(true);
  });

  it('the last page has an empty cursor', async () => {
    const path = `/accounts/${account_id}/storage/kv/namespaces/${idOf('sessions')}/keys`;
    const { envelope } = await harness.ask(`${path}?prefix=user:00000`);
    expect(envelope.result_info).toEqual({ count: 4, cursor: '' });
  });

  it.each(['limit=9', 'limit=1001', 'cursor=made-up'])('refuses %s', async (query) => {
    const path = `/accounts/${account_id}/storage/kv/namespaces/${idOf('sessions')}/keys`;
    expect((await harness.ask(`${path}?${query}`)).status).toBe(400);
  });
});

describe('KV values through the official SDK', () => {
  const values = () => harness.sdk().kv.namespaces.values;
  const at = () => ({ account_id, namespace_id: idOf('shortlinks') });

  it('made-up values are JSON, text or bytes by the kind of their key, and the same every time', async () => {
    const namespace_id = idOf('sessions');
    const read = async (key: string) => {
      const response = await values().get(key, { account_id, namespace_id });
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      return Buffer.from(await response.arrayBuffer());
    };
    expect(JSON.parse((await read('user:000000')).toString())).toMatchObject({ id: '000000' });
    expect((await read('page/000001.html')).toString()).toContain('<title>page/000001.html</title>');
    const bytes = await read('image/000002.bin');
    expect(Buffer.from(bytes.toString('utf8'))).not.toEqual(bytes);
    expect(await read('image/000002.bin')).toEqual(bytes);
  });

  it('a value is put with its metadata, read back, listed, and deleted', async () => {
    const key = 'päth/with spaces?&#%';
    await values().update(key, { ...at(), value: 'grüße', metadata: '{"by":"test"}' });
    expect(await (await values().get(key, at())).text()).toBe('grüße');
    const listed = await collect(
      harness.sdk().kv.namespaces.keys.list(at().namespace_id, { account_id, prefix: 'päth' }),
    );
    expect(listed).toEqual([{ name: key, metadata: { by: 'test' } }]);
    expect(await harness.sdk().kv.namespaces.metadata.get(key, at())).toEqual({ by: 'test' });
    await values().delete(key, at());
    const gone = await rejection(values().get(key, at()));
    expect(gone).toBeInstanceOf(Cloudflare.NotFoundError);
    expect(codeOf(gone)).toBe(10009);
  });

  it('a raw body is the value, byte for byte', async () => {
    const path = `/accounts/${account_id}/storage/kv/namespaces/${idOf('shortlinks')}/values/raw`;
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const written = await harness.ask(path, { method: 'PUT', body: bytes });
    expect(written.envelope).toEqual({ result: null, success: true, errors: [], messages: [] });
    expect(new Uint8Array(await (await harness.request(path)).arrayBuffer())).toEqual(bytes);
  });

  it('an expiration is kept and listed, one in the near future is refused', async () => {
    await values().update('expires', { ...at(), value: 'x', expiration_ttl: 3600 });
    const [key] = await collect(
      harness.sdk().kv.namespaces.keys.list(at().namespace_id, { account_id, prefix: 'expires' }),
    );
    expect(key?.expiration).toBeGreaterThan(Date.now() / 1000 + 3000);
    expect(codeOf(await rejection(values().update('soon', { ...at(), value: 'x', expiration_ttl: 5 })))).toBe(10022);
  });

  it('a form without a value is refused', async () => {
    const form = new FormData();
    form.set('metadata', '{}');
    const path = `/accounts/${account_id}/storage/kv/namespaces/${idOf('shortlinks')}/values/form`;
    const { status, envelope } = await harness.ask(path, { method: 'PUT', body: form });
    expect([status, envelope.errors[0]?.code]).toEqual([400, 10033]);
  });
});
