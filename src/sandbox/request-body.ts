// Reads request bodies and decodes JSON ones, with the API's own refusals. Trap: a refusal for size must
// still let the rest of the body flow, or a client that sends all before it reads would never see the refusal.

import type { IncomingMessage } from 'node:http';
import { failWith, type Reply } from './reply.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What endpoints take unless their route says otherwise: 25 MiB is the largest KV value (https://developers.cloudflare.com/kv/platform/limits/); a form adds a little. */
const LARGEST_BODY = 26 * 1024 * 1024;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The whole body, or undefined where it is larger than that. */
export async function readRequestBody(
  request: IncomingMessage,
  largest: number = LARGEST_BODY,
): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early must not destroy the request: its socket still has to carry the refusal.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const part: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    size += part.length;
    if (size > largest) {
      request.resume();
      return undefined;
    }
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

/** The media type without its parameters, in lower case (RFC 9110 section 8.3.1). */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

type DecodedBody =
  | { readonly kind: 'object'; readonly body: JsonObject }
  | { readonly kind: 'refused'; readonly reply: Reply };

/** Codes 9207 and 6007 and their texts are the ones people report from the real API. */
export function decodeJson(contentType: string | undefined, bytes: Uint8Array): DecodedBody {
  if (mediaType(contentType) !== 'application/json') {
    return { kind: 'refused', reply: failWith(400, 9207, 'Content-type must be application/json.') };
  }
  const malformed: DecodedBody = { kind: 'refused', reply: failWith(400, 6007, 'Malformed JSON in request body') };
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    // Our reading: no endpoint of the sandbox takes a bare array or scalar, and the real ones refuse them too.
    return isObject(value) ? { kind: 'object', body: value } : malformed;
  } catch {
    return malformed;
  }
}
