import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { type Credential, createSecret } from '../../../src/api/credential.ts';
import { sentence } from '../../../src/api/failures.ts';
import { type Client, type ClientOptions, createClient } from '../../../src/http/client.ts';
import type { RecordEntry } from '../../../src/http/interceptors/report.ts';
import { CERTIFICATE } from '../certificate.ts';
import { closeServers, failureOf, get, quickClock, startHttp, startHttps, startScripted, watch } from '../servers.ts';

const SECRET = 'cfut_0123456789abcdefghijklmnopqrstuvwxyz1234';
const token: Credential = { kind: 'token', token: createSecret(SECRET) };
const key: Credential = { kind: 'key', email: 'ann@example.com', key: createSecret(SECRET) };
const clients: Client[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await closeServers();
});

function clientFor(baseUrl: string, credential: Credential | undefined, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ baseUrl, credential, userAgent: 'flarescope/test', retries: 0, ...options });
  clients.push(client);
  return client;
}

describe('the credential', () => {
  test('of kind token travels as a bearer token, and as nothing else', async () => {
    const server = await startHttp((_, response) => response.end());
    await clientFor(server.origin, token).send(get(`${server.origin}/`), watch());
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(Object.keys(server.seen[0]?.headers ?? {}).filter((name) => name.startsWith('x-auth'))).toEqual([]);
  });

  test('of kind key travels as email and key, and as nothing else', async () => {
    const server = await startHttp((_, response) => response.end());
    await clientFor(server.origin, key).send(get(`${server.origin}/`), watch());
    expect(server.seen[0]?.headers).toMatchObject({ 'x-auth-email': 'ann@example.com', 'x-auth-key': SECRET });
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
  });

  test('stays at home where the person typed another one', async () => {
    const server = await startHttp((_, response) => response.end());
    const client = clientFor(server.origin, token);
    await client.send(get(`${server.origin}/`, [['authorization', 'Bearer mine']]), watch());
    await client.send(get(`${server.origin}/`, [['X-Auth-Key', 'mine']]), watch());
    expect(server.seen[0]?.headers.authorization).toBe('Bearer mine');
    expect(server.seen[1]?.headers).not.toHaveProperty('authorization');
  });

  test('of fewer than 16 characters goes to this machine only: it could not be kept out of what is written down', async () => {
    const short: Credential = { kind: 'token', token: createSecret('fifteen-letters') };
    const server = await startHttp((_, response) => response.end());
    await clientFor(server.origin, short).send(get(`${server.origin}/`), watch());
    expect(server.seen.length).toBe(1);
    const elsewhere = clientFor('https://api.flarescope.test', short, { env: { HTTPS_PROXY: server.origin } });
    const failure = await failureOf(elsewhere.send(get('https://api.flarescope.test/zones'), watch()));
    expect(sentence(failure)).toContain('shorter than 16 characters');
    expect(server.seen.length).toBe(1);
  });

  test('travels over HTTPS', async () => {
    const server = await startHttps((_, response) => response.end());
    await clientFor(server.origin, token, { ca: CERTIFICATE }).send(get(`${server.origin}/`), watch());
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
  });

  test.each([
    ['another port', (origin: string) => origin.replace(/\d+$/, (port) => String(Number(port) ^ 1))],
    ['another host', () => 'https://example.invalid'],
    ['another protocol', (origin: string) => origin.replace('http:', 'https:')],
    ['user info in front', (origin: string) => origin.replace('http://', 'http://user:pass@')],
  ])('does not go to another origin: %s', async (_, elsewhere) => {
    const server = await startHttp((__, response) => response.end());
    for (const credential of [token, undefined]) {
      const client = clientFor(server.origin, credential);
      const failure = await failureOf(client.send(get(`${elsewhere(server.origin)}/zones`), watch()));
      expect(failure.kind).toBe('unusable');
      expect(sentence(failure)).toContain(`sends requests only to ${server.origin}`);
    }
    expect(server.seen).toEqual([]);
  });

  test.each([
    ['that of the profile', token, []],
    ['one that the person typed', undefined, [['Authorization', 'Bearer x']]],
    ['a cookie', undefined, [['Cookie', 'session=x']]],
  ] as const)('does not go over plain http to another machine: %s', async (_, credential, headers) => {
    // The proxy would see it; that nothing arrives there proves that nothing was sent.
    const proxy = await startHttp((__, response) => response.end());
    const origin = 'http://api.flarescope.test';
    const client = clientFor(origin, credential, { env: { HTTP_PROXY: proxy.origin } });
    const failure = await failureOf(client.send(get(`${origin}/`, headers), watch()));
    expect(failure.kind).toBe('unusable');
    expect(sentence(failure)).toContain('plain http would expose the credential');
    expect(proxy.seen).toEqual([]);
  });

  test.each(['', 'two\nlines', 'with spaces in it', 'ünïcode'])(
    'that no field can carry is refused: %j',
    async (text) => {
      const server = await startHttp((_, response) => response.end());
      const client = clientFor(server.origin, { kind: 'key', email: 'ann@example.com', key: createSecret(text) });
      const failure = await failureOf(client.send(get(`${server.origin}/`), watch()));
      expect(failure.kind).toBe('unusable');
      if (text !== '') expect(sentence(failure)).not.toContain(text);
      expect(server.seen).toEqual([]);
    },
  );
});

describe('the credential stays out of what is kept', () => {
  test('record sees neither the credential nor what the person typed into secret fields', async () => {
    const server = await startHttp((_, response) => {
      response.setHeader('Set-Cookie', 'session=from-the-server');
      response.end('{}');
    });
    const kept: RecordEntry[] = [];
    const record = (entry: RecordEntry): void => void kept.push(entry);
    for (const credential of [token, key]) {
      const client = clientFor(server.origin, credential, { record });
      await client.send(get(`${server.origin}/`, [['X-My-Token', 'typed-secret']]), watch());
    }
    expect(server.seen[0]?.headers['x-my-token']).toBe('typed-secret');
    expect(kept).toHaveLength(2);
    const text = inspect(kept, { depth: 20, showHidden: true }) + JSON.stringify(kept);
    for (const hidden of [SECRET, 'typed-secret', 'from-the-server']) expect(text).not.toContain(hidden);
  });

  test('no failure, however it is printed, holds it', async () => {
    const server = await startScripted('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello');
    const kept: RecordEntry[] = [];
    const client = clientFor(server.origin, token, { record: (entry) => void kept.push(entry), clock: quickClock() });
    const thrown = await client.send(get(`${server.origin}/?signature=hush`), watch()).catch((error: unknown) => error);
    expect(inspect(thrown, { depth: 20, showHidden: true })).not.toMatch(new RegExp(`${SECRET}|hush`));
    expect(kept[0]?.outcome).toMatchObject({ type: 'failed', failure: { kind: 'truncated' } });
    expect(inspect(clients, { depth: 20, showHidden: true })).not.toContain(SECRET);
  });
});
