// A file or standard input on its way to the explorer. Small files are read whole; of large ones the first part is there at
// once, for the first screen, and the rest follows. A pipe is shown with what has come of it, be that nothing yet.
import { setTimeout as delay } from 'node:timers/promises';
import { fileReceived, plainBody, type Received, type ReceivedBody, readFile } from '../api/received.ts';
import { indexStart } from '../json/parse.ts';
import { openUserFile, readUserFile, userFileSize } from '../store/user-files.ts';
import { createTranscoder, markedEncoding, markLength, type TextEncoding, toUtf8 } from '../text/encoding.ts';
import type { Arrival } from '../workers/indexing.ts';
import { openFollowed, watchForRows } from './following.ts';
import { createLiveFeed } from './live-feed.ts';

/** Up to so many bytes a document is read and indexed at once: starting a worker would take longer. */
const smallDocument = 256 * 1024;

/** Bytes that fill a first screen; it waits for them to be indexed. */
const firstPart = 32 * 1024;

/** Milliseconds that a pipe may take to bring all it has before it is shown as one that is still coming. */
const patience = 50;

export interface OpenOptions {
  /** How to read it; where that is left open, as its byte order mark says, else as UTF-8. */
  readonly encoding?: TextEncoding | undefined;
  /** Goes on reading a file that grows, as rows. */
  readonly follow?: boolean;
  /** Bytes of rows to keep. */
  readonly keep?: number | undefined;
}

interface Opening {
  readonly received: Received;
  readonly arrival: Arrival | undefined;
}

/**
 * `-` is standard input. Rejects with Node's own error where it cannot be read.
 *
 * A pipe whose lines come one after the other becomes a list of rows that goes on.
 */
export async function openDocument(path: string, { encoding, follow, keep }: OpenOptions = {}): Promise<Opening> {
  if (path === '-') return openPipe(process.stdin, { encoding, keep });
  const size = await userFileSize(path);
  if (follow && size !== undefined) return openFollowed(path, encoding, keep);
  const start = size === undefined || size <= smallDocument ? undefined : readStart(path);
  const isOther = start !== undefined && (encoding ?? markedEncoding(start) ?? 'utf-8') !== 'utf-8';
  if (size === undefined || isOther) {
    const { createReadStream } = await import('node:fs');
    return openPipe(createReadStream(path), { encoding, keep });
  }
  // What does not begin as JSON is looked at as a whole.
  const document = start && indexStart(start);
  if (start === undefined || document === undefined) return whole(toUtf8(await readUserFile(path), encoding));
  const arrival = onceAwaited(async () => {
    const { indexFile } = await import('../workers/indexing.ts');
    return indexFile(path, size, { first: { document, bytes: start } });
  });
  const arriving = { received: start.length, total: size, bytesPerSecond: 0 };
  return { received: fileReceived({ kind: 'json', document, bytes: start, arriving, incomplete: undefined }), arrival };
}

/** What is only loaded when somebody listens: the first screen does not wait for it. */
function onceAwaited(open: () => Promise<Arrival>): Arrival {
  let arrival: Promise<Arrival> | undefined;
  return {
    listen: (listener) => {
      arrival ??= open();
      void arrival.then((opened) => opened.listen(listener));
    },
    stop: () => void arrival?.then((opened) => opened.stop()),
  };
}

function readStart(path: string): Uint8Array {
  const file = openUserFile(path);
  try {
    const start = new Uint8Array(firstPart);
    return start.subarray(0, file.read(start, 0));
  } finally {
    file.close();
  }
}

function whole(bytes: Uint8Array): Opening {
  return { received: readFile(bytes), arrival: undefined };
}

type ByteStream = AsyncIterable<Uint8Array> & { destroy(): unknown };

/** What comes over a pipe. */
export async function openPipe(stream: ByteStream, { encoding, keep }: OpenOptions): Promise<Opening> {
  const chunks = utf8Chunks(stream, encoding)[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let received = 0;
  let next = chunks.next();
  const isTime = delay(patience, 'time' as const, { ref: false });
  while (received <= smallDocument) {
    const result = await Promise.race([next, isTime]);
    if (result === 'time') break;
    if (result.done === true) return whole(new Uint8Array(Buffer.concat(first)));
    first.push(result.value);
    received += result.value.length;
    next = chunks.next();
  }
  const start = new Uint8Array(Buffer.concat(first));
  const document = indexStart(start);
  const { indexInflow } = await import('../workers/indexing.ts');
  const inflow = indexInflow(undefined, document ? { first: { document, bytes: start } } : {});
  const { arrival, turnTo } = turningArrival(inflow);
  const watch = watchForRows((rows) => {
    const feed = createLiveFeed({ keep, onStop: () => stream.destroy() });
    for (const row of rows) feed.add(row);
    turnTo(feed);
    return feed;
  });
  const pour = async (): Promise<void> => {
    const write = (chunk: Uint8Array): boolean => watch.take(chunk) || inflow.write(chunk);
    try {
      let isRoom = start.length === 0 || write(start);
      while (isRoom) {
        const { value, done } = await next;
        if (done === true) break;
        isRoom = write(value);
        next = chunks.next();
      }
      watch.end();
      inflow.end();
    } catch {
      watch.end();
      inflow.stop();
    }
    stream.destroy();
  };
  void pour();
  const arriving = { received, total: undefined, bytesPerSecond: 0 };
  const body: ReceivedBody = document
    ? { kind: 'json', document, bytes: start, arriving, incomplete: undefined }
    : plainBody(start, undefined, { arriving });
  return { received: fileReceived(body), arrival };
}

/** What arrives in one way first, and in another from some moment on. */
function turningArrival(first: Arrival): { readonly arrival: Arrival; readonly turnTo: (next: Arrival) => void } {
  let current = first;
  let listener: Parameters<Arrival['listen']>[0] | undefined;
  const hear = (from: Arrival): void =>
    from.listen((body) => {
      if (current === from) listener?.(body);
    });
  return {
    arrival: {
      listen: (given) => {
        listener = given;
        hear(current);
      },
      stop: () => current.stop(),
    },
    turnTo: (next) => {
      current = next;
      first.stop();
      if (listener) hear(next);
    },
  };
}

/** What comes, as UTF-8; only where the first bytes say that it is something else, or the user does, is it made so. */
async function* utf8Chunks(stream: ByteStream, chosen: TextEncoding | undefined): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0);
  let encoding = chosen;
  let transcoder: ReturnType<typeof createTranscoder> | undefined;
  for await (const chunk of stream) {
    let bytes: Uint8Array = chunk;
    if (encoding === undefined) {
      held = new Uint8Array(Buffer.concat([held, chunk]));
      if (held.length < markLength) continue;
      encoding = markedEncoding(held) ?? 'utf-8';
      bytes = held;
    }
    if (encoding === 'utf-8') {
      yield bytes;
      continue;
    }
    transcoder ??= createTranscoder(encoding);
    const text = transcoder.write(bytes);
    if (text.length > 0) yield text;
  }
  if (encoding === undefined && held.length > 0) yield held;
  const rest = transcoder?.end();
  if (rest !== undefined && rest.length > 0) yield rest;
}
