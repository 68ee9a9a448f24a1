// The embedded account: an HTTP server on loopback that behaves like Cloudflare's v4 API, for trying things out and for
// testing clients. It keeps its state in memory and calls nobody. Trap: it must never bind anything but 127.0.0.1.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { makeToken } from './api-tokens.ts';
import { logWrite } from './audit-logs.ts';
import { authenticate } from './auth.ts';
import { pause } from './faults.ts';
import { refusalOf } from './permit.ts';
import type { Caller } from './policies.ts';
import { randomFor } from './random.ts';
import { createQuota, type Quota, quotaHeaders, quotaRefusal } from './rate-limit.ts';
import { failWith, type Reply, writeReply } from './reply.ts';
import { decodeJson, type JsonObject, readRequestBody } from './request-body.ts';
import { findRoute } from './router.ts';
import { ROUTES } from './routes.ts';
import { type TailPace, tailsOf } from './tails.ts';
import { readTokenWords } from './token-words.ts';
import { createWorld, type World } from './world.ts';

export type SandboxOptions = {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Milliseconds that every response waits; default 0. */
  readonly latencyMs?: number;
  /** The same seed gives the same data and the same credentials; default 1. */
  readonly seed?: number;
  /** Requests per window; default 1,200, as the API's. */
  readonly rateLimit?: number;
  /** Length of that window in seconds; default 300, as the API's. */
  readonly rateWindowSeconds?: number;
  /** How many events tails have, and how long they live. */
  readonly tails?: Partial<TailPace>;
};

export type Sandbox = {
  /** `http://127.0.0.1:PORT/client/v4`, without a slash at the end. */
  readonly baseUrl: string;
  readonly token: string;
  readonly email: string;
  readonly apiKey: string;
  /**
   * Makes a token of the user that may do no more than `DNS Read, Zone Read on example.com`, and gives its value.
   * Throws RangeError with a sentence where there is no such permission or resource.
   */
  readonly makeToken: (words: string) => string;
  /** Lets the process end although the sandbox is listening. */
  readonly unref: () => void;
  /** Ends every connection, also those in the middle of a response. */
  readonly close: () => Promise<void>;
};

const LOOPBACK = '127.0.0.1';
const BASE = '/client/v4';

/** Longer than any client's pool keeps a connection, so that no request meets one that is just closing. */
const KEEP_ALIVE_MS = 120_000;

type Running = {
  readonly world: World;
  readonly limit: Quota;
  readonly latencyMs: number;
  readonly nextRay: () => string;
};

type Target = { readonly path: string; readonly query: URLSearchParams };

/** Undefined where the target lies outside the API (RFC 9112 section 3.2.1 gives it as a path with an optional query). */
function parseTarget(target: string): Target | undefined {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  if (path !== BASE && !path.startsWith(`${BASE}/`)) return undefined;
  return { path: path.slice(BASE.length), query: new URLSearchParams(question < 0 ? '' : target.slice(question + 1)) };
}

/** What the request gets. Headers that every later response shares are set on the response on the way. */
async function replyTo(running: Running, request: IncomingMessage, response: ServerResponse): Promise<Reply> {
  const { world, limit } = running;
  const method = request.method ?? 'GET';
  const target = parseTarget(request.url ?? '/');
  if (target === undefined) return failWith(404, 7000, `No route for that URI: the API is below ${BASE}`);
  const routing = findRoute(ROUTES, method, target.path, BASE);
  if (routing.kind === 'refused') return routing.reply;
  const { route, params } = routing;
  const now = Date.now();
  let caller: Caller = { kind: 'owner' };
  if (route.open !== true) {
    const address = request.socket.remoteAddress ?? LOOPBACK;
    const known = authenticate(world, { headers: request.headers, routePath: route.path, address, now });
    if (known.kind === 'refused') return known.reply;
    caller = known;
    const state = limit.take(now);
    for (const [name, value] of Object.entries(quotaHeaders(limit, state))) response.setHeader(name, value ?? '');
    if (state.isBlocked) return quotaRefusal(limit, state);
    const refusal = refusalOf(world, caller, route, method, params);
    if (refusal !== undefined) return refusal;
  }
  let bytes: Uint8Array = new Uint8Array();
  let body: JsonObject = {};
  if (route.body !== 'none') {
    const read = await readRequestBody(request, route.largestBody);
    if (read === undefined) return failWith(413, 10400, 'The request body is too large');
    bytes = read;
  }
  if (route.body === 'json') {
    const decoded = decodeJson(request.headers['content-type'], bytes);
    if (decoded.kind === 'refused') return decoded.reply;
    body = decoded.body;
  }
  const { path, query } = target;
  const call = { world, method, path, params, query, headers: request.headers, bytes, body, now, caller };
  const reply = await route.handler(call);
  logWrite(call, route, reply, String(response.getHeader('cf-ray')));
  return reply;
}

async function respond(running: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('server', 'flarescope-sandbox');
  response.setHeader('cf-ray', `${running.nextRay()}-SBX`);
  if (running.latencyMs > 0 && !(await pause(running.latencyMs, response))) return;
  let reply: Reply;
  try {
    reply = await replyTo(running, request, response);
  } catch (error) {
    // A client that hung up in the middle of its body needs no response; anything else is a bug that must be seen.
    if (request.destroyed && !request.complete) return;
    reply = failWith(500, 1000, `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (response.closed) return;
  try {
    await writeReply(request, response, reply);
  } catch {
    // The stream of a body broke off: the client has gone, and there is nobody left to tell.
    response.destroy();
  }
}

/** Rejects with Node's own error (EADDRINUSE, EACCES) where the port cannot be had. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: LOOPBACK }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Starts a sandbox. Its data is made when it is first asked for. Rejects with Node's error where the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed ?? 1;
  const world = createWorld(seed);
  const rays = randomFor(seed, 'rays');
  const running: Running = {
    world,
    limit: createQuota(options.rateLimit ?? 1200, options.rateWindowSeconds ?? 300),
    latencyMs: options.latencyMs ?? 0,
    nextRay: () => rays.hex(16),
  };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void respond(running, request, response);
  });
  Object.assign(tailsOf(world), { pace: { ...tailsOf(world).pace, ...options.tails } });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    void import('./tail-socket.ts').then(({ openTailSocket }) => openTailSocket(world, request, socket, head));
  });
  const sockets = new Set<Socket>();
  let isUnreferenced = false;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    if (isUnreferenced) socket.unref();
  });
  const port = await listen(server, options.port ?? 0);
  const { token, email, apiKey } = world.identity;
  return {
    baseUrl: `http://${LOOPBACK}:${port}${BASE}`,
    token,
    email,
    apiKey,
    makeToken: (words) => makeToken(world, readTokenWords(world, words), Date.now()).value,
    unref: () => {
      isUnreferenced = true;
      server.unref();
      for (const socket of sockets) socket.unref();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
