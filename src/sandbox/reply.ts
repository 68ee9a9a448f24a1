// Puts an answer on the wire: content length, gzip where the client takes it, nothing but headers for HEAD.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Reply } from './envelope.ts';

const gzipAsync = promisify(gzip);

/** Below this many bytes compression costs more than it saves. */
const SMALLEST_COMPRESSED = 1024;

/** RFC 9110 section 12.5.3: gzip or `*` is listed and its weight is not zero. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  const weights = new Map(
    (acceptEncoding ?? '').split(',').map((item) => {
      const [coding = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [coding, weight === undefined ? 1 : Number(weight.slice(2))] as const;
    }),
  );
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}

function isCompressible(contentType: string): boolean {
  return /^(text\/|application\/(json|javascript))/.test(contentType);
}

async function writeBytes(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  contentType: string,
  bytes: Uint8Array,
  headers: OutgoingHttpHeaders,
): Promise<void> {
  const isText = isCompressible(contentType);
  const compress =
    isText && bytes.length >= SMALLEST_COMPRESSED && acceptsGzip(request.headers['accept-encoding']?.toString());
  const body = compress ? await gzipAsync(bytes, { level: 1 }) : bytes;
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': body.length,
    ...(isText ? { vary: 'accept-encoding' } : {}),
    ...(compress ? { 'content-encoding': 'gzip' } : {}),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Headers set on the response before are kept. */
export async function writeReply(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'raw':
      return reply.write(request, response);
    case 'bytes':
      return writeBytes(request, response, reply.status, reply.contentType, reply.bytes, reply.headers ?? {});
    case 'envelope': {
      const bytes = Buffer.from(JSON.stringify(reply.envelope));
      return writeBytes(request, response, reply.status, 'application/json', bytes, reply.headers ?? {});
    }
  }
}
