import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { accountOf, accountOfProfile } from '../../src/accounts/account.ts';
import { connect } from '../../src/accounts/connection.ts';
import { findLocalAccount, NoLocalApi } from '../../src/accounts/local.ts';
import { isLocalApi } from '../../src/api/address.ts';
import { createSecret } from '../../src/api/credential.ts';
import type { Session } from '../../src/explorer/model/accounts.ts';
import { screenRows } from '../../src/explorer/shell/screen.ts';
import { sessionOf, shownProfiles } from '../../src/perform/shown.ts';
import { decodeSet, encodeSet } from '../../src/store/profiles.ts';
import { drive } from '../explorer/driver.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { passphrase } from '../helpers/home.ts';
import { flarescope } from '../helpers/run-command.ts';

const newer = '/cdn-cgi/local/explorer/api';
const older = '/cdn-cgi/explorer/api';
const token = 'a-token-of-more-than-twenty-letters';

interface Heard {
  readonly target: string;
  readonly headers: http.IncomingHttpHeaders;
}

interface DevServer {
  readonly port: number;
  readonly origin: string;
  readonly heard: readonly Heard[];
}

const open: http.Server[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const description = { openapi: '3.0.3', paths: { '/d1/database': { get: { summary: 'List D1 databases' } } } };

/** A server that writes down what comes; `answer` gives its JSON for a path, undefined a 404, 'never' nothing. */
async function serve(answer: (target: string) => unknown): Promise<DevServer> {
  const heard: Heard[] = [];
  const server = http.createServer((request, response) => {
    const target = request.url ?? '';
    heard.push({ target, headers: request.headers });
    const body = answer(target);
    if (body === 'never') return;
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, origin: `http://127.0.0.1:${port}`, heard };
}

const at =
  (path: string) =>
  (target: string): unknown =>
    target === path ? description : undefined;

const find = (given: string, ports?: readonly number[]) => findLocalAccount(given, {}, 'test', ports);

describe('the local API is found', () => {
  test('beside a Worker that hangs where the API is not', async () => {
    const server = await serve((target) => (target === older ? description : 'never'));
    expect(await find('', [server.port])).toMatchObject({ baseUrl: `http://localhost:${server.port}${older}` });
  });

  test('at the first port where one is', async () => {
    const other = await serve(() => '<html>');
    const both = await serve(at(newer));
    const later = await serve(at(older));
    expect(await find('', [other.port, both.port, later.port])).toEqual({
      kind: 'local',
      baseUrl: `http://localhost:${both.port}${newer}`,
      credential: undefined,
      consent: undefined,
    });
    expect(await find('', [later.port])).toMatchObject({ baseUrl: `http://localhost:${later.port}${older}` });
  });

  test('below an address of any path, by a port, and at its own address', async () => {
    const server = await serve(at(older));
    const local = { kind: 'local', baseUrl: server.origin + older };
    for (const given of [
      server.origin,
      `${server.origin}/`,
      `127.0.0.1:${server.port}`,
      `${server.origin}/some/page?of=it#here`,
      server.origin + older,
      `${server.origin}${older}/`,
    ])
      expect(await find(given), given).toMatchObject(local);
    expect(await find(String(server.port))).toMatchObject({ baseUrl: `http://localhost:${server.port}${older}` });
    const below = await serve(at(`/app${newer}`));
    expect(await find(`${below.origin}/app`)).toMatchObject({ baseUrl: `${below.origin}/app${newer}` });
  });

  test('not where something else answers, and the reason says who was asked', async () => {
    const page = await serve(() => '<html>');
    const silent = await serve(at(older));
    open.pop()?.close();
    const refused = find('', [page.port, silent.port]);
    await expect(refused).rejects.toThrow(NoLocalApi);
    await expect(refused).rejects.toThrow(
      `nothing answers at localhost:${silent.port}; localhost:${page.port} answers, and not with a local API`,
    );
    await expect(refused).rejects.toThrow('To start one: wrangler dev');
  });

  test.each([
    'https://api.cloudflare.com',
    'http://192.168.1.7:8787',
    'http://localhost.example.com:8787',
    'http://localhost@example.com',
    'http://127.0.0.1.example.com',
    'example.com:8787',
  ])('never on another machine: %s', async (given) => {
    await expect(find(given)).rejects.toThrow('--local takes addresses of this machine only');
  });

  test.each(['http://', 'ftp://localhost', 'a b'])('%s is no address', async (given) => {
    await expect(find(given)).rejects.toThrow('is no address');
  });
});

describe('no credential is sent to a local API', () => {
  const env = { CLOUDFLARE_API_TOKEN: token };

  test('with a token in the environment', async () => {
    const server = await serve((target) => (target === older ? description : { success: true, result: [] }));
    const sent = await flarescope(['api', `--local=${server.origin}`, '/d1/database'], { env });
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    const listed = await flarescope(['endpoints', `--local=${server.origin}`, 'databases'], { env });
    expect(listed.stdout).toMatch(/^GET\t\/d1\/database\t/);
    const named = await flarescope(['api', '/d1/database'], {
      env: { ...env, CLOUDFLARE_BASE_URL: server.origin + older },
    });
    expect(named).toMatchObject({ code: 0, stderr: '' });
    expect(server.heard.filter(({ target }) => target === `${older}/d1/database`)).toHaveLength(2);
    for (const { headers } of server.heard) {
      expect(Object.keys(headers).filter((name) => /^(authorization|x-auth|cookie)/.test(name))).toEqual([]);
      expect(JSON.stringify(headers)).not.toContain(token);
    }
  });

  test('whatever the account holds', async () => {
    const server = await serve(() => ({ success: true, result: [] }));
    const credential = { kind: 'token', token: createSecret(token) } as const;
    const baseUrl = server.origin + newer;
    const connection = await connect({ kind: 'profile', profile: 'dev', baseUrl, credential }, {}, 'test');
    const request = { method: 'GET', url: `${baseUrl}/d1/database`, headers: [], body: undefined };
    await connection.send(request, { signal: new AbortController().signal, onEvent: () => undefined });
    await connection.close();
    expect(connection.credentialFields).toEqual([]);
    expect(server.heard[0]?.headers.authorization).toBeUndefined();
    expect(accountOf({ ...env, CLOUDFLARE_BASE_URL: baseUrl })).toMatchObject({ baseUrl, credential: undefined });
    expect(isLocalApi(baseUrl)).toBe(true);
  });
});

test('a script is told that no local API answered, and what was wrong with its words', async () => {
  const gone = await serve(at(older));
  open.pop()?.close();
  expect(await flarescope(['api', `--local=${gone.origin}`, '/d1/database'])).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringContaining(`no local API was found: nothing answers at 127.0.0.1:${gone.port}`),
  });
  const elsewhere = await flarescope(['--local=http://example.com', 'api', '/d1/database']);
  expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining('addresses of this machine only') });
  for (const other of [['--profile', 'prod'], ['--sandbox']]) {
    const both = await flarescope(['api', ...other, `--local=${gone.origin}`, '/zones']);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('--local choose two accounts') });
  }
});

test('the next word is not the value of --local', async () => {
  const given = await flarescope(['--local', 'endpoints', 'purge cache', '--profile']);
  // `endpoints` is the command, and its own options are read.
  expect(given.stderr).toMatch(/unknown option '--profile'/);
  const help = await flarescope(['api', '--help']);
  expect(help.stdout).toMatch(/^ +--local\[=URL\] +Use the API that wrangler dev/m);
});

describe('the screen says that it is a local API, and where', () => {
  const header = (session: Session, columns: number): string => {
    const user = drive(columns, 24);
    user.dispatch({ type: 'session.changed', session, isAnother: true });
    const [top] = screenRows(user.state()).rows;
    return (top ?? []).flatMap((strip) => strip.row.map(({ text }) => text)).join('');
  };
  const baseUrl = `http://localhost:8787${newer}`;
  const sessions: readonly Session[] = [
    sessionOf({ kind: 'local', baseUrl, credential: undefined }),
    sessionOf(
      accountOf({ CLOUDFLARE_BASE_URL: baseUrl, CLOUDFLARE_API_TOKEN: token }) ?? {
        kind: 'local',
        baseUrl,
        credential: undefined,
      },
    ),
  ];

  test.each(sessions)('as $kind', (session) => {
    for (const columns of [120, 40]) expect(header(session, columns)).toMatch(/ LOCAL {2}localhost:8787/);
  });

  test('beside the name of a profile', () => {
    const session = sessionOf({ kind: 'profile', profile: 'dev', baseUrl, credential: undefined });
    expect(header(session, 80)).toContain('dev  LOCAL  localhost:8787');
  });
});

describe('a profile for a local API', () => {
  const common = { FLARESCOPE_PASSPHRASE: passphrase, CLOUDFLARE_API_TOKEN: token };
  const homeOf = async () => {
    const folder = await temporaryFolder();
    await makeCheapVault(folder, passphrase);
    return (args: readonly string[]) => flarescope(args, { env: { ...common, FLARESCOPE_HOME: folder } });
  };

  test('is saved without a credential, is listed as local, and sends none', async () => {
    const server = await serve((target) => (target === older ? description : { success: true, result: [] }));
    const run = await homeOf();
    const place = `127.0.0.1:${server.port}${older}`;
    const added = await run(['auth', 'add', `--local=${server.origin}`, 'dev']);
    expect(added).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('Saved dev, local, no credential, '),
    });
    expect((await run(['auth', 'list'])).stdout).toMatch(/^\* {2}dev +local, no credential +127/);
    expect(JSON.parse((await run(['auth', 'list', '--json'])).stdout)).toMatchObject([
      { name: 'dev', kind: 'local', baseUrl: `http://${place}` },
    ]);
    expect(await run(['api', '--profile', 'dev', '/d1/database'])).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['auth', 'verify', 'dev'])).stdout).toBe(`dev: a local API answers at http://${place}\n`);
    expect(server.heard.some(({ target }) => target === `${older}/d1/database`)).toBe(true);
    expect(JSON.stringify(server.heard)).not.toMatch(/authorization|x-auth|a-token-of/);
  });

  test('is not saved where nothing answers, nor with what a credential needs', async () => {
    const gone = await serve(at(older));
    open.pop()?.close();
    const run = await homeOf();
    const missing = await run(['auth', 'add', `--local=${gone.origin}`, 'dev']);
    expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('no local API was found') });
    for (const more of [['--email', 'a@b.example'], ['--secret-stdin'], ['--base-url', 'https://a.example']]) {
      const refused = await run(['auth', 'add', `--local=${gone.origin}`, ...more, 'dev']);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`--local goes without ${more[0]}`) });
    }
    expect((await run(['auth', 'list'])).stdout).not.toContain('dev');
  });

  test('is kept in the vault as one', () => {
    const profile = { name: 'dev', credential: { kind: 'local' }, baseUrl: `http://localhost:8787${newer}` } as const;
    const set = {
      profiles: [{ ...profile, accountId: undefined, readOnly: false, production: false }],
      current: 'dev',
    };
    const reading = decodeSet(JSON.parse(JSON.stringify(encodeSet(set))));
    expect(reading).toEqual({ kind: 'set', set });
    expect(shownProfiles(set)).toMatchObject([{ credential: 'local, no credential', isLocal: true }]);
    const [kept] = set.profiles;
    expect(kept && accountOfProfile(kept)).toMatchObject({ kind: 'profile', credential: undefined });
  });
});
