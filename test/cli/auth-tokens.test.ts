// What `flarescope auth` does with tokens at the API: what one may do, a new secret for one, the end of one.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { flarescope } from '../helpers/run-command.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ rateLimit: 1_000_000 });
  return () => sandbox.close();
});

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
      expect(named.stdout).toContain('  account API token, active; it does not expire\n');
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
