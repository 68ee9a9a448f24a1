// Keeps what stands unsent in the prompt, a moment after it was typed: no key waits for the disk.

import { redactLine } from '../api/redact-line.ts';
import { unsentLine } from '../explorer/features/compose/prompt.ts';
import type { Store } from './store.ts';

/** Where drafts are kept; the store room gives it. */
export interface DraftKeeper {
  readonly keep: (text: string | undefined) => Promise<void>;
}

/** Milliseconds after the last key. A program that is killed sooner loses those keys. */
const pause = 200;

/** Follows the store until the returned function is called, which keeps what is left and waits for it. */
export function keepDraft(store: Store, drafts: DraftKeeper): () => Promise<void> {
  let kept = unsentLine(store.getState());
  let timer: NodeJS.Timeout | undefined;
  const keep = (): Promise<void> => {
    timer = undefined;
    const line = unsentLine(store.getState());
    if (line === kept) return Promise.resolve();
    kept = line;
    // What is secret is left out, as it is in the history: it would stand there in the clear.
    return drafts.keep(line === undefined ? undefined : redactLine(line).line);
  };
  const unsubscribe = store.subscribe(() => {
    if (unsentLine(store.getState()) === kept) return;
    timer ??= setTimeout(() => void keep(), pause);
  });
  return async () => {
    unsubscribe();
    clearTimeout(timer);
    await keep();
  };
}
