// Large documents: indexed by a worker while they arrive, and told of as often as a screen can use it.

import { Worker } from 'node:worker_threads';
import { type Incomplete, plainBody, type ReceivedBody } from '../api/received.ts';
import { createParts, type IndexProgress, makeRoom, snapshot } from '../json/arriving.ts';
import { createMemo, type JsonDocument, LARGEST_DOCUMENT } from '../json/document.ts';
import { errorText } from '../text/sentences.ts';
import type { Arrived, IndexJob, IndexMessage } from './index-worker.ts';

/** Built, the worker stands beside the bundle; from source, beside this file. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './index-worker.ts' : './index-worker.cjs', import.meta.url);

/** Bytes of memory that are left to others: of a document that does not fit beside them, a part is shown. */
const defaultReserve = 192 * 1024 * 1024;

/** A document that is on its way. */
export interface Arrival {
  /**
   * Begins to index, and calls `listener` with what has come whenever that is more; for the last time with a body that is
   * not arriving. Not before the first frame stands: a worker takes its share of the processor.
   */
  readonly listen: (listener: (body: ReceivedBody) => void) => void;
  /** Ends it here; what has come stays. */
  readonly stop: () => void;
}

/** A document whose bytes the caller brings. */
export interface Inflow extends Arrival {
  /** Takes in the next bytes, by copying them. False where these and further ones do not fit into the memory. */
  readonly write: (chunk: Uint8Array) => boolean;
  /** No further byte will come. */
  readonly end: () => void;
  /** All that was taken in. */
  readonly bytes: () => Uint8Array;
}

interface ArrivalOptions {
  /** Bytes of memory to leave to others. */
  readonly reserve?: number;
  /** What its first bytes hold, which is all there is of a document that is stopped at once. */
  readonly first?: { readonly document: JsonDocument; readonly bytes: Uint8Array };
}

/** A file, read and indexed by a worker once somebody listens. Throws a RangeError where there is no address space for it. */
export function indexFile(path: string, size: number, options: ArrivalOptions = {}): Arrival {
  return start(path, Math.min(size, LARGEST_DOCUMENT), size, options);
}

/** A document of which `total` bytes were announced, or none. Throws a RangeError where there is no address space for it. */
export function indexInflow(total: number | undefined, options: ArrivalOptions = {}): Inflow {
  return start(undefined, LARGEST_DOCUMENT, total, options);
}

/** Between looks at how much memory is left: the look is not free, and chunks are small. */
const bytesPerLook = 1024 * 1024;

function start(
  path: string | undefined,
  capacity: number,
  total: number | undefined,
  { reserve = defaultReserve, first }: ArrivalOptions,
): Inflow {
  let parts = createParts(capacity);
  let thread: Worker | undefined;
  let startedAt = performance.now();
  let memo = createMemo();
  let progress: IndexProgress | undefined;
  let received = 0;
  let isLast = false;
  let looked = 0;
  let isFull = false;
  let isOver = false;
  let latest: ReceivedBody | undefined;
  let listener: ((body: ReceivedBody) => void) | undefined;

  const tell = (body: ReceivedBody): void => {
    latest = body;
    listener?.(body);
  };
  /** What there is, for good. */
  const finish = (incomplete: Incomplete | undefined): void => {
    if (isOver) return;
    isOver = true;
    const bytes = new Uint8Array(parts.bytes, 0, Math.max(received, progress?.received ?? 0));
    if (progress !== undefined && progress.nodeCount > (incomplete === undefined ? 0 : 1)) {
      const document = snapshot(parts, progress, incomplete === undefined, memo);
      tell({ kind: 'json', document, bytes, arriving: undefined, incomplete });
    } else if (progress === undefined && first !== undefined) {
      tell({ kind: 'json', ...first, arriving: undefined, incomplete });
    } else if (bytes.length === 0 && incomplete?.kind === 'broken') {
      tell({ kind: 'empty' });
    } else if (incomplete?.kind === 'broken') {
      tell(plainBody(bytes, incomplete.error));
    } else {
      tell(plainBody(bytes, undefined, { incomplete }));
    }
    void thread?.terminate();
  };

  const follow = (message: IndexMessage): void => {
    if (isOver) return;
    if (message.parts !== undefined) memo = createMemo();
    parts = message.parts ?? parts;
    progress = message.progress;
    const { end, isOver: isEnd } = message;
    const came = Math.max(received, progress.received);
    const bytesPerSecond = came / Math.max(0.001, (performance.now() - startedAt) / 1000);
    const arriving = { received: came, total, bytesPerSecond };
    const isBroken = end?.type === 'broken';
    if (isEnd && end !== undefined) {
      const isCut = isFull || (path !== undefined && (total ?? 0) > capacity);
      if (isCut || end.type === 'full') finish({ kind: 'full' });
      else finish(end.type === 'broken' ? { kind: 'broken', error: end.error } : undefined);
    } else if (progress.nodeCount > (isBroken ? 1 : 0)) {
      const bytes = new Uint8Array(parts.bytes, 0, came);
      const document = snapshot(parts, progress, false, memo);
      tell({
        kind: 'json',
        document,
        bytes,
        arriving,
        incomplete: undefined,
      });
    } else if (isBroken || first === undefined) {
      tell(plainBody(new Uint8Array(parts.bytes, 0, came), isBroken ? end.error : undefined, { arriving }));
    }
  };
  const post = (): void => {
    const arrived: Arrived = { received, isLast };
    thread?.postMessage(arrived);
  };
  const open = (): void => {
    startedAt = performance.now();
    const workerData: IndexJob = { parts, capacity, path, reserve };
    thread = new Worker(worker, { workerData });
    // A document that nobody waits for must not keep the program alive.
    thread.unref();
    thread.on('message', follow);
    thread.on('error', (error) => finish({ kind: 'unreadable', reason: errorText(error) }));
    if (received > 0 || isLast) post();
  };
  return {
    listen: (given) => {
      listener = given;
      if (latest !== undefined) given(latest);
      else if (!isOver) open();
    },
    stop: () => finish({ kind: isFull ? 'full' : 'stopped' }),
    write: (chunk) => {
      if (isOver || isFull) return false;
      if (received - looked > bytesPerLook || looked === 0) {
        looked = received;
        isFull = process.availableMemory() < reserve + 2 * bytesPerLook;
      }
      isFull ||= !makeRoom(parts, received + chunk.length);
      if (isFull) return false;
      new Uint8Array(parts.bytes, received, chunk.length).set(chunk);
      received += chunk.length;
      post();
      return true;
    },
    end: () => {
      isLast = true;
      post();
    },
    bytes: () => new Uint8Array(parts.bytes, 0, received),
  };
}
