import { afterEach, describe, expect, test } from 'vitest';
import { type Client, type ClientOptions, createClient } from '../../src/http/client.ts';
import { CERTIFICATE } from './certificate.ts';
import { closeServers, get, startHttp, startHttp2, startHttps, watch } from './servers.ts';

const clients: Client[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await closeServers();
});

function clientFor(baseUrl: string, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ baseUrl, credential: undefined, userAgent: 'flarescope/test', retries: 0, ...options });
  clients.push(client);
  return client;
}

describe('the timing of an exchange', () => {
  test('has its parts, which come to no more than the whole', async () => {
    const server = await startHttps((_, response) => response.end('{"a":1}'));
    const origin = `https://127.0.0.1:${server.port}`;
    const { timing, durationMs } = await clientFor(origin, { ca: CERTIFICATE }).send(get(`${origin}/x`), watch());
    expect(timing?.connection?.dnsMs).toBeUndefined();
    expect(timing?.connection?.tcpMs).toBeGreaterThanOrEqual(0);
    expect(timing?.connection?.tlsMs).toBeGreaterThan(0);
    expect(timing?.firstByteMs).toBeGreaterThan(0);
    expect(timing?.downloadMs).toBeGreaterThan(0);
    const { connection, firstByteMs = 0, downloadMs = 0 } = timing ?? {};
    const sum =
      (connection?.dnsMs ?? 0) + (connection?.tcpMs ?? 0) + (connection?.tlsMs ?? 0) + firstByteMs + downloadMs;
    expect(sum).toBeLessThanOrEqual(durationMs + 1);
  });

  test('has no connection where one stood already, and no lookup for an address', async () => {
    const server = await startHttp((_, response) => response.end('{}'));
    const client = clientFor(server.origin);
    const first = await client.send(get(`${server.origin}/x`), watch());
    const later: unknown[] = [];
    for (let turn = 0; turn < 5; turn++) later.push((await client.send(get(`${server.origin}/x`), watch())).timing);
    expect(first.timing?.connection).toMatchObject({ dnsMs: undefined, tlsMs: undefined });
    // A pool may make a second one before it knows that the first is free.
    expect(later.at(-1)).toEqual({ firstByteMs: expect.any(Number), downloadMs: expect.any(Number) });
  });

  test('has the lookup of a name', async () => {
    const server = await startHttp((_, response) => response.end('{}'));
    const origin = `http://localhost:${server.port}`;
    const { timing } = await clientFor(origin).send(get(`${origin}/x`), watch());
    expect(timing?.connection?.dnsMs).toBeGreaterThanOrEqual(0);
  });

  test('leaves HTTP/2 as it was', async () => {
    const server = await startHttp2('{}');
    const origin = `https://127.0.0.1:${server.port}`;
    const answer = await clientFor(origin, { ca: CERTIFICATE }).send(get(`${origin}/x`), watch());
    expect(answer).toMatchObject({ status: 200, statusText: '' });
    expect(answer.timing?.connection?.tlsMs).toBeGreaterThan(0);
  });
});
