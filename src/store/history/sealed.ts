// What was sent and what came back, packed, compressed and encrypted for one row. Only the key opens it, and only in that row.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Fields, SentRequest, StoredExchange } from './entry.ts';

/** Bytes of a body that is kept at all; beyond it a row says `too large`. */
export const largestBody = 32 * 1024 * 1024;

/** First byte of what is sealed. */
const format = 1;
const nonceSize = 12;
const tagSize = 16;

interface Head {
  readonly line?: string;
  readonly sent: Fields;
  /** Bytes of the request's body; absent where there was none. */
  readonly sentBody?: number;
  readonly answer?: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: Fields;
    readonly url: string;
    readonly durationMs: number;
    readonly attempts: number;
  };
}

/** What is to be sealed, compressed; undefined where it is too large. Slow for large bodies: call it outside transactions. */
export function pack(request: SentRequest): Uint8Array | undefined {
  const { headers, body, outcome } = request;
  const answered = outcome.type === 'answered' ? outcome : undefined;
  if (answered && !answered.body) return undefined;
  if ((body?.length ?? 0) + (answered?.body?.length ?? 0) > largestBody) return undefined;
  const head: Head = {
    ...(request.typed === undefined ? {} : { line: request.typed }),
    sent: headers,
    ...(body ? { sentBody: body.length } : {}),
    ...(answered ? { answer: answerHead(answered) } : {}),
  };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  const whole = Buffer.concat([length, json, body ?? new Uint8Array(0), answered?.body ?? new Uint8Array(0)]);
  return zstdCompressSync(whole, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
}

function answerHead(answered: Extract<SentRequest['outcome'], { type: 'answered' }>): NonNullable<Head['answer']> {
  const { status, statusText, headers, url, durationMs, attempts } = answered;
  return { status, statusText, headers, url, durationMs, attempts };
}

/** Encrypts what `pack` gave, bound to its row. `key` has 32 bytes. */
export function seal(packed: Uint8Array, key: Uint8Array, row: number): Uint8Array {
  const nonce = randomBytes(nonceSize);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(boundTo(row));
  const encrypted = [cipher.update(packed), cipher.final()];
  return Buffer.concat([Uint8Array.of(format), nonce, cipher.getAuthTag(), ...encrypted]);
}

export interface Opened extends StoredExchange {
  /** The line as it was typed, where it differs from the one in the clear. */
  readonly line: string | undefined;
}

/** Undefined where the key is another one, the bytes were changed, or they belong to another row. */
export function unseal(sealed: Uint8Array, key: Uint8Array, row: number): Opened | undefined {
  if (sealed[0] !== format || sealed.length < 1 + nonceSize + tagSize) return undefined;
  try {
    const nonce = sealed.subarray(1, 1 + nonceSize);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAAD(boundTo(row));
    decipher.setAuthTag(sealed.subarray(1 + nonceSize, 1 + nonceSize + tagSize));
    const packed = Buffer.concat([decipher.update(sealed.subarray(1 + nonceSize + tagSize)), decipher.final()]);
    return unpack(zstdDecompressSync(packed));
  } catch {
    return undefined;
  }
}

function unpack(whole: Buffer): Opened {
  const bodies = 4 + whole.readUInt32BE(0);
  // Ours: nothing that was not sealed with the key comes this far.
  const head = JSON.parse(whole.toString('utf8', 4, bodies)) as Head;
  const answer = bodies + (head.sentBody ?? 0);
  return {
    line: head.line,
    sent: {
      headers: head.sent,
      body: head.sentBody === undefined ? undefined : new Uint8Array(whole.subarray(bodies, answer)),
    },
    answer: head.answer && { ...head.answer, body: new Uint8Array(whole.subarray(answer)) },
  };
}

function boundTo(row: number): Uint8Array {
  return Buffer.from(`flarescope history ${format} row ${row}`);
}
