// The innermost Send: one request through undici, its body collected and decoded. It knows no credential, no retry and
// no redirect. Only client.ts imports it.

import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { getCACertificates } from 'node:tls';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { isLoopbackHost } from '../api/address.ts';
import { describeRequest, type Failure, HttpFailure } from '../api/failures.ts';
import {
  type ConnectionTiming,
  type HeaderList,
  hasHeader,
  headerValue,
  streamKind,
  type Upload,
  type WireRequest,
  type WireResponse,
} from '../api/messages.ts';
import { errorText } from '../text/sentences.ts';
import type { Clock } from './clock.ts';
import { ACCEPT_ENCODING, type CollectedBody, collectBody } from './decode-body.ts';
import { type ProxyReading, readProxy } from './proxy.ts';
import type { BodyHead, Send, SendContext } from './send.ts';
import { cancelledFailure, type ExchangeState, toHttpFailure } from './transport-failure.ts';

/** Cap on all header fields of one response, in bytes. Node's own default of 16 KiB is below what some proxies add. */
const LONGEST_HEADERS = 128 * 1024;

interface WireOptions {
  /** The only server this wire leads to. */
  readonly base: URL;
  readonly userAgent: string;
  readonly connectMs: number;
  readonly maxBodyBytes: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A certificate authority (PEM) trusted besides the built-in ones. */
  readonly ca: string | undefined;
  readonly clock: Clock;
}

interface Wire {
  readonly send: Send;
  /** Closes every connection at once; what is in flight fails. */
  readonly close: () => Promise<void>;
}

export function createWire(options: WireOptions): Wire {
  // A loopback address would mean another machine to a proxy, so it is never proxied.
  const proxy: ProxyReading = isLoopbackHost(options.base.hostname)
    ? { type: 'direct' }
    : readProxy(options.base.protocol, options.env);
  let dispatcher: Dispatcher | undefined;
  let connections: ConnectionTimer | undefined;

  async function send(request: WireRequest, context: SendContext): Promise<WireResponse> {
    if (proxy.type === 'invalid') throw new HttpFailure(unusableProxy(request, proxy.variable, proxy.reason));
    if (!dispatcher) ({ dispatcher, connections } = createDispatcher(options, proxy));
    const startedMs = options.clock.elapsed();
    const proxyVariable = proxy.type === 'proxy' ? proxy.variable : undefined;
    let state: ExchangeState = { request, answered: false, received: 0, total: undefined, proxyVariable };
    try {
      const url = new URL(request.url);
      const response = await dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: toHeaderRecord(withDefaults(withLength(request), options.userAgent)),
        body: request.upload
          ? Readable.from(piecesOf(request, request.upload, context), { objectMode: false })
          : (request.body ?? null),
        signal: context.signal,
        responseHeaders: 'raw',
      });
      const headersAt = options.clock.elapsed();
      const made = connections?.madeSince(startedMs);
      const headers = toHeaderList(response.headers);
      const total = announcedLength(request.method, headers);
      state = { ...state, answered: true, total, ray: headerValue(headers, 'cf-ray') };
      // Destroying a body that is not at its end makes it emit an error that is ours and says nothing.
      response.body.on('error', () => undefined);
      context.onEvent({
        type: 'headers',
        status: response.statusCode,
        ...(streamKind(headers) && { isOpenEnded: true }),
        ...(connections?.isShared() && { isShared: true }),
      });
      const head = { status: response.statusCode, statusText: response.statusText, headers, url: request.url };
      const body = await receiveBody(response.body, head, total, options.maxBodyBytes, context, (received) => {
        state = { ...state, received };
        context.onEvent({ type: 'progress', received, total });
      });
      if (body.type !== 'body') throw new HttpFailure(unreadableBody(request, body));
      const endedAt = options.clock.elapsed();
      return {
        status: response.statusCode,
        statusText: response.statusText,
        headers,
        body: body.bytes,
        url: request.url,
        encodedBytes: body.encodedBytes,
        durationMs: endedAt - startedMs,
        attempts: 1,
        timing: {
          ...(made && { connection: made.timing }),
          firstByteMs: headersAt - Math.max(startedMs, made?.readyAt ?? startedMs),
          downloadMs: endedAt - headersAt,
        },
      };
    } catch (error) {
      if (context.signal.aborted) {
        // The timeout interceptor aborts with its failure as the reason; any other reason is the person's.
        const { reason } = context.signal;
        throw reason instanceof HttpFailure ? reason : new HttpFailure(cancelledFailure(request));
      }
      throw toHttpFailure(error, state);
    }
  }

  return {
    send,
    close: async () => {
      await dispatcher?.destroy();
    },
  };
}

interface Opened {
  readonly dispatcher: Dispatcher;
  /** Undefined where a proxy makes the connections. */
  readonly connections: ConnectionTimer | undefined;
}

function createDispatcher(options: WireOptions, proxy: Exclude<ProxyReading, { type: 'invalid' }>): Opened {
  const trust = options.ca === undefined ? {} : { ca: [...getCACertificates('default'), options.ca] };
  const tls = { rejectUnauthorized: true, ...trust };
  const common = {
    connectTimeout: options.connectMs,
    // Both are the timeout interceptor's, which watches every protocol and proxy alike.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: LONGEST_HEADERS,
    connect: { ...tls, timeout: options.connectMs },
  };
  if (proxy.type === 'direct') {
    const connections = timeConnections(buildConnector(common.connect), options.clock);
    return { dispatcher: new Agent({ ...common, connect: connections.connect }), connections };
  }
  const dispatcher = new EnvHttpProxyAgent({
    ...common,
    // Both set, and NO_PROXY too: what is undefined would be read from process.env.
    httpProxy: proxy.url,
    httpsProxy: proxy.url,
    noProxy: proxy.noProxy,
    requestTls: tls,
    proxyTls: tls,
  });
  return { dispatcher, connections: undefined };
}

/** Milliseconds in which the parts that there are may come together. */
const streamPatienceMs = 30;

function receiveBody(
  body: Readable,
  head: Omit<BodyHead, 'total'>,
  total: number | undefined,
  maxBytes: number,
  { openSink, sinkAfterMs, onEvent }: SendContext,
  onReceived: (encodedBytes: number) => void,
): Promise<CollectedBody> | CollectedBody {
  const contentEncoding = headerValue(head.headers, 'content-encoding');
  const decodedTotal = contentEncoding === undefined ? total : undefined;
  // An error is never so large that it must be looked at before it is whole.
  const open =
    openSink === undefined || head.status >= 300
      ? undefined
      : (start: Uint8Array) => openSink({ ...head, total: decodedTotal }, start);
  if (open === undefined && decodedTotal !== undefined && decodedTotal > maxBytes) {
    body.destroy();
    return { type: 'too-large', limitBytes: maxBytes };
  }
  const onEnd = () => onEvent({ type: 'received' });
  // What comes part by part is looked at with its first part.
  const afterMs = sinkAfterMs ?? (streamKind(head.headers) && streamPatienceMs);
  return collectBody(body, { contentEncoding, maxBytes, openSink: open, sinkAfterMs: afterMs, onReceived, onEnd });
}

/** Of what is read while it is sent undici cannot know the length. */
function withLength({ headers, upload }: WireRequest): HeaderList {
  return upload === undefined ? headers : [...headers, ['Content-Length', String(upload.size)]];
}

async function* piecesOf(
  request: WireRequest,
  { open, size }: Upload,
  { onEvent }: SendContext,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  try {
    for await (const piece of open()) {
      yield piece;
      sent += piece.byteLength;
      onEvent({ type: 'sent', sent, total: size });
    }
  } catch (error) {
    throw new HttpFailure({
      kind: 'network',
      tried: describeRequest(request),
      happened: `the body could not be read to its end, so the request was broken off: ${errorText(error)}`,
      next: 'check the file, then send the request again',
    });
  }
}

function withDefaults(headers: HeaderList, userAgent: string): HeaderList {
  const defaults: HeaderList = [
    ['User-Agent', userAgent],
    ['Accept-Encoding', ACCEPT_ENCODING],
  ];
  return [...headers, ...defaults.filter(([name]) => !hasHeader(headers, name))];
}

/** undici's proxies flatten lists of pairs, so repeated names travel as one name with several values. */
function toHeaderRecord(headers: HeaderList): Record<string, string | string[]> {
  const names = new Map<string, string>();
  const record: Record<string, string | string[]> = Object.create(null);
  for (const [field, value] of headers) {
    const name = names.get(field.toLowerCase()) ?? field;
    names.set(field.toLowerCase(), name);
    const before = record[name];
    record[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return record;
}

/** With `responseHeaders: 'raw'` undici gives names and values in turn; its types do not say so. */
function toHeaderList(raw: unknown): HeaderList {
  if (!Array.isArray(raw)) throw new TypeError('undici gave no raw header fields');
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([String(raw[at]), String(raw[at + 1])]);
  return headers;
}

/** Server-sent events, which come when there are some. */
/** Content-Length where it tells what is to come: a HEAD's tells what a GET would bring (RFC 9110 §8.6). */
function announcedLength(method: string, headers: HeaderList): number | undefined {
  const field = headerValue(headers, 'content-length');
  return method !== 'HEAD' && field !== undefined && /^\d{1,15}$/.test(field) ? Number(field) : undefined;
}

function unusableProxy(request: WireRequest, variable: string, reason: string): Failure {
  return {
    kind: 'unusable',
    tried: describeRequest(request),
    happened: `the proxy in ${variable} cannot be used: ${reason}`,
    next: `set ${variable} to something like http://proxy.example:3128, or unset it`,
  };
}

function unreadableBody(request: WireRequest, body: Exclude<CollectedBody, { type: 'body' }>): Failure {
  const tried = describeRequest(request);
  if (body.type === 'too-large') {
    return {
      kind: 'too-large',
      tried,
      happened: `the response is larger than the limit of ${tellBytes(body.limitBytes)}`,
      next: 'ask for less at once (per_page, a filter), or save it whole: flarescope api … > FILE',
      limitBytes: body.limitBytes,
    };
  }
  return {
    kind: 'encoding',
    tried,
    happened: `the response has Content-Encoding ${body.coding.slice(0, 60)} but could not be decoded: ${body.detail}`,
    next: 'try again, or with the header Accept-Encoding:identity',
  };
}

function tellBytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / (1024 * 1024))} MiB` : `${bytes} bytes`;
}

type Connector = ReturnType<typeof buildConnector>;

interface Made {
  readonly startedAt: number;
  readonly readyAt: number;
  readonly timing: ConnectionTiming;
}

interface ConnectionTimer {
  readonly connect: Connector;
  /** The connection that was begun after a moment of `clock.elapsed`, and when it stood; undefined where none was. */
  readonly madeSince: (
    startedAt: number,
  ) => { readonly timing: ConnectionTiming; readonly readyAt: number } | undefined;
  /** Whether the last connection speaks HTTP/2, which was agreed on with the server (ALPN). */
  readonly isShared: () => boolean;
}

/** Times what a connector does, and changes nothing of it. */
function timeConnections(connector: Connector, clock: Clock): ConnectionTimer {
  let last: Made | undefined;
  let isShared = false;
  const connect: Connector = (options, callback) => {
    const startedAt = clock.elapsed();
    let lookedUpAt: number | undefined;
    let connectedAt: number | undefined;
    // What undici's connectors give back is the socket, though their type does not say so.
    const socket: unknown = connector(options, (...result) => {
      const readyAt = clock.elapsed();
      if (result[0] === null) {
        const tcpAt = connectedAt ?? readyAt;
        const timing = {
          dnsMs: lookedUpAt === undefined ? undefined : lookedUpAt - startedAt,
          tcpMs: tcpAt - (lookedUpAt ?? startedAt),
          tlsMs: options.protocol === 'https:' ? readyAt - tcpAt : undefined,
        };
        last = { startedAt, readyAt, timing };
        isShared = 'alpnProtocol' in result[1] && result[1].alpnProtocol === 'h2';
      }
      callback(...result);
    });
    if (isSocket(socket)) {
      // A numeric address is looked up by nobody.
      socket.once('lookup', () => {
        lookedUpAt = clock.elapsed();
      });
      socket.once('connect', () => {
        connectedAt = clock.elapsed();
      });
    }
  };
  return {
    connect,
    madeSince: (startedAt) => (last && last.startedAt >= startedAt ? last : undefined),
    isShared: () => isShared,
  };
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'once' in value && typeof value.once === 'function';
}
