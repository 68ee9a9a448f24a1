import { afterEach, describe, expect, test } from 'vitest';
import { type Connection, connect } from '../../src/accounts/connection.ts';
import { verifyCredential } from '../../src/accounts/verify.ts';
import { createSecret } from '../../src/api/credential.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { closedPort, closeServers, startHttp } from '../http/servers.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  await closeServers();
});

async function connectTo(baseUrl: string): Promise<Connection> {
  const credential = { kind: 'token', token: createSecret('cfat_0123456789012345678901234567890123456789') } as const;
  const connection = await connect({ kind: 'typed', baseUrl, credential }, {}, '0.0.0');
  closers.push(connection.close);
  return connection;
}

/** A server that has these results by path, and says no to everything else. */
async function connectToAnswers(answers: Readonly<Record<string, unknown>>) {
  const server = await startHttp((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    const result = answers[path];
    response.setHeader('content-type', 'application/json');
    if (result === undefined) response.statusCode = 403;
    const errors = result === undefined ? [{ code: 9109, message: 'Unauthorized to access requested resource' }] : [];
    response.end(JSON.stringify({ success: result !== undefined, errors, messages: [], result: result ?? null }));
  });
  return { server, connection: await connectTo(server.origin) };
}

const id = 'a'.repeat(32);
const account = { id, name: 'Example' };

describe('against the sandbox', () => {
  test('a token of a user is good, and tells what it may do', async () => {
    const sandbox = await startSandbox({});
    closers.push(sandbox.close);
    const credential = { kind: 'token', token: createSecret(sandbox.token) } as const;
    const connection = await connect({ kind: 'typed', baseUrl: sandbox.baseUrl, credential }, {}, '0.0.0');
    closers.push(connection.close);
    const verification = await verifyCredential(connection, 'unknown', undefined);
    expect(verification).toMatchObject({ ok: true, verified: { kind: 'user-token', status: 'active' } });
    if (!verification.ok) return;
    expect(verification.verified.grants?.[0]).toMatchObject({ effect: 'allow', resources: [{ kind: 'account' }] });
    expect(verification.verified.accounts.length).toBeGreaterThan(0);
  });

  test('a key is good for its user', async () => {
    const sandbox = await startSandbox({});
    closers.push(sandbox.close);
    const credential = { kind: 'key', email: sandbox.email, key: createSecret(sandbox.apiKey) } as const;
    const connection = await connect({ kind: 'typed', baseUrl: sandbox.baseUrl, credential }, {}, '0.0.0');
    closers.push(connection.close);
    expect(await verifyCredential(connection, 'key', undefined)).toMatchObject({
      ok: true,
      verified: { kind: 'key', status: `active, for ${sandbox.email}`, grants: undefined },
    });
  });
});

describe('a token', () => {
  test('of an account is asked about at its account, which it lists', async () => {
    const { server, connection } = await connectToAnswers({
      '/accounts': [account],
      [`/accounts/${id}/tokens/verify`]: { id: 't', status: 'active', expires_on: '2027-01-01T00:00:00Z' },
      [`/accounts/${id}/tokens/t`]: {
        policies: [{ effect: 'allow', resources: {}, permission_groups: [{ name: 'R' }] }],
      },
    });
    expect(await verifyCredential(connection, 'account-token', undefined)).toEqual({
      ok: true,
      verified: {
        kind: 'account-token',
        owner: id,
        status: 'active',
        expiresOn: '2027-01-01T00:00:00Z',
        notBefore: undefined,
        tokenId: 't',
        addresses: undefined,
        grants: [{ effect: 'allow', permissions: [{ id: '', name: 'R' }], resources: [] }],
        accounts: [account],
      },
    });
    expect(server.seen.map(({ url }) => url)).not.toContain('/user/tokens/verify');
  });

  test('of an account that it may not list is asked about at the account that is named', async () => {
    const { connection } = await connectToAnswers({ [`/accounts/${id}/tokens/verify`]: { id: 't', status: 'active' } });
    expect(await verifyCredential(connection, 'account-token', id)).toMatchObject({
      ok: true,
      verified: { grants: undefined, accounts: [{ id, name: '' }] },
    });
    expect(await verifyCredential(connection, 'account-token', undefined)).toMatchObject({
      ok: false,
      isAnswer: true,
      failure: { next: 'name its account (--account ID), or save it without asking (--no-verify)' },
    });
  });

  test('of unknown looks is tried as a user’s and then as an account’s', async () => {
    const { server, connection } = await connectToAnswers({
      '/accounts': [account],
      [`/accounts/${id}/tokens/verify`]: { id: 't', status: 'active' },
    });
    expect(await verifyCredential(connection, 'unknown', undefined)).toMatchObject({
      ok: true,
      verified: { kind: 'account-token' },
    });
    expect(server.seen[0]?.url).toBe('/user/tokens/verify');
  });

  test.each(['disabled', 'expired', undefined])('that is %s is refused', async (status) => {
    const { connection } = await connectToAnswers({ '/user/tokens/verify': { id: 't', status } });
    const verification = await verifyCredential(connection, 'user-token', undefined);
    expect(verification).toMatchObject({ ok: false, isAnswer: true });
    expect(!verification.ok && verification.failure.happened).toContain(status ?? 'not active');
  });

  test('that the API does not know is refused with the API’s own words', async () => {
    const { connection } = await connectToAnswers({});
    for (const shape of ['unknown', 'user-token', 'key'] as const) {
      const verification = await verifyCredential(connection, shape, undefined);
      expect(!verification.ok && verification.failure.happened).toContain('Unauthorized to access requested resource');
    }
  });
});

test('where no response comes, that is told from a no', async () => {
  const connection = await connectTo(`http://127.0.0.1:${await closedPort()}`);
  expect(await verifyCredential(connection, 'key', undefined)).toMatchObject({
    ok: false,
    isAnswer: false,
    failure: { kind: 'refused' },
  });
}, 60_000);

test('a server that is no Cloudflare API is told', async () => {
  const server = await startHttp((_, response) => response.end('<html>hello</html>'));
  const connection = await connectTo(server.origin);
  expect(await verifyCredential(connection, 'user-token', undefined)).toMatchObject({
    ok: false,
    failure: { happened: 'the response is not from the Cloudflare API' },
  });
});
