// The responses of the API: the JSON envelope of https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
// and the few responses that are no envelope; and how they are written.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export type ChainedError = { readonly code: number; readonly message: string };

export type ReplyError = {
  readonly code: number;
  readonly message: string;
  readonly error_chain?: readonly ChainedError[];
};

type ReplyMessage = { readonly code: number; readonly message: string; readonly type: string | null };

/** Any shape: lists disagree about what they put here, and the odd lists disagree on purpose. */
type ResultInfo = Readonly<Record<string, unknown>>;

export type ReplyEnvelope = {
  readonly result: unknown;
  readonly success: boolean;
  readonly errors: readonly ReplyError[];
  readonly messages: readonly ReplyMessage[];
  readonly result_info?: ResultInfo;
};

export type Reply =
  | {
      readonly kind: 'envelope';
      readonly status: number;
      readonly envelope: ReplyEnvelope;
      readonly headers?: OutgoingHttpHeaders;
    }
  | {
      readonly kind: 'bytes';
      readonly status: number;
      readonly contentType: string;
      readonly bytes: Uint8Array;
      readonly headers?: OutgoingHttpHeaders;
    }
  /** Writes the whole response itself: for what the other two cannot express (faults, streams). */
  | {
      readonly kind: 'raw';
      readonly write: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
    };

export function success(
  result: unknown,
  extra: { readonly info?: ResultInfo; readonly messages?: readonly ReplyMessage[] } = {},
): Reply {
  const envelope: ReplyEnvelope = { result, success: true, errors: [], messages: extra.messages ?? [] };
  return {
    kind: 'envelope',
    status: 200,
    envelope: extra.info === undefined ? envelope : { ...envelope, result_info: extra.info },
  };
}

export function failure(status: number, errors: readonly ReplyError[], headers: OutgoingHttpHeaders = {}): Reply {
  return { kind: 'envelope', status, envelope: { result: null, success: false, errors, messages: [] }, headers };
}

/** The common case: one error without a chain. */
export function failWith(status: number, code: number, message: string): Reply {
  return failure(status, [{ code, message }]);
}

export function text(contentType: string, body: string, headers: OutgoingHttpHeaders = {}): Reply {
  return { kind: 'bytes', status: 200, contentType, bytes: Buffer.from(body), headers };
}

const gzipAsync = promisify(gzip);

/** Below this many bytes compression costs more than it saves. */
const SMALLEST_COMPRESSED = 1024;

/** RFC 9110 section 12.5.3: gzip or `*` is listed and its weight is not zero. */
function acceptsGzip(acceptEncoding: string | undefined): boolean {
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
