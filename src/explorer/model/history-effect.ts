// What the state wants of the history's store, as data.
import type { SavedItem } from './history.ts';

/** What is asked of the history's store; it answers with events of the same names in the past tense. */
export type HistoryEffect =
  | { readonly type: 'history.list'; readonly place: ListPlace }
  | { readonly type: 'history.listSaved'; readonly query: string }
  | { readonly type: 'history.search'; readonly query: string; readonly order: 'rank' | 'recent' }
  | { readonly type: 'history.goBack'; readonly before: number | undefined }
  /** Reads a stored request, to show its answer as the answer `id`, to put its line into the prompt, or to send it again. */
  | {
      readonly type: 'history.read';
      readonly row: number;
      readonly id: number;
      readonly want: 'answer' | 'line' | 'run';
    }
  | { readonly type: 'history.delete'; readonly row: number }
  | { readonly type: 'history.forget'; readonly saved: SavedItem }
  | { readonly type: 'history.undo' }
  /** A day as it was typed, and its midnight; `isSure` deletes what was sent before, else it is only counted. */
  | { readonly type: 'history.clear'; readonly text: string; readonly before: number; readonly isSure: boolean }
  | { readonly type: 'history.save'; readonly row: number; readonly name: string; readonly tags: readonly string[] };

/** Which stretch of the list; `after` goes on to older ones, `before` to newer ones. */
export type ListPlace =
  | { readonly from: 'newest' | 'oldest' }
  | { readonly from: 'after' | 'before'; readonly at: number; readonly id: number };
