import { afterEach, describe, expect, test } from 'vitest';
import { type Credential, createSecret } from '../../src/api/credential.ts';
import { sentence } from '../../src/api/failures.ts';
import { type Client, type ClientOptions, createClient } from '../../src/http/client.ts';
import { readProxy } from '../../src/http/proxy.ts';
import { CERTIFICATE } from './certificate.ts';
import { closeProxies, startProxy } from './proxy-server.ts';
import { closedPort, closeServers, failureOf, get, startHttp, startHttps, textOf, watch } from './servers.ts';

const clients: Client[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await closeProxies();
  await closeServers();
});

function clientFor(baseUrl: string, options: Partial<ClientOptions>): Client {
  const client = createClient({ baseUrl, credential: undefined, userAgent: 'flarescope/test', retries: 0, ...options });
  clients.push(client);
  return client;
}

const ORIGIN = 'https://api.flarescope.test';
const PLAIN_ORIGIN = 'http://api.flarescope.test';
const token: Credential = { kind: 'token', token: createSecret('a-token-of-some-length') };

describe('a proxy of the environment', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])(
    'is used for https through a tunnel that hides the request (%s)',
    async (name) => {
      const server = await startHttps((_, response) => response.end('through'));
      const proxy = await startProxy(server.port);
      const client = clientFor(ORIGIN, { credential: token, ca: CERTIFICATE, env: { [name]: proxy.url } });
      expect(textOf(await client.send(get(`${ORIGIN}/zones?a=1`), watch()))).toBe('through');
      expect(proxy.lines).toEqual(['CONNECT api.flarescope.test:443']);
      expect(server.seen[0]).toMatchObject({
        url: '/zones?a=1',
        headers: { authorization: 'Bearer a-token-of-some-length' },
      });
    },
  );

  test('is used for plain http in absolute form', async () => {
    const server = await startHttp((_, response) => response.end('through'));
    const proxy = await startProxy(server.port);
    const client = clientFor(PLAIN_ORIGIN, { env: { HTTP_PROXY: proxy.url } });
    expect(textOf(await client.send(get(`${PLAIN_ORIGIN}/zones`), watch()))).toBe('through');
    expect(proxy.lines).toEqual(['GET http://api.flarescope.test/zones']);
  });

  test('gets its own user and password', async () => {
    const server = await startHttps((_, response) => response.end('through'));
    const proxy = await startProxy(server.port);
    const env = { HTTPS_PROXY: proxy.url.replace('http://', 'ann:p%40ss@') };
    await clientFor(ORIGIN, { ca: CERTIFICATE, env }).send(get(`${ORIGIN}/`), watch());
    const basic = Buffer.from('ann:p@ss').toString('base64');
    expect(proxy.lines).toEqual([`CONNECT api.flarescope.test:443 Basic ${basic}`]);
    expect(server.seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test.each(['NO_PROXY', 'no_proxy'])('is not used for a host that %s excepts', async (name) => {
    const server = await startHttps((_, response) => response.end());
    const proxy = await startProxy(server.port);
    const env = { HTTPS_PROXY: proxy.url, [name]: 'other.example, .flarescope.test' };
    const failure = await failureOf(clientFor(ORIGIN, { env }).send(get(`${ORIGIN}/`), watch()));
    expect(failure.kind).toBe('dns');
    expect(proxy.lines).toEqual([]);
  });

  test('is never used for this machine', async () => {
    const server = await startHttp((_, response) => response.end('direct'));
    const proxy = await startProxy(server.port);
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
    const response = await clientFor(server.origin, { env }).send(get(`${server.origin}/`), watch());
    expect(textOf(response)).toBe('direct');
    expect(proxy.lines).toEqual([]);
  });

  test('is read from the given environment only, never from that of the process', async () => {
    const proxy = await startProxy(await closedPort());
    const before = process.env.HTTPS_PROXY;
    process.env.HTTPS_PROXY = proxy.url;
    try {
      const failure = await failureOf(clientFor(ORIGIN, {}).send(get(`${ORIGIN}/`), watch()));
      expect(failure.kind).toBe('dns');
    } finally {
      if (before === undefined) delete process.env.HTTPS_PROXY;
      else process.env.HTTPS_PROXY = before;
    }
    expect(proxy.lines).toEqual([]);
  });
});

describe('a proxy that fails', () => {
  test.each([
    [ORIGIN, 'HTTPS_PROXY', 407],
    [ORIGIN, 'HTTPS_PROXY', 403],
    [PLAIN_ORIGIN, 'HTTP_PROXY', 407],
  ])('by refusing %s is named by its variable, not by its password', async (origin, variable, status) => {
    const proxy = await startProxy(1, status);
    const env = { [variable]: proxy.url.replace('//', '//ann:hush@') };
    const failure = await failureOf(clientFor(origin, { env }).send(get(`${origin}/`), watch()));
    expect(failure.kind).toBe('unusable');
    expect(sentence(failure)).toMatch(new RegExp(`proxy of ${variable} .*${status}`));
    expect(sentence(failure)).not.toContain('hush');
  });

  test.each([500, 502, 503])('by answering CONNECT with %i gave no response, which may come yet', async (status) => {
    const proxy = await startProxy(1, status);
    const client = clientFor(ORIGIN, { env: { HTTPS_PROXY: proxy.url }, retries: 1 });
    const failure = await failureOf(client.send(get(`${ORIGIN}/`), watch()));
    expect(failure.kind).toBe('network');
    expect(sentence(failure)).toMatch(new RegExp(`proxy of HTTPS_PROXY .*${status} \\(tried 2 times\\)`));
    expect(proxy.lines).toHaveLength(2);
  });

  test('by not running is named too', async () => {
    const env = { https_proxy: `http://ann:hush@127.0.0.1:${await closedPort()}` };
    const failure = await failureOf(clientFor(ORIGIN, { env }).send(get(`${ORIGIN}/`), watch()));
    expect(failure.kind).toBe('refused');
    expect(sentence(failure)).toContain('or the proxy of https_proxy refused');
    expect(sentence(failure)).not.toContain('hush');
  });

  test.each(['http://[', 'socks5://127.0.0.1:1080', 'ftp://ann:hush@proxy.example'])(
    'by its value %j is told',
    async (value) => {
      const failure = await failureOf(
        clientFor(ORIGIN, { env: { HTTPS_PROXY: value } }).send(get(`${ORIGIN}/`), watch()),
      );
      expect(failure.kind).toBe('unusable');
      expect(sentence(failure)).toContain('the proxy in HTTPS_PROXY cannot be used');
      expect(sentence(failure)).not.toContain('hush');
    },
  );
});

test.each([
  ['https:', {}, { type: 'direct' }],
  ['https:', { HTTP_PROXY: 'http://p:1' }, { type: 'direct' }],
  ['https:', { HTTPS_PROXY: '  ' }, { type: 'direct' }],
  ['https:', { HTTPS_PROXY: 'p:1' }, { type: 'proxy', variable: 'HTTPS_PROXY', url: 'http://p:1', noProxy: '' }],
  [
    'https:',
    { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:1', NO_PROXY: 'a', no_proxy: 'b' },
    { type: 'proxy', variable: 'https_proxy', url: 'http://lower:1', noProxy: 'b' },
  ],
  ['http:', { http_proxy: 'http://p:1' }, { type: 'proxy', variable: 'http_proxy', url: 'http://p:1', noProxy: '' }],
])('for %s the environment %j means %j', (protocol, env, reading) => {
  expect(readProxy(protocol, env)).toEqual(reading);
});
