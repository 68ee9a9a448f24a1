// A file or standard input on its way to the explorer. Small ones are read whole; of large ones the first part is there at
// once, for the first screen, and the rest follows.
import { fileReceived, type Received, readFile } from '../api/received.ts';
import { indexStart } from '../json/parse.ts';
import { openUserFile, readUserFile, userFileSize } from '../store/user-files.ts';
import type { Arrival } from '../workers/indexing.ts';

/** Up to so many bytes a document is read and indexed at once: starting a worker would take longer. */
const smallDocument = 256 * 1024;

/** Bytes that fill a first screen; it waits for them to be indexed. */
const firstPart = 32 * 1024;

export interface Opening {
  readonly received: Received;
  readonly arrival: Arrival | undefined;
}

/** `-` is standard input. Rejects with Node's own error where it cannot be read. */
export async function openDocument(path: string): Promise<Opening> {
  if (path === '-') return openStream(process.stdin);
  const size = await userFileSize(path);
  if (size === undefined) {
    const { createReadStream } = await import('node:fs');
    return openStream(createReadStream(path));
  }
  const start = size > smallDocument ? readStart(path) : undefined;
  // What does not begin as JSON is looked at as a whole.
  const document = start && indexStart(start);
  if (start === undefined || document === undefined) return whole(await readUserFile(path));
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

async function openStream(stream: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<Opening> {
  const chunks = stream[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let received = 0;
  while (received <= smallDocument) {
    const { value, done } = await chunks.next();
    if (done === true) return whole(new Uint8Array(Buffer.concat(first)));
    first.push(value);
    received += value.length;
  }
  const start = new Uint8Array(Buffer.concat(first));
  const document = indexStart(start);
  if (document === undefined) {
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) first.push(next.value);
    return whole(new Uint8Array(Buffer.concat(first)));
  }
  const { indexInflow } = await import('../workers/indexing.ts');
  const inflow = indexInflow(undefined, { first: { document, bytes: start } });
  const pour = async (): Promise<void> => {
    try {
      let isRoom = inflow.write(start);
      while (isRoom) {
        const { value, done } = await chunks.next();
        if (done === true) break;
        isRoom = inflow.write(value);
      }
      inflow.end();
    } catch {
      inflow.stop();
    }
    stream.destroy();
  };
  void pour();
  const arriving = { received, total: undefined, bytesPerSecond: 0 };
  return {
    received: fileReceived({ kind: 'json', document, bytes: start, arriving, incomplete: undefined }),
    arrival: inflow,
  };
}
