// Taking back against Cloudflare's own local API: values with their metadata, objects, and what has no inverse there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { writtenForm } from '../../../src/api/undo/forms.ts';
import { deletion, type Write, writeJson } from '../../../src/api/undo/plan.ts';
import { planUndo } from '../../../src/api/undo/undo.ts';
import { loadCatalog } from '../../../src/catalog/load.ts';
import { localCatalog } from '../../../src/catalog/local.ts';
import { undoFacts } from '../../../src/catalog/undo-facts.ts';
import { type TestAccount, testAccount } from './account.ts';

let folder: string;
let miniflare: Miniflare;
let account: TestAccount;
let facts: ReturnType<typeof undoFacts>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-undo-'));
  vi.stubEnv('TMPDIR', folder);
  miniflare = new Miniflare({
    modules: true,
    script: 'export default { fetch() { return new Response("ok") } }',
    host: '127.0.0.1',
    port: 0,
    unsafeLocalExplorer: true,
    cf: false,
    telemetry: { enabled: false },
    logRequests: false,
    kvNamespaces: { FLAGS: 'flags-space' },
    d1Databases: { ORDERS: 'orders-database' },
    r2Buckets: { PHOTOS: 'photos' },
  });
  const base = new URL('/cdn-cgi/explorer/api', await miniflare.ready).href;
  const request = (at: string, init?: RequestInit): Promise<Response> => fetch(base + at, init);
  facts = undoFacts(localCatalog(await (await request('')).json(), loadCatalog()));
  account = testAccount(request, facts);
}, 240_000);

afterAll(async () => {
  await miniflare?.dispose();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const values = '/storage/kv/namespaces/flags-space/values';
const put = (at: string, body: Uint8Array, contentType = 'application/octet-stream'): Write => ({
  method: 'PUT',
  path: at,
  query: [],
  contentType,
  body,
});
const textAt = async (at: string): Promise<string | undefined> => {
  const { status, body } = await account.read(at);
  return status === 200 ? new TextDecoder().decode(body) : undefined;
};

/** Writes, checks that it took, takes it back, and gives what is there then. */
async function undone(write: Write, at = write.path): Promise<string | undefined> {
  const before = await textAt(at);
  const written = await account.write(write);
  if (!written) throw new Error('the write was refused');
  expect(await textAt(at)).not.toBe(before);
  const inverse = await account.takeBack(written);
  expect(inverse).toMatchObject({ kind: 'writes', conflicts: [] });
  return textAt(at);
}

describe('against Miniflare', () => {
  test('values of KV go back to what they were, with their metadata, and away where they were not', async () => {
    const at = `${values}/greeting`;
    expect(await undone(put(at, bytes('hello')))).toBeUndefined();
    await account.send(put(at, bytes('hello')));
    expect(await undone(put(at, bytes('changed')))).toBe('hello');
    expect(await undone(deletion(at))).toBe('hello');

    const form = writtenForm([
      { name: 'value', filename: undefined, type: undefined, bytes: bytes('with metadata') },
      { name: 'metadata', filename: undefined, type: undefined, bytes: bytes('{"by":"test"}') },
    ]);
    const marked = `${values}/marked`;
    await account.send({ method: 'PUT', path: marked, query: [], ...form });
    const listed = await account.json('/storage/kv/namespaces/flags-space/keys?prefix=marked');
    expect(listed).toMatchObject({ result: [{ name: 'marked', metadata: { by: 'test' } }] });
    expect(await undone(put(marked, bytes('plain')))).toBe('with metadata');
    expect(await account.json('/storage/kv/namespaces/flags-space/keys?prefix=marked')).toEqual(listed);
    expect(await undone(deletion(marked))).toBe('with metadata');
    expect(await account.json('/storage/kv/namespaces/flags-space/keys?prefix=marked')).toEqual(listed);
  });

  test('an object of R2 that is uploaded over, or new, is as it was', async () => {
    const at = '/r2/buckets/photos/objects/cat.txt';
    expect(await undone(put(at, bytes('a cat'), 'text/plain'))).toBeUndefined();
    await account.send(put(at, bytes('a cat'), 'text/plain'));
    expect(await undone(put(at, bytes('a dog'), 'text/plain'))).toBe('a cat');
    expect(await undone(writeJson('DELETE', '/r2/buckets/photos/objects', ['cat.txt']), at)).toBe('a cat');
  });

  test('a database cannot be set back here, and that is known before', () => {
    const write = writeJson('POST', '/d1/database/orders-database/raw', { sql: 'CREATE TABLE orders (id)' });
    expect(planUndo(write, facts)).toEqual({ kind: 'none', reason: 'The API cannot set this database back' });
  });
});
