import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type net from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { sentence } from '../../src/api/failures.ts';
import { headerValue } from '../../src/api/messages.ts';
import type { Client } from '../../src/http/client.ts';
import { CERTIFICATE } from './certificate.ts';
import { clientFor, closeClients } from './clients.ts';
import {
  closedPort,
  failureOf,
  get,
  post,
  startHttp,
  startHttp2,
  startHttps,
  startRaw,
  startScripted,
  textOf,
  watch,
} from './servers.ts';

afterEach(closeClients);

describe('a response that drips', () => {
  /** Sends a byte every 20 ms until the connection is closed. */
  async function startDripping(type = 'application/json'): Promise<string> {
    const { origin } = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': type }).flushHeaders();
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    return origin;
  }

  test('is ended when it is not whole in time, though it never stands still', async () => {
    const origin = await startDripping();
    const client = clientFor(origin, { timeouts: { bodyIdleMs: 10_000, totalMs: 200 } });
    const failure = await failureOf(client.send(get(`${origin}/`), watch()));
    expect(failure).toMatchObject({ kind: 'timeout', phase: 'body' });
    expect(failure.happened).toMatch(
      /^the response of 127\.0\.0\.1:\d+ was not complete within 200 ms: \d+ bytes arrived$/,
    );
  });

  test('goes to whoever takes it as it comes, once it stands still for a moment', async () => {
    let finish: (() => void) | undefined;
    const { origin } = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      finish = () => response.end('data: 2\n\n');
    });
    const taken: string[] = [];
    const client = clientFor(origin, { timeouts: { bodyIdleMs: 60 } });
    const response = await client.send(get(`${origin}/`), {
      ...watch(),
      sinkAfterMs: 30,
      openSink: () => ({
        write: (chunk) => {
          taken.push(Buffer.from(chunk).toString());
          // Longer than a body of another kind may stand still.
          if (taken.length === 1) setTimeout(() => finish?.(), 200);
          return true;
        },
        end: () => void taken.push('end'),
        bytes: () => new Uint8Array(0),
      }),
    });
    expect(response.status).toBe(200);
    expect(taken).toEqual(['data: 1\n\n', 'data: 2\n\n', 'end']);
  });
});

describe('a request on the wire', () => {
  test('carries method, path, query, fields and body as given, and names the program', async () => {
    const server = await startHttp((_, response) => response.end('{}'));
    await clientFor(server.origin).send(
      post(`${server.origin}/zones?name=a%20b&x=1#fragment`, '{"a":1}', [
        ['Content-Type', 'application/json'],
        ['X-Twice', 'one'],
        ['x-twice', 'two'],
      ]),
      watch(),
    );
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      url: '/zones?name=a%20b&x=1',
      body: '{"a":1}',
      headers: {
        'user-agent': 'flarescope/test',
        'accept-encoding': 'gzip, deflate, br, zstd',
        'content-length': '7',
        'x-twice': 'one, two',
      },
    });
  });

  test('keeps the user agent and the accepted codings that the person chose', async () => {
    const server = await startHttp((_, response) => response.end('{}'));
    const headers = [
      ['user-agent', 'mine'],
      ['accept-encoding', 'identity'],
    ] as const;
    await clientFor(server.origin).send(get(`${server.origin}/`, headers), watch());
    expect(server.seen[0]?.headers).toMatchObject({ 'user-agent': 'mine', 'accept-encoding': 'identity' });
  });

  test('uses connections again', async () => {
    const ports: (number | undefined)[] = [];
    const server = await startHttp((request, response) => {
      ports.push(request.socket.remotePort);
      response.end('{}');
    });
    const client = clientFor(server.origin);
    for (let n = 0; n < 8; n++) await client.send(get(`${server.origin}/${n}`), watch());
    // A second one, because a connection is free again only a moment after its answer is complete.
    expect(new Set(ports).size).toBeLessThanOrEqual(2);
  });

  test('works over HTTPS with a given certificate authority, and over HTTP/2', async () => {
    const one = await startHttps((_, response) => response.end('one'));
    const two = await startHttp2('two');
    const [over, overTwo] = [watch(), watch()];
    const first = await clientFor(one.origin, { ca: CERTIFICATE }).send(get(`${one.origin}/`), over);
    const second = await clientFor(two.origin, { ca: CERTIFICATE }).send(get(`${two.origin}/v2?a=1`), overTwo);
    expect([textOf(first), textOf(second)]).toEqual(['one', 'two']);
    expect(over.events).toContainEqual({ type: 'headers', status: 200 });
    expect(overTwo.events).toContainEqual({ type: 'headers', status: 200, isShared: true });
    expect(two.seen[0]?.url).toBe('/v2?a=1');
    expect(headerValue(second.headers, 'x-twice')).toBe('a, b');
  });
});

describe('an answer', () => {
  test('comes with status, reason phrase, repeated fields, size and events', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(404, 'No Such Thing', [
        ['X-Case', 'Kept'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Content-Length', '5'],
      ]);
      response.end('hello');
    });
    const context = watch();
    const response = await clientFor(server.origin).send(get(`${server.origin}/x`), context);
    expect(response).toMatchObject({ status: 404, statusText: 'No Such Thing', encodedBytes: 5, attempts: 1 });
    expect(response.url).toBe(`${server.origin}/x`);
    expect(textOf(response)).toBe('hello');
    expect(response.headers.filter(([name]) => name === 'Set-Cookie').map(([, value]) => value)).toEqual([
      'a=1',
      'b=2',
    ]);
    expect(headerValue(response.headers, 'x-case')).toBe('Kept');
    expect(context.events).toEqual([
      { type: 'headers', status: 404 },
      { type: 'progress', received: 5, total: 5 },
      { type: 'received' },
    ]);
  });

  test('owns its whole buffer, so that it can be moved to a worker', async () => {
    const server = await startHttp((_, response) => response.end('tiny'));
    const { body } = await clientFor(server.origin).send(get(`${server.origin}/`), watch());
    expect(body.buffer.byteLength).toBe(4);
    expect(structuredClone(body, { transfer: [body.buffer as ArrayBuffer] }).byteLength).toBe(4);
  });

  const text = JSON.stringify({ success: true, result: Array.from({ length: 5000 }, (_, id) => ({ id })) });
  const coded: readonly [coding: string, bytes: Buffer][] = [
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['GZIP', Buffer.concat([gzipSync(text.slice(0, 100)), gzipSync(text.slice(100))])],
  ];
  test.each(coded)('coded with %s is decoded', async (coding, bytes) => {
    const server = await startHttp((_, response) => {
      response.setHeader('Content-Encoding', coding);
      response.end(bytes);
    });
    const response = await clientFor(server.origin).send(get(`${server.origin}/`), watch());
    expect(textOf(response)).toBe(text);
    expect(response.encodedBytes).toBe(bytes.length);
  });

  test.each(coded)('coded with %s is decoded where it comes in pieces', async (coding, bytes) => {
    let goOn: (() => void) | undefined;
    const server = await startHttp((_, response) => {
      response.setHeader('Content-Encoding', coding);
      response.write(bytes.subarray(0, 7));
      goOn = () => response.end(bytes.subarray(7));
    });
    const context = watch();
    const response = await clientFor(server.origin).send(get(`${server.origin}/`), {
      ...context,
      onEvent: (event) => {
        context.onEvent(event);
        if (event.type === 'progress' && event.received === 7) goOn?.();
      },
    });
    expect(textOf(response)).toBe(text);
    expect(context.events.at(-1)).toEqual({ type: 'received' });
  });

  test.each([
    ['HEAD', 200],
    ['GET', 304],
    ['GET', 204],
    ['GET', 200],
  ])('to %s with status %i and no content may name any coding', async (method, status) => {
    const server = await startHttp((_, response) => {
      response.writeHead(status, { 'content-encoding': status === 200 && method === 'GET' ? 'gzip' : 'odd' });
      response.end();
    });
    const response = await clientFor(server.origin).send({ ...get(`${server.origin}/`), method }, watch());
    expect(response).toMatchObject({ status, encodedBytes: 0 });
    expect(response.body.byteLength).toBe(0);
  });

  test('of many megabytes arrives whole', async () => {
    const piece = Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 31) % 251));
    const server = await startHttp((_, response) => {
      for (let at = 0; at < 320; at++) response.write(piece);
      response.end();
    });
    const response = await clientFor(server.origin).send(get(`${server.origin}/`), watch());
    const wanted = createHash('sha256');
    for (let at = 0; at < 320; at++) wanted.update(piece);
    expect(createHash('sha256').update(response.body).digest('hex')).toBe(wanted.digest('hex'));
  });

  test('with bytes after its announced length ends at that length (RFC 9112 §6.3)', async () => {
    const server = await startScripted('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello and more');
    const response = await clientFor(server.origin).send(get(`${server.origin}/`), watch());
    expect(textOf(response)).toBe('hello');
  });
});

const head = (fields: string): string => `HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`;
const withBody = (fields: string, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(head(`${fields}\r\ncontent-length: ${body.length}`)), body]);
const gzipped = gzipSync('x'.repeat(5000) + Math.PI);

describe('a broken answer fails with its own kind', () => {
  test.each([
    ['truncated', 'fewer bytes than announced', `${head('content-length: 50')}hello`, /broke off after 5 of 50 bytes/],
    [
      'truncated',
      'fewer bytes than announced, on a connection to be closed',
      `${head('content-length: 50\r\nconnection: close')}hello`,
      /broke off after 5 of 50 bytes/,
    ],
    [
      'truncated',
      'chunks without an end',
      `${head('transfer-encoding: chunked')}5\r\nhello\r\n`,
      /broke off after 5 bytes/,
    ],
    ['protocol', 'a chunk without a size', `${head('transfer-encoding: chunked')}zz\r\nhello`, /is not HTTP/],
    ['network', 'nothing at all', '', /closed the connection before it responded/],
    ['protocol', 'another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', /is not HTTP/],
    ['protocol', 'two lengths', `${head('content-length: 5\r\ncontent-length: 6')}hello`, /is not HTTP/],
    [
      'headers-too-large',
      'a header field of a megabyte',
      head(`x-big: ${'a'.repeat(1_000_000)}`),
      /more header fields/,
    ],
    [
      'encoding',
      'gzip that is none',
      withBody('content-encoding: gzip', Buffer.from('no gzip')),
      /incorrect header check/,
    ],
    ['encoding', 'gzip cut short', withBody('content-encoding: gzip', gzipped.subarray(0, 30)), /unexpected end/],
    ['encoding', 'br cut short', withBody('content-encoding: br', brotliCompressSync(gzipped).subarray(0, 30)), /br/],
    [
      'encoding',
      'deflate cut short',
      withBody('content-encoding: deflate', deflateSync(gzipped).subarray(0, 30)),
      /deflate/,
    ],
    [
      'encoding',
      'zstd cut short',
      withBody('content-encoding: zstd', zstdCompressSync(gzipped).subarray(0, 30)),
      /zstd/,
    ],
    ['encoding', 'zstd that is none', withBody('content-encoding: zstd', Buffer.from('no zstd')), /zstd/],
    [
      'encoding',
      'an unknown coding',
      withBody('content-encoding: compress', Buffer.from('x')),
      /encoding is not supported/,
    ],
    [
      'encoding',
      'more codings than any server needs',
      withBody('content-encoding: gzip, gzip, gzip, gzip', gzipped),
      /encoding is not supported/,
    ],
    [
      'truncated',
      'gzip whose connection breaks off',
      Buffer.concat([Buffer.from(head('content-encoding: gzip\r\ncontent-length: 9999')), gzipped.subarray(0, 20)]),
      /after 20 of 9999 bytes/,
    ],
  ])('%s: %s', async (kind, _, bytes, told) => {
    const server = await startScripted(bytes);
    const failure = await failureOf(clientFor(server.origin).send(get(`${server.origin}/zones?a=b`), watch()));
    expect(failure.kind).toBe(kind);
    expect(failure.tried).toBe(`GET ${server.origin}/zones`);
    expect(sentence(failure)).toMatch(told);
    expect(sentence(failure)).not.toMatch(/\n|undefined|\.\./);
  });

  test('too-large: a small body that grows beyond the cap when decoded, and the connection is closed', async () => {
    const closed: Promise<unknown>[] = [];
    const server = await startHttp((request, response) => {
      closed.push(once(request.socket, 'close'));
      response.setHeader('Content-Encoding', 'gzip');
      // Never ended: only the client can close this connection.
      response.write(gzipSync(Buffer.alloc(20_000_000)));
    });
    const failure = await failureOf(
      clientFor(server.origin, { maxBodyBytes: 1024 * 1024 }).send(get(`${server.origin}/`), watch()),
    );
    expect(failure).toMatchObject({ kind: 'too-large', limitBytes: 1024 * 1024 });
    expect(sentence(failure)).toContain('larger than the limit of 1 MiB');
    await Promise.all(closed);
  });

  test('too-large: the same in one small piece that is whole', async () => {
    const server = await startHttp((_, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(gzipSync(Buffer.alloc(20_000_000)));
    });
    const client = clientFor(server.origin, { maxBodyBytes: 1024 * 1024 });
    expect(await failureOf(client.send(get(`${server.origin}/`), watch()))).toMatchObject({ kind: 'too-large' });
    const whole = await clientFor(server.origin).send(get(`${server.origin}/`), watch());
    expect(whole.body.byteLength).toBe(20_000_000);
  });

  test('encoding: a small body that is cut short', async () => {
    const server = await startHttp((_, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(gzipSync('some text that is coded').subarray(0, 30));
    });
    expect((await failureOf(clientFor(server.origin).send(get(`${server.origin}/`), watch()))).kind).toBe('encoding');
  });

  test('encoding: a body that cannot be decoded, and the connection is closed', async () => {
    const closed: Promise<unknown>[] = [];
    const server = await startHttp((request, response) => {
      closed.push(once(request.socket, 'close'));
      response.setHeader('Content-Encoding', 'gzip');
      response.write('no gzip, and no end');
    });
    const failure = await failureOf(clientFor(server.origin).send(get(`${server.origin}/`), watch()));
    expect(failure.kind).toBe('encoding');
    await Promise.all(closed);
  });

  test('too-large: an announced length beyond the cap is not read', async () => {
    const server = await startRaw((socket) => {
      socket.once('data', () => socket.write(head('content-length: 9000000000')));
    });
    const client = clientFor(server.origin, { maxBodyBytes: 1000 });
    expect((await failureOf(client.send(get(`${server.origin}/`), watch()))).kind).toBe('too-large');
  });

  test('a body of exactly the cap is kept', async () => {
    const server = await startHttp((_, response) => response.end('12345'));
    const client = clientFor(server.origin, { maxBodyBytes: 5 });
    expect(textOf(await client.send(get(`${server.origin}/`), watch()))).toBe('12345');
  });
});

describe('a connection that cannot be made fails with its own kind', () => {
  test('refused: a port where nothing listens', async () => {
    const origin = `http://127.0.0.1:${await closedPort()}`;
    const failure = await failureOf(clientFor(origin).send(get(`${origin}/`), watch()));
    expect(failure.kind).toBe('refused');
    expect(sentence(failure)).toContain('nothing is listening on that port');
  });

  test('dns: a name that does not exist (RFC 2606)', async () => {
    const origin = 'https://no-such-host.invalid';
    const failure = await failureOf(clientFor(origin).send(get(`${origin}/`), watch()));
    expect(failure.kind).toBe('dns');
    expect(sentence(failure)).toContain('no address was found for no-such-host.invalid');
  });

  test('tls: a certificate that nobody vouches for', async () => {
    const server = await startHttps((_, response) => response.end());
    const failure = await failureOf(clientFor(server.origin).send(get(`${server.origin}/`), watch()));
    expect(failure.kind).toBe('tls');
    expect(sentence(failure)).toMatch(/certificate .* was not accepted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    expect(server.seen).toEqual([]);
  });

  test('tls: a certificate for another name', async () => {
    const server = await startHttps((_, response) => response.end());
    const origin = `https://localhost:${server.port}`;
    const failure = await failureOf(clientFor(origin, { ca: CERTIFICATE }).send(get(`${origin}/`), watch()));
    expect(failure.kind).toBe('tls');
    expect(sentence(failure)).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('tls: https to a port that speaks plain http', async () => {
    const server = await startHttp((_, response) => response.end());
    const origin = `https://127.0.0.1:${server.port}`;
    const failure = await failureOf(clientFor(origin).send(get(`${origin}/`), watch()));
    expect(failure.kind).toBe('tls');
    expect(sentence(failure)).toMatch(/does not use TLS.*use http instead of https/);
  });

  test('protocol or network: plain http to a port that speaks TLS', async () => {
    const server = await startHttps((_, response) => response.end());
    const origin = `http://127.0.0.1:${server.port}`;
    const failure = await failureOf(clientFor(origin).send(get(`${origin}/`), watch()));
    expect(['protocol', 'network']).toContain(failure.kind);
    expect(sentence(failure)).toMatch(/https/);
  });

  test('protocol: a TLS alert where a status line should be', async () => {
    const server = await startScripted(Uint8Array.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46));
    const failure = await failureOf(clientFor(server.origin).send(get(`${server.origin}/`), watch()));
    expect(failure.kind).toBe('protocol');
    expect(sentence(failure)).toMatch(/uses TLS.*Use https instead of http/);
  });
});

describe('waiting', () => {
  test('timeout: a TLS handshake that never comes', async () => {
    const server = await startRaw(() => undefined);
    const origin = `https://127.0.0.1:${server.port}`;
    const failure = await failureOf(
      clientFor(origin, { timeouts: { connectMs: 60 } }).send(get(`${origin}/`), watch()),
    );
    expect(failure).toMatchObject({ kind: 'timeout', phase: 'connect' });
  });

  test('timeout: header fields that never come', async () => {
    const server = await startRaw(() => undefined);
    const client = clientFor(server.origin, { timeouts: { headersMs: 60 } });
    const failure = await failureOf(client.send(get(`${server.origin}/`), watch()));
    expect(failure).toMatchObject({ kind: 'timeout', phase: 'headers' });
    expect(sentence(failure)).toContain('did not respond within 60 ms');
  });

  test('timeout: a body that stands still', async () => {
    const server = await startRaw((socket) => {
      socket.once('data', () => socket.write(`${head('content-length: 10')}abc`));
    });
    const client = clientFor(server.origin, { timeouts: { bodyIdleMs: 60 } });
    const failure = await failureOf(client.send(get(`${server.origin}/`), watch()));
    expect(failure).toMatchObject({ kind: 'timeout', phase: 'body' });
    expect(sentence(failure)).toContain('after 3 bytes');
  });

  test.each(['before the header fields', 'in the middle of the body'])(
    'cancelling %s closes the connection',
    async (when) => {
      const sockets: net.Socket[] = [];
      const server = await startRaw((socket) => {
        sockets.push(socket);
        socket.once('data', () => {
          if (when !== 'before the header fields') socket.write(`${head('content-length: 10')}abc`);
          else context.abort();
        });
      });
      const context = watch();
      const sent = clientFor(server.origin).send(get(`${server.origin}/`), {
        signal: context.signal,
        onEvent: (event) => event.type === 'progress' && context.abort(),
      });
      expect((await failureOf(sent)).kind).toBe('cancelled');
      const [socket] = sockets;
      if (socket !== undefined && !socket.closed) await once(socket, 'close');
      expect(socket?.closed).toBe(true);
    },
  );

  test('a send that is cancelled before it starts sends nothing', async () => {
    const server = await startHttp((_, response) => response.end());
    const context = watch();
    context.abort();
    expect((await failureOf(clientFor(server.origin).send(get(`${server.origin}/`), context))).kind).toBe('cancelled');
    expect(server.seen).toEqual([]);
  });

  test('closing the client ends what is in flight', async () => {
    const client: Client[] = [];
    const server = await startRaw((socket) => socket.once('data', () => void client[0]?.close()));
    client.push(clientFor(server.origin, { retries: 3 }));
    const failure = await failureOf(client[0]!.send(get(`${server.origin}/`), watch()));
    expect(failure.kind).toBe('cancelled');
  });
});

describe('a request that cannot be sent fails as unusable', () => {
  test.each([
    ['a field name with a space', [['bad name', 'x']]],
    ['a field value with a line end', [['x-a', 'a\r\nx-injected: 1']]],
    ['a hop-by-hop field', [['Transfer-Encoding', 'chunked']]],
    ['a wrong length', [['Content-Length', '99']]],
    ['a Host of its own', [['host', 'evil.example']]],
  ] as const)('%s', async (_, headers) => {
    const server = await startHttp((__, response) => response.end());
    const sent = clientFor(server.origin).send(post(`${server.origin}/`, 'abc', headers), watch());
    expect((await failureOf(sent)).kind).toBe('unusable');
    expect(server.seen).toEqual([]);
  });

  test('a method that is no token', async () => {
    const server = await startHttp((_, response) => response.end());
    const sent = clientFor(server.origin).send({ ...get(`${server.origin}/`), method: 'GE T' }, watch());
    expect((await failureOf(sent)).kind).toBe('unusable');
  });
});
