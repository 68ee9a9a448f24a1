import { afterEach, describe, expect, test } from 'vitest';
import { sentence } from '../../../src/api/failures.ts';
import { type Client, type ClientOptions, createClient } from '../../../src/http/client.ts';
import { systemClock } from '../../../src/http/clock.ts';
import type { RecordEntry } from '../../../src/http/interceptors/report.ts';
import {
  closedPort,
  closeServers,
  failureOf,
  get,
  post,
  quickClock,
  startHttp,
  startRaw,
  textOf,
  watch,
} from '../servers.ts';

const clients: Client[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await closeServers();
});

function clientFor(baseUrl: string, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ baseUrl, credential: undefined, userAgent: 'flarescope/test', ...options });
  clients.push(client);
  return client;
}

describe('a safe request is sent again', () => {
  test.each([429, 502, 503, 504])('after status %i, with waits that grow and are announced', async (status) => {
    const server = await startHttp((_, response, count) => {
      response.writeHead(count < 4 ? status : 200);
      response.end(`answer ${count}`);
    });
    const clock = quickClock();
    const context = watch();
    const response = await clientFor(server.origin, { clock }).send(get(`${server.origin}/`), context);
    expect(textOf(response)).toBe('answer 4');
    expect(response.attempts).toBe(4);
    expect(clock.waits).toEqual([500, 1000, 2000]);
    expect(context.events.filter((event) => event.type === 'retrying')).toMatchObject([
      { attempt: 2, of: 4, waitMs: 500 },
      { attempt: 3, of: 4, waitMs: 1000 },
      { attempt: 4, of: 4, waitMs: 2000, because: expect.stringContaining(String(status)) },
    ]);
  });

  test('after a connection that closed before the answer', async () => {
    let connections = 0;
    const server = await startRaw((socket) => {
      const isFirst = ++connections === 1;
      socket.once('data', () => {
        if (isFirst) socket.resetAndDestroy();
        else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
    });
    const response = await clientFor(server.origin, { clock: quickClock() }).send(get(`${server.origin}/`), watch());
    expect([textOf(response), response.attempts]).toEqual(['ok', 2]);
  });

  test('after a refused connection, and the failure tells how often', async () => {
    const origin = `http://127.0.0.1:${await closedPort()}`;
    const clock = quickClock();
    const failure = await failureOf(clientFor(origin, { clock }).send(get(`${origin}/`), watch()));
    expect(failure.kind).toBe('refused');
    expect(sentence(failure)).toContain('(tried 4 times)');
    expect(clock.waits).toHaveLength(3);
  });

  test('after a response that broke off, and after one that did not come in time', async () => {
    const server = await startHttp((_, response, count) => {
      response.writeHead(200, { 'content-length': '4' });
      if (count === 1) response.write('ha', () => response.socket?.destroy());
      else if (count === 3) response.end('full');
      else response.write('ha');
    });
    const clock = quickClock();
    const context = watch();
    const client = clientFor(server.origin, { clock, timeouts: { bodyIdleMs: 80 } });
    const response = await client.send(get(`${server.origin}/`), context);
    expect([textOf(response), response.attempts]).toEqual(['full', 3]);
    expect(context.events.filter((event) => event.type === 'retrying')).toMatchObject([
      { because: expect.stringMatching(/after 2 of 4 bytes|closed/) },
      { because: expect.stringContaining('stopped sending') },
    ]);
  });

  test('but not after one that did not come in time where the sender asks for less itself', async () => {
    const server = await startHttp(() => undefined);
    const client = clientFor(server.origin, { clock: quickClock(), timeouts: { headersMs: 80 } });
    const sent = client.send(get(`${server.origin}/`), { ...watch(), asksForLess: true });
    await expect(sent).rejects.toMatchObject({ failure: { kind: 'timeout', phase: 'headers' } });
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date', { 'retry-after': 'Thu, 01 Jan 1970 00:00:30 GMT' }, 20_000],
    ['the reset of the rate limit', { ratelimit: '"default";r=0;t=12' }, 12_000],
    ['Retry-After before the rate limit', { 'retry-after': '3', ratelimit: '"default";r=0;t=12' }, 3000],
  ])('after the wait that the server asks for: %s', async (_, headers, waitMs) => {
    const server = await startHttp((__, response, count) => {
      response.writeHead(count === 1 ? 429 : 200, count === 1 ? headers : {});
      response.end();
    });
    const clock = quickClock(10_000);
    await clientFor(server.origin, { clock }).send(get(`${server.origin}/`), watch());
    expect(clock.waits).toEqual([waitMs]);
  });

  test('and the last answer stands when the attempts are used up', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(503);
      response.end('still down');
    });
    const response = await clientFor(server.origin, { retries: 2, clock: quickClock() }).send(
      get(`${server.origin}/`),
      watch(),
    );
    expect(response).toMatchObject({ status: 503, attempts: 3 });
    expect(server.seen).toHaveLength(3);
  });

  test('and record hears of it once', async () => {
    const server = await startHttp((_, response, count) => {
      response.writeHead(count === 1 ? 503 : 200);
      response.end();
    });
    const kept: RecordEntry[] = [];
    const client = clientFor(server.origin, { clock: quickClock(5), record: (entry) => void kept.push(entry) });
    await client.send(get(`${server.origin}/`), watch());
    expect(kept).toMatchObject([
      { startedAt: 5, outcome: { type: 'answered', response: { status: 200, attempts: 2 } } },
    ]);
  });
});

describe('a request is not sent again', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('with method %s, whatever happens', async (method) => {
    const busy = await startHttp((_, response) => {
      response.writeHead(503, { 'retry-after': '1' });
      response.end();
    });
    let connections = 0;
    const broken = await startRaw((socket) => {
      connections++;
      socket.once('data', () => socket.resetAndDestroy());
    });
    const clock = quickClock();
    const sent = clientFor(busy.origin, { clock }).send({ ...post(`${busy.origin}/`, 'x'), method }, watch());
    expect(await sent).toMatchObject({ status: 503, attempts: 1 });
    const lost = clientFor(broken.origin, { clock }).send({ ...post(`${broken.origin}/`, 'x'), method }, watch());
    const failure = await failureOf(lost);
    expect(failure.kind).toBe('network');
    if (method !== 'OPTIONS') expect(sentence(failure)).toContain('the change may have been made anyway');
    expect([busy.seen.length, connections, clock.waits.length]).toEqual([1, 1, 0]);
  });

  test.each([400, 401, 403, 404, 408, 409, 500, 501])('after status %i', async (status) => {
    const server = await startHttp((_, response) => {
      response.writeHead(status, { 'retry-after': '1' });
      response.end();
    });
    await clientFor(server.origin, { clock: quickClock() }).send(get(`${server.origin}/`), watch());
    expect(server.seen).toHaveLength(1);
  });

  test('after 429 with a wait of more than a minute: the answer stands', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(429, { 'retry-after': '61' });
      response.end();
    });
    const clock = quickClock();
    const response = await clientFor(server.origin, { clock }).send(get(`${server.origin}/`), watch());
    expect([response.status, clock.waits.length]).toEqual([429, 0]);
  });

  test('after a name that was not found', async () => {
    const clock = quickClock();
    const client = clientFor('https://no-such-host.invalid', { clock });
    expect((await failureOf(client.send(get('https://no-such-host.invalid/'), watch()))).kind).toBe('dns');
    expect(clock.waits).toEqual([]);
  });

  test('once it was cancelled in the wait, which ends at once', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(429, { 'retry-after': '59' });
      response.end();
    });
    const context = watch();
    const sent = clientFor(server.origin, { clock: systemClock }).send(get(`${server.origin}/`), {
      signal: context.signal,
      onEvent: (event) => event.type === 'retrying' && context.abort(),
    });
    expect((await failureOf(sent)).kind).toBe('cancelled');
    expect(server.seen).toHaveLength(1);
  });
});

test('what is left of the rate limit is reported', async () => {
  const server = await startHttp((_, response) => {
    response.setHeader('Ratelimit', '"default";r=1187;t=30');
    response.setHeader('Ratelimit-Policy', '"default";q=1200;w=300');
    response.end();
  });
  const context = watch();
  await clientFor(server.origin).send(get(`${server.origin}/`), context);
  expect(context.events).toContainEqual({
    type: 'rate-limit',
    limit: { remaining: 1187, resetSeconds: 30, quota: 1200, windowSeconds: 300 },
  });
});
