// PRODUCT PATH, NOT CLOUDFLARE'S: /sandbox/fault/… are responses that go wrong on purpose, for testing HTTP clients. They need
// no credentials and do not count against the quota, so a test can have as many as it likes.

import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { decimalDigits } from './lists.ts';
import { failure, failWith, type Reply, type ReplyEnvelope, success } from './reply.ts';
import type { Call, Handler } from './router.ts';
import { oncePerWorld } from './world.ts';

type Fault = { readonly path: string; readonly description: string; readonly handler: Handler };

/** Five minutes: longer waits say nothing that a client's own timeout would not. */
const LONGEST_MS = 300_000;

/** A whole number from the query, at most `max`; the fallback where there is none. */
function numberFrom(call: Call, name: string, fallback: number, max: number): number {
  return Math.min(max, decimalDigits(call.query.get(name) ?? '') ?? fallback);
}

/** The status code in the path, where a response can have it (RFC 9110 section 15; 1xx are no final responses). */
function statusFrom(call: Call): number | undefined {
  const status = decimalDigits(call.params.code ?? '');
  return status !== undefined && status >= 200 && status <= 599 ? status : undefined;
}

const BAD_STATUS = failWith(400, 1001, 'The status code must be between 200 and 599');

const replyStatus: Handler = (call) => {
  const status = statusFrom(call);
  if (status === undefined) return BAD_STATUS;
  const retryAfter = call.query.get('retry_after');
  const headers = retryAfter !== null && /^[\w ,:+-]+$/.test(retryAfter) ? { 'retry-after': retryAfter } : {};
  // These statuses have no content (RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5).
  if ([204, 205, 304].includes(status)) {
    return { kind: 'raw', write: (_request, response) => void response.writeHead(status, headers).end() };
  }
  if (status >= 400)
    return failure(status, [{ code: 1000 + status, message: `The sandbox was asked for a ${status}` }], headers);
  return { kind: 'envelope', status, envelope: envelopeWith({ status }), headers };
};

function envelopeWith(result: unknown): ReplyEnvelope {
  return { result, success: true, errors: [], messages: [] };
}

const replyHtml: Handler = (call) => {
  const status = statusFrom(call);
  if (status === undefined) return BAD_STATUS;
  const page = [
    '<!DOCTYPE html>',
    `<html lang="en-US"><head><title>${status}: an error page of the sandbox</title></head>`,
    `<body><h1>Error ${status}</h1><p>This page stands for the ones an edge sends instead of JSON.</p></body></html>`,
    '',
  ].join('\n');
  return { kind: 'bytes', status, contentType: 'text/html; charset=UTF-8', bytes: Buffer.from(page) };
};

const replyEmpty: Handler = () => ({ kind: 'raw', write: (_request, response) => void response.writeHead(204).end() });

const replyTruncated: Handler = () => ({
  kind: 'raw',
  write: (_request, response) => {
    const start = Buffer.from('{"result":[{"id":"0123456789abcdef"},{"id":"01');
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': start.length + 1000 });
    response.write(start, () => response.socket?.destroySoon());
  },
});

const replyBrokenGzip: Handler = () => {
  const bytes = gzipSync(JSON.stringify(envelopeWith({ text: 'gzip '.repeat(2000) })));
  // The header stays, so that a client starts to inflate; the deflate stream behind it is overwritten.
  bytes.fill(0xff, 12);
  return {
    kind: 'bytes',
    status: 200,
    contentType: 'application/json',
    bytes,
    headers: { 'content-encoding': 'gzip' },
  };
};

const replySlow: Handler = (call) => {
  const ms = numberFrom(call, 'ms', 1000, LONGEST_MS);
  return {
    kind: 'raw',
    write: async (_request, response) => {
      if (!(await pause(ms, response))) return;
      const body = JSON.stringify(envelopeWith({ slept_ms: ms }));
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
        .end(body);
    },
  };
};

const replyDrip: Handler = (call) => {
  const ms = numberFrom(call, 'ms', 1000, LONGEST_MS);
  const chunks = Math.max(1, numberFrom(call, 'chunks', 10, 1000));
  return {
    kind: 'raw',
    write: async (_request, response) => {
      const body = JSON.stringify(envelopeWith({ chunks, items: Array.from({ length: 100 }, (_, index) => index) }));
      const size = Math.ceil(body.length / chunks);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      for (let start = 0; start < body.length; start += size) {
        if (!(await pause(ms / chunks, response))) return;
        response.write(body.slice(start, start + size));
      }
      response.end();
    },
  };
};

/** One JSON list of about `mb` megabytes, written as fast as the client reads, never held in memory. */
const replyBig: Handler = (call) => {
  const bytes = Math.max(1, numberFrom(call, 'mb', 10, 1024)) * 1024 * 1024;
  function* pieces(): Generator<string> {
    let written = 0;
    yield '{"result":[';
    for (let index = 0; written < bytes; ) {
      const items: string[] = [];
      for (let count = 0; count < 500 && written < bytes; count += 1, index += 1) {
        const id = index.toString(16).padStart(32, '0');
        const item = `${index === 0 ? '' : ','}{"id":"${id}","index":${index},"name":"host-${index}.example.com","enabled":${index % 3 === 0}}`;
        written += item.length;
        items.push(item);
      }
      yield items.join('');
    }
    yield '],"success":true,"errors":[],"messages":[]}';
  }
  return {
    kind: 'raw',
    write: async (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      if (request.method === 'HEAD') return void response.end();
      await pipeline(Readable.from(pieces()), response);
    },
  };
};

/** Every byte value four times: no encoding of text makes sense of it. */
const replyBinary: Handler = () => {
  const bytes = Uint8Array.from({ length: 1024 }, (_, index) => index % 256);
  return { kind: 'bytes', status: 200, contentType: 'application/octet-stream', bytes };
};

const replyEcho: Handler = (call) =>
  success({
    method: call.method,
    path: call.path,
    query: [...call.query].map(([name, value]) => ({ name, value })),
    headers: call.headers,
    body: Buffer.from(call.bytes).toString('utf8'),
    body_bytes: call.bytes.length,
  });

const replyHeader: Handler = (call) => {
  const kilobytes = numberFrom(call, 'kb', 8, 1024);
  const envelope = envelopeWith({ header: 'x-sandbox-large', kilobytes });
  return { kind: 'envelope', status: 200, envelope, headers: { 'x-sandbox-large': 'x'.repeat(kilobytes * 1024) } };
};

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

const replyRedirect: Handler = (call) => {
  const to = call.query.get('to') ?? '';
  const status = numberFrom(call, 'status', 302, 599);
  // A header value is visible ASCII (RFC 9110 section 5.5): anything else in it could not be sent.
  if (!/^[\u0021-\u007e]+$/.test(to) || !REDIRECTS.includes(status)) {
    return failWith(400, 1001, 'A redirect needs ?to= with an address, and ?status= may be 301, 302, 303, 307 or 308');
  }
  return { kind: 'raw', write: (_request, response) => void response.writeHead(status, { location: to }).end() };
};

const countsOf = oncePerWorld('fault-rate', () => new Map<string, number>());

const replyRate: Handler = (call): Reply => {
  const counts = countsOf(call.world);
  const id = (call.query.get('id') ?? '').slice(0, 200);
  const seen = (counts.get(id) ?? 0) + 1;
  // Old counters go first: a client that invents ids must not fill the memory.
  if (counts.size > 10_000) counts.clear();
  counts.set(id, seen);
  if (seen > 2) return success({ id, attempts: seen });
  const message =
    'More than 1200 requests per 300 seconds reached. Please wait and consider throttling your request speed';
  return failure(429, [{ code: 10100, message }], { 'retry-after': '1' });
};

export const FAULTS: readonly Fault[] = [
  {
    path: 'status/{code}',
    description: 'that status with an envelope; ?retry_after= adds the header',
    handler: replyStatus,
  },
  { path: 'html/{code}', description: 'that status with an HTML page', handler: replyHtml },
  { path: 'empty', description: '204 without a body', handler: replyEmpty },
  { path: 'truncated', description: 'closes the socket 1,000 bytes before content-length', handler: replyTruncated },
  {
    path: 'broken-gzip',
    description: 'content-encoding: gzip over bytes that do not inflate',
    handler: replyBrokenGzip,
  },
  { path: 'slow', description: 'sends nothing for ?ms=1000', handler: replySlow },
  { path: 'drip', description: 'sends the body in ?chunks=10 over ?ms=1000', handler: replyDrip },
  { path: 'big', description: 'streams a JSON list of ?mb=10 megabytes', handler: replyBig },
  { path: 'binary', description: '1,024 bytes that are no text', handler: replyBinary },
  { path: 'echo', description: 'tells the request back, credentials included', handler: replyEcho },
  { path: 'header', description: 'a response header of ?kb=8 kilobytes', handler: replyHeader },
  { path: 'redirect', description: 'redirects to ?to= with ?status=302', handler: replyRedirect },
  { path: 'rate', description: '429 with retry-after 1 twice per ?id=, then 200', handler: replyRate },
];

export function listFaults(): Reply {
  return success(FAULTS.map(({ path, description }) => ({ path: `/sandbox/fault/${path}`, description })));
}

/** Resolves after `ms` milliseconds, or as soon as the response is closed; true where the response can still be written. */
export function pause(ms: number, response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    if (response.closed || response.destroyed) return resolve(false);
    const finish = (isOpen: boolean): void => {
      clearTimeout(timer);
      response.off('close', onClose);
      resolve(isOpen);
    };
    const onClose = (): void => finish(false);
    const timer = setTimeout(() => finish(true), ms);
    response.once('close', onClose);
  });
}
