import { afterEach, describe, expect, test } from 'vitest';
import { sentence } from '../../../src/api/failures.ts';
import { type Client, createClient } from '../../../src/http/client.ts';
import type { RecordEntry } from '../../../src/http/interceptors/report.ts';
import { closeServers, failureOf, get, startHttp, watch } from '../servers.ts';

const clients: Client[] = [];
const kept: RecordEntry[] = [];

afterEach(async () => {
  kept.length = 0;
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await closeServers();
});

async function start(readOnlyProfile: string | undefined) {
  const server = await startHttp((_, response) => response.end('{}'));
  const client = createClient({
    baseUrl: server.origin,
    credential: undefined,
    userAgent: 'flarescope/test',
    readOnlyProfile,
    record: (entry) => void kept.push(entry),
  });
  clients.push(client);
  return { server, client };
}

describe('a read-only profile', () => {
  test.each(['GET', 'HEAD', 'OPTIONS'])('sends %s', async (method) => {
    const { server, client } = await start('prod');
    await client.send({ ...get(`${server.origin}/`), method }, watch());
    expect(server.seen).toHaveLength(1);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE', 'TRACE', 'get', 'Post', 'QUERY'])(
    'refuses %s before it is sent, and says why',
    async (method) => {
      const { server, client } = await start('prod');
      const failure = await failureOf(client.send({ ...get(`${server.origin}/zones`), method }, watch()));
      expect(sentence(failure)).toBe(
        `${method} ${server.origin}/zones: the profile prod is read-only, so ${method} was not sent. ` +
          'Send what only reads, or use a profile that is not read-only.',
      );
      expect(server.seen).toEqual([]);
      expect(kept.map((entry) => entry.outcome.type)).toEqual(['failed']);
    },
  );

  test.each([
    ['/accounts/A/d1/database/D/query', '{"sql":"select * from users where name = \'drop\'"}'],
    ['/graphql', '{"query":"{ viewer { zones { zoneTag } } }"}'],
    ['/accounts/A/workers/scripts/S/tails', undefined],
  ])('sends a POST to %s that only reads', async (path, body) => {
    const { server, client } = await start('prod');
    const bytes = body === undefined ? undefined : new TextEncoder().encode(body);
    await client.send({ ...get(`${server.origin}${path}`), method: 'POST', body: bytes }, watch());
    expect(server.seen).toHaveLength(1);
  });

  test('refuses SQL that writes, wherever it stands', async () => {
    const { server, client } = await start('prod');
    const body = new TextEncoder().encode('{"sql":"select 1; drop table users"}');
    const request = { ...get(`${server.origin}/accounts/A/d1/database/D/query`), method: 'POST', body };
    await failureOf(client.send(request, watch()));
    expect(server.seen).toEqual([]);
  });

  test.each(['X-HTTP-Method-Override', 'x-http-method', 'X-Method-Override'])(
    'refuses a GET that asks with %s to be taken for something else',
    async (name) => {
      const { server, client } = await start('prod');
      const failure = await failureOf(client.send(get(`${server.origin}/`, [[name, 'DELETE']]), watch()));
      expect(failure.happened).toContain('is read-only');
      expect(server.seen).toEqual([]);
    },
  );
});

test('any other profile sends everything', async () => {
  const { server, client } = await start(undefined);
  await client.send({ ...get(`${server.origin}/`, [['X-HTTP-Method-Override', 'PUT']]), method: 'DELETE' }, watch());
  expect(server.seen).toHaveLength(1);
});
