// Comparing as the state keeps it: what is marked as the first, and what two things are being compared or were.
import type { Comparison, DifferenceId, JsonPlace } from '../../json/compare.ts';
import { truncateMiddle } from '../../text/width.ts';
import { type Row, span } from './rows.ts';

/** What was marked: a value on the screen, or a request of the history. */
export interface CompareMark {
  /** What tells it from others. */
  readonly key: string;
  /** Safe to show. */
  readonly label: string;
  readonly source: CompareSource;
  readonly itemId: string | undefined;
}

type CompareSource =
  | { readonly kind: 'value'; readonly place: JsonPlace }
  /** A row of the history's store. */
  | { readonly kind: 'stored'; readonly row: number }
  /** What was there before the write of such a row, or after it. */
  | { readonly kind: 'kept'; readonly row: number; readonly side: 'before' | 'after' };

/** A side, or the number under which it was asked for. */
export type CompareSide = JsonPlace | { readonly waitsFor: number };

/** Two things that are compared, over the panes. */
export interface Compared {
  /** Of the comparison that is wanted; what comes of another is dropped. */
  readonly id: number;
  /** Safe to show. */
  readonly titles: readonly [before: string, after: string];
  readonly before: CompareSide;
  readonly after: CompareSide;
  readonly itemId: string | undefined;
  /** Names of members that are left out. */
  readonly ignored: readonly string[];
  /** How far it has come, of 1; undefined when it is over. */
  readonly share: number | undefined;
  readonly found: Comparison | undefined;
  /** Why there is no comparison: a sentence without a full stop. */
  readonly problem: string | undefined;
  /** Objects and lists of which the inside is not shown. */
  readonly closed: ReadonlySet<DifferenceId>;
  /** Values that are shown whole. */
  readonly opened: ReadonlySet<DifferenceId>;
  readonly cursor: DifferenceId;
  /** First row shown. */
  readonly top: number;
}

export interface CompareState {
  readonly mark: CompareMark | undefined;
  readonly shown: Compared | undefined;
}

export const noComparison: CompareState = { mark: undefined, shown: undefined };

/** The mark as the lower edge of a pane says it. */
export function markStatus({ compare: { mark } }: { readonly compare: CompareState }): Row {
  return mark ? [span(`first: ${truncateMiddle(mark.label, 24)}`, 'warn'), span(' ─ ', 'border')] : [];
}
