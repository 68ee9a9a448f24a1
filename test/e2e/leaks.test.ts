// The leak hunt: a marked token and a marked key go through everything the program does with credentials, and are found
// nowhere afterwards. Every other run of these tests is searched for its own credentials as well (helpers/leaks).
import { readdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { flarescope, temporaryFolder } from '../helpers/command.ts';
import { asExplorer } from '../helpers/explorer.ts';
import { expectNoLeaks, findSecretsBelow } from '../helpers/leaks.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

const token = 'cfut_MARKED-token-0123456789abcdefghijklmnopqrstu';
const key = 'cfk_MARKED-key-9876543210zyxwvutsrqponmlkjihgfed';
const passphrase = 'a MARKED passphrase, long enough';
const secrets = [token, key, passphrase];
const account = { id: 'a'.repeat(32), name: 'Example' };

/** An API that lets the two credentials in, and says back whatever it was asked with, in every way it can. */
function response(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const credential = request.headers.authorization ?? String(request.headers['x-auth-key']);
  const isGood = credential.includes(token) || credential.includes(key);
  const reply = (status: number, result: unknown, errors: readonly unknown[] = []): void => {
    const body = JSON.stringify({ success: errors.length === 0, errors, messages: [], result });
    response.setHeader('x-echo', credential);
    response.setHeader('content-encoding', 'gzip');
    response.writeHead(status, { 'content-type': 'application/json' }).end(gzipSync(body));
  };
  const echo = {
    headers: request.headers,
    hex: Buffer.from(credential).toString('hex'),
    base64: ['', '>', '>>'].map((before) => Buffer.from(before + credential).toString('base64')),
    url: encodeURIComponent(credential),
  };
  if (!isGood) reply(403, null, [{ code: 9109, message: `Invalid access token ${credential}` }]);
  else if (pathname === '/user/tokens/verify') reply(200, { id: 't', status: 'active' });
  else if (pathname === '/user') reply(200, { id: 'u', email: 'ada@example.com', echo });
  else if (pathname === '/accounts') reply(200, [account]);
  else if (pathname === '/refused') reply(400, null, [{ code: 1, message: `no, ${credential}`, pointer: credential }]);
  else if (pathname === '/elsewhere')
    response.writeHead(302, { location: `https://evil.example/?${credential}` }).end();
  else if (pathname === '/text') response.writeHead(200, { 'content-type': 'text/plain' }).end(`hello ${credential}\n`);
  else if (pathname === '/broken')
    response.writeHead(200, { 'content-type': 'application/json' }).end(`{"a":"${credential}`);
  else reply(200, echo);
}

test('a marked token and a marked key are found nowhere', async () => {
  const server = await startHttp(response);
  const home = await temporaryFolder();
  await makeCheapVault(home, passphrase);
  const env = { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase };
  const run = (words: readonly string[], input = '', more: Record<string, string> = {}) =>
    flarescope(words, { env: { ...env, ...more }, input, secrets });

  // Scripts.
  const add = ['auth', 'add', '--secret-stdin', '--base-url', server.origin];
  expect((await run([...add, 'token'], token)).stdout).toContain('Saved token');
  expect((await run([...add, '--email', 'ada@example.com', 'key'], key)).stdout).toContain('Saved key');
  for (const words of [
    'list',
    'list --json',
    'status',
    'status --json',
    'verify token',
    'verify key',
    'use key',
    'lock',
  ]) {
    expect((await run(['auth', ...words.split(' ')])).code).toBe(0);
  }
  for (const profile of ['token', 'key']) {
    for (const path of ['/echo', '/refused', '/elsewhere', '/text', '/broken']) {
      await run(['api', '--profile', profile, '--include', '--verbose', path], '', { NODE_DEBUG: 'undici,http,net' });
    }
    const echoed = await run(['api', '--profile', profile, '/echo', '--jq', '.result']);
    expect(echoed.stdout).toContain('*'.repeat(profile === 'token' ? token.length : key.length));
    await run(['api', '--profile', profile, '--dry-run', 'POST', '/echo', 'a=b']);
  }
  const env2 = { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_BASE_URL: server.origin };
  await run(['api', '--verbose', '/echo'], '', env2);

  // A terminal.
  const typed = await openTerminal({
    args: [mainFile, 'auth', 'add', '--base-url', server.origin, 'typed'],
    env,
    secrets,
  });
  await typed.waitFor('(not shown):');
  typed.write(`${token}\r`);
  await typed.waitFor('Saved typed');
  await typed.exited;

  for (const profile of ['token', 'key']) {
    const app = asExplorer(
      await openTerminal({
        args: [mainFile, '--profile', profile],
        // Where a credential that comes without an address goes.
        env: { ...env, CLOUDFLARE_BASE_URL: server.origin },
        secrets,
        columns: 120,
        rows: 40,
      }),
    );
    await app.waitForStart();
    await app.ask('GET /echo', '─ 200 · ');
    app.press('0');
    await app.pressFor('r', '· headers');
    await app.pressFor('r', '· raw');
    await app.ask('GET /refused', '─ 400 · ');
    await app.ask('GET /elsewhere', 'evil.example');
    await app.ask('GET /text', /hello (Bearer )?\*/);
    await app.ask('GET /broken', 'Not JSON');
    app.press('tab');
    await app.pressFor('ctrl+o', 'use a token');
    app.write('use a token');
    await app.waitFor('1 of 1');
    await app.pressFor('enter', /token or key for \S+ .*❯/);
    app.paste(`${token}x`);
    await app.waitFor('•••••');
    app.press('enter');
    await app.waitFor(/^ flarescope {2}this session/);
    await app.pressFor('ctrl+o', 'add a profile');
    // What looks like a token when it is pasted here is one in hand.
    app.paste(token);
    await app.waitFor(/profile name for \S+ .*❯/);
    app.write(`pasted-${profile}`);
    app.press('enter');
    await app.waitFor(`Saved pasted-${profile}`);
    await app.pressFor('ctrl+l', 'The profiles are locked');
    await app.pressFor('ctrl+o', 'unlock the profiles');
    app.write('unlock');
    await app.waitFor('1 of 1');
    await app.pressFor('enter', 'passphrase ❯');
    app.write(key);
    await app.pressFor('enter', 'Wrong passphrase');
    app.write(passphrase);
    app.press('enter');
    await app.waitFor(/●.* for this session/);
    app.press('ctrl+c');
    await app.exited;
  }

  const next = { FLARESCOPE_PASSPHRASE: `${passphrase} too` };
  expect((await run(['auth', 'remove', '--yes', 'typed'])).code).toBe(0);
  expect((await run(['auth', 'list'], '', next)).code).toBe(2);
  // What the runs have left, in one more look, with the secrets of all of them.
  expect(readdirSync(path.join(home, 'config'))).toContain('profiles.vault');
  expectNoLeaks(findSecretsBelow(home, secrets));
  expect(JSON.stringify(server.seen.map(({ headers }) => headers))).toContain(token);
  expect(JSON.stringify(server.seen.map(({ headers }) => headers))).toContain(key);
}, 600_000);

test('a crash tells nothing of a credential', async () => {
  const preload = 'data:text/javascript,process.nextTick(()=>{throw%20Object.assign(new%20Error("boom"),{env:1})})';
  const env = { CLOUDFLARE_API_TOKEN: token };
  const ended = await flarescope(['api', '/x'], { env, nodeArgs: ['--import', preload], secrets });
  expect(ended.stderr).toContain('boom');
});
