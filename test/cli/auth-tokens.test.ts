// What `flarescope auth` does with tokens at the API: what one may do, a new secret for one, the end of one.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { type Home, homeWithVault } from '../helpers/home.ts';
import { type CommandOptions, flarescope } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ rateLimit: 1_000_000 });
  return () => sandbox.close();
});

afterEach(closeServers);

const envOf = (token: string, more: Readonly<Record<string, string>> = {}) => ({
  env: { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: token, ...more },
});

/** What the API says to the token that may do everything. */
async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
  const response = await fetch(sandbox.baseUrl + path, { method, headers, body: JSON.stringify(body) });
  // Decoding: the tests compare what is inside.
  return ((await response.json()) as { result: T }).result;
}

interface Made {
  readonly id: string;
  readonly value: string;
}

/** A token that an account owns, with these permissions of the account. */
async function accountToken(account: string, names: readonly string[], more: object = {}): Promise<Made> {
  const groups = await ask<{ id: string; name: string }[]>(`/accounts/${account}/tokens/permission_groups`);
  const policy = {
    effect: 'allow',
    resources: { [`com.cloudflare.api.account.${account}`]: '*' },
    permission_groups: groups.filter(({ name }) => names.includes(name)).map(({ id }) => ({ id })),
  };
  return ask<Made>(`/accounts/${account}/tokens`, 'POST', { name: 'ours', policies: [policy], ...more });
}

async function firstAccount(): Promise<string> {
  const [account] = await ask<{ id: string }[]>('/accounts?name=Example+Books');
  return account?.id ?? '';
}

describe('auth verify', () => {
  test('tells what a token may do as a table, by the names of its resources', async () => {
    const words =
      'DNS Read, DNS Write on all zones of Example Books; Zone Read on example.com; deny DNS Write on example.com; ' +
      'API Tokens Read on the user; Account Settings Read on Example Books';
    const ended = await flarescope(['auth', 'verify'], envOf(sandbox.makeToken(words)));
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout.split('\n').slice(1)).toEqual([
      '  user API token, active; it does not expire',
      expect.stringMatching(/^ {2}its id is [0-9a-f]{32}$/),
      expect.stringMatching(/^ {2}accounts: Example Books \([0-9a-f]{32}\)$/),
      '  permission             on',
      '  DNS Read               all zones of Example Books',
      '  DNS Write              all zones of Example Books; denied on example.com',
      '  Zone Read              example.com',
      '  API Tokens Read        the user',
      '  Account Settings Read  Example Books',
      '',
    ]);
  });

  test('says that a token may not read that, and lists every permission where there are many', async () => {
    const little = await flarescope(['auth', 'verify'], envOf(sandbox.makeToken('DNS Read on example.com')));
    expect(little.stdout).toContain(
      '  it can list no accounts\n  it cannot read its own permissions (that needs the permission API Tokens Read)\n',
    );
    const all = await flarescope(['auth', 'verify'], envOf(sandbox.token));
    expect(all.stdout).toMatch(/\n {2}Waiting Rooms Write +all zones\n/);
    expect(all.stdout.split('\n').length).toBeGreaterThan(200);
  });

  test('works for a token of an account, which is found or named, and says from where and until when it is good', async () => {
    const account = await firstAccount();
    const more = {
      expires_on: '2099-01-02T00:00:00Z',
      condition: { request_ip: { in: ['127.0.0.0/8'], not_in: ['127.0.0.9'] } },
    };
    const permissions = ['Account API Tokens Read', 'Account Settings Read'];
    const { value, id } = await accountToken(account, permissions, more);
    const ended = await flarescope(['auth', 'verify'], envOf(value));
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('  account API token, active; it expires on 2099-01-02, in ');
    expect(ended.stdout).toContain('  it can be used only from 127.0.0.0/8, and not from 127.0.0.9\n');
    expect(ended.stdout).toMatch(/\n {2}Account API Tokens Read +Example Books\n/);
    const json = JSON.parse((await flarescope(['auth', 'verify', '--json'], envOf(value))).stdout);
    expect(json).toMatchObject({ kind: 'account-token', owner: account, tokenId: id });

    // One that may not list its account has to be told which it is.
    const shy = await accountToken(account, ['D1 Read']);
    const unnamed = await flarescope(['auth', 'verify'], envOf(shy.value));
    expect(unnamed).toMatchObject({ code: 1, stdout: '' });
    expect(unnamed.stderr).toContain('if it belongs to an account, name that account (--account ID)');
    for (const named of [
      await flarescope(['auth', 'verify', '--account', account], envOf(shy.value)),
      await flarescope(['auth', 'verify'], envOf(shy.value, { CLOUDFLARE_ACCOUNT_ID: account })),
    ]) {
      expect(named.stdout).toContain(`  account API token, active; it does not expire\n  its id is ${shy.id}\n`);
      expect(named.stdout).toContain('needs the permission Account API Tokens Read');
    }
    expect((await flarescope(['auth', 'verify', '--account', 'x'], envOf(shy.value))).code).toBe(2);
  });

  test('tells of one that has ended that it has', async () => {
    const value = sandbox.makeToken('DNS Read on example.com');
    const tokens = await ask<(Made & { name: string; policies: object[] })[]>('/user/tokens?per_page=50');
    const made = tokens.at(-1);
    await ask(`/user/tokens/${made?.id}`, 'PUT', { name: 'x', policies: made?.policies, status: 'disabled' });
    const ended = await flarescope(['auth', 'verify'], envOf(value));
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain('the API reports that it is disabled');
  });
});

/** A home with a profile of this name for the token. */
async function homeWith(name: string, value: string, ...more: readonly string[]): Promise<Home> {
  const home = await homeWithVault(flarescope, sandbox);
  const words = ['auth', 'add', '--secret-stdin', '--no-verify', '--base-url', sandbox.baseUrl, ...more, name];
  expect(await home.run(words, { input: `${value}\n` })).toMatchObject({ code: 0 });
  return home;
}

const statusOf = async (value: string): Promise<number> =>
  (await fetch(`${sandbox.baseUrl}/user/tokens`, { headers: { authorization: `Bearer ${value}` } })).status;

const goodness = async (home: Home, profile: string): Promise<number | undefined> =>
  (await home.run(['api', '--profile', profile, '/user/tokens/verify'])).code;

const tokensLeft = async (): Promise<number> => (await ask<unknown[]>('/user/tokens?per_page=50')).length;

describe('auth rotate', () => {
  test('rolls the token of a profile, which has the new secret and nothing else', async () => {
    const value = sandbox.makeToken('API Tokens Write on the user');
    const home = await homeWith('prod', value);
    // It asks, and without a terminal wants to be told.
    const unasked = await home.run(['auth', 'rotate', 'prod']);
    expect(unasked).toMatchObject({ code: 2, stdout: '' });
    expect(unasked.stderr).toContain('the present secret stops working wherever it is used: give --yes');
    const typed = (answers: readonly string[]): CommandOptions => ({ answers, secrets: [value] });
    const declined = await home.run(['auth', 'rotate', 'prod'], typed(['n']));
    expect(declined).toMatchObject({ code: 2, stdout: '' });
    expect(declined.stderr).toMatch(/^PUT \/user\/tokens\/[0-9a-f]+…\/value\ntoken +API Tokens Write on the user /m);
    expect(declined.stderr).toContain('The present secret stops working wherever it is used.');
    expect(await statusOf(value)).toBe(200);

    const rotated = await home.run(['auth', 'rotate'], typed(['y']));
    expect(rotated).toMatchObject({ code: 0 });
    expect(rotated.stdout).toMatch(
      /^Rotated prod: token ····.{4} is gone, token ····.{4} is saved\.\nThe API takes the new secret\.\n$/,
    );
    expect(rotated.stdout + rotated.stderr).not.toMatch(/sandbox-[0-9a-f]{32}/);
    expect(await statusOf(value)).toBe(403);
    expect(await goodness(home, 'prod')).toBe(0);
    // And once more, as a script.
    expect(await home.run(['auth', 'rotate', 'prod', '--yes'])).toMatchObject({ code: 0 });
    expect(await goodness(home, 'prod')).toBe(0);
  });

  test('lets another profile do what the token may not, also for one of an account', async () => {
    const account = await firstAccount();
    const { value } = await accountToken(account, ['D1 Read']);
    const home = await homeWith('db', value, '--account', account);
    await home.add('admin');
    const refused = await home.run(['auth', 'rotate', 'db', '--yes']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('That takes the permission Account API Tokens Write; with --by NAME');
    expect(await home.run(['auth', 'rotate', '--by', 'admin', '--yes', 'db'])).toMatchObject({ code: 0 });
    expect(await home.run(['auth', 'verify', 'db'])).toMatchObject({ code: 0 });
    await home.run(['auth', 'edit', '--read-only', 'admin']);
    const readOnly = await home.run(['auth', 'rotate', '--by', 'admin', '--yes', 'db']);
    expect(readOnly).toMatchObject({ code: 2, stderr: expect.stringContaining('auth edit --no-read-only admin') });
  });

  test('refuses what it cannot write, before anything is sent', async () => {
    const value = sandbox.makeToken('API Tokens Write on the user');
    const home = await homeWith('prod', value);
    const command = ['--secret-command', 'printf never', '--base-url', sandbox.baseUrl];
    await home.run(['auth', 'add', '--no-verify', ...command, 'kept']);
    await home.run(['auth', 'add', '--no-verify', ...command, '--email', 'a@example.com', 'key']);
    for (const [words, why] of [
      [['kept'], 'comes from printf never, where flarescope cannot put a new one'],
      [['nobody'], 'there is no profile named nobody'],
    ] as const) {
      const ended = await home.run(['auth', 'rotate', '--yes', ...words]);
      expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(why) });
    }
    const environment = await home.run(['auth', 'rotate', '--yes'], envOf(value));
    expect(environment).toMatchObject({ code: 2, stderr: expect.stringContaining('comes from the environment') });
    expect(await statusOf(value)).toBe(200);
  });

  test('a new secret that cannot be saved is not lost', async () => {
    const fresh = 'fresh-0123456789012345678901234567890123456789';
    let home: Home | undefined;
    const server = await startHttp(async (request, response) => {
      const path = request.url ?? '';
      // Somebody removes the profile while the token is rolled.
      if (request.method === 'PUT') await home?.run(['auth', 'remove', '--yes', 'prod']);
      const result = path.endsWith('/value') ? fresh : { id: 't', status: 'active' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ success: true, errors: [], messages: [], result }));
    });
    const old = 'old-0123456789012345678901234567890123456789';
    home = await homeWithVault(flarescope, sandbox);
    const words = ['auth', 'add', '--secret-stdin', '--no-verify', '--base-url', server.origin, 'prod'];
    const add = () => home?.run(words, { input: `${old}\n` });
    await add();
    const ended = await home.run(['auth', 'rotate', '--yes', 'prod'], { mayLeak: true });
    expect(ended).toMatchObject({ code: 1, stdout: `${fresh}\n` });
    expect(ended.stderr).toContain('could not be saved: the profile prod has been removed meanwhile');
    expect(ended.stderr).toContain('flarescope auth add --replace prod --secret-stdin');
    expect(ended.stderr).not.toContain(fresh);
    for (const [answer, isShown] of [
      ['', true],
      ['n', false],
    ] as const) {
      await add();
      const asked = await home.run(['auth', 'rotate', '--yes', 'prod'], { answers: [answer], mayLeak: true });
      expect(asked).toMatchObject({ code: 1, stdout: '' });
      expect(asked.stderr.includes(fresh)).toBe(isShown);
    }
  });

  test('says what is not known where no response came', async () => {
    const server = await startHttp((request, response) => {
      if (request.method === 'PUT') return void request.socket.destroy();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ success: true, errors: [], messages: [], result: { id: 't', status: 'active' } }));
    });
    const home = await homeWithVault(flarescope, sandbox);
    const words = ['auth', 'add', '--secret-stdin', '--no-verify', '--base-url', server.origin, 'prod'];
    await home.run(words, { input: 'old-0123456789012345678901234567890123456789\n' });
    const ended = await home.run(['auth', 'rotate', '--yes', 'prod']);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain('It is not known whether the token was rolled');
    expect(server.seen.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });
});

describe('auth revoke', () => {
  test('deletes the token after consent, and then its profile', async () => {
    const value = sandbox.makeToken('API Tokens Write on the user');
    const home = await homeWith('prod', value);
    const before = await tokensLeft();
    expect(await home.run(['auth', 'revoke', 'prod'])).toMatchObject({ code: 2, stdout: '' });
    expect(await home.run(['auth', 'revoke', 'prod'], { answers: ['n'] })).toMatchObject({ code: 2, stdout: '' });
    expect(await tokensLeft()).toBe(before);
    const revoked = await home.run(['auth', 'revoke', 'prod'], { answers: ['y'] });
    expect(revoked).toMatchObject({ code: 0 });
    expect(revoked.stdout).toMatch(/^Revoked token ····.{4}\. The profile prod is removed\.\n$/);
    expect(await tokensLeft()).toBe(before - 1);
    expect((await home.run(['auth', 'list'])).stdout).toBe('');
    expect(await statusOf(value)).toBe(403);
  });

  test('keeps the profile where that is wished, and takes the token of the environment', async () => {
    const home = await homeWith('prod', sandbox.makeToken('API Tokens Write on the user'));
    const kept = await home.run(['auth', 'revoke', '--keep-profile', '--yes']);
    expect(kept.stdout).toContain('The profile prod is kept');
    expect((await home.run(['auth', 'list'])).stdout).toContain('prod');
    const again = await home.run(['auth', 'revoke', '--yes', 'prod']);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was changed') });
    const ended = await flarescope(
      ['auth', 'revoke', '--yes'],
      envOf(sandbox.makeToken('API Tokens Write on the user')),
    );
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('Remove it from the environment.') });
    const key = {
      CLOUDFLARE_BASE_URL: sandbox.baseUrl,
      CLOUDFLARE_EMAIL: sandbox.email,
      CLOUDFLARE_API_KEY: sandbox.apiKey,
    };
    const refused = await flarescope(['auth', 'revoke', '--yes'], { env: key });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('in the dashboard only') });
  });
});
