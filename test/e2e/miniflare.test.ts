// Cloudflare's own local API as the server: the explorer shows what was put into Miniflare, page by page.
// Miniflare's explorer serves a part of the v4 API below a prefix; `cf: false` and no telemetry keep it on this machine.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fillPath } from '../../src/catalog/form-request.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { localCatalog } from '../../src/catalog/local.ts';
import { relatedOperations } from '../../src/catalog/related.ts';
import { listedValues } from '../../src/catalog/value-sources.ts';
import { placeIn } from '../catalog/place-in.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { startExplorer } from '../helpers/explorer.ts';
import { flarescope } from '../helpers/run-command.ts';
import { mainFile } from '../helpers/terminal.ts';

const keyCount = 2500;
/** A Worker that puts the keys: from inside, 2,500 of them take half of the time. */
const filling = `export default {
  async fetch(request, { SESSIONS }) {
    if (new URL(request.url).pathname !== '/fill') return new Response('ok');
    for (let from = 0; from < ${keyCount}; from += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => {
        const user = from + index;
        return SESSIONS.put('key-' + String(user).padStart(4, '0'), JSON.stringify({ user, plan: 'pro' }));
      }));
    }
    return new Response('ok');
  },
}`;

const keyAt = (index: number): string => `key-${String(index).padStart(4, '0')}`;

interface KeyValueSpace {
  readonly put: (key: string, value: string) => Promise<void>;
  readonly get: (key: string) => Promise<string | null>;
}

interface Database {
  readonly exec: (sql: string) => Promise<unknown>;
}

interface Bucket {
  readonly put: (key: string, bytes: Uint8Array) => Promise<unknown>;
}

const picture = new Uint8Array([0, 1, 0x89, 0x50, 0x4e, 0x47, 13, 10, 0xff, 0xfe]);

let folder: string;
let miniflare: Miniflare;
let env: Record<string, string>;

/** Miniflare's own way to a namespace, past its HTTP API. Its types need a package of globals that this project has no use for. */
async function space(binding: string): Promise<KeyValueSpace> {
  return (await miniflare.getKVNamespace(binding)) as unknown as KeyValueSpace;
}

beforeAll(async () => {
  // It keeps its data below the folder for temporary files, and does not always take all of it away.
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-miniflare-'));
  vi.stubEnv('TMPDIR', folder);
  miniflare = new Miniflare({
    modules: true,
    script: filling,
    host: '127.0.0.1',
    port: 0,
    unsafeLocalExplorer: true,
    cf: false,
    telemetry: { enabled: false },
    logRequests: false,
    kvNamespaces: { SESSIONS: 'sessions-space', FLAGS: 'flags-space' },
    d1Databases: { ORDERS: 'orders-database', STOCK: 'stock-database' },
    r2Buckets: { PHOTOS: 'photos', BACKUPS: 'backups' },
  });
  const url = await miniflare.ready;
  env = { CLOUDFLARE_BASE_URL: new URL('/cdn-cgi/explorer/api', url).href };
  await miniflare.dispatchFetch('http://localhost/fill');
  const flags = await space('FLAGS');
  await flags.put('greeting', 'hello from workerd');
  const stock = (await miniflare.getD1Database('STOCK')) as unknown as Database;
  await stock.exec('create table stock (name text, pieces integer)');
  await stock.exec("insert into stock values ('Cogs', 40), ('Bolts', 5), ('Nuts', 12)");
  const photos = (await miniflare.getR2Bucket('PHOTOS')) as unknown as Bucket;
  await photos.put('dot.png', picture);
}, 240_000);

afterAll(async () => {
  await miniflare?.dispose();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('the explorer against Miniflare', () => {
  test('lists the namespaces, and pages through the 2,500 keys of one, forward and back', async () => {
    const app = await startExplorer({ env });
    await app.ask('GET /storage/kv/namespaces', '2 items');
    expect(app.screen()).toContain('flags-space');
    await app.walkTo('SESSIONS');
    app.press('l', 'j');
    await app.waitForSelected(/^id +"sessions-space"/);

    await app.ask('GET /storage/kv/namespaces/sessions-space/keys', 'page 1 · 1–1,000');
    await app.waitFor(`▸ 0 {} ${keyAt(0)}`);
    await app.pressFor(']', 'page 2 · 1,001–2,000');
    await app.waitFor(`▸ 0 {} ${keyAt(1000)}`);
    await app.pressFor(']', 'page 3/3 · 2,001–2,500 of 2,500');
    await app.waitFor(`▸ 0 {} ${keyAt(2000)}`);
    await app.walkTo(keyAt(2003));
    await app.pressFor(']', 'This is the last page');

    await app.pressFor('[', 'page 2/3 · 1,001–2,000 of 2,500');
    await app.waitFor(`▸ 0 {} ${keyAt(1000)}`);
    await app.pressFor('[', 'page 1/3 · 1–1,000 of 2,500');
    await app.waitFor(`▸ 0 {} ${keyAt(0)}`);
    await app.pressFor('[', 'This is the first page');
  });

  test('reads values: JSON as a tree, text as text', async () => {
    const app = await startExplorer({ env });
    await app.ask(`GET /storage/kv/namespaces/sessions-space/values/${keyAt(1234)}`, /user +1234/);
    expect(app.screen()).toMatch(/plan +"pro"/);
    await app.ask('GET /storage/kv/namespaces/flags-space/values/greeting', 'hello from workerd');
  });

  test('shows what a write of its own has changed', async () => {
    const app = await startExplorer({ env });
    const write = 'PUT /storage/kv/namespaces/flags-space/values/made value=here metadata:={"by":"test"}';
    await app.ask(write, 'It is not there yet (404)');
    expect(app.screen()).toMatch(/\+ value=here[\s\S]*\+ metadata:=/);
    await app.pressFor('enter', /─ 2\d\d · /);
    const flags = await space('FLAGS');
    // The value itself, and not the fields as JSON.
    expect(await flags.get('made')).toBe('here');
    await app.ask('GET /storage/kv/namespaces/flags-space/keys', 'result [2]');
    expect(app.screen()).toMatch(/0 \{\} greeting[\s\S]*1 \{\} made/);
  });

  test('writes a value with metadata in parts, an object and a table, reads them back and deletes them', async () => {
    const home = await temporaryFolder();
    const api = async (...words: readonly string[]) => {
      const ended = await flarescope(['api', ...words], { env });
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      return ended;
    };

    const values = '/storage/kv/namespaces/flags-space';
    await writeFile(path.join(home, 'value.txt'), 'ä "value"\r\nof two lines\n');
    await api('PUT', `${values}/values/parts`, `value=@${path.join(home, 'value.txt')}`, 'metadata:={"by":"api"}');
    expect((await api(`${values}/values/parts`)).stdout).toBe('ä "value"\r\nof two lines\n');
    const listed = await api(`${values}/keys`, 'prefix==parts', '| .result[0]');
    expect(JSON.parse(listed.stdout)).toMatchObject({ name: 'parts', metadata: { by: 'api' } });
    await api('DELETE', `${values}/values/parts`);
    expect(JSON.parse((await api(`${values}/keys`, 'prefix==parts', '| .result')).stdout)).toEqual([]);

    const objects = '/r2/buckets/photos/objects';
    await writeFile(path.join(home, 'dot.png'), picture);
    await api('PUT', `${objects}/a%2Fdot.png`, `@${path.join(home, 'dot.png')}`, 'content-type:image/png');
    expect([...(await api(`${objects}/a%2Fdot.png`)).bytes]).toEqual([...picture]);
    const keys = async () => JSON.parse((await api(objects, '| [.result[].key]')).stdout);
    expect(await keys()).toEqual(['a/dot.png', 'dot.png']);
    await api('DELETE', objects, ':=["a/dot.png"]');
    expect(await keys()).toEqual(['dot.png']);

    const raw = '/d1/database/orders-database/raw';
    await api('POST', raw, 'sql=create table orders (id integer, note text)');
    await api('POST', raw, 'sql=insert into orders values (?, ?)', 'params:=["7", "it\'s new"]');
    const rows = await api('POST', raw, 'sql=select id, note from orders', '| .result[0].results.rows');
    expect(JSON.parse(rows.stdout)).toEqual([[7, "it's new"]]);
    const printed = async (format: string) =>
      (await api('POST', raw, 'sql=select id, note as "what it says" from orders', '--output', format)).stdout;
    expect(await printed('csv')).toBe("id,what it says\n7,it's new\n");
    expect(await printed('ndjson')).toBe('{"id":7,"what it says":"it\'s new"}\n');
    expect(await printed('table')).toMatch(/^ID +WHAT IT SAYS\n7 +it's new\n/);
  });

  test('a database leads to a query, whose rows are a table and a chart; a picture is bytes', async () => {
    const app = await startExplorer({ env });
    await app.ask('GET /d1/database', '2 items');
    await app.pressFor('0', 'depth all');
    for (const id of ['orders-database', 'stock-database']) expect(app.screen()).toMatch(new RegExp(`uuid +"${id}"`));
    await app.walkTo('STOCK');
    await app.pressFor('o', 'Related requests');
    await app.waitForSelected(/^POST +\/d1\/database\/STOCK\/raw/);
    await app.pressFor('enter', 'send   POST /d1/database/stock-database/raw');
    await app.walkTo('sql');
    await app.pressFor('enter', 'sql ❯');
    app.write('select name as thing, pieces from stock order by pieces');
    app.press('enter');
    await app.waitFor('sql="select name as thing');
    await app.pressFor('s', ' · 3 items ─');
    await app.pressFor('t', /thing +pieces/);
    expect(app.screen()).toMatch(/0 +Bolts +5 [\s\S]*1 +Nuts +12 [\s\S]*2 +Cogs +40 /);
    await app.pressFor('C', '█');
    expect(app.screen()).toMatch(/Bolts[\s\S]*Cogs/);

    await app.ask('GET /r2/buckets/photos/objects/dot.png', /89 ?50 ?4e ?47/);
    await app.ask('GET /r2/buckets', 'buckets [2]');
    expect(app.screen()).toContain('2 items');
    await app.pressFor('0', 'depth all');
    for (const name of ['photos', 'backups']) expect(app.screen()).toContain(`"${name}"`);
  });

  test('describes itself well enough to be followed from namespace to keys to value', async () => {
    const base = env.CLOUDFLARE_BASE_URL ?? '';
    const ask = async (path: string): Promise<unknown> => (await fetch(base + path)).json();
    const local = localCatalog(await ask(''), loadCatalog());
    expect(local.operations.length).toBeGreaterThan(15);
    const follow = (path: string, response: unknown, steps: readonly (string | number)[]): string => {
      const match = local.matcher().match('GET', path);
      if (!match) throw new Error(`${path} is no operation`);
      const [first] = relatedOperations(local, match, placeIn(response, steps), { limit: 1 });
      if (!first) throw new Error('it leads nowhere');
      expect(first.missing).toEqual([]);
      return fillPath(first.operation, first.values);
    };
    const namespaces = await ask('/storage/kv/namespaces');
    const index = listedValues({ at: [], id: 'id', name: 'title' }, namespaces).findIndex(
      ({ name }) => name === 'FLAGS',
    );
    const keys = follow('/storage/kv/namespaces', namespaces, ['result', index, 'title']);
    expect(keys).toBe('/storage/kv/namespaces/flags-space/keys');
    const value = follow(keys, await ask(keys), ['result', 0, 'name']);
    expect(value).toBe('/storage/kv/namespaces/flags-space/values/greeting');
    expect(await (await fetch(base + value)).text()).toBe('hello from workerd');
    const buckets = await ask('/r2/buckets');
    expect(follow('/r2/buckets', buckets, ['result', 'buckets', 0, 'name'])).toMatch(
      /^\/r2\/buckets\/(?:photos|backups)$/,
    );
  });

  test('is found by --local, says what it has, and is walked from namespace to keys to value without a path being typed', async () => {
    const app = await startExplorer({ args: [mainFile, `--local=${new URL(env.CLOUDFLARE_BASE_URL ?? '').origin}`] });
    await app.waitFor('GET /workflows');
    expect(app.row(0)).toMatch(/ LOCAL +127\.0\.0\.1:\d+/);
    for (const path of ['/storage/kv/namespaces', '/d1/database', '/r2/buckets', '/workers/durable_objects/namespaces'])
      expect(app.screen()).toContain(`GET ${path}`);
    await app.pressFor('ctrl+p', 'operation ❯');
    await app.waitFor(/1 of \d+ ─/);
    app.write('list kv namespaces');
    await app.waitForSelected(/^GET +\/storage\/kv\/namespaces /);
    app.press('enter');
    await app.waitForSelected(/^send/);
    await app.pressFor('enter', '2 items');
    await app.walkTo('FLAGS');
    await app.pressFor('o', 'Related requests');
    app.write('list keys');
    await app.waitForSelected(/^GET +\/storage\/kv\/namespaces\/FLAGS\/keys/);
    app.press('enter');
    await app.waitFor(/0 \{\} greeting/);
    await app.walkTo('greeting');
    await app.pressFor('o', 'Related requests');
    await app.waitForSelected(/^GET +\/storage\/kv\/namespaces\/FLAGS\/values\/greeting/);
    await app.pressFor('enter', 'hello from workerd');
    expect(app.row(0)).toContain('keys › [greeting]');
    await app.pressFor('backspace', '[keys]');
    expect(app.selected()).toContain('greeting');
    await app.pressFor('backspace', '[namespaces]');
    expect(app.selected()).toContain('FLAGS');
  });

  test('passes on what it refuses', async () => {
    const app = await startExplorer({ env });
    await app.ask('GET /storage/kv/namespaces/sessions-space/keys limit==3', '─ 400 · ');
    await app.waitForProse('400 Bad Request: limit: Number must be greater than or equal to 10 (code 10001)');
    await app.ask('GET /zones', '─ 404 · ');
    await app.waitForProse('The server returned 404 Not Found');
  });
});
