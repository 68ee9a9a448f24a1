// A worker that indexes one document and ends with it: a file that it reads itself, or bytes that the host puts into the
// shared memory as they arrive. What it does with them is json/arriving's.

import { parentPort, workerData } from 'node:worker_threads';
import {
  advance,
  createIndexer,
  type IndexEnd,
  type IndexProgress,
  makeRoom,
  progressOf,
  type SharedParts,
} from '../json/arriving.ts';
import { openUserFile } from '../store/user-files.ts';

/** What the host hands over. */
export interface IndexJob {
  readonly parts: SharedParts;
  /** The most bytes that can come. */
  readonly capacity: number;
  /** A file to read; undefined where the host brings the bytes. */
  readonly path: string | undefined;
  /** Bytes of memory that are left to others. */
  readonly reserve: number;
}

/** The host has put the document's bytes up to here into the shared memory. */
export interface Arrived {
  readonly received: number;
  readonly isLast: boolean;
}

export interface IndexMessage {
  /** Only where others than before. */
  readonly parts: SharedParts | undefined;
  readonly progress: IndexProgress;
  readonly end: IndexEnd | undefined;
  /** False where more bytes are to come, though they are not indexed any more. */
  readonly isOver: boolean;
}

/** Bytes that are read and indexed before anything else is looked at; the first slice is there for the first screen. */
const firstSlice = 256 * 1024;
const slice = 4 * 1024 * 1024;

/** Milliseconds between reports: a screen shows no more of them. */
const pause = 100;

const job: IndexJob = workerData;
const indexer = createIndexer(job.parts, job.capacity);
let told = job.parts;
let toldAt = 0;

if (job.path === undefined) receiveBytes();
else readFile(job.path);

function readFile(path: string): void {
  const file = openUserFile(path);
  let received = 0;
  let end: IndexEnd | undefined;
  for (let isLast = false; !isLast; ) {
    const size = Math.min(received === 0 ? firstSlice : slice, job.capacity - received);
    if (process.availableMemory() < job.reserve + 2 * size || !makeRoom(job.parts, received + size)) {
      end ??= { type: 'full' };
      break;
    }
    const read = file.read(new Uint8Array(job.parts.bytes, received, size), received);
    received += read;
    isLast = read < size || received === job.capacity;
    // What is broken is still read to its end: its bytes are to be looked at.
    end ??= advance(indexer, received, isLast);
    if (end?.type === 'full') break;
    report(received, end, false);
  }
  file.close();
  report(received, end, true);
}

function receiveBytes(): void {
  let end: IndexEnd | undefined;
  let later: NodeJS.Timeout | undefined;
  parentPort?.on('message', ({ received, isLast }: Arrived) => {
    clearTimeout(later);
    end ??= advance(indexer, received, isLast);
    const told = report(received, end, isLast || end?.type === 'full');
    // What comes after this may be long in coming: it is told of in a moment, whether more has come or not.
    if (!told) later = setTimeout(() => report(received, end, false), pause);
    if (isLast) parentPort?.close();
  });
}

/** False where it was told only just now. */
function report(received: number, end: IndexEnd | undefined, isOver: boolean): boolean {
  const now = performance.now();
  if (!isOver && now - toldAt < pause) return false;
  toldAt = now;
  const message: IndexMessage = {
    parts: told === indexer.parts ? undefined : indexer.parts,
    progress: progressOf(indexer, received),
    end,
    isOver,
  };
  told = indexer.parts;
  parentPort?.postMessage(message);
  return true;
}
