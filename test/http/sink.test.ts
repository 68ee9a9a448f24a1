// Large bodies that are handed on while they come.

import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { BodyHead, BodySink, SendContext } from '../../src/api/messages.ts';
import { createClient } from '../../src/http/client.ts';
import { LARGE_BODY } from '../../src/http/decode-body.ts';
import { closeServers, failureOf, get, startHttp, textOf, watch } from './servers.ts';

const clients: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await closeServers();
});

function clientFor(baseUrl: string, maxBodyBytes?: number) {
  const options = maxBodyBytes === undefined ? {} : { maxBodyBytes };
  const client = createClient({ baseUrl, credential: undefined, userAgent: 'flarescope/test', retries: 0, ...options });
  clients.push(client);
  return client;
}

interface Kept extends SendContext {
  readonly heads: readonly BodyHead[];
  readonly text: () => string;
  readonly ended: () => number;
}

/** A context whose sink keeps what it gets, up to `room` bytes. */
function keeping(room = Number.POSITIVE_INFINITY, wait?: () => Promise<void>): Kept {
  const heads: BodyHead[] = [];
  const chunks: Buffer[] = [];
  let size = 0;
  let ended = 0;
  const write = (chunk: Uint8Array): boolean => {
    size += chunk.length;
    if (size > room) return false;
    chunks.push(Buffer.from(chunk));
    return true;
  };
  const openSink = (head: BodyHead): BodySink => {
    heads.push(head);
    return {
      write: wait ? (chunk) => wait().then(() => write(chunk)) : write,
      end: () => {
        ended += 1;
      },
      bytes: () => Buffer.concat(chunks),
    };
  };
  return { ...watch(), openSink, heads, text: () => Buffer.concat(chunks).toString(), ended: () => ended };
}

const large = `{"text":"${'é-0123456789 '.repeat(200_000)}"}`;

describe('a large body', () => {
  test('goes to the sink in order, from its first byte on, and ends once', async () => {
    const server = await startHttp((_, response) => response.end(large));
    const context = keeping();
    const response = await clientFor(server.origin).send(get(`${server.origin}/x`), context);
    expect(context.text()).toBe(large);
    expect(textOf(response)).toBe(large);
    expect(context.ended()).toBe(1);
    expect(context.heads).toMatchObject([{ status: 200, total: Buffer.byteLength(large) }]);
  });

  test('is decoded first, and then nobody knows its size', async () => {
    const server = await startHttp((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(large));
    });
    const context = keeping();
    await clientFor(server.origin).send(get(`${server.origin}/x`), context);
    expect(context.text()).toBe(large);
    expect(context.heads[0]?.total).toBeUndefined();
  });

  test('may be larger than what is collected at most', async () => {
    const server = await startHttp((_, response) => response.end(large));
    const context = keeping();
    await clientFor(server.origin, 2 * LARGE_BODY).send(get(`${server.origin}/x`), context);
    expect(context.text()).toBe(large);
    const failure = await failureOf(clientFor(server.origin, 2 * LARGE_BODY).send(get(`${server.origin}/x`), watch()));
    expect(failure).toMatchObject({ kind: 'too-large' });
  });

  test('that the sink has no room for is a failure that says how to save it', async () => {
    const server = await startHttp((_, response) => response.end(large));
    const context = keeping(LARGE_BODY + 200_000);
    const failure = await failureOf(clientFor(server.origin).send(get(`${server.origin}/x`), context));
    expect(failure).toMatchObject({ kind: 'too-large', next: expect.stringContaining('flarescope api') });
    expect(context.ended()).toBe(0);
  });

  test('waits for a sink that takes its time', async () => {
    const server = await startHttp((_, response) => response.end(large));
    const context = keeping(Number.POSITIVE_INFINITY, () => new Promise((resolve) => setImmediate(resolve)));
    await clientFor(server.origin).send(get(`${server.origin}/x`), context);
    expect(context.text()).toBe(large);
  });
});

test.each([
  ['a small body', 200, 'x'.repeat(LARGE_BODY)],
  ['an error, however large', 400, large],
])('%s is collected', async (_, status, text) => {
  const server = await startHttp((__, response) => {
    response.statusCode = status;
    response.end(text);
  });
  const context = keeping();
  const response = await clientFor(server.origin).send(get(`${server.origin}/x`), context);
  expect(textOf(response)).toBe(text);
  expect(context.heads).toEqual([]);
});
