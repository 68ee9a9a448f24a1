import { expect, onTestFinished, test } from 'vitest';
import { type Connection, connect } from '../../src/accounts/connection.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import type { SendContext } from '../../src/http/send.ts';
import { type KnownNames, resolveNames } from '../../src/perform/resolve-names.ts';
import type { RequestLine } from '../../src/request/types.ts';

const files = { read: () => Promise.reject(new Error('no file is read')) };
const context: SendContext = { signal: new AbortController().signal, onEvent: () => undefined };
const get = (path: string): RequestLine => ({ method: 'GET', path, items: [], filter: undefined });

/** The sandbox, with the paths that were asked for. */
async function watched(): Promise<{ readonly connection: Connection; readonly asked: readonly string[] }> {
  const open = await connect({ kind: 'sandbox', baseUrl: undefined, credential: undefined }, {}, 'test');
  onTestFinished(() => open.close());
  const asked: string[] = [];
  const send: Connection['send'] = (request, sending) => {
    asked.push(request.url.slice(open.baseUrl.length));
    return open.send(request, sending);
  };
  return { connection: { ...open, send }, asked };
}

test('a name is asked for once a session', async () => {
  const { connection, asked } = await watched();
  const known: KnownNames = new Map();
  const resolve = (path: string): ReturnType<typeof resolveNames> =>
    resolveNames(loadCatalog(), connection, get(path), known, files, context);
  const first = await resolve('/zones/example.com/dns_records');
  const second = await resolve('/zones/EXAMPLE.com/settings');
  if (!first.ok || !second.ok) throw new Error('it was not found');
  expect(asked).toEqual(['/zones?name=example.com']);
  const id = first.names[0]?.id;
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(first.request.path).toBe(`/zones/${id}/dns_records`);
  expect(second.request.path).toBe(`/zones/${id}/settings`);
});

test('a path of ids alone asks for nothing', async () => {
  const { connection, asked } = await watched();
  const request = get('/zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records');
  const resolved = await resolveNames(loadCatalog(), connection, request, new Map(), files, context);
  expect(resolved).toEqual({ ok: true, request, names: [] });
  expect(asked).toEqual([]);
});

test('a name that nothing has is not remembered', async () => {
  const { connection, asked } = await watched();
  const known: KnownNames = new Map();
  const resolved = await resolveNames(loadCatalog(), connection, get('/zones/nothing.test'), known, files, context);
  expect(resolved).toMatchObject({
    ok: false,
    message: expect.stringContaining('no zone is named nothing.test; there are'),
  });
  expect(known.size).toBe(0);
  expect(asked).toEqual(['/zones?name=nothing.test', '/zones?per_page=50']);
});
