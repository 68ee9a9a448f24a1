// What the history keeps of a request, in words of its own: the store knows neither the wire nor the screen.

/** Header fields in the order sent or received, secret values already replaced. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** One request that was sent, as whoever sent it tells the history. No credential is in it. */
export interface SentRequest {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whose account it went to, by name. */
  readonly profile: string;
  readonly origin: string;
  /** The request line with the values of secret-looking names replaced: it is stored in the clear. */
  readonly line: string;
  /** The line as it was typed, where that differs: it is stored sealed, or not at all. */
  readonly typed: string | undefined;
  readonly method: string;
  readonly path: string;
  /** The request whose list this one turns a page of: its row, or what tells it from others where that is not known yet. */
  readonly partOf: number | FirstOfList | undefined;
  readonly headers: Fields;
  readonly body: Uint8Array | undefined;
  readonly outcome: Answered | Failed;
}

/** A request of the same account, by when it was sent and its line. */
export type FirstOfList = Pick<SentRequest, 'at' | 'line'>;

interface Answered {
  readonly type: 'answered';
  readonly status: number;
  readonly statusText: string;
  readonly headers: Fields;
  /** Undefined where it is too large to be handed over. */
  readonly body: Uint8Array | undefined;
  /** Bytes of the body, decoded. */
  readonly size: number;
  readonly url: string;
  readonly durationMs: number;
  readonly attempts: number;
}

interface Failed {
  readonly type: 'failed';
  readonly failure: StoredFailure;
}

/** Why no response came: the words of `http/failures`, as far as they are kept. */
export interface StoredFailure {
  readonly kind: string;
  readonly tried: string;
  readonly happened: string;
  readonly next: string;
}

/** Whether the bodies of a request are there, or why not. */
export type BodyState =
  | 'kept'
  /** There was no key to seal them with: no vault, or it was locked. */
  | 'no key'
  | 'too large'
  /** Gave way to newer ones, to keep within the budget. */
  | 'made room';

/** A request as lists show it. */
export interface HistoryRow {
  readonly id: number;
  readonly at: number;
  readonly line: string;
  readonly profile: string;
  /** Where it was sent to: `sandbox`, or an origin; empty where nobody knows. */
  readonly origin: string;
  readonly status: number | undefined;
  /** The kind of failure where no response came. */
  readonly failure: string | undefined;
  /** Milliseconds. */
  readonly duration: number | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  /** How often this line was sent to this account; 1 in lists that show every request. */
  readonly uses: number;
  /** The name under which it is saved. */
  readonly name: string | undefined;
}

/** A saved request: a line with a name, and the response that it had when it was saved, where it had one. */
export interface SavedRow {
  readonly id: number;
  readonly name: string;
  readonly tags: readonly string[];
  readonly line: string;
  readonly profile: string;
  /** Where it was sent to: `sandbox`, or an origin; empty where nobody knows. */
  readonly origin: string;
  /** When it was saved, epoch milliseconds. */
  readonly at: number;
  /** The request that was saved; undefined for one that was imported. */
  readonly request: number | undefined;
  readonly status: number | undefined;
}

/** Everything that is kept of one request. */
export interface StoredRequest extends HistoryRow {
  readonly method: string;
  readonly path: string;
  readonly ray: string | undefined;
  readonly error: StoredFailure | undefined;
  readonly bodies: BodyState;
  /** Rows of the pages that were turned to from this one, oldest first. */
  readonly parts: readonly number[];
  readonly partOf: number | undefined;
  /** True where a value was left out of the line and is not known. */
  readonly isRedacted: boolean;
  /** What was sealed; undefined with the reason in `sealed` where it cannot be read. */
  readonly exchange: StoredExchange | undefined;
  /** Why `exchange` is missing, as a sentence. */
  readonly sealed: string | undefined;
}

export interface StoredExchange {
  readonly sent: { readonly headers: Fields; readonly body: Uint8Array | undefined };
  readonly answer: (Omit<Answered, 'type' | 'size'> & { readonly body: Uint8Array }) | undefined;
}
