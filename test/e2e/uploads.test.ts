// Uploads with keys alone, on the built program in a real terminal: a Worker with two modules and its bindings, and a large file that
// is stopped on its way.
import { truncate, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { startExplorer, startExplorerAt } from '../helpers/explorer.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a Worker of two modules goes up with its bindings, by its form', async () => {
  const cwd = await temporaryFolder();
  const library = 'export const greeting = "hello";\n';
  await writeFile(path.join(cwd, 'lib.js'), library);
  await writeFile(
    path.join(cwd, 'index.js'),
    'import { greeting } from "./lib.js";\nexport default { fetch() { return new Response(greeting) } }\n',
  );
  const app = await startExplorer({ columns: 90, rows: 40, cwd });
  await app.ask('GET /accounts per_page==5', 'page 1/1');
  app.press('j', 'l', 'j');
  await app.waitForSelected(/^id +"[0-9a-f]{32}"/);
  const [, account = ''] = /"([0-9a-f]{32})"/.exec(app.selected()) ?? [];
  const scripts = `/accounts/${account}/workers/scripts`;
  await app.ask(`GET ${scripts}`, '14 items');

  let count = 0;
  const keys = (...chords: readonly string[]): void => {
    count += chords.length;
    app.press(...chords);
  };
  const type = (text: string): void => {
    count += [...text].length;
    app.write(text);
  };
  keys('o');
  await app.waitFor('Related requests');
  type('put s');
  await app.waitFor('❯ put s');
  await app.waitForSelected(/^PUT .*\/workers\/scripts\/\{script_name\} /);
  keys('enter');
  await app.waitFor('Update Workers script');
  await app.waitForSelected('script_name');
  keys('enter');
  await app.waitFor('all 14 loaded');
  const name = 'hello';
  type(name);
  await app.waitFor('use "hello" as it is');
  keys('enter');
  await app.waitForSelected('metadata');
  keys('enter');
  await app.waitFor('metadata ❯');
  const metadata =
    '{"main_module":"index.js","bindings":[{"type":"plain_text","name":"MODE","text":"test"},{"type":"secret_text","name":"KEY","text":"a-secret-of-the-story"}]}';
  type(metadata);
  await app.waitFor('of-the-story"}]}');
  keys('enter');
  await app.waitForSelected(/^send/);
  keys('G');
  await app.waitForSelected('files');
  keys('enter');
  await app.waitFor('files ❯');
  const modules = 'index.js;type=application/javascript+module, lib.js;type=application/javascript+module';
  type(modules);
  await app.waitFor('lib.js;type=application/javascript+module');
  keys('enter');
  await app.waitFor(/lib\.js;type=.*\n/);
  keys('s');
  await app.waitFor(/entry_point +"index\.js"/);
  // What is not the user's own text: finding, choosing, going from field to field, sending.
  expect(count - [name, metadata, modules].join('').length).toBeLessThanOrEqual(16);

  await app.ask(`GET ${scripts}/hello/settings`, 'bindings [2]');
  await app.pressFor('0', /text +"test"/);
  expect(app.screen()).toMatch(/name +"KEY"/);
  expect(app.screen()).not.toContain('a-secret');
  await app.ask(`GET ${scripts}/hello`, 'export const greeting');
  expect(app.screen()).toMatch(/name="index\.js"[\s\S]*name="lib\.js"/);
});

test('how far a large file is stands on the screen, and esc stops it', async () => {
  const cwd = await temporaryFolder();
  const size = 64 * 1024 * 1024;
  await writeFile(path.join(cwd, 'large.bin'), '');
  await truncate(path.join(cwd, 'large.bin'), size);
  let received = 0;
  let goOn = (_bytes: number): void => undefined;
  const broken = Promise.withResolvers<void>();
  // Reads a part, and goes on when it is told to.
  const server = http.createServer((request, response) => {
    if (request.method !== 'PUT') {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"success":false,"errors":[{"code":10007,"message":"The specified key does not exist."}]}');
      return;
    }
    let allowed = 8 * 1024 * 1024;
    goOn = (bytes) => {
      allowed += bytes;
      request.resume();
    };
    request.on('data', (piece: Buffer) => {
      received += piece.length;
      if (received >= allowed) request.pause();
    });
    request.on('error', () => undefined);
    request.on('close', () => broken.resolve());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const app = await startExplorerAt(`http://127.0.0.1:${port}`, { columns: 90, cwd });
  const account = '0123456789abcdef0123456789abcdef';
  await app.ask(`PUT /accounts/${account}/r2/buckets/b/objects/large.bin @large.bin`, 'It is not there yet (404)');
  expect(app.screen()).toContain('large.bin');
  app.press('enter');
  const sent = (): number => Number(/sent (\d+) MB of 67 MB/.exec(app.screen())?.[1] ?? 0);
  await app.waitFor(() => sent() > 0, 'how much is sent');
  const before = sent();
  goOn(8 * 1024 * 1024);
  await app.waitFor(() => sent() > before, 'more to be sent');
  await app.pressFor('esc', /ancelled/);
  // What was on its way arrives, and then the end of the connection.
  goOn(Number.POSITIVE_INFINITY);
  await broken.promise;
  expect(received).toBeLessThan(size);
});
