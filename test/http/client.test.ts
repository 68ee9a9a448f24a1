// What the client tells of an exchange while it runs and afterwards: its parts in time, and its body as it comes.

import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { LARGE_BODY } from '../../src/http/decode-body.ts';
import type { BodyHead, BodySink, SendContext } from '../../src/http/send.ts';
import { CERTIFICATE } from './certificate.ts';
import { clientFor, closeClients } from './clients.ts';
import { failureOf, get, startHttp, startHttp2, startHttps, textOf, watch } from './servers.ts';

afterEach(closeClients);

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
    await clientFor(server.origin, { maxBodyBytes: 2 * LARGE_BODY }).send(get(`${server.origin}/x`), context);
    expect(context.text()).toBe(large);
    const failure = await failureOf(
      clientFor(server.origin, { maxBodyBytes: 2 * LARGE_BODY }).send(get(`${server.origin}/x`), watch()),
    );
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
