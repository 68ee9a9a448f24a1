// The `| filter` of a request in scripts. Simple programs run right here over the index, as jq would; all others are jq's, in a
// worker that is loaded only then and ended when it is done or unwanted. What the explorer filters is filtering's.

import { Worker } from 'node:worker_threads';
import type { JsonDocument } from '../json/document.ts';
import { jqLines } from '../json/jq/outputs.ts';
import { createJqProgram } from '../json/jq/run.ts';
import type { FilterNews, FilterOutcome, FilterTask } from './filter-worker.ts';

/** Built, the worker stands beside the bundle; from source, beside this file. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './filter-worker.ts' : './filter-worker.cjs', import.meta.url);

/** MB of results that jq's loader may hold; it keeps every byte of one as a number of its own. A larger one ends the thread alone. */
const mostHeap = 2048;

/** A thread with jq. What a filter sends to standard error is not for the terminal, which may show a screen. */
export function openJq(): Worker {
  const thread = new Worker(worker, {
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: mostHeap },
  });
  thread.stdout.resume();
  thread.stderr.resume();
  return thread;
}

export interface Filter {
  /**
   * Reads the program only.
   *
   * @returns what is wrong with it, in jq's words; undefined where nothing is
   */
  readonly compile: (signal: AbortSignal) => Promise<string | undefined>;
  /**
   * Runs it over a JSON text or a document; one after the other.
   *
   * @returns jq's outputs, each a compact JSON text; or jq's words on why there are none
   * @throws the signal's reason when it is aborted, at once; the filter cannot be used after that
   */
  readonly apply: (input: string | JsonDocument, signal: AbortSignal) => Promise<FilterOutcome>;
  /** As `apply`, over several JSON texts in a row, but no further than to the first on which the program fails. */
  readonly applyEach: (text: string, signal: AbortSignal) => Promise<EachOutcome>;
  readonly close: () => Promise<void>;
}

export interface EachOutcome {
  /** Outputs, each a compact JSON text. */
  readonly lines: readonly string[];
  /** Why the program stopped, and on which of the texts, from 0. */
  readonly failed: { readonly error: string; readonly at: number } | undefined;
}

/** A filter for one text after another. Where it takes jq, loading that takes a third of a second, once. */
export function openFilter(filter: string): Filter {
  const program = createJqProgram(filter);
  let opened: Worker | undefined;
  let id = 0;
  const close = async (): Promise<void> => {
    await opened?.terminate();
  };
  const ask = async (task: FilterTask, signal: AbortSignal): Promise<FilterOutcome> => {
    signal.throwIfAborted();
    opened ??= openJq();
    const thread = opened;
    const ended = new AbortController();
    try {
      return await new Promise<FilterOutcome>((resolve, reject) => {
        const onAbort = (): void => {
          reject(signal.reason);
          void close();
        };
        signal.addEventListener('abort', onAbort, { once: true, signal: ended.signal });
        const settle = (): void => {
          thread.off('message', onMessage);
          thread.off('error', onError);
          thread.off('exit', onExit);
        };
        const onMessage = (news: FilterNews): void => {
          settle();
          if (news.type === 'text') resolve(news.outcome);
        };
        const onError = (error: unknown): void => {
          settle();
          reject(error);
        };
        const onExit = (): void => {
          settle();
          resolve({ ok: false, error: 'jq ended without a result', lines: '' });
        };
        thread.on('message', onMessage);
        thread.on('error', onError);
        thread.on('exit', onExit);
        thread.postMessage(task);
      });
    } finally {
      ended.abort();
    }
  };
  return {
    compile: async (signal) => {
      signal.throwIfAborted();
      if (program) return undefined;
      id += 1;
      const outcome = await ask({ kind: 'compile', id, filter }, signal);
      return outcome.ok ? undefined : outcome.error;
    },
    apply: async (input, signal) => {
      signal.throwIfAborted();
      const lines = program && jqLines(program, input);
      if (lines !== undefined) return { ok: true, lines };
      id += 1;
      const text = typeof input === 'string' ? input : new TextDecoder().decode(input.bytes);
      return ask({ kind: 'text', id, filter, text }, signal);
    },
    applyEach: async (text, signal) => {
      signal.throwIfAborted();
      const lines = program && jqLines(program, text);
      if (lines !== undefined) return { lines: lines === '' ? [] : lines.split('\n'), failed: undefined };
      id += 1;
      // jq goes on after a text on which it fails, and says nothing of it. The line feed ends a comment.
      const each = `(try ((${filter}\n) | [.]) catch {error: .}), null`;
      const outcome = await ask({ kind: 'text', id, filter: each, text }, signal);
      return readEach(outcome);
    },
    close,
  };
}

/** Outputs are in brackets, an error is an object, and null is the end of what there is of one text. */
function readEach(outcome: FilterOutcome): EachOutcome {
  const lines: string[] = [];
  let at = 0;
  for (const line of outcome.lines.split('\n')) {
    if (line === 'null') at++;
    else if (line.startsWith('[')) lines.push(line.slice(1, -1));
    else if (line !== '') return { lines, failed: { error: errorIn(line), at } };
  }
  return { lines, failed: outcome.ok ? undefined : { error: outcome.error, at } };
}

function errorIn(line: string): string {
  const { error } = JSON.parse(line) as { readonly error: unknown };
  return typeof error === 'string' ? error : `${JSON.stringify(error)} (not a string)`;
}

/** What jq makes of one text within `limitMs` milliseconds, a compact JSON text a line; undefined where it fails. */
export async function filterOnce(filter: string, text: string, limitMs: number): Promise<string | undefined> {
  const opened = openFilter(filter);
  try {
    const outcome = await opened.apply(text, AbortSignal.timeout(limitMs));
    return outcome.ok ? outcome.lines : undefined;
  } catch {
    return undefined;
  } finally {
    await opened.close();
  }
}
