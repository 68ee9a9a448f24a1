// The snippets in TypeScript: the compiler checks them, Node runs them, and what arrives at a server is compared with what this
// program sends.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Cloudflare from 'cloudflare';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sdkCallOf } from '../../../src/catalog/sdk-call.ts';
import { parseLine } from '../../../src/request/parse.ts';
import type { SdkCall } from '../../../src/request/snippets/types.ts';
import type { Item, Method, RequestLine } from '../../../src/request/types.ts';
import { catalog } from '../../catalog/loaded.ts';
import { type Recorder, startRecorder } from '../../helpers/recorder.ts';
import { scaled } from '../../helpers/runs.ts';
import { root } from '../../rules/sources.ts';
import { expectSame, testSecret } from './expect-same.ts';
import { fileNames, hostileBodies, hostileFiles, hostileRequest, hostileRequests, write } from './hostile.ts';

const run = promisify(execFile);
// The compiler and Node share two cores with every other test.
vi.setConfig({ testTimeout: 120_000 });

const fileBytes = new Uint8Array([0, 255, 13, 10, 34]);

let recorder: Recorder;
let folder: string;
beforeAll(async () => {
  recorder = await startRecorder();
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-typescript-'));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  for (const name of fileNames) await writeFile(path.join(folder, name), fileBytes);
});
afterAll(async () => {
  await recorder.close();
  await rm(folder, { recursive: true, force: true });
});

/** Checks the texts with the compiler, then runs them in order, each as a module of its own. */
async function checkAndRun(name: string, texts: readonly string[]): Promise<void> {
  const files = texts.map((_, index) => `${name}-${index}.mts`);
  for (const [index, text] of texts.entries()) await writeFile(path.join(folder, files[index] ?? ''), text);
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2024',
    '--module',
    'nodenext',
    '--types',
    'node',
  ];
  await run(path.join(root, 'node_modules/.bin/tsc'), [...options, ...files], { cwd: folder }).catch((error) => {
    throw new Error(`the compiler says: ${error.stdout}`);
  });
  const runner = path.join(folder, `${name}.mjs`);
  await writeFile(runner, files.map((file) => `await import('./${file}');`).join('\n'));
  await run(process.execPath, [runner], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      CLOUDFLARE_API_TOKEN: testSecret,
      CLOUDFLARE_API_KEY: 'another',
      CLOUDFLARE_EMAIL: 'a@b',
    },
    maxBuffer: 1 << 26,
  });
}

async function expectAllSame(format: 'fetch' | 'sdk', lines: readonly RequestLine[]): Promise<void> {
  const { baseUrl } = recorder;
  recorder.take();
  const texts = lines.map((line, index) => write(format, line, { baseUrl, multiline: index % 2 === 0 }).text);
  await checkAndRun(format, texts);
  const came = recorder.take();
  expect(came.length).toBe(lines.length);
  const target = format === 'sdk' ? regrouped : undefined;
  for (const [index, line] of lines.entries()) {
    expectSame(came[index], line, baseUrl, { joinsFields: true, file: fileBytes, ...(target ? { target } : {}) });
  }
}

/** The SDK encodes queries its own way, puts parameters of one name together, and names like `1` before others, as objects do. */
function regrouped(target: string): string {
  const { pathname, searchParams } = new URL(target, 'http://x');
  const names = [...new Set(searchParams.keys())].sort();
  return JSON.stringify([pathname, names.map((name) => [name, searchParams.getAll(name)])]);
}

const sendable = (line: RequestLine): boolean => line.method !== 'HEAD' && line.method !== 'OPTIONS';

/** Many requests at once, since the compiler and Node take their time to start. */
const many = (accepts: (line: RequestLine) => boolean = () => true): readonly RequestLine[] => [
  ...hostileRequests,
  ...hostileBodies,
  ...hostileFiles,
  ...fc.sample(hostileRequest.filter(accepts), scaled(30)),
];

describe('fetch', () => {
  it('sends what this program sends, whatever is in the request', () => expectAllSame('fetch', many()));
});

describe('the SDK', () => {
  it('sends what this program sends, whatever is in the request', () => expectAllSame('sdk', many(sendable)));

  it('is refused where it has no such method', () => {
    const line: RequestLine = { method: 'HEAD', path: '/zones', items: [], filter: undefined };
    expect(() => write('sdk', line, recorder)).toThrow(/cannot send HEAD/);
  });
});

describe("an operation's own method in the SDK", () => {
  const call = (members: string, at: string, ...positional: readonly string[]): SdkCall => ({
    members: members.split('.'),
    path: at,
    positional,
    queryTypes: { per_page: 'number', page: 'number', hide_user_logs: 'boolean' },
  });
  const rows: readonly (readonly [line: string, written: string])[] = [
    ['GET /zones per_page==5 name==a.example', "zones.list({ per_page: 5, name: 'a.example' })"],
    ['GET /zones/abc', "zones.get({ zone_id: 'abc' })"],
    ['GET /user', 'user.get()'],
    ['DELETE /zones/z/dns_records/r%20', "dns.records.delete('r ', { zone_id: 'z' })"],
    [
      'POST /zones/z/dns_records type=A name=www content=192.0.2.1 ttl:=300 proxied:=false',
      "dns.records.create({ zone_id: 'z', type: 'A', name: 'www', content: '192.0.2.1', ttl: 300, proxied: false })",
    ],
    ['GET /accounts/a/audit_logs hide_user_logs==true', "auditLogs.list({ account_id: 'a', hide_user_logs: true })"],
    ['POST /zones/z/purge_cache purge_everything:=true', "cache.purge({ zone_id: 'z', purge_everything: true })"],
    ['PATCH /zones/z/settings/brotli value=on', "zones.settings.edit('brotli', { zone_id: 'z', value: 'on' })"],
    [
      'GET /accounts/a/storage/kv/namespaces/n/keys limit==10',
      "kv.namespaces.keys.list('n', { account_id: 'a', limit: 10 })",
    ],
    ['GET /zones/z/rulesets', "rulesets.list({ zone_id: 'z' })"],
    ['GET /accounts/a/rulesets', "rulesets.list({ account_id: 'a' })"],
    ['GET /accounts/a/workers/scripts', "workers.scripts.list({ account_id: 'a' })"],
  ];

  it('is called with its placeholders, query and body, and sends what this program sends', async () => {
    const { baseUrl } = recorder;
    const lines = rows.map(([line]) => read(line));
    const texts = lines.map((line) => {
      const match = catalog.matcher().match(line.method ?? 'GET', line.path);
      const own = match && sdkCallOf(match, catalog.details(match.operation), line);
      return write('sdk', line, { baseUrl, call: own }).text;
    });
    for (const [index, [, written]] of rows.entries()) expect(texts[index]).toContain(`await client.${written};`);
    recorder.take();
    await checkAndRun('own', texts);
    const came = recorder.take();
    const decoded = (target: string): string => decodeURIComponent(regrouped(target));
    for (const [index, line] of lines.entries()) expectSame(came[index], line, baseUrl, { target: decoded });
  });

  it('is there for every operation that the catalog says it has', () => {
    const client = new Cloudflare({ apiToken: 'none' });
    const calls = catalog.operations.flatMap((operation) => catalog.details(operation).call ?? []);
    expect(calls.length).toBeGreaterThan(2000);
    const absent = calls.filter(
      ({ members }) =>
        typeof members.reduce<unknown>(
          (at, name) => (at === undefined ? at : Reflect.get(Object(at), name)),
          client,
        ) !== 'function',
    );
    expect(absent).toEqual([]);
  });

  it.each(['GET /zones account.name==x', 'GET /zones nosuch==1'])('gives way to a generic one for %s', (text) => {
    const line = read(text);
    const match = catalog.matcher().match('GET', line.path);
    expect(match && sdkCallOf(match, catalog.details(match.operation), line)).toBeUndefined();
  });

  it.each<readonly [what: string, method: Method, path: string, items: readonly Item[]]>([
    ['a header', 'GET', '/zones/z/dns_records', [{ kind: 'header', name: 'X-A', value: 'b' }]],
    ['a number that is no number', 'GET', '/zones/z/dns_records', [{ kind: 'query', name: 'per_page', value: '5e0' }]],
    [
      'a parameter twice',
      'GET',
      '/zones/z/dns_records',
      ['a', 'b'].map((value) => ({ kind: 'query', name: 'name', value })),
    ],
    ['a body that is a list', 'POST', '/zones/z/dns_records', [{ kind: 'body', value: '[1]' }]],
    [
      'a number that JavaScript cannot hold',
      'POST',
      '/zones/z/dns_records',
      [{ kind: 'json', name: 'a', value: '12345678901234567890' }],
    ],
    ['a name for two things', 'POST', '/zones/z/dns_records', [{ kind: 'field', name: 'zone_id', value: 'b' }]],
    ['a file', 'POST', '/zones/z/dns_records', [{ kind: 'file', path: 'a' }]],
    ['another path', 'GET', '/zones/z/dns_records/r', []],
  ])('gives way to a generic one for %s', (_, method, at, items) => {
    const line: RequestLine = { method, path: at, items, filter: undefined };
    const own = call('dns.records.list', '/zones/{zone_id}/dns_records');
    expect(write('sdk', line, { ...recorder, call: own }).text).toContain(
      `client.${method.toLowerCase()}('/zones/z/dns_rec`,
    );
  });
});

function read(line: string): RequestLine {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.request;
}
