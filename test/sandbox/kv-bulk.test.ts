import { beforeAll, describe, expect, it } from 'vitest';
import { collect, hostSandbox, json, largeAccountId } from './client.ts';

const harness = hostSandbox();

let account_id = '';
let namespace = '';
beforeAll(async () => {
  account_id = await largeAccountId(harness.sdk());
  namespace = (await harness.sdk().kv.namespaces.create({ account_id, title: 'bulk' })).id;
});

const namespaces = () => harness.sdk().kv.namespaces;
const bytesOf = async (key: string): Promise<Buffer> => {
  const response = await namespaces().values.get(key, { account_id, namespace_id: namespace });
  return Buffer.from(await response.arrayBuffer());
};

describe('KV in bulk through the official SDK', () => {
  it('pairs are written with metadata and expiration, bytes by base64, read together, and deleted', async () => {
    const at = Math.floor(Date.now() / 1000) + 3600;
    const body = [
      { key: 'a', value: 'grüße', metadata: { by: 'test' } },
      { key: 'b', value: Buffer.from([0, 255, 1]).toString('base64'), base64: true },
      { key: 'c', value: '{"n":1}', expiration: at },
    ];
    expect(await namespaces().bulkUpdate(namespace, { account_id, body })).toMatchObject({ successful_key_count: 3 });
    expect(await bytesOf('b')).toEqual(Buffer.from([0, 255, 1]));
    expect(await collect(namespaces().keys.list(namespace, { account_id }))).toEqual([
      { name: 'a', metadata: { by: 'test' } },
      { name: 'b' },
      { name: 'c', expiration: at },
    ]);
    const keys = ['a', 'c', 'missing'];
    expect(await namespaces().bulkGet(namespace, { account_id, keys })).toEqual({
      values: { a: 'grüße', c: '{"n":1}', missing: null },
    });
    expect(await namespaces().bulkGet(namespace, { account_id, keys, withMetadata: true })).toEqual({
      values: {
        a: { value: 'grüße', metadata: { by: 'test' } },
        c: { value: '{"n":1}', metadata: null, expiration: at },
        missing: null,
      },
    });
    expect(await namespaces().bulkGet(namespace, { account_id, keys: ['c'], type: 'json' })).toEqual({
      values: { c: { n: 1 } },
    });
    const gone = await namespaces().bulkDelete(namespace, { account_id, body: ['a', 'b', 'c', 'missing'] });
    expect(gone).toEqual({ successful_key_count: 4, unsuccessful_keys: [] });
    expect(await collect(namespaces().keys.list(namespace, { account_id }))).toEqual([]);
  });

  it.each([
    ['PUT', 'bulk', { key: 'a', value: 'x' }, 10012],
    ['PUT', 'bulk', [{ key: 'a', value: 1 }], 10012],
    ['PUT', 'bulk', [{ key: 'a', value: 'x' }, { value: 'x' }], 10012],
    ['PUT', 'bulk', [{ key: 'x'.repeat(513), value: 'x' }], 10030],
    ['PUT', 'bulk', [{ key: 'a', value: 'x', expiration_ttl: 59 }], 10022],
    ['POST', 'bulk/delete', ['a', 1], 10012],
    ['POST', 'bulk/get', { keys: Array.from({ length: 101 }, String) }, 10012],
    ['POST', 'bulk/get', {}, 10012],
  ])('%s %s refuses %j, and nothing is written', async (method, path, body, code) => {
    const base = `/accounts/${account_id}/storage/kv/namespaces/${namespace}`;
    const { envelope } = await harness.ask(`${base}/${path}`, json(method, body));
    expect(envelope.errors[0]?.code).toBe(code);
    expect((await harness.ask(`${base}/keys`)).envelope.result).toEqual([]);
  });

  it('bytes that are no text are refused where they are asked for as text', async () => {
    const body = [{ key: 'bytes', value: '/w==', base64: true }];
    await namespaces().bulkUpdate(namespace, { account_id, body });
    const base = `/accounts/${account_id}/storage/kv/namespaces/${namespace}`;
    expect((await harness.ask(`${base}/bulk/get`, json('POST', { keys: ['bytes'] }))).status).toBe(400);
  });
});
