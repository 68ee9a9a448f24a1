import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountOf, type Environment } from '../../src/accounts/account.ts';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { connect } from '../../src/accounts/connection.ts';
import { newAccount } from '../../src/accounts/profiles.ts';
import { publicBaseUrl } from '../../src/api/address.ts';
import { createSecret } from '../../src/api/credential.ts';
import { exchange } from '../../src/perform/exchange.ts';
import { sessionOf, shownEnvironment } from '../../src/perform/shown.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';

const noFiles = { read: () => Promise.reject(new Error('no files here')) };

describe('the account that the environment names', () => {
  const token = 'a-token-of-more-than-twenty-letters';
  test.each<
    readonly [
      string,
      Environment,
      { readonly kind: string; readonly baseUrl: string | undefined; readonly credential: string },
    ]
  >([
    ['nothing: the sandbox', {}, { kind: 'sandbox', baseUrl: undefined, credential: 'no credential' }],
    [
      'a token',
      { CLOUDFLARE_API_TOKEN: token },
      { kind: 'environment', baseUrl: publicBaseUrl, credential: 'token ····ters' },
    ],
    [
      'a key with its email address',
      { CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_EMAIL: 'a@b.example' },
      { kind: 'environment', baseUrl: publicBaseUrl, credential: 'key of a@b.example' },
    ],
    [
      'a key without one beside a token',
      { CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_API_TOKEN: token },
      { kind: 'environment', baseUrl: publicBaseUrl, credential: 'token ····ters' },
    ],
    [
      'both: the token, and only it',
      { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_EMAIL: 'a@b.example' },
      { kind: 'environment', baseUrl: publicBaseUrl, credential: 'token ····ters' },
    ],
    [
      'an empty token beside a key with its e-mail address',
      { CLOUDFLARE_API_TOKEN: ' ', CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_EMAIL: 'a@b.example' },
      { kind: 'environment', baseUrl: publicBaseUrl, credential: 'key of a@b.example' },
    ],
    [
      'half a token beside a key with its e-mail address',
      { CLOUDFLARE_API_TOKEN: 'Bearer x', CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_EMAIL: 'a@b.example' },
      { kind: 'environment', baseUrl: publicBaseUrl, credential: 'key of a@b.example' },
    ],
    [
      'an empty address',
      { CLOUDFLARE_BASE_URL: '' },
      { kind: 'sandbox', baseUrl: undefined, credential: 'no credential' },
    ],
    [
      'an address alone',
      { CLOUDFLARE_BASE_URL: 'http://127.0.0.1:8787/api/' },
      { kind: 'environment', baseUrl: 'http://127.0.0.1:8787/api', credential: 'no credential' },
    ],
  ])('%s', (_, env, session) => {
    expect(sessionOf(accountOf(env) ?? sandboxAccount(env))).toMatchObject(session);
  });

  const local = { CLOUDFLARE_BASE_URL: 'http://127.0.0.1:8787' };
  test.each<readonly [string, Environment, string]>([
    ['an empty token', { CLOUDFLARE_API_TOKEN: '' }, 'CLOUDFLARE_API_TOKEN is set but empty'],
    ['a blank token', { CLOUDFLARE_API_TOKEN: ' \n' }, 'CLOUDFLARE_API_TOKEN is set but empty'],
    [
      'an empty token for a server on this machine',
      { ...local, CLOUDFLARE_API_TOKEN: '' },
      'CLOUDFLARE_API_TOKEN is set',
    ],
    ['Bearer before the token', { CLOUDFLARE_API_TOKEN: 'Bearer abc' }, 'CLOUDFLARE_API_TOKEN begins with "Bearer"'],
    ['bearer and nothing else', { CLOUDFLARE_API_TOKEN: 'bearer ' }, 'CLOUDFLARE_API_TOKEN begins with "Bearer"'],
    ['a quoted token', { CLOUDFLARE_API_TOKEN: '"abc"' }, 'CLOUDFLARE_API_TOKEN has quotes'],
    ['one that Windows quoted', { CLOUDFLARE_API_TOKEN: "'abc'" }, 'CLOUDFLARE_API_TOKEN has quotes'],
    [
      'a variable that nobody filled in',
      { CLOUDFLARE_API_TOKEN: '$CLOUDFLARE_API_TOKEN' },
      'CLOUDFLARE_API_TOKEN holds',
    ],
    ['two words', { CLOUDFLARE_API_TOKEN: 'abc def' }, 'CLOUDFLARE_API_TOKEN holds a space'],
    ['a key without its e-mail', { CLOUDFLARE_API_KEY: 'k' }, 'CLOUDFLARE_API_KEY is set without CLOUDFLARE_EMAIL'],
    ['an e-mail without its key', { CLOUDFLARE_EMAIL: 'a@b.example' }, 'CLOUDFLARE_EMAIL is set without'],
    [
      'a key with an empty e-mail',
      { CLOUDFLARE_API_KEY: 'k', CLOUDFLARE_EMAIL: '' },
      'CLOUDFLARE_EMAIL is set but empty',
    ],
    [
      'an empty key',
      { CLOUDFLARE_API_KEY: '', CLOUDFLARE_EMAIL: 'a@b.example' },
      'CLOUDFLARE_API_KEY is set but empty',
    ],
    ['a quoted key', { CLOUDFLARE_API_KEY: '"k"', CLOUDFLARE_EMAIL: 'a@b.example' }, 'CLOUDFLARE_API_KEY has quotes'],
    [
      'an address elsewhere, alone',
      { CLOUDFLARE_BASE_URL: publicBaseUrl },
      'CLOUDFLARE_BASE_URL is set, and no credential',
    ],
  ])('%s is an error that names the variable and quotes no value', (_, env, sentence) => {
    expect(() => accountOf(env)).toThrow(sentence);
    expect(() => accountOf(env)).not.toThrow(/abc|"k"/);
    expect(shownEnvironment(env)).toBeUndefined();
  });

  test.each(['nonsense', 'ftp://example.com', 'https://user@example.com/', 'https://example.com/?a=b'])(
    'refuses the address %s',
    (address) => {
      expect(() => accountOf({ CLOUDFLARE_BASE_URL: address })).toThrow('CLOUDFLARE_BASE_URL');
    },
  );

  test('shows no more of a token than its last four characters', () => {
    expect(JSON.stringify(accountOf({ CLOUDFLARE_API_TOKEN: token }))).not.toContain('a-token');
    const account = accountOf({ CLOUDFLARE_API_TOKEN: token });
    expect(JSON.stringify(account && sessionOf(account))).not.toContain('letters');
  });
});

describe('a connection', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({});
  });
  afterAll(() => sandbox.close());

  const send = async (env: Environment, account = accountOf(env) ?? sandboxAccount(env)) => {
    const connection = await connect(account, env, '0.0.0');
    try {
      const request = { method: 'GET', path: '/user', items: [], filter: undefined } as const;
      return await exchange(connection, request, noFiles, {
        signal: new AbortController().signal,
        onEvent: () => undefined,
      });
    } finally {
      await connection.close();
    }
  };

  test('to the sandbox starts it and is let in', async () => {
    expect((await send({})).failure).toBeUndefined();
  });

  test('with a token from the environment is let in', async () => {
    const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
    expect((await send(env)).failure).toBeUndefined();
  });

  test('with a key from the environment is let in', async () => {
    const env = {
      CLOUDFLARE_BASE_URL: sandbox.baseUrl,
      CLOUDFLARE_API_KEY: sandbox.apiKey,
      CLOUDFLARE_EMAIL: sandbox.email,
    };
    expect((await send(env)).failure).toBeUndefined();
  });

  test('with a wrong token is refused by the API', async () => {
    const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl };
    expect((await send(env, newAccount(env, { kind: 'token', token: createSecret('wrong') }))).failure).toMatchObject({
      kind: 'api',
    });
  });
});
