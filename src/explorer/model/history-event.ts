// What the history's store says. Every event answers an effect of the same name, or tells of what was sent.
import type { Failure } from '../../api/failures.ts';
import type { RequestLine } from '../../request/types.ts';
import type { SavedItem, StoredItem } from './history.ts';
import type { ListPlace } from './history-effect.ts';
import type { Received } from './received.ts';

/** What the history's store says. `now` is the time of saying it, epoch milliseconds. */
export type HistoryEvent =
  /** There is a store: it knows lines and requests of earlier sessions. */
  | { readonly type: 'history.begun' }
  /** The request that was sent under that id is stored. */
  | { readonly type: 'history.recorded'; readonly id: number; readonly row: StoredItem }
  | {
      readonly type: 'history.listed';
      readonly place: ListPlace;
      readonly rows: readonly StoredItem[];
      /** In the direction that was read. */
      readonly hasMore: boolean;
      readonly total: number;
      readonly now: number;
    }
  | { readonly type: 'history.savedListed'; readonly query: string; readonly rows: readonly SavedItem[] }
  | {
      readonly type: 'history.found';
      readonly query: string;
      readonly order: 'rank' | 'recent';
      readonly rows: readonly StoredItem[];
      readonly isComplete: boolean;
    }
  | { readonly type: 'history.wentBack'; readonly lines: readonly string[]; readonly before: number | undefined }
  | {
      readonly type: 'history.wasRead';
      readonly id: number;
      readonly want: 'answer' | 'line' | 'run';
      readonly line: string;
      readonly outcome: StoredOutcome;
      readonly now: number;
    }
  | { readonly type: 'history.deleted'; readonly row: number }
  | { readonly type: 'history.forgotten'; readonly id: number; readonly name: string }
  | { readonly type: 'history.undone' }
  | { readonly type: 'history.counted'; readonly text: string; readonly count: number }
  | { readonly type: 'history.cleared'; readonly count: number; readonly day: string }
  | { readonly type: 'history.wasSaved'; readonly row: number; readonly name: string }
  /** What was asked of it cannot be done; what was typed stays. */
  | { readonly type: 'history.refused'; readonly reason: string }
  /** Something is wrong with the store: it is said once. */
  | { readonly type: 'history.troubled'; readonly sentence: string };

/** What the history has of a request: its answer with the pages turned to, or why there is none, or that none came. */
export type StoredOutcome =
  | { readonly kind: 'answer'; readonly pages: readonly StoredPage[] }
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** A sentence without a full stop. */
  | { readonly kind: 'missing'; readonly reason: string };

export interface StoredPage {
  readonly request: RequestLine;
  readonly received: Received;
}
