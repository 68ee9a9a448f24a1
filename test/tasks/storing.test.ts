// Tasks about what Workers store and run: KV, scripts, and the local databases and buckets of `wrangler dev`.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Miniflare } from 'miniflare';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { account, task } from './user.ts';

task(
  'Put a KV value from a file, delete keys in bulk',
  73,
  async ({ press, pressFor, type, choose, sees }) => {
    await pressFor('ctrl+p', 'operation ❯');
    await choose('put kv value', /^PUT +\/accounts\/\{\}\/storage\/kv\/namespaces\/\{\}\/values/);
    await sees('4 missing');
    await pressFor('enter', 'account ❯');
    await choose('books', /^Example Books/);
    await sees('3 missing');
    await pressFor('enter', 'namespace ❯');
    await choose('geo', /^geo-rules/);
    await sees('2 missing');
    await pressFor('enter', 'key ❯');
    await choose('note', /^use "note" as/);
    await sees('1 missing');
    await pressFor('enter', 'value ❯');
    await type('note.txt');
    press('enter');
    await sees('send ');
    await pressFor('s', 'It is not there yet (404)');
    await pressFor('enter', '200 ·');

    await pressFor('o', 'Related requests');
    await choose('list kv keys', /^GET .*List KV namespace keys/);
    await sees(/1–\d+|\d+ items/);
    press('j', 'j', 'V', 'j', 'j', 'V');
    await sees('3 marked');
    await pressFor('o', 'For each of 3 marked rows');
    await choose('delete', /^DELETE/);
    await sees('3 rows, 1 request');
    await pressFor('y', 'All 3 done');
  },
  async () => {
    const { env } = await account();
    const cwd = await temporaryFolder();
    await writeFile(path.join(cwd, 'note.txt'), 'hello');
    return { env, cwd };
  },
);

task(
  'Upload a Worker with metadata and a secret',
  168,
  async ({ app, press, pressFor, type, choose, sees }) => {
    await pressFor('ctrl+p', 'operation ❯');
    await choose('deploy worker', 'Update Workers script');
    await sees('missing');
    await pressFor('enter', 'account ❯');
    await choose('books', /^Example Books/);
    await app.waitForSelected('script_name');
    await pressFor('enter', 'script ❯');
    await choose('hello', /^use "hello" as/);
    await app.waitForSelected('metadata');
    await pressFor('enter', 'metadata ❯');
    await type('{"main_module":"index.js","bindings":[{"type":"secret_text","name":"KEY","text":"hush"}]}');
    press('enter');
    await app.waitForSelected(/^send/);
    press('G');
    await app.waitForSelected('files');
    await pressFor('enter', 'files ❯');
    await type('index.js;type=application/javascript+module');
    press('enter');
    await sees(/files +index\.js/);
    await pressFor('s', 'Send it?');
    await pressFor('enter', /entry_point +"index\.js"/);
  },
  async () => {
    const { env } = await account();
    const cwd = await temporaryFolder();
    await writeFile(path.join(cwd, 'index.js'), 'export default { fetch() { return new Response("hi") } }\n');
    return { env, cwd };
  },
);

task(
  'Ask a local D1 database, look into a local R2 bucket',
  60,
  async ({ app, press, pressFor, type, choose, sees }) => {
    press('down');
    await pressFor('2', '1 item');
    await pressFor('t', '· table');
    await pressFor('o', 'Related requests');
    press('enter');
    await sees(/send +POST/);
    await pressFor('/', '/ ❯');
    await choose('sql', /^sql/);
    await sees('sql ❯');
    await type('select * from parts');
    press('enter');
    await sees(/sql +select \* from parts/);
    await pressFor('s', '[POST raw]');
    await pressFor('t', /▸ ?name +left/);
    press(':', 'ctrl+u');
    await type('GET /r2/buckets');
    press('enter');
    await sees('[buckets]');
    await sees(() => !app.isTyping());
    await pressFor('t', /▸ ?name +(?:│|\n)/);
    await pressFor('o', 'Related requests');
    await choose('objects', /^GET .*\/objects /);
    await sees('sea.jpg');
  },
  async () => {
    const folder = await temporaryFolder();
    const miniflare = new Miniflare({
      modules: true,
      script: 'export default { fetch: () => new Response("ok") }',
      host: '127.0.0.1',
      port: 0,
      unsafeLocalExplorer: true,
      cf: false,
      telemetry: { enabled: false },
      logRequests: false,
      d1Databases: { STOCK: 'stock-database' },
      r2Buckets: { PHOTOS: 'photos' },
    });
    onTestFinished(() => miniflare.dispose());
    const url = await miniflare.ready;
    const stock = (await miniflare.getD1Database('STOCK')) as unknown as Database;
    await stock.exec("CREATE TABLE parts (name TEXT, left INTEGER); INSERT INTO parts VALUES ('bolt', 7);");
    const photos = (await miniflare.getR2Bucket('PHOTOS')) as unknown as Bucket;
    await photos.put('sea.jpg', new Uint8Array([255, 216]));
    return { words: [`--local=${url.origin}`], cwd: folder };
  },
);

interface Database {
  readonly exec: (sql: string) => Promise<unknown>;
}

interface Bucket {
  readonly put: (key: string, bytes: Uint8Array) => Promise<unknown>;
}
