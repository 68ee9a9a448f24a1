// `flarescope auth` as scripts use it: no terminal, a passphrase from the environment.
import { openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { type Home, homeWithVault, passphrase } from '../helpers/home.ts';
import { flarescope } from '../helpers/run-command.ts';
import { closedPort, closeServers, startHttp } from '../http/servers.ts';

let sandbox: Sandbox;

// Each test starts many processes, which is slow where the machine has other work.
vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  sandbox = await startSandbox({});
  return () => sandbox.close();
});
afterEach(closeServers);

/** A home with a vault without profiles in it, or a bare one. */
const newHome = (isBare?: 'bare'): Promise<Home> => homeWithVault(flarescope, sandbox, isBare);

function filesOf(home: Home): readonly (readonly [string, string])[] {
  return readdirSync(home.config).map((name) => [name, readFileSync(path.join(home.config, name), 'base64')]);
}

describe('auth add', () => {
  test('asks the API, says what the token may do, saves it, and takes the first one into use', async () => {
    const home = await newHome('bare');
    const added = await home.add('prod');
    expect(added).toMatchObject({ code: 0 });
    expect(added.stdout).toContain('user API token, active; it does not expire\naccounts: Example Books (');
    expect(added.stdout).toContain(`Saved prod, token ····${sandbox.token.slice(-4)}, 127.0.0.1:`);
    expect(added.stdout).toContain('It is in use.');
    expect(added.stdout).toContain('their key is protected by the passphrase');
    expect(added.stdout + added.stderr).not.toContain(sandbox.token);
    const sent = await home.run(['api', '/user']);
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(sent.stdout)).toMatchObject({ success: true });
  });

  test('what is imported is sent with its profile, whose passphrase is given once, behind a byte order mark or not', async () => {
    const home = await newHome('bare');
    await home.add('prod');
    const input = `curl ${sandbox.baseUrl}/user`;
    const descriptor = path.join(await temporaryFolder(), 'passphrase');
    writeFileSync(descriptor, `\ufeff${passphrase}\r\n`);
    const given: readonly { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }[] = [
      { args: [], env: {} },
      { args: [], env: { FLARESCOPE_PASSPHRASE: `\ufeff${passphrase}` } },
      { args: ['--passphrase-fd', String(openSync(descriptor, 'r'))], env: { FLARESCOPE_PASSPHRASE: '' } },
    ];
    for (const { args, env } of given) {
      const sent = await home.run(['import', '--run', '--profile', 'prod', ...args], { input, env });
      expect(sent).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(sent.stdout)).toMatchObject({ success: true });
    }
    const twice = await home.run(['import', '--run', '--profile', 'prod', '--passphrase-fd', '0'], { input });
    expect(twice).toMatchObject({ code: 2, stdout: '' });
    expect(twice.stderr).toContain('standard input cannot be both');
  });

  test('takes a global key with its email address', async () => {
    const home = await newHome();
    const words = ['auth', 'add', '--secret-stdin', '--base-url', sandbox.baseUrl, '--email', sandbox.email, 'key'];
    const added = await home.run(words, { input: sandbox.apiKey });
    expect(added.stdout).toContain(`global key, active, for ${sandbox.email}; keys do not expire`);
    expect(added.stdout).toContain('it may do everything that its user may do');
    expect((await home.run(['auth', 'list'])).stdout).toMatch(/^\* {2}key {2}key of \S+@\S+ {2}127\.0\.0\.1:\d+\n$/);
    expect((await home.run(['api', '/zones', '--jq', '.success'])).stdout).toBe('true\n');
  });

  test('takes the secret from a command, for each command of its own, and never says what it printed', async () => {
    const home = await newHome();
    const folder = await temporaryFolder();
    const file = path.join(folder, 'a secret');
    writeFileSync(file, `${sandbox.token}\n`);
    const words = ['auth', 'add', '--base-url', sandbox.baseUrl, '--secret-command', `cat '${file}'`, 'work'];
    const added = await home.run(words);
    expect(added.code).toBe(0);
    expect(added.stdout).toContain('user API token, active');
    expect(added.stdout).toContain(`Saved work, token from cat '${file}', 127.0.0.1:`);
    for (const [name, bytes] of filesOf(home)) {
      for (const text of [sandbox.token, 'a secret'])
        expect(Buffer.from(bytes, 'base64').includes(text), name).toBe(false);
    }
    expect((await home.run(['auth', 'list'])).stdout).toContain(`token from cat '${file}'`);
    const [listed] = JSON.parse((await home.run(['auth', 'list', '--json'])).stdout);
    expect(listed).toMatchObject({ kind: 'command', command: `cat '${file}'` });
    expect((await home.run(['auth', 'status'])).stdout).toContain(`the profile work, token from cat '${file}'`);
    expect((await home.run(['auth', 'verify'])).stdout).toContain('user API token, active');
    expect((await home.run(['api', '/zones', '--jq', '.success'])).stdout).toBe('true\n');
    const dry = await home.run(['api', '/zones', '--dry-run']);
    expect(dry.stdout).toContain('Authorization: •••');

    // What it prints is read anew, and refused by what it is, not by what it says.
    writeFileSync(file, `${sandbox.token}\nuser: ada\n`);
    for (const command of [
      ['api', '/zones'],
      ['auth', 'verify'],
    ]) {
      const refused = await home.run(command);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain(`The command cat '${file}' printed more than one line.`);
      expect(refused.stderr).not.toContain(sandbox.token);
    }
    expect((await home.run(['api', '/zones', '--dry-run'])).code).toBe(0);
  });

  test('with a command that prints a key needs its address', async () => {
    const home = await newHome();
    const words = ['auth', 'add', '--base-url', sandbox.baseUrl, '--secret-command', `echo ${sandbox.apiKey}`];
    // The test's own short cut: a secret does not belong in a command either.
    const added = await home.run([...words, '--email', sandbox.email, 'key'], { mayLeak: true });
    expect(added.stdout).toContain(`global key, active, for ${sandbox.email}`);
    expect(added.stdout).not.toContain(sandbox.apiKey);
    const tokenless = await home.run([...words, 'none'], { mayLeak: true });
    expect(tokenless.stderr + tokenless.stdout).not.toContain('Saved');
  });

  test('takes an account that stands for {account_id}', async () => {
    const home = await newHome();
    const id = JSON.parse((await home.run(['api', '--sandbox', '/accounts', '--jq', '.result[1].id'])).stdout);
    const added = await home.add('prod', '--account', id);
    expect(added.stderr).toBe('');
    expect((await home.run(['api', '/accounts/{account_id}', '--jq', '.result.id'])).stdout).toBe(`"${id}"\n`);
    const wrong = await home.add('other', '--account', 'f'.repeat(32));
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(`the credential has no access to the account ${'f'.repeat(32)}`);
  });

  test('saves nothing where the API says no, or does not answer', async () => {
    const home = await newHome();
    const words = ['auth', 'add', '--secret-stdin', '--base-url'];
    const input = `cfut_${'0'.repeat(48)}`;
    const refused = await home.run([...words, sandbox.baseUrl], { input });
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/401 Unauthorized: Invalid API Token .* Nothing was saved\.\n$/),
    });
    const silent = await home.run([...words, `http://127.0.0.1:${await closedPort()}`], { input });
    expect(silent).toMatchObject({ code: 3, stderr: expect.stringContaining('Nothing was saved.') });
    expect(await home.run(['auth', 'list'])).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('no profiles'),
    });
    const unasked = await home.run([...words, sandbox.baseUrl, '--no-verify'], { input });
    expect(unasked).toMatchObject({ code: 0, stdout: expect.stringContaining('Saved default') });
  });

  test.each([
    [['prod', 'cfut_0123456789abcdefghijklmnopqrstuvwxyz']],
    [['0123456789abcdef0123456789abcdef01234']],
    [['--token', 'whatever', 'prod']],
    [['--token=whatever']],
    [['--secret=whatever']],
    [['--key', 'whatever']],
    [['--passphrase', 'whatever']],
    [['--email=cfk_0123456789']],
  ])('refuses a secret in %j without repeating it', async (words) => {
    const home = await newHome('bare');
    const ended = await home.run(['auth', 'add', ...words], { input: 'x' });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('a secret is not read from the command line');
    for (const secret of ['whatever', 'cfut_', 'cfk_', '0123456789']) expect(ended.stderr).not.toContain(secret);
  });

  test.each([
    [['a b'], 'token-0123', 'a name has 1 to 64 letters'],
    [['a', 'b'], 'token-0123', 'Expected 1 argument but got 2'],
    [['--base-url', 'nonsense'], 'token-0123', '--base-url must be an http or https URL'],
    [['--base-url', 'http://api.example.com'], 'token-0123', 'plain http would expose the credential'],
    [['--base-url', 'https://user:pass@api.example.com'], 'token-0123', '--base-url must be an http or https URL'],
    [['--account', 'mine'], 'token-0123', '--account takes the id of an account'],
    [['--protect', 'file'], 'token-0123', "'--protect file' is invalid. Allowed choices are keychain, passphrase"],
    [['--email', 'ada@example.com'], 'cfut_0123456789', 'this is an API token. Leave out --email'],
    [['--email', 'nobody'], '0123456789abcdef', '--email takes the email address'],
    [['--secret-command', 'true'], 'x', '--secret-command and --secret-stdin both give the credential'],
    [['--secret-command', 'pass show cf | head'], 'x', 'it runs without a shell, which alone knows |'],
    [['--no-verify'], '', 'no credential given'],
    [['--no-verify'], 'two words', 'this is neither a token nor a key'],
    [['--no-verify'], 'tök', 'this is neither a token nor a key'],
    [['--passphrase-fd', '0'], 'x', 'standard input cannot be both'],
    [['--passphrase-fd', '77'], 'x', '--passphrase-fd 77 cannot be read (EBADF)'],
    [['--passphrase-fd', 'x'], 'x', '--passphrase-fd takes the number of a file descriptor'],
  ])('explains what is wrong with %j', async (words, input, reason) => {
    const home = await newHome('bare');
    const ended = await home.run(['auth', 'add', '--secret-stdin', ...words], { input });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(reason) });
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  });

  test('writes over no profile unless it is told to', async () => {
    const home = await newHome();
    await home.add('prod');
    const before = filesOf(home);
    const again = await home.add('prod');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('a profile named prod exists already') });
    expect(filesOf(home)).toEqual(before);
    expect(await home.add('prod', '--replace', '--read-only')).toMatchObject({ code: 0 });
    expect((await home.run(['auth', 'list'])).stdout).toMatch(/^\* {2}prod .* read-only\n$/);
  });
});

describe('profiles', () => {
  test('are listed, taken into use and removed', async () => {
    const home = await newHome();
    await home.add('prod');
    await home.add('test', '--read-only');
    const tail = sandbox.token.slice(-4);
    const { host } = new URL(sandbox.baseUrl);
    const used = await home.run(['auth', 'use', 'test']);
    expect(used.stdout).toBe(`In use: test, token ····${tail}, ${host}, read-only\n`);
    expect(JSON.parse((await home.run(['auth', 'list', '--json'])).stdout)).toEqual([
      {
        name: 'prod',
        current: false,
        kind: 'token',
        credential: `token ····${tail}`,
        baseUrl: sandbox.baseUrl,
        readOnly: false,
        production: false,
        confirmWrites: 'default',
      },
      {
        name: 'test',
        current: true,
        kind: 'token',
        credential: `token ····${tail}`,
        baseUrl: sandbox.baseUrl,
        readOnly: true,
        production: false,
        confirmWrites: 'default',
      },
    ]);
    expect(await home.run(['auth', 'use', 'nope'])).toMatchObject({
      code: 2,
      stderr: 'flarescope: there is no profile named nope; profiles are prod, test\n',
    });
    const removed = await home.run(['auth', 'remove', '--yes', 'test']);
    expect(removed.stdout).toBe('Removed test. No profile is in use now. To choose one: flarescope auth use NAME\n');
    expect((await home.run(['auth', 'list'])).stdout).toMatch(/^ {3}prod /);
    // No other account takes its place.
    const sent = await home.run(['api', '/user']);
    expect(sent).toMatchObject({ code: 2, stdout: '' });
    expect(sent.stderr).toContain('No profile is in use. To choose one: flarescope auth use NAME. Nothing was sent');
    expect((await home.run(['auth', 'status'])).stdout).toMatch(/^In use: none\. No profile is in use\. /);
    const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
    expect(await home.run(['api', '/user', '--jq', '.success'], { env })).toMatchObject({ code: 0, stdout: 'true\n' });
  });

  test('are marked as production and read-only, and not, and say so everywhere', async () => {
    const home = await newHome();
    expect((await home.add('prod', '--production')).stdout).toContain(', production.');
    expect((await home.run(['auth', 'list'])).stdout).toMatch(/ production\n$/);
    expect((await home.run(['auth', 'status'])).stdout).toMatch(/In use: the profile prod, .*, production\n/);
    const edited = await home.run(['auth', 'edit', 'prod', '--no-production', '--read-only']);
    expect(edited).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse((await home.run(['auth', 'list', '--json'])).stdout)).toMatchObject([
      { name: 'prod', production: false, readOnly: true },
    ]);
    await home.run(['auth', 'edit', '--production', 'prod']);
    expect(JSON.parse((await home.run(['auth', 'status', '--json'])).stdout).inForce).toMatchObject({
      production: true,
      readOnly: true,
    });
    for (const [words, reason] of [
      [['prod'], 'there is nothing to change'],
      [['nope', '--production'], 'there is no profile named nope'],
    ] as const) {
      const refused = await home.run(['auth', 'edit', ...words]);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain(reason);
    }
  });

  test('say when they ask before a write, and in production api asks unless they never do', async () => {
    const home = await newHome();
    expect((await home.add('prod', '--confirm-writes', 'all', '--production')).stdout).toContain(
      'production, asks always.',
    );
    expect((await home.run(['auth', 'list'])).stdout).toMatch(/ production asks always\n$/);
    expect((await home.run(['auth', 'status'])).stdout).toContain(
      'Writes: asks before every write. To change that: flarescope auth edit --confirm-writes HOW prod\n',
    );
    const listed = async (): Promise<unknown> => JSON.parse((await home.run(['auth', 'list', '--json'])).stdout);
    expect(await listed()).toMatchObject([{ confirmWrites: 'all' }]);
    const create = (name: string) => {
      const record = ['type=A', `name=${name}`, 'content=198.51.100.4', 'ttl:=300'];
      return ['api', 'POST', '/zones/example.com/dns_records', ...record];
    };
    for (const how of ['all', 'default']) {
      await home.run(['auth', 'edit', 'prod', '--confirm-writes', how]);
      const refused = await home.run(create(how));
      expect(refused, how).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain('it writes in production: give --yes');
      expect(await home.run([...create(how), '--yes'])).toMatchObject({ code: 0 });
    }
    expect(await listed()).toMatchObject([{ confirmWrites: 'default', production: true }]);
    expect((await home.run(['auth', 'status'])).stdout).toContain('changes or deletes something, as profiles do. ');
    const never = await home.run(['auth', 'edit', 'prod', '--confirm-writes=never']);
    expect(never.stdout).toContain('production, never asks');
    expect(await home.run(create('never'))).toMatchObject({ code: 0 });
    const wrong = await home.run(['auth', 'edit', 'prod', '--confirm-writes', 'often']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(await listed()).toMatchObject([{ confirmWrites: 'never' }]);
    const env = { FLARESCOPE_SANDBOX: '1' };
    expect((await home.run(['auth', 'status'], { env })).stdout).toContain(
      'Writes: never asks before a write, unless FLARESCOPE_CONFIRM_WRITES says otherwise\n',
    );
    const told = await home.run(['auth', 'status'], { env: { ...env, FLARESCOPE_CONFIRM_WRITES: 'all' } });
    expect(told.stdout).toContain('Writes: asks before every write (FLARESCOPE_CONFIRM_WRITES)\n');
  });

  test('that are read-only send nothing that changes something', async () => {
    const home = await newHome();
    await home.add('prod', '--read-only');
    const ended = await home.run(['api', 'POST', '/zones', 'name=example.com']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('the profile prod is read-only, so POST was not sent');
    expect((await home.run(['api', '/zones', '--jq', '.success'])).stdout).toBe('true\n');
  });

  test('give way to --profile before and to the environment', async () => {
    const home = await newHome();
    const server = await startHttp((request, response) =>
      response.end(JSON.stringify({ for: request.headers.authorization })),
    );
    const add = (name: string) =>
      home.run(['auth', 'add', '--secret-stdin', '--no-verify', '--base-url', server.origin, name], {
        input: `token-of-${name}-0123456789`,
      });
    await add('one');
    await add('two');
    const ask = (words: readonly string[], env: Record<string, string> = {}) =>
      home.run(['api', '/x', ...words], { env });
    const last = () => server.seen.at(-1)?.headers.authorization;
    const fromEnvironment = { CLOUDFLARE_API_TOKEN: 'token-of-env-0123456789', CLOUDFLARE_BASE_URL: server.origin };
    await ask([]);
    expect(last()).toBe('Bearer token-of-one-0123456789');
    await ask(['--profile', 'two']);
    expect(last()).toBe('Bearer token-of-two-0123456789');
    await ask([], fromEnvironment);
    expect(last()).toBe('Bearer token-of-env-0123456789');
    await ask(['--profile=two'], fromEnvironment);
    expect(last()).toBe('Bearer token-of-two-0123456789');
    // An address alone is an account without a credential: no profile's secret goes there.
    await ask([], { CLOUDFLARE_BASE_URL: server.origin });
    expect(last()).toBeUndefined();
    expect(await ask(['--profile', 'three'])).toMatchObject({
      code: 2,
      stderr: 'flarescope: There is no profile named three; profiles are one, two.\n',
    });
  });
});

describe('auth status', () => {
  const statusOf = async (home: Home, env: Record<string, string> = {}, ...words: readonly string[]) =>
    (await home.run(['auth', 'status', ...words], { env })).stdout;

  test('says whose account is in force, and never more than four characters', async () => {
    const home = await newHome('bare');
    expect(await statusOf(home)).toBe(
      `In use: none. On a terminal the sandbox stands in for it, with made-up data\nProfiles: none. To add one: flarescope auth add NAME\nStored in: ${home.config}\n`,
    );
    await home.add('prod');
    const tail = sandbox.token.slice(-4);
    expect(await statusOf(home)).toMatch(new RegExp(`^In use: the profile prod, token ····${tail}, 127`));
    expect(await statusOf(home)).toContain('Profiles: 1, encrypted; their key is protected by a passphrase\n');
    expect(await statusOf(home, { CLOUDFLARE_API_TOKEN: 'secret-of-the-environment' })).toContain(
      'In use: the environment (CLOUDFLARE_API_TOKEN), token ····ment, api.cloudflare.com\n',
    );
    expect(await statusOf(home, { FLARESCOPE_PASSPHRASE: '' })).toContain(
      'In use: the profile in use, which is locked\n',
    );
    expect(JSON.parse(await statusOf(home, {}, '--json'))).toEqual({
      inForce: {
        kind: 'profile',
        profile: 'prod',
        credential: `token ····${tail}`,
        baseUrl: sandbox.baseUrl,
        readOnly: false,
        production: false,
        confirmWrites: 'default',
      },
      vault: {
        state: 'open',
        protection: 'passphrase',
        profiles: 1,
        text: '1, encrypted; their key is protected by a passphrase',
        folder: home.config,
      },
    });
  });

  test('tells of damage what was done, and nothing takes the place of the account', async () => {
    const home = await newHome();
    await home.add('prod');
    writeFileSync(path.join(home.config, 'profiles.vault'), 'noise');
    const sent = await home.run(['api', '/user', '--jq', '.success']);
    expect(sent).toMatchObject({ code: 2, stdout: '' });
    expect(sent.stderr).toContain(
      'The profiles were damaged (it cannot be decrypted with its key) and were set aside in',
    );
    expect(await home.run(['api', '/user', '--sandbox'])).toMatchObject({ code: 0 });
    writeFileSync(path.join(home.config, 'vault.json'), 'noise');
    const refused = await home.run(['api', '/user']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('The vault of the profiles was damaged');
    expect(readdirSync(home.config).filter((name) => name.startsWith('damaged-'))).toHaveLength(2);
  });
});

describe('auth verify', () => {
  test('asks about a profile, or the account in force', async () => {
    const home = await newHome();
    await home.add('prod');
    const verified = await home.run(['auth', 'verify', 'prod']);
    expect(verified.stdout).toMatch(
      /^prod, token ····.{4}, 127\.0\.0\.1:\d+\n {2}user API token, active; .*\n {2}its id is .*\n {2}accounts: .*\n {2}permission +on\n {2}Account API Tokens Read +all accounts\n/,
    );
    expect((await home.run(['auth', 'verify', '--json'])).stdout).toContain('"kind": "user-token"');
    const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: `cfut_${'0'.repeat(48)}` };
    expect(await home.run(['auth', 'verify'], { env })).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('auth protect', () => {
  test('to a keychain that is not there changes nothing', async () => {
    const home = await newHome();
    await home.add('prod');
    const before = filesOf(home);
    const refused = await home.run(['auth', 'protect', 'keychain'], { env: { DBUS_SESSION_BUS_ADDRESS: '' } });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot keep the key') });
    expect(filesOf(home)).toEqual(before);
  });
});

test('auth lock tells the truth: nothing is left unlocked', async () => {
  const home = await newHome();
  await home.add('prod');
  expect(await home.run(['auth', 'lock'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Nothing is left unlocked/),
  });
  expect(readdirSync(home.folder)).toEqual(['config']);
});

test.each([[[]], [['nope']], [['list', 'more']], [['use']], [['remove', 'a', 'b']], [['status', '--nope']]])(
  'auth %j is wrong usage',
  async (words) => {
    const home = await newHome();
    expect(await home.run(['auth', ...words])).toMatchObject({ code: 2 });
  },
);

test.each(['add', 'list', 'use', 'remove', 'status', 'verify', 'rotate', 'revoke', 'lock', 'protect'])(
  'auth %s has a help',
  async (name) => {
    const home = await newHome();
    const ended = await home.run(['auth', name, '--help']);
    expect(ended).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(new RegExp(`^Usage\\n {2}flarescope auth ${name}`, 'm')),
    });
  },
);
