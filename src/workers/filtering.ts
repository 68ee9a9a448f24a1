// Filters of the explorer, off the UI thread: one at a time, over the document where it lies. A newer one ends the older one
// with its thread, since a filter cannot be interrupted; another thread stands by, with jq loaded where that may be wanted.

import type { Worker } from 'node:worker_threads';
import { type ReceivedBody, readBody } from '../api/received.ts';
import { snapshot } from '../json/arriving.ts';
import { createMemo, type JsonDocument, type Memo } from '../json/document.ts';
import { createJqProgram } from '../json/jq/run.ts';
import { indexStart } from '../json/parse.ts';
import { errorText } from '../text/sentences.ts';
import { openJq } from './filter.ts';
import type { FilterNews, FilterTask } from './filter-worker.ts';
import type { Result } from './result-sink.ts';

interface FilterRun {
  readonly id: number;
  readonly document: JsonDocument;
  readonly filter: string;
  /** How long it may take. */
  readonly limitMs: number;
}

export type FilterEnd =
  /** `error`: why jq stopped before its end, in its words. */
  | { readonly type: 'done'; readonly body: ReceivedBody; readonly error: string | undefined }
  /** In jq's words, or why it was stopped. */
  | { readonly type: 'refused'; readonly reason: string };

interface FilterListener {
  /** It begins to run now. */
  readonly onStart: () => void;
  /** What has come of it; undefined while that is nothing. Only of a large list, which is gone through piece by piece. */
  readonly onGrow: (
    body: ReceivedBody | undefined,
    progress: { readonly read: number; readonly total: number },
  ) => void;
  readonly onEnd: (end: FilterEnd) => void;
}

export interface Filterer {
  /** Starts a filter after a moment, and ends the one before at once. */
  readonly start: (run: FilterRun, listener: FilterListener) => void;
  readonly stop: () => void;
  /** A filter is about to be typed: loads jq. */
  readonly prepare: () => void;
  readonly close: () => void;
}

/** Milliseconds without a further key before a filter runs; longer where jq takes longer for the document. */
const calm: readonly (readonly [bytes: number, ms: number])[] = [
  [1024 * 1024, 60],
  [16 * 1024 * 1024, 150],
  [Number.POSITIVE_INFINITY, 300],
];

/** Bytes of a document that leave jq's memory so large that its thread is better ended. */
const largeRun = 8 * 1024 * 1024;

/** Milliseconds without a filter after which no thread stands by any more. */
const idleFor = 60_000;

interface Running {
  readonly run: FilterRun;
  readonly listener: FilterListener;
  readonly startedAt: number;
  /** Of the snapshots of one generation of nodes. */
  memo: Memo;
  generation: number;
}

export function createFilterer(): Filterer {
  /** Threads with jq that do nothing. */
  const ready: Worker[] = [];
  let busy: Worker | undefined;
  let running: Running | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let limit: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;

  const open = (): Worker => {
    const thread = openJq();
    // Neither a filter nor a thread that stands by must keep the program alive.
    thread.unref();
    thread.on('message', (news: FilterNews) => follow(thread, news));
    thread.on('error', (error) => fail(thread, wordsOf(error)));
    thread.on('exit', () => fail(thread, 'jq ended without a result'));
    return thread;
  };
  const standBy = (withJq: boolean): void => {
    if (ready.length === 0) ready.push(open());
    const prepare: FilterTask = { kind: 'prepare' };
    if (withJq) ready[0]?.postMessage(prepare);
    clearTimeout(idle);
    idle = setTimeout(() => {
      for (const thread of ready.splice(0)) void thread.terminate();
    }, idleFor);
    idle.unref();
  };
  /** Ends the thread of a run, where there is one: nothing else stops jq. */
  const drop = (): void => {
    clearTimeout(limit);
    const thread = busy;
    busy = undefined;
    running = undefined;
    void thread?.terminate();
  };
  const finish = (end: FilterEnd): void => {
    const ended = running;
    running = undefined;
    clearTimeout(limit);
    ended?.listener.onEnd(end);
  };
  const fail = (thread: Worker, reason: string): void => {
    const at = ready.indexOf(thread);
    if (at !== -1) ready.splice(at, 1);
    if (busy !== thread) return;
    busy = undefined;
    finish({ type: 'refused', reason });
  };
  const follow = (thread: Worker, news: FilterNews): void => {
    if (busy !== thread || running?.run.id !== news.id || news.type === 'text') return;
    const { listener } = running;
    if (news.type === 'grew') {
      listener.onGrow(growingBody(running, news.result, news), news);
      return;
    }
    const isLarge = running.run.document.bytes.length > largeRun;
    const isWorn = news.type === 'refused' ? news.isBroken : news.isByJq && isLarge;
    busy = undefined;
    if (isWorn) void thread.terminate();
    else ready.unshift(thread);
    standBy(news.type === 'refused' || news.isByJq);
    for (const spare of ready.splice(1)) void spare.terminate();
    if (news.type === 'refused') finish({ type: 'refused', reason: news.reason });
    else finish({ type: 'done', body: wholeBody(running, news.result, news.isFull), error: news.error });
  };
  const begin = (run: FilterRun, listener: FilterListener): void => {
    const thread = ready.shift() ?? open();
    busy = thread;
    running = { run, listener, startedAt: performance.now(), memo: createMemo(), generation: 0 };
    const { memo: _, levels: __, ...document } = run.document;
    const task: FilterTask = { kind: 'document', id: run.id, filter: run.filter, document };
    thread.postMessage(task);
    limit = setTimeout(() => {
      drop();
      const seconds = Math.round(run.limitMs / 1000);
      const reason = `stopped after ${seconds} s (filterLimitSeconds in settings.json sets the limit)`;
      listener.onEnd({ type: 'refused', reason });
    }, run.limitMs);
    limit.unref();
    standBy(false);
    listener.onStart();
  };
  const stop = (): void => {
    clearTimeout(waiting);
    if (busy) drop();
  };
  return {
    start: (run, listener) => {
      stop();
      const size = createJqProgram(run.filter) ? 0 : run.document.bytes.length;
      const [, ms = 0] = calm.find(([bytes]) => size <= bytes) ?? [];
      waiting = setTimeout(() => begin(run, listener), ms);
    },
    stop,
    prepare: () => standBy(true),
    close: () => {
      stop();
      clearTimeout(idle);
      for (const thread of ready.splice(0)) void thread.terminate();
    },
  };
}

function wholeBody(running: Running, result: Result, isFull: boolean): ReceivedBody {
  const incomplete = isFull ? ({ kind: 'full' } as const) : undefined;
  if (result.kind === 'bytes') return readBody(result.bytes, 'application/json');
  const document = resultSnapshot(running, result, !isFull);
  return { kind: 'json', document, bytes: document.bytes, arriving: undefined, incomplete };
}

/** What there is of a result that still grows. How far it has come is told by what was read for it. */
function growingBody(
  running: Running,
  result: Result,
  { read, total }: { readonly read: number; readonly total: number },
): ReceivedBody | undefined {
  const document = result.kind === 'bytes' ? indexStart(result.bytes) : resultSnapshot(running, result, false);
  if (document === undefined || document.nodeCount < 2) return undefined;
  const seconds = Math.max(0.001, (performance.now() - running.startedAt) / 1000);
  const arriving = { received: read, total, bytesPerSecond: read / seconds };
  return { kind: 'json', document, bytes: document.bytes, arriving, incomplete: undefined };
}

function resultSnapshot(
  running: Running,
  { parts, progress }: Extract<Result, { kind: 'parts' }>,
  isComplete: boolean,
): JsonDocument {
  if (progress.generation !== running.generation) running.memo = createMemo();
  running.generation = progress.generation;
  return snapshot(parts, progress, isComplete, running.memo);
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return 'the result does not fit in memory';
  }
  return errorText(error);
}
