// Collects a response body: removes its content codings (RFC 9110 §8.4) while it streams and stops at a cap on the
// decoded size, so that a small hostile body cannot grow without end. Knows streams and zlib, not undici.

import { pipeline, Readable, type Transform } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
  zstdDecompressSync,
} from 'node:zlib';
import { errorText } from '../text/sentences.ts';
import type { BodySink } from './send.ts';

/** What every request offers. */
export const ACCEPT_ENCODING = 'gzip, deflate, br, zstd';

/** Codings in a row that are undone; more is an attack rather than a server. */
const MOST_CODINGS = 3;

export type CollectedBody =
  | { readonly type: 'body'; readonly bytes: Uint8Array; readonly encodedBytes: number }
  | { readonly type: 'too-large'; readonly limitBytes: number }
  /** The body does not hold what its Content-Encoding says, or says something unknown. */
  | { readonly type: 'undecodable'; readonly coding: string; readonly detail: string };

interface CollectOptions {
  /** The Content-Encoding field. */
  readonly contentEncoding: string | undefined;
  /** Cap on the decoded bytes. */
  readonly maxBytes: number;
  /** Asked once more than LARGE_BODY bytes are decoded, with these; what it gives takes the rest of the body too. */
  readonly openSink?: ((start: Uint8Array) => BodySink | undefined) | undefined;
  /** Milliseconds without a further chunk after which it is asked too, with less. */
  readonly sinkAfterMs?: number | undefined;
  /** Called for each chunk with the encoded bytes received so far. */
  readonly onReceived: (encodedBytes: number) => void;
  /** Called once after the last chunk. */
  readonly onEnd?: () => void;
}

/** Bytes; a larger body is worth looking at before it is whole. */
export const LARGE_BODY = 1024 * 1024;

/**
 * Reads `source` to its end. The source is destroyed, and with it the connection, as soon as the body turns out to be
 * too large or undecodable. Rejects only with what the source itself failed with.
 */
export async function collectBody(source: Readable, options: CollectOptions): Promise<CollectedBody> {
  const codings = readCodings(options.contentEncoding);
  const unreadable = codings.find((coding) => !DECODERS.has(coding));
  let encodedBytes = 0;
  let decodedBytes = 0;
  let sourceFailure: { readonly error: unknown } | undefined;
  let chunks: Uint8Array[] = [];
  let sink: BodySink | undefined;
  let mayOpen = options.openSink !== undefined;

  async function* receive(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        encodedBytes += chunk.byteLength;
        options.onReceived(encodedBytes);
        yield chunk;
      }
      options.onEnd?.();
    } catch (error) {
      sourceFailure = { error };
      throw error;
    }
  }

  // Who takes the body in slowly, as a pager does, must not look like a server that has stopped.
  const alive = (): void => options.onReceived(encodedBytes);
  let stream: AsyncIterable<Uint8Array> = receive();
  if (unreadable === undefined) for (const coding of codings.toReversed()) stream = decode(stream, coding);
  const chunksOf = stream[Symbol.asyncIterator]();
  /** Opens the sink for what has come and what will; false where it takes no more. */
  const offerSink = async (): Promise<boolean> => {
    mayOpen = false;
    const start = join(chunks, decodedBytes);
    const opened = options.openSink?.(start);
    sink = opened;
    chunks = opened === undefined ? [start] : [];
    return opened === undefined || taken(opened.write(start), alive);
  };
  try {
    for (;;) {
      const coming = chunksOf.next();
      const isLate = mayOpen && decodedBytes > 0 && !(await comesWithin(coming, options.sinkAfterMs));
      if (isLate && !(await offerSink())) {
        coming.catch(() => undefined);
        return { type: 'too-large', limitBytes: 0 };
      }
      const next = await coming;
      if (next.done === true) break;
      const chunk = next.value;
      // Only now: a response without content may name any coding (HEAD, 304).
      if (unreadable !== undefined) return undecodable(unreadable, 'that encoding is not supported');
      decodedBytes += chunk.byteLength;
      if (sink !== undefined) {
        if (!(await taken(sink.write(chunk), alive)))
          return { type: 'too-large', limitBytes: decodedBytes - chunk.byteLength };
        continue;
      }
      if (decodedBytes > options.maxBytes) return { type: 'too-large', limitBytes: options.maxBytes };
      chunks.push(chunk);
      if (!mayOpen || decodedBytes <= LARGE_BODY) continue;
      if (!(await offerSink())) return { type: 'too-large', limitBytes: 0 };
    }
  } catch (error) {
    if (sourceFailure !== undefined) throw sourceFailure.error;
    return undecodable(codings.join(', '), errorText(error));
  } finally {
    // A decoder that was left still waits for its next chunk and would hold the connection open.
    source.destroy();
    chunksOf.return?.(undefined).catch(() => undefined);
  }
  if (sink !== undefined) {
    sink.end();
    return { type: 'body', bytes: sink.bytes(), encodedBytes };
  }
  await ownTurn();
  return { type: 'body', bytes: join(chunks, decodedBytes), encodedBytes };
}

let lastTurn: Promise<void> = Promise.resolve();

/**
 * Answers that come together are all heard, and their places taken by the next requests, before the first one is looked at; and then
 * one after the other, so that an answer that comes meanwhile waits for one of them at most.
 */
function ownTurn(): Promise<void> {
  lastTurn = lastTurn.then(() => nextTurn());
  return lastTurn;
}

/** Whether it settles soon, one way or the other. */
async function comesWithin(coming: Promise<unknown>, ms: number | undefined): Promise<boolean> {
  if (ms === undefined) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const isSoon = () => true;
  try {
    return await Promise.race([coming.then(isSoon, isSoon), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds between signs of life while a sink takes its time. */
const signEvery = 5000;

async function taken(response: boolean | Promise<boolean>, alive: () => void): Promise<boolean> {
  if (typeof response === 'boolean') return response;
  const timer = setInterval(alive, signEvery);
  try {
    return await response;
  } finally {
    clearInterval(timer);
  }
}

function undecodable(coding: string, detail: string): CollectedBody {
  return { type: 'undecodable', coding, detail };
}

interface Decoder {
  readonly create: () => Transform;
  readonly decode: (encoded: Uint8Array, options: Pick<ZlibOptions, 'maxOutputLength'>) => Uint8Array;
}

const zlibFormat: Decoder = { create: createInflate, decode: inflateSync };
const bareDeflate: Decoder = { create: createInflateRaw, decode: inflateRawSync };

/** By the first byte of what is to be decoded. */
const DECODERS: ReadonlyMap<string, (firstByte: number) => Decoder> = new Map<string, (firstByte: number) => Decoder>([
  ['gzip', () => ({ create: createGunzip, decode: gunzipSync })],
  // "deflate" means the zlib format (RFC 9110 §8.4.1.2), but some servers send the bare stream without its header.
  ['deflate', (firstByte) => ((firstByte & 0x0f) === 8 ? zlibFormat : bareDeflate)],
  ['br', () => ({ create: createBrotliDecompress, decode: brotliDecompressSync })],
  ['zstd', () => ({ create: createZstdDecompress, decode: zstdDecompressSync })],
]);

/** The codings in the order in which they were applied. `x-gzip` is `gzip` (RFC 9110 §8.4.1.3); identity is none. */
function readCodings(field: string | undefined): readonly string[] {
  const codings = (field ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim().replace(/^x-gzip$/, 'gzip'))
    .filter((coding) => coding !== '' && coding !== 'identity');
  return codings.length > MOST_CODINGS ? [codings.join(', ')] : codings;
}

/** One coding removed. An empty body stays empty: it has no header that could be read. */
async function* decode(encoded: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  const chunks = encoded[Symbol.asyncIterator]();
  const first = await chunks.next();
  const firstByte = first.done === true ? undefined : first.value[0];
  const decoder = firstByte === undefined ? undefined : DECODERS.get(coding)?.(firstByte);
  if (first.done === true || decoder === undefined) return;
  // The end of a small body comes with its only chunk, as that of most pages of a list: streams cost more than to decode it.
  const coming = chunks.next();
  // A decoder that fails meanwhile leaves it behind.
  coming.catch(() => undefined);
  const second = await Promise.race([coming, nextTurn(undefined)]);
  if (second?.done === true) await ownTurn();
  const decoded = second?.done === true ? decodedAtOnce(first.value, decoder) : undefined;
  if (decoded !== undefined) {
    yield decoded;
    return;
  }
  async function* all(start: Uint8Array): AsyncGenerator<Uint8Array> {
    yield start;
    const next = await coming;
    if (next.done === true) return;
    yield next.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  const stream = decoder.create();
  // The callback has nothing to add: an error destroys the decoder, and reading it below throws that error.
  pipeline(Readable.from(all(first.value)), stream, () => undefined);
  yield* stream;
}

/** Undefined where it becomes large, and so is better decoded bit by bit. */
function decodedAtOnce(encoded: Uint8Array, { decode }: Decoder): Uint8Array | undefined {
  try {
    return decode(encoded, { maxOutputLength: LARGE_BODY });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

/** One copy into a buffer of its own: a slice of Node's shared pool could not be transferred to a worker. */
function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
