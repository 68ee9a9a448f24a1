// What the store has told the state of the history: what of it is, or soon will be, on the screen.
import type { Failure } from '../../api/failures.ts';
import type { AccountLabel } from './accounts.ts';
import type { OpenResponse } from './response.ts';

/** A stretch of the list of stored requests, newest first; more is read as the cursor comes near its end. */
interface StoredList {
  readonly rows: readonly StoredItem[];
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
  /** How many there are in all. */
  readonly total: number;
  readonly isReading: boolean;
}

/** A request as the store lists it. */
export interface StoredItem {
  readonly id: number;
  readonly at: number;
  readonly line: string;
  readonly profile: string;
  /** Where it was sent to: the same name may have meant another account. */
  readonly origin?: string | undefined;
  readonly status: number | undefined;
  /** The kind of failure where no response came. */
  readonly failure: string | undefined;
  /** How often this line was sent, in a narrowed list; else 1. */
  readonly uses: number;
  /** Under which it is saved. */
  readonly name: string | undefined;
}

export interface SavedItem {
  readonly id: number;
  readonly name: string;
  readonly tags: readonly string[];
  readonly line: string;
  readonly profile: string;
  readonly origin?: string | undefined;
  readonly at: number;
  /** The stored request; undefined for one that was imported. */
  readonly request: number | undefined;
  readonly status: number | undefined;
}

interface HistoryFilter {
  readonly query: string;
  /** `rank`: what fits best first; `recent`: the newest first, as a shell searches. */
  readonly order: 'rank' | 'recent';
  readonly rows: readonly StoredItem[];
  readonly isComplete: boolean;
}

/** A line of the store, and the account that it was last sent under. */
export interface EarlierLine {
  readonly line: string;
  readonly profile: string;
  readonly origin?: string | undefined;
}

interface EarlierLines {
  /** The newest first. */
  readonly lines: readonly EarlierLine[];
  /** Where the store goes on; undefined from the newest. */
  readonly before: number | undefined;
  /** False while there may be more in the store. */
  readonly isAll: boolean;
  /** Steps back that wait for lines which are being read. */
  readonly owed: number;
  /** The line that waits in the same way for a word of an earlier one. */
  readonly argumentFor?: string | undefined;
  readonly isReading: boolean;
}

export interface HistoryState {
  /** This session's requests and opened files, the newest first, each with its response as it was left. */
  readonly entries: readonly HistoryEntry[];
  /** What the store has told of the requests of all sessions. */
  readonly stored: StoredList;
  readonly saved: readonly SavedItem[];
  /** False where only this session's requests are known. */
  readonly hasStore: boolean;
  readonly tab: 'all' | 'saved';
  /** What the list is narrowed to; undefined where it is whole. */
  readonly filter: HistoryFilter | undefined;
  /** Lines of earlier sessions, as far as the prompt has gone back to them. */
  readonly earlier: EarlierLines;
  /** Requests that were sent several times in a row, and are shown one by one: the number of the oldest of each. */
  readonly opened: ReadonlySet<number>;
  /** Index of the item under the cursor, 0 the first. */
  readonly cursor: number;
  readonly top: number;
  /** True after a deletion, until the next one: it can be undone. */
  readonly canUndo: boolean;
  /** What a clearing would take, once that was asked; a second enter does it. */
  readonly clearing: { readonly text: string; readonly count: number } | undefined;
  /** The number under which a stored request is being read, to be used when it is there. */
  readonly reading: number | undefined;
  /** Midnight of the local day, as of the last list that came. */
  readonly today: number;
}

export interface HistoryEntry {
  readonly id: number;
  /** The request as it was typed; of a file that was opened, its name. */
  readonly line: string;
  /** Under which account it was sent; undefined for a file. */
  readonly account: AccountLabel | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly outcome: 'sending' | 'cancelled' | 'opened' | { readonly status: number } | { readonly failure: Failure };
  /** The response as it was left; undefined when none came, or when it was let go to save memory. */
  readonly response: OpenResponse | undefined;
  /** The number that the store has given it; undefined while it is not stored. */
  readonly row?: number;
}

/** Midnight of the local day, epoch milliseconds. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
