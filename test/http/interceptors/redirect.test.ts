import { afterEach, describe, expect, test } from 'vitest';
import { createSecret } from '../../../src/api/credential.ts';
import { sentence } from '../../../src/api/failures.ts';
import { type Client, createClient } from '../../../src/http/client.ts';
import { closeServers, failureOf, get, post, startHttp, textOf, watch } from '../servers.ts';

const clients: Client[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await closeServers();
});

function clientFor(baseUrl: string): Client {
  const credential = { kind: 'token', token: createSecret('a-token-of-some-length') } as const;
  const client = createClient({ baseUrl, credential, userAgent: 'flarescope/test', retries: 0 });
  clients.push(client);
  return client;
}

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('%i within the origin is followed with the credential', async (status) => {
    const server = await startHttp((request, response) => {
      if (request.url === '/end') return response.end('there');
      response.writeHead(status, { location: request.url === '/start' ? 'middle?a=1' : '/end' });
      response.end('on the way');
    });
    const response = await clientFor(server.origin).send(get(`${server.origin}/start`), watch());
    expect(textOf(response)).toBe('there');
    expect(response.url).toBe(`${server.origin}/end`);
    expect(response.redirects).toEqual([
      { status, url: `${server.origin}/middle?a=1` },
      { status, url: `${server.origin}/end` },
    ]);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(
      Array.from({ length: 3 }, () => 'Bearer a-token-of-some-length'),
    );
  });

  test('to another origin is refused, named without its query, and nothing is sent there', async () => {
    const elsewhere = await startHttp((_, response) => response.end());
    const server = await startHttp((_, response) => {
      response.writeHead(302, { location: `${elsewhere.origin}/steal?signature=hush` });
      response.end();
    });
    const failure = await failureOf(clientFor(server.origin).send(get(`${server.origin}/`), watch()));
    expect(failure).toMatchObject({ kind: 'redirect', status: 302, target: `${elsewhere.origin}/steal` });
    expect(sentence(failure)).toContain(`${elsewhere.origin}/steal`);
    expect(sentence(failure)).not.toContain('hush');
    expect(elsewhere.seen).toEqual([]);
  });

  test.each([
    '/',
    '/outside',
    '../../outside',
    '/client/v40',
    '/client/v4/../outside',
    '/client/v4/%2e%2e/outside',
    '/client/v4/..%2foutside',
    '/client/v4/%2e%2e%5Coutside',
  ])('to %s, which is outside of the base path, is followed without any credential', async (location) => {
    const server = await startHttp((request, response) => {
      if (request.url !== '/client/v4/start') return response.end('there');
      response.writeHead(302, { location }).end();
    });
    const typed = [
      ['Authorization', 'Bearer typed-by-hand-0123'],
      ['X-Auth-Email', 'ann@example.com'],
      ['X-A', 'b'],
    ] as const;
    for (const headers of [[], typed]) {
      const before = server.seen.length;
      const request = get(`${server.origin}/client/v4/start`, headers);
      const response = await clientFor(`${server.origin}/client/v4`).send(request, watch());
      expect(textOf(response)).toBe('there');
      const [first, second, ...more] = server.seen.slice(before);
      expect(first?.headers.authorization).toMatch(/^Bearer /);
      expect(more).toEqual([]);
      expect(Object.keys(second?.headers ?? {}).filter((name) => /auth/.test(name))).toEqual([]);
      expect(second?.headers['x-a']).toBe(headers.length === 0 ? undefined : 'b');
    }
  });

  test.each(['/client/v4', '/client/v4/', '/client/v4/zones', 'zones/a%2fb'])(
    'to %s, below it, is followed with it',
    async (location) => {
      const server = await startHttp((request, response) => {
        if (request.url !== '/client/v4/start') return response.end('there');
        response.writeHead(302, { location }).end();
      });
      await clientFor(`${server.origin}/client/v4/`).send(get(`${server.origin}/client/v4/start`), watch());
      expect(server.seen[1]?.headers.authorization).toBe('Bearer a-token-of-some-length');
    },
  );

  test.each(['http://', 'https://[broken', '//'])('to %j, which is no URL, is refused', async (location) => {
    const server = await startHttp((_, response) => {
      response.writeHead(302, { location });
      response.end();
    });
    expect((await failureOf(clientFor(server.origin).send(get(`${server.origin}/`), watch()))).kind).toBe('redirect');
    expect(server.seen).toHaveLength(1);
  });

  test('that leads in a circle ends after five', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(302, { location: '/again' });
      response.end();
    });
    const failure = await failureOf(clientFor(server.origin).send(get(`${server.origin}/`), watch()));
    expect(sentence(failure)).toContain('after 5 redirects');
    expect(server.seen).toHaveLength(6);
  });

  test('of a POST is handed back as it is', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(307, { location: '/elsewhere' });
      response.end();
    });
    const response = await clientFor(server.origin).send(post(`${server.origin}/`, 'x'), watch());
    expect(response.status).toBe(307);
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    [301, {}],
    [304, { location: '/elsewhere' }],
    [201, { location: '/elsewhere' }],
  ])('is none with status %i and %j', async (status, headers) => {
    const server = await startHttp((_, response) => {
      response.writeHead(status, headers);
      response.end();
    });
    const response = await clientFor(server.origin).send(get(`${server.origin}/`), watch());
    expect(response.status).toBe(status);
    expect(response).not.toHaveProperty('redirects');
  });
});
