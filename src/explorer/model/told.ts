// What a notice is, and what is kept of those that were told. Knows nothing of the state, so that the state can hold them.

export interface Notice {
  readonly kind: 'info' | 'problem';
  readonly text: string;
}

export interface Notices {
  /** The one that is shown is what a key itself had to say: it has been seen, and gives way to what comes. */
  readonly isAnswer: boolean;
  /** Those that come after the one that is shown. */
  readonly waiting: readonly Notice[];
  /** All that were told, the oldest first, without secrets. */
  readonly told: readonly ToldNotice[];
}

export interface ToldNotice extends Notice {
  /** What was shown. */
  readonly notice: Notice;
  /** Milliseconds since the epoch; undefined until the clock has been asked. */
  readonly at: number | undefined;
}

export const noNotices: Notices = { isAnswer: false, waiting: [], told: [] };
