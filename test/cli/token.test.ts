// `flarescope token`: a token for given requests, made at the sandbox, which then allows those and refuses others by a table of its own.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { homeWithVault } from '../helpers/home.ts';
import { type CommandOptions, flarescope } from '../helpers/run-command.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ rateLimit: 1_000_000 });
  return () => sandbox.close();
});

const env = (): Readonly<Record<string, string>> => ({
  CLOUDFLARE_BASE_URL: sandbox.baseUrl,
  CLOUDFLARE_API_TOKEN: sandbox.token,
});

const token = (words: readonly string[], options: CommandOptions = {}) =>
  flarescope(['token', ...words], { ...options, env: { ...env(), ...options.env } });

async function ask<T>(path: string, value = sandbox.token, method = 'GET', body?: unknown): Promise<T> {
  const headers = { authorization: `Bearer ${value}`, 'content-type': 'application/json' };
  const response = await fetch(sandbox.baseUrl + path, { method, headers, body: JSON.stringify(body) });
  // Decoding: the tests compare what is inside.
  return ((await response.json()) as { result: T }).result;
}

const statusOf = async (value: string, path: string, method = 'GET', body?: unknown): Promise<number> => {
  const headers = { authorization: `Bearer ${value}`, 'content-type': 'application/json' };
  return (await fetch(sandbox.baseUrl + path, { method, headers, body: JSON.stringify(body) })).status;
};

const idOf = async (path: string): Promise<string> => (await ask<{ id: string }[]>(path))[0]?.id ?? '';
const tokensLeft = async (): Promise<number> => (await ask<unknown[]>('/user/tokens?per_page=50')).length;

describe('a token', () => {
  test('is made for requests, allows them, and nothing else', async () => {
    const requests = ['GET /zones/example.com/dns_records', 'POST /zones/example.net/purge_cache'];
    const ended = await token([...requests, '--print', '--yes', '--expires', '30d']);
    expect(ended.code).toBe(0);
    const value = ended.stdout.trim();
    expect(ended.stdout).toBe(`${value}\n`);
    expect(value.length).toBeGreaterThan(30);
    expect(ended.stderr).not.toContain(value);
    expect(ended.stderr).toMatch(/^GET \/zones\/[0-9a-f]{32}\/dns_records +DNS Read on zone example\.com$/m);
    expect(ended.stderr).toMatch(/^POST \/zones\/[0-9a-f]{32}\/purge_cache +Cache Purge on zone example\.net$/m);
    const com = await idOf('/zones?name=example.com');
    const net = await idOf('/zones?name=example.net');
    expect(await statusOf(value, `/zones/${com}/dns_records`)).toBe(200);
    expect(await statusOf(value, `/zones/${net}/purge_cache`, 'POST', { purge_everything: true })).toBe(200);
    expect(await statusOf(value, `/zones/${net}/dns_records`)).toBe(403);
    expect(await statusOf(value, `/zones/${com}/dns_records`, 'POST', { type: 'A' })).toBe(403);
    expect(await statusOf(value, '/user/tokens')).toBe(403);
    const { expires_on: end } = await ask<{ expires_on: string }>('/user/tokens/verify', value);
    expect(end).toMatch(/T\d\d:\d\d:\d\dZ$/);
  });

  test('is asked for on a terminal, and shown there once', async () => {
    const before = await tokensLeft();
    const declined = await token(['GET', '/zones/example.com/dns_records'], { answers: ['n'] });
    expect(declined).toMatchObject({ code: 2, stdout: '' });
    expect(declined.stderr).toContain('It makes a token, which lets in whoever has it');
    expect(await tokensLeft()).toBe(before);
    const agreed = await token(['GET', '/zones/example.com/dns_records', '--name', 'Ours'], { answers: ['y'] });
    // What is said at the terminal is in stderr here.
    expect(agreed).toMatchObject({ code: 0, stdout: '' });
    const [, value = ''] = /Made Ours\. Its value, which is told only once:\n(\S+)\n/.exec(agreed.stderr) ?? [];
    expect(agreed.stderr.split(value)).toHaveLength(2);
    expect(
      (await ask<{ id: string }[]>(`/zones/${await idOf('/zones?name=example.com')}/dns_records`, value)).length,
    ).toBeGreaterThan(0);
  });

  test('goes to the program of the clipboard, and is shown nowhere', async () => {
    const tools = await temporaryFolder();
    await writeFile(path.join(tools, 'wl-copy'), `#!/bin/sh\ncat > "${tools}/out"\n`, { mode: 0o755 });
    const words = ['GET /zones/example.com/dns_records', '--copy', '--yes', '--name', 'Ours'];
    const clipboard = { WAYLAND_DISPLAY: 'wayland-test', PATH: `${tools}:${process.env.PATH ?? ''}` };
    const ended = await token(words, { answers: [], env: clipboard });
    expect(ended.code).toBe(0);
    expect(ended.stdout).toBe('Made Ours. Its value went to the clipboard with wl-copy; it is told only once.\n');
    const value = await readFile(path.join(tools, 'out'), 'utf8');
    expect(ended.stderr).not.toContain(value);
    expect(await statusOf(value, `/zones/${await idOf('/zones?name=example.com')}/dns_records`)).toBe(200);
    // Without such a program the terminal is handed it; a file is not.
    const before = await tokensLeft();
    const refused = await token(words, { answers: [] });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('nothing here reaches a clipboard');
    expect(await tokensLeft()).toBe(before);
    const shown = await token(words, { answers: [], columns: 80 });
    const [, base64 = ''] = /\u001b\]52;c;([^\u0007]*)\u0007/.exec(shown.stdout) ?? [];
    expect(await statusOf(Buffer.from(base64, 'base64').toString(), '/user/tokens/verify')).toBe(200);
    expect(shown.stdout + shown.stderr).not.toContain(Buffer.from(base64, 'base64').toString());
  });

  test('goes into a profile straight away, and is shown nowhere', async () => {
    const home = await homeWithVault(flarescope, sandbox);
    const words = ['token', 'GET /zones/example.com/dns_records', '--save-profile', 'reader', '--yes'];
    const ended = await home.run(words, { env: env() });
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Saved the profile reader with the token \S+\.\n$/),
    });
    expect(await home.run(['api', '--profile', 'reader', '/zones/example.com/dns_records'])).toMatchObject({ code: 1 });
    const zone = await idOf('/zones?name=example.com');
    expect(await home.run(['api', '--profile', 'reader', `/zones/${zone}/dns_records`])).toMatchObject({ code: 0 });
    const again = await home.run(words, { env: env() });
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('a profile named reader exists already') });
  });

  test('is owned by an account where that is wanted', async () => {
    const account = await idOf('/accounts?name=Example+Books');
    const ended = await token([
      'GET /accounts/{account_id}/storage/kv/namespaces',
      '--account-owned',
      '--account',
      account,
      '--print',
      '-y',
    ]);
    expect(ended.code).toBe(0);
    expect(await statusOf(ended.stdout.trim(), `/accounts/${account}/storage/kv/namespaces`)).toBe(200);
    expect(await statusOf(ended.stdout.trim(), `/accounts/${account}/members`)).toBe(403);
    const missing = await token(['GET /zones', '--account-owned', '--print', '-y']);
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('name it with --account ID') });
  });
});

describe('without a token being made', () => {
  test('--dry-run prints the body, with ids of permissions and resources', async () => {
    const before = await tokensLeft();
    const words = ['GET /zones/example.com/dns_records', 'GET /zones/example.com/rulesets'];
    const ended = await token([
      ...words,
      '--dry-run',
      '--ip',
      '198.51.100.0/24',
      '--expires',
      '2099-06-30',
      '--name',
      'x',
    ]);
    // One of them is of no known needs, and named.
    expect(ended.code).toBe(4);
    expect(ended.stderr).toMatch(/rulesets +not known what it needs: the token is not for it$/m);
    expect(JSON.parse(ended.stdout)).toEqual({
      name: 'x',
      policies: [
        {
          effect: 'allow',
          permission_groups: [{ id: expect.stringMatching(/^[0-9a-f]{32}$/), name: 'DNS Read' }],
          resources: { [`com.cloudflare.api.account.zone.${await idOf('/zones?name=example.com')}`]: '*' },
        },
      ],
      expires_on: '2099-06-30T23:59:59Z',
      condition: { request_ip: { in: ['198.51.100.0/24'] } },
    });
    expect(await tokensLeft()).toBe(before);
  });

  test('--link prints a link to the dashboard', async () => {
    const ended = await token(['POST /zones/example.com/dns_records', '--link']);
    expect(ended).toMatchObject({ code: 0 });
    expect(decodeURIComponent(ended.stdout)).toContain('permissionGroupKeys=[{"key":"dns","type":"edit"}]&accountId=*');
  });

  test.each<[readonly string[], number, string]>([
    [[], 2, 'give it a request'],
    [['GET /zones'], 2, 'there is no terminal to show the token on'],
    [['GET /zones', '--print'], 2, 'it makes a token, which lets in whoever has it: give --yes'],
    [['GET /zones/example.com/rulesets', '--print', '-y'], 4, 'there is no token to make'],
    [['GET /zones/none.example/dns_records', '--dry-run'], 2, 'none.example'],
    [['GET /zones', '--dry-run', '--expires', 'soon'], 2, '--expires takes a time'],
    [['GET /zones', '--dry-run', '--expires', '2001-01-01'], 2, '--expires is past'],
    [['GET /zones', '--dry-run', '--ip', 'here'], 2, '--ip takes addresses'],
    [['GET /zones', '--print', '--copy'], 2, 'Use one of them'],
    [['unnamed', '--dry-run'], 1, 'no saved request is named unnamed'],
  ])('%j ends with %i', async (words, code, said) => {
    const before = await tokensLeft();
    expect(await token(words)).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(said) });
    expect(await tokensLeft()).toBe(before);
  });

  test('the API says no to who may not make tokens', async () => {
    const value = sandbox.makeToken('DNS Read on all zones');
    const ended = await token(['GET /zones/{zone_id}/dns_records', '--dry-run'], {
      env: { CLOUDFLARE_API_TOKEN: value },
    });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('takes the permission API Tokens Write') });
  });
});

test('the requests of the last hour, a saved one and a tag say what it is for', async () => {
  const home = await homeWithVault(flarescope, sandbox);
  const run = (...words: readonly string[]) => home.run(words, { env: env() });
  const zone = await idOf('/zones?name=example.com');
  for (let times = 0; times < 2; times++) await run('api', `/zones/${zone}/dns_records`);
  await run('api', '/user');
  const names = async (...words: readonly string[]): Promise<readonly string[]> => {
    const ended = await run('token', ...words, '--dry-run');
    expect(ended.stderr.trim().split('\n').length).toBe(ended.stdout.match(/permission_groups/g)?.length);
    return [...ended.stdout.matchAll(/"name": "((?!flarescope)[^"]*)"/g)].map(([, name = '']) => name).sort();
  };
  expect(await names('--since', '1h')).toEqual(['DNS Read', 'User Details Read']);
  const [newest] = JSON.parse((await run('history', '--json', '--limit', '1')).stdout) as { number: number }[];
  await run('history', 'save', String(newest?.number), 'me', '--tag', 'daily');
  expect(await names('me')).toEqual(['User Details Read']);
  expect(await names('--tag', 'daily', 'GET', `/zones/${zone}/dns_records`)).toEqual(['DNS Read', 'User Details Read']);
});

test('a recorded request whose zone is gone is left out and named; a typed one is refused', async () => {
  const own = await startSandbox({ rateLimit: 1_000_000 });
  onTestFinished(() => own.close());
  const home = await homeWithVault(flarescope, own);
  const run = (...words: readonly string[]) =>
    home.run(words, { env: { CLOUDFLARE_BASE_URL: own.baseUrl, CLOUDFLARE_API_TOKEN: own.token } });
  await run('api', '/user');
  await run('api', '/zones/example.net/dns_records');
  expect((await run('api', 'DELETE', '/zones/example.net', '--yes')).code).toBe(0);
  const ended = await run('token', '--since', '1h', '--dry-run');
  expect(ended.code).toBe(4);
  expect(ended.stderr).toMatch(/^GET \/user +User Details Read/m);
  expect(ended.stderr).toMatch(
    /^GET \/zones\/example\.net\/dns_records +no zone is named example\.net: the token is not for it$/m,
  );
  expect(ended.stdout).toContain('User Details Read');
  const typed = await run('token', 'GET /zones/example.net/dns_records', '--dry-run');
  expect(typed).toMatchObject({ code: 2, stdout: '' });
});
