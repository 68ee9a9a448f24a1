// What is typed into a line and is secret is found in no file afterwards: not after it was sent, nor after a kill, a crash or an
// export. The lines are made up anew for each run; a failure shows them.
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { flarescope, startFlarescope, temporaryFolder } from '../helpers/command.ts';
import { eventually } from '../helpers/eventually.ts';
import { asExplorer, startExplorerAt } from '../helpers/explorer.ts';
import { expectNoLeaks, findSecretsBelow } from '../helpers/leaks.ts';
import { countRequests } from '../helpers/stored.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const word = fc.string({ unit: letters, minLength: 24, maxLength: 40 });
const base64 = (text: string): string => Buffer.from(`user:${text}`).toString('base64');
const percent = (text: string): string => [...text].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');
const escaped = (text: string): string =>
  [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** Where the credential in force may stand under no telling name. */
const placesOfCredential: readonly ((secret: string) => string)[] = [
  (secret) => `POST /ok content=${secret}`,
  (secret) => `GET /ok q==x${secret}`,
  (secret) => `GET /ok/${secret}`,
  (secret) => `GET /ok x-foo:${secret}`,
  (secret) => `GET /ok x-foo:${base64(secret)}`,
  (secret) => `GET /ok/${percent(secret)}`,
  (secret) => `POST /ok :={"a":["${escaped(secret)}"]}`,
  (secret) => `POST /ok a="${base64(secret)}"`,
  (secret) => `GET /ok | [.result, "${secret}"]`,
];

/** Where any secret may stand, by its name or by its neighbours. */
const placesOfAny: readonly ((secret: string) => string)[] = [
  (secret) => `POST /ok client_secret=${secret}`,
  (secret) => `GET /ok to%6ben==${secret}`,
  (secret) => `POST /ok a[type]=secret_text a[name]=N a[text]=${secret}`,
  (secret) => `POST /ok :={"env_vars":{"A":{"type":"secret_text","value":"${secret}"}}}`,
  (secret) => `POST /ok :=[{"name":"Authorization","value":"${secret}"}]`,
  (secret) =>
    `PUT /accounts/023e105f4ecef8ad9ca31a8372d0c353/workers/scripts/s/secrets name=N text=${secret} type=secret_text`,
  (secret) => `POST /ok destination_conf=s3://b/p?region=x&secret-access-key=${secret}`,
  (secret) => `POST /ok v=postgres://u:${secret}@h/db`,
];

/** What people paste, which is no request. */
const placesOfPasted: readonly ((secret: string) => string)[] = [
  (secret) => `GET /zones "Authorization: Bearer ${secret}"`,
  (secret) => `wget --header="X-Auth-Key: ${secret}" https://h/x`,
  (secret) => `http -a me:${secret} GET https://h/x`,
  (secret) => `requests.get(u, headers={'Authorization': 'Bearer ${secret}'})`,
  (secret) => `RESP=$(curl -H "Authorization: Bearer ${secret}" https://h/x)`,
  (secret) => `GET /zones "X: ${secret}`,
];

const session = fc.record({
  token: word.map((text) => `${text}-zZ9`),
  sent: fc.tuple(fc.constantFrom(...placesOfCredential), word, fc.constantFrom(...placesOfAny)),
  pasted: fc.tuple(word, fc.constantFrom(...placesOfPasted)),
});

test.each(fc.sample(session, 3).map((made) => [made] as const))(
  'a credential and a secret in any place of a line: %o',
  async ({ token, sent: [putCredential, secret, putAny], pasted: [pastedSecret, paste] }) => {
    const secrets = [token, secret, pastedSecret];
    let responses = 0;
    const server = await startHttp((_, response) => {
      responses += 1;
      const body = `{"success":true,"result":"pong ${responses}"}`;
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    const lines = [putCredential(token), putAny(secret)];
    const home = await temporaryFolder();
    const env = { FLARESCOPE_HOME: home, CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_BASE_URL: server.origin };
    for (const line of lines) {
      // What is given to it as an argument stands in its own command line, and is printed where that is asked for.
      const ended = await flarescope(['api', line], { env, mayLeak: true });
      expect(`${ended.stderr}${ended.code}`).toBe('0');
    }

    const app = await startExplorerAt(server.origin, { env, mayLeak: true, columns: 160 });
    for (const line of lines) {
      const wanted = `pong ${responses + 1}`;
      await app.send(line);
      // A PUT is shown first, with what is read for it.
      const isAsked = (): boolean => app.screen().includes('Send it?');
      await app.waitFor((screen) => screen.includes(wanted) || isAsked(), 'a response or a preview');
      if (isAsked()) await app.pressFor('enter', /─ 200 · /);
    }
    // A request is stored a moment after its response is shown, and a kill loses what is not.
    await eventually(() => expect(countRequests(home)).toBe(2 * lines.length));
    app.press(':', 'ctrl+e', 'ctrl+u');
    app.paste(paste(pastedSecret));
    const drafts = path.join(home, 'data/drafts');
    // A command of another tool is read at once, and not taken where it is for another address.
    const isRefused = (): boolean => app.screen().includes('Not imported');
    await eventually(() => {
      const names = existsSync(drafts) ? readdirSync(drafts).filter((name) => name.endsWith('.json')) : [];
      // What was sent is no draft any more.
      if (isRefused()) return expect(names).toEqual([]);
      const kept = names.map((name) => readFileSync(path.join(drafts, name), 'utf8'));
      expect(kept.join('')).toContain(paste(pastedSecret).slice(0, 8));
    });
    const waited = isRefused() ? 'type a request' : 'which was not kept';
    app.kill('SIGKILL');
    await app.exited;
    expect((await flarescope(['history', 'save', '1', 'first'], { env })).code).toBe(0);
    const file = path.join(home, 'exported.json');
    expect((await flarescope(['history', 'export', file], { env })).code).toBe(0);
    expect((await flarescope(['history', '--json'], { env, secrets })).stdout.match(/•••/g)?.length).toBeGreaterThan(3);
    expectNoLeaks(findSecretsBelow(home, secrets));

    const next = asExplorer(await openTerminal({ env, secrets, columns: 160 }));
    await next.waitFor(waited);
    next.press('ctrl+c');
    await next.exited;
    expectNoLeaks(findSecretsBelow(home, secrets));
  },
  240_000,
);

test('what was typed before the profiles were locked is in no other session, and in no file', async () => {
  const token = 'cfut_MARKED-token-0123456789abcdefghijklmnopqrstu';
  const passphrase = 'a MARKED passphrase, long enough';
  const unsent = 'MARKED1secret2of3the4form';
  const server = await startHttp((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true,"result":"pong"}'),
  );
  const home = await temporaryFolder();
  await makeCheapVault(home, passphrase);
  const env = { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase };
  const add = ['auth', 'add', '--no-verify', '--secret-stdin', '--base-url', server.origin, 'mine'];
  expect((await flarescope(add, { env, input: token })).code).toBe(0);
  // A body that was in an editor when a session was killed: no process has this number.
  const edited = path.join(home, 'cache/edited/4194999-0123456789ab');
  mkdirSync(edited, { recursive: true });
  writeFileSync(path.join(edited, 'body.json'), unsent);
  const app = asExplorer(
    await openTerminal({ args: [mainFile, '--profile', 'mine'], env, mayLeak: true, columns: 160 }),
  );
  await app.waitForStart();
  await app.ask(`POST /ok content=${token}`, 'pong');
  app.press(':', 'ctrl+e', 'ctrl+u');
  app.write(`POST /later client_secret=${unsent}`);
  await app.waitFor(unsent);
  await app.pressFor('ctrl+o', 'add a profile');
  await app.pressFor('ctrl+l', 'passphrase ❯');
  expect(app.screen()).not.toMatch(/MARKED|pong/);
  await app.pressFor('tab', 'sandbox');
  app.write('sandbox');
  await app.waitFor('1 of 1');
  app.press('enter');
  await app.waitFor('Requests go to the sandbox now');
  await app.pressFor('up', 'No earlier requests yet');
  expect(app.screen()).not.toMatch(/MARKED|pong/);
  app.press('ctrl+c');
  await app.exited;
  expectNoLeaks(findSecretsBelow(home, [token, passphrase, unsent]));
}, 120_000);

test('compiled code that somebody else could have written is not run', async () => {
  const home = await temporaryFolder();
  const env = { FLARESCOPE_HOME: home, NODE_COMPILE_CACHE: '' };
  const before = process.umask(0);
  try {
    expect((await flarescope(['completion', 'bash'], { env })).code).toBe(0);
  } finally {
    process.umask(before);
  }
  const cache = path.join(home, 'cache');
  const code = path.join(cache, 'code');
  expect([cache, code].map((folder) => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700]);
  const kept = readdirSync(code, { recursive: true, encoding: 'utf8' }).map((name) => path.join(code, name));
  expect(kept.filter((name) => (statSync(name).mode & 0o077) !== 0)).toEqual([]);
  // What an earlier version left goes.
  const [version = '', ...others] = readdirSync(code);
  expect(others).toEqual([]);
  writeFileSync(path.join(code, '0.0.1-earlier'), '');
  writeFileSync(path.join(code, version, 'planted'), '');
  expect((await flarescope(['completion', 'bash'], { env })).code).toBe(0);
  expect(readdirSync(code)).toEqual([version]);
  expect(readdirSync(path.join(code, version))).toContain('planted');
  // Now it might be anybody's.
  chmodSync(cache, 0o777);
  expect((await flarescope(['completion', 'bash'], { env })).stderr).toBe('');
  expect(readdirSync(path.join(code, version))).not.toContain('planted');
  expect(statSync(cache).mode & 0o777).toBe(0o700);
  if (process.getuid?.() !== 0) return;
  chownSync(code, 4321, 4321);
  const ended = await flarescope(['completion', 'bash'], { env });
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain('compiled code is not kept');
});

test.runIf(process.platform === 'linux')('a home where nothing can be is said, and ends', async () => {
  const env = { FLARESCOPE_HOME: '/proc/x', FLARESCOPE_PASSPHRASE: 'long enough a passphrase' };
  const words = ['auth', 'add', '--no-verify', '--protect', 'passphrase', '--secret-stdin', 'x'];
  const added = await flarescope(words, { env, input: 'a-token-of-some-length' });
  expect(added.code).not.toBe(0);
  expect(added.stderr).toContain('/proc/x');
  const sent = await flarescope(['api', '--sandbox', '/user'], { env });
  expect(sent.code).toBe(0);
  expect(sent.stderr).toContain('The history could not be opened');
});

test('an error that nobody caught is told without the credential, and without what it holds', async () => {
  const token = 'cfut_MARKED-token-0123456789abcdefghijklmnopqrstu';
  const code = `setTimeout(()=>{throw Object.assign(new Error("boom "+process.env.CLOUDFLARE_API_TOKEN),{held:process.env.CLOUDFLARE_API_TOKEN})},1500)`;
  const running = await startFlarescope(['sandbox'], {
    env: { CLOUDFLARE_API_TOKEN: token },
    nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(code)}`],
    secrets: [token],
  });
  const ended = await running.ended;
  expect(ended.code).toBe(70);
  expect(ended.stderr).toContain('flarescope crashed, which is a fault in the program:\nError: boom •••');
});
