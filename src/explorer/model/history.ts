// What the store has told the state of the history: what of it is, or soon will be, on the screen.

/** A stretch of the list of stored requests, newest first; more is read as the cursor comes near its end. */
export interface StoredList {
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
  readonly status: number | undefined;
  /** The kind of failure where no answer came. */
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
  readonly at: number;
  /** The stored request; undefined for one that was imported. */
  readonly request: number | undefined;
  readonly status: number | undefined;
}

export interface HistoryFilter {
  readonly query: string;
  /** `rank`: what fits best first; `recent`: the newest first, as a shell searches. */
  readonly order: 'rank' | 'recent';
  readonly rows: readonly StoredItem[];
  readonly isComplete: boolean;
}

export interface EarlierLines {
  /** The newest first. */
  readonly lines: readonly string[];
  /** Where the store goes on; undefined from the newest. */
  readonly before: number | undefined;
  /** False while there may be more in the store. */
  readonly isAll: boolean;
  /** Steps back that wait for lines which are being read. */
  readonly owed: number;
  readonly isReading: boolean;
}
