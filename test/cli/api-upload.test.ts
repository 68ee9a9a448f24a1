// Uploads of `flarescope api`: what goes over the wire is what the official SDK sends for the same, read from disk while it is sent.
import { rm, truncate, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Cloudflare, { toFile } from 'cloudflare';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { flarescope, servedSandbox } from '../helpers/run-command.ts';
import { closeServers, type Seen, startHttp, type TestServer } from '../http/servers.ts';

afterEach(closeServers);

const id = '0123456789abcdef0123456789abcdef';
const account = `/accounts/${id}`;

let folder = '';
let server: TestServer;
beforeEach(async () => {
  folder = await temporaryFolder();
  server = await startHttp((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true,"result":{}}');
  });
});

const env = () => ({ CLOUDFLARE_BASE_URL: server.origin, CLOUDFLARE_API_TOKEN: testToken });
const sdk = () => new Cloudflare({ baseURL: server.origin, apiToken: testToken, maxRetries: 0 });
const at = (name: string) => path.join(folder, name);

/** Without what no two requests have alike: the boundary. */
function alike({ method, url, headers, body }: Seen): unknown {
  const type = headers['content-type'] ?? '';
  const boundary = /boundary=(\S+)/.exec(type)?.[1] ?? 'none';
  const text = body.replaceAll(boundary, 'BOUNDARY');
  return { method, url, type: type.replace(boundary, 'BOUNDARY'), parts: text.split('--BOUNDARY').toSorted() };
}

describe('sends what the official SDK sends', () => {
  test.each<
    readonly [what: string, words: () => readonly string[], call: (client: Cloudflare) => PromiseLike<unknown>]
  >([
    [
      'a KV value with metadata',
      () => [
        'PUT',
        `${account}/storage/kv/namespaces/${id}/values/k`,
        'expiration_ttl==60',
        'value=a "b"',
        'metadata:={"a": 1}',
      ],
      (client) =>
        client.kv.namespaces.values.update('k', {
          account_id: id,
          namespace_id: id,
          expiration_ttl: 60,
          value: 'a "b"',
          metadata: '{"a": 1}',
        }),
    ],
    [
      'a KV value from a file, as text',
      () => ['PUT', `${account}/storage/kv/namespaces/${id}/values/k`, `value=@${at('text.txt')}`],
      (client) => client.kv.namespaces.values.update('k', { account_id: id, namespace_id: id, value: 'of a file' }),
    ],
    [
      'a zone file',
      () => ['POST', `/zones/${id}/dns_records/import`, `file=@${at('text.txt')}`, 'proxied=true'],
      (client) => client.dns.records.import({ zone_id: id, file: 'of a file', proxied: 'true' }),
    ],
    [
      'an image',
      () => ['POST', `${account}/images/v1`, `file@${at('dot.png')}`, 'id=a/b', 'requireSignedURLs:=true'],
      async (client) =>
        client.images.v1.create({
          account_id: id,
          file: await toFile(Buffer.from('png'), 'dot.png', { type: 'image/png' }),
          id: 'a/b',
          requireSignedURLs: true,
        }),
    ],
    [
      'a form without a file',
      () => ['POST', `${account}/images/v2/direct_upload`, 'requireSignedURLs:=true', 'expiry=2027-01-01T00:00:00Z'],
      (client) =>
        client.images.v2.directUploads.create({
          account_id: id,
          requireSignedURLs: true,
          expiry: '2027-01-01T00:00:00Z',
        }),
    ],
    [
      'a Worker with its modules, parts called as the SDK calls them',
      () => [
        'PUT',
        `${account}/workers/scripts/s`,
        'metadata\\[main_module\\]=index.js',
        `files[]@${at('index.js')};type=application/javascript+module`,
        `files[]@${at('text.txt')};filename=lib.txt`,
      ],
      async (client) =>
        client.workers.scripts.update(
          's',
          {
            account_id: id,
            metadata: { main_module: 'index.js' },
            files: [
              await toFile(Buffer.from('export default {}'), 'index.js', { type: 'application/javascript+module' }),
              await toFile(Buffer.from('of a file'), 'lib.txt', { type: 'text/plain' }),
            ],
          },
          { headers: { 'Content-Type': null } },
        ),
    ],
    [
      'an object of R2',
      () => ['PUT', `${account}/r2/buckets/b/objects/a%2Fb.bin`, `@${at('dot.bin')}`],
      (client) => client.r2.buckets.objects.upload('a/b.bin', Buffer.from('bin'), { account_id: id, bucket_name: 'b' }),
    ],
    [
      'captions',
      () => ['PUT', `${account}/stream/v/captions/en`, `file=@${at('text.txt')}`],
      (client) => client.stream.captions.language.update('en', { account_id: id, identifier: 'v', file: 'of a file' }),
    ],
    [
      'a schema',
      () => ['POST', `/zones/${id}/api_gateway/user_schemas`, 'kind=openapi_v3', `file@${at('schema.json')}`],
      async (client) =>
        client.apiGateway.userSchemas.create({
          zone_id: id,
          kind: 'openapi_v3',
          file: await toFile(Buffer.from('{}'), 'schema.json', { type: 'application/json' }),
        }),
    ],
  ])('%s', async (_what, words, call) => {
    await Promise.all(
      Object.entries({
        'text.txt': 'of a file',
        'dot.png': 'png',
        'dot.bin': 'bin',
        'index.js': 'export default {}',
        'schema.json': '{}',
      }).map(([name, text]) => writeFile(at(name), text)),
    );
    const ended = await flarescope(['api', ...words()], { env: env() });
    expect(ended.stderr).toBe('');
    await call(sdk());
    const [own, theirs] = server.seen;
    if (!own || !theirs) throw new Error('a request is missing');
    expect(alike(own)).toEqual(alike(theirs));
    expect(own.headers['content-length']).toBe(String(Buffer.byteLength(own.body)));
  });
});

describe('what cannot become the body is refused before the wire', () => {
  test.each([
    [
      'a JSON body for a form',
      ['POST', `/zones/${id}/dns_records/import`, ':={"file":"x"}'],
      /takes a form, not one body/,
    ],
    ['a file for a form', ['POST', `${account}/images/v1`, '@x.png'], /takes a form, not one body\..*file@FILE/],
    ['parts for JSON', ['POST', `/zones/${id}/dns_records`, 'a@b'], /takes JSON, not a form/],
    [
      'a file that is missing',
      ['POST', `${account}/images/v1`, 'file@no-such-file.png'],
      /the file no-such-file\.png could not be read \(.*ENOENT/,
    ],
    ['a folder', ['POST', `${account}/images/v1`, 'file@.'], /the file \. could not be read \(that is a folder\)/],
    [
      'a type that is none',
      ['POST', `${account}/images/v1`, 'file@x;type=png'],
      /"png" is not a media type such as image\/png/,
    ],
  ])('%s', async (_what, words, message) => {
    const ended = await flarescope(['api', ...words], { env: env() });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
    expect(server.seen).toEqual([]);
  });
});

test('KV gets the value, and never the fields as JSON', async () => {
  const { env: sandbox } = await servedSandbox();
  const api = async (...words: readonly string[]) => flarescope(['api', ...words], { env: sandbox });
  const accounts = await api('/accounts', '| .result[0].id', '-r');
  const kv = `/accounts/${accounts.stdout.trim()}/storage/kv/namespaces`;
  const made = await api('POST', kv, 'title=uploads', '| .result.id', '-r');
  const value = `${kv}/${made.stdout.trim()}/values/k`;
  expect((await api('PUT', value, 'value=text\nof two lines', 'metadata:={"by": "test"}')).code).toBe(0);
  expect((await api(value)).stdout).toBe('text\nof two lines');
  expect((await api(value.replace('/values/', '/metadata/'), '| .result')).stdout).toContain('"by":"test"');
});

describe('--dry-run and the history', () => {
  const metadata =
    'metadata:={"main_module":"w.js","bindings":[{"type":"secret_text","name":"K","text":"bound-secret-of-the-test"}]}';

  test('tell of files by their size, and leave secret bindings out', async () => {
    await writeFile(at('w.js'), 'export default { "content": "of the module" }');
    const words = ['PUT', `${account}/workers/scripts/s`, metadata, `w.js@${at('w.js')}`];
    const home = { FLARESCOPE_HOME: folder };
    const dry = await flarescope(['api', '--dry-run', ...words], { env: env() });
    expect(dry.stdout).toContain('content-type: multipart/form-data; boundary=');
    expect(dry.stdout).toContain(`(45 B of the file ${at('w.js')})`);
    expect(dry.stdout).toContain('"text":"•••"');
    expect(dry.stdout + dry.stderr).not.toMatch(/bound-secret|of the module/);
    // What is there now is read for the preview.
    expect(server.seen.map(({ method }) => method).filter((method) => method !== 'GET')).toEqual([]);
    const before = server.seen.length;
    const sent = await flarescope(['api', '--verbose', ...words], { env: { ...env(), ...home } });
    expect(sent.stderr).toMatch(/> content-type: multipart\/form-data; boundary=/);
    expect(sent.stderr).not.toContain('bound-secret');
    expect(server.seen[before]?.body).toContain('bound-secret-of-the-test');
    const listed = await flarescope(['history'], { env: home });
    expect(listed.stdout).toContain('w.js@');
    expect(listed.stdout).not.toContain('bound-secret');
  });

  test('sends the file as it is then when it is sent again, and says where it is gone', async () => {
    const home = { ...env(), FLARESCOPE_HOME: folder };
    await writeFile(at('logo.png'), 'first');
    await flarescope(['api', 'POST', `${account}/images/v1`, `file@${at('logo.png')}`], { env: home });
    await writeFile(at('logo.png'), 'second');
    const listed = await flarescope(['history'], { env: home });
    const row = /\d+/.exec(listed.stdout)?.[0] ?? '';
    expect((await flarescope(['history', 'run', row], { env: home })).stderr).toBe('');
    expect(server.seen[1]?.body).toContain('second');
    await rm(at('logo.png'));
    const gone = await flarescope(['history', 'run', row], { env: home });
    expect(gone.code).toBe(2);
    expect(gone.stderr).toMatch(/logo\.png could not be read \(.*ENOENT/);
    expect(server.seen).toHaveLength(2);
  });
});

test('a file that becomes shorter while it is sent breaks the request off', async () => {
  await writeFile(at('long.bin'), '');
  await truncate(at('long.bin'), 200 * 1024 * 1024);
  const broken = http.createServer((request) => {
    request.on('error', () => undefined);
    request.once('data', async () => {
      request.pause();
      await truncate(at('long.bin'), 1024);
      request.resume();
    });
  });
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void broken.close());
  const { port } = broken.address() as AddressInfo;
  const words = ['PUT', `${account}/r2/buckets/b/objects/o`, `@${at('long.bin')}`];
  const ended = await flarescope(['api', ...words], {
    env: { ...env(), CLOUDFLARE_BASE_URL: `http://127.0.0.1:${port}` },
  });
  expect(ended.code).toBe(3);
  expect(ended.stderr).toMatch(/the body could not be read to its end.*became shorter/);
});
