// Searches off the UI thread: a newer one takes the place of an older one, and one that will not stop is ended with its thread.

import { Worker } from 'node:worker_threads';
import type { JsonDocument } from '../json/document.ts';
import type { SearchScope } from '../json/query.ts';
import type { SearchJob, SearchMessage } from './search-worker.ts';

/** Built, the worker stands beside the bundle; from source, beside this file. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './search-worker.ts' : './search-worker.cjs', import.meta.url);

/** Milliseconds that a search which is no longer wanted may take to notice: an expression can be busy with one text for ever. */
const patience = 300;

/** Of a document, or of a text where there is none. */
interface Search {
  readonly document?: JsonDocument | undefined;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly scope: SearchScope;
}

/** The nodes found so far, in document order; of a text the offsets of matches. */
type Listener = (matches: Int32Array, isDone: boolean) => void;

export interface Searcher {
  /** Starts a search, and lets go of the one before. The query must be one that can be read. */
  readonly start: (search: Search, listener: Listener) => void;
  readonly stop: () => void;
  readonly close: () => void;
}

interface Running {
  readonly job: SearchJob;
  readonly listener: Listener;
}

/** Its thread starts at once, so that it is there when the first text has been typed. */
export function createSearcher(): Searcher {
  const control = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const wanted = new Int32Array(control);
  let lastId = 0;
  let thread: Worker | undefined;
  let running: Running | undefined;
  /** What the thread has not said the last word on, whether or not it is still wanted. */
  let busy: Running | undefined;
  let impatience: NodeJS.Timeout | undefined;

  const open = (): Worker => {
    const opened = new Worker(worker);
    opened.unref();
    opened.on('message', ({ id, count, isDone }: SearchMessage) => {
      if (isDone && busy?.job.id === id) busy = undefined;
      if (running?.job.id !== id) return;
      clearTimeout(impatience);
      running.listener(new Int32Array(running.job.matches, 0, count), isDone);
    });
    // A search that fails finds no more; the next one gets another thread.
    opened.on('error', () => {
      if (thread === opened) thread = undefined;
      running?.listener(new Int32Array(0), true);
    });
    return opened;
  };

  const stop = (): void => {
    running = undefined;
    Atomics.store(wanted, 0, 0);
    clearTimeout(impatience);
    const stuck = busy;
    if (stuck === undefined) return;
    impatience = setTimeout(() => {
      if (busy !== stuck && busy !== running) return;
      void thread?.terminate();
      thread = undefined;
      busy = undefined;
      if (running) post(running);
    }, patience);
    impatience.unref();
  };

  const post = (next: Running): void => {
    thread ??= open();
    busy = next;
    thread.postMessage(next.job);
  };

  thread = open();

  return {
    start: ({ document, bytes, text, scope }, listener) => {
      stop();
      lastId += 1;
      const most = document ? document.nodeCount : bytes.length;
      const matches = new SharedArrayBuffer(0, { maxByteLength: most * Int32Array.BYTES_PER_ELEMENT });
      Atomics.store(wanted, 0, lastId);
      const job: SearchJob = {
        id: lastId,
        document: document && plain(document),
        bytes: document ? new Uint8Array(0) : shared(bytes),
        text,
        scope,
        matches,
        control,
      };
      running = { job, listener };
      post(running);
    },
    stop,
    close: () => {
      clearTimeout(impatience);
      running = undefined;
      void thread?.terminate();
    },
  };
}

function plain({ memo: _, levels: __, ...document }: JsonDocument): SearchJob['document'] {
  return document;
}

const copies = new WeakMap<Uint8Array, Uint8Array>();

/** The same bytes in memory that a worker sees too: a text is searched anew with every letter that is typed. */
function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const known = copies.get(bytes);
  if (known) return known;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  copies.set(bytes, copy);
  return copy;
}
