// Real servers on 127.0.0.1 for the tests of this room. Each test file closes what it opened with closeServers().

import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { type Failure, HttpFailure } from '../../src/api/failures.ts';
import type { WireRequest, WireResponse } from '../../src/api/messages.ts';
import { type Clock, systemClock } from '../../src/http/clock.ts';
import type { SendContext, SendEvent } from '../../src/http/send.ts';
import { CERTIFICATE, PRIVATE_KEY } from './certificate.ts';

const open: { close(): Promise<void> }[] = [];

export async function closeServers(): Promise<void> {
  await Promise.all(open.splice(0).map((server) => server.close()));
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface TestServer {
  readonly origin: string;
  readonly port: number;
  /** What arrived, in order. */
  readonly seen: readonly Seen[];
}

export type Answer = (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void;

export function startHttp(answer: Answer): Promise<TestServer> {
  const seen: Seen[] = [];
  return listen(http.createServer(recorder(seen, answer)), 'http', seen);
}

export function startHttps(answer: Answer): Promise<TestServer> {
  const seen: Seen[] = [];
  return listen(https.createServer({ cert: CERTIFICATE, key: PRIVATE_KEY }, recorder(seen, answer)), 'https', seen);
}

/** A server that speaks HTTP/2 only. */
export async function startHttp2(body: string): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = http2.createSecureServer({ cert: CERTIFICATE, key: PRIVATE_KEY });
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => {
    seen.push({ method: headers[':method'] ?? '', url: headers[':path'] ?? '', headers, body: '' });
    stream.respond({ ':status': 200, 'content-type': 'application/json', 'x-twice': ['a', 'b'] });
    stream.end(body);
  });
  const started = await listen(server, 'https', seen);
  open.push({ close: async () => sessions.forEach((session) => void session.destroy()) });
  return started;
}

/** A server below HTTP: what a socket gets is the test's business. */
export function startRaw(onSocket: (socket: net.Socket) => void): Promise<TestServer> {
  return listen(
    net.createServer((socket) => {
      socket.on('error', () => undefined);
      onSocket(socket);
    }),
    'http',
    [],
  );
}

/** A raw server that sends these bytes once the request's header section is there, then ends the connection. */
export function startScripted(
  script: string | Uint8Array | ((path: string) => string | Uint8Array),
): Promise<TestServer> {
  return startRaw((socket) => {
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (!received.includes('\r\n\r\n')) return;
      const [, path = ''] = received.split(' ', 2);
      socket.end(typeof script === 'function' ? script(path) : script);
    });
  });
}

/** A port of 127.0.0.1 where nothing listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function recorder(seen: Seen[], answer: Answer): http.RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(request, response, seen.length);
    });
  };
}

async function listen(
  server: net.Server | http.Server,
  protocol: 'http' | 'https',
  seen: readonly Seen[],
): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
  const { port } = addressOf(server);
  return { origin: `${protocol}://127.0.0.1:${port}`, port, seen };
}

function addressOf(server: net.Server): net.AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address;
}

export function get(url: string, headers: WireRequest['headers'] = []): WireRequest {
  return { method: 'GET', url, headers, body: undefined };
}

export function post(url: string, text: string, headers: WireRequest['headers'] = []): WireRequest {
  return { method: 'POST', url, headers, body: new TextEncoder().encode(text) };
}

export interface Watch extends SendContext {
  readonly events: readonly SendEvent[];
  readonly abort: () => void;
}

export function watch(): Watch {
  const events: SendEvent[] = [];
  const controller = new AbortController();
  return {
    events,
    signal: controller.signal,
    onEvent: (event) => void events.push(event),
    abort: () => controller.abort(),
  };
}

export function textOf(response: WireResponse): string {
  return new TextDecoder().decode(response.body);
}

/** The failure that a send rejects with; an answer, or any other rejection, fails the test. */
export async function failureOf(sent: Promise<WireResponse>): Promise<Failure> {
  try {
    const response = await sent;
    throw new Error(`answered ${response.status} instead of failing`);
  } catch (error) {
    if (error instanceof HttpFailure) return error.failure;
    throw error;
  }
}

/** A clock whose waits end at once and are written down. */
export function quickClock(now = 0): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    elapsed: () => performance.now(),
    random: () => 0,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
    },
    every: systemClock.every,
  };
}
