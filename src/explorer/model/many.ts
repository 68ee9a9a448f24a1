// Rows that are marked, and the plan to send one request for each: what it is, what is asked, and what became of each row.
import type { RowOutcome } from '../../api/many.ts';
import type { Consent, Judgement } from '../../api/writes.ts';
import { childAt, indexInParent } from '../../json/children.ts';
import { isSameDocument, type JsonDocument, type NodeId, parentOf } from '../../json/document.ts';
import type { RequestLine } from '../../request/types.ts';
import { createLine, type LineBuffer } from '../../text/line-buffer.ts';
import { formatCount } from '../../text/numbers.ts';
import { type Row, span } from './rows.ts';

/** Marked items of a list, by their places in it. */
export interface MarkedRows {
  readonly document: JsonDocument;
  readonly list: NodeId;
  readonly rows: ReadonlySet<number>;
  /** Where a range has begun. */
  readonly anchor: number | undefined;
}

interface ManyRow {
  readonly id: string;
  readonly name: string;
  readonly request: RequestLine;
}

/** One request for each of the marked rows: planned, under way, or over. */
export interface ManyRun {
  readonly id: number;
  /** What the rows fill. */
  readonly line: string;
  readonly rows: readonly ManyRow[];
  /** When its first answer came, milliseconds since the epoch; undefined before. */
  readonly startedAt: number | undefined;
  /** Requests that it takes, and milliseconds. */
  readonly requests: number;
  readonly expectedMs: number;
  readonly judgement: Judgement;
  readonly consent: Exclude<Consent, 'none'>;
  /** Whether it can be taken back, and what will not come back; sentences without a full stop. */
  readonly notes: readonly string[];
  readonly phase: 'planned' | 'running' | 'ended' | 'undoing';
  /** By row; undefined for what is still to come. */
  readonly outcomes: readonly (RowOutcome | undefined)[];
  /** Rows of the history that can be taken back. */
  readonly kept: readonly number[];
  /** What came of taking it back. */
  readonly undone: { readonly done: number; readonly of: number; readonly problems: readonly string[] } | undefined;
  /** Until when the rate limit holds it up. */
  readonly pausedUntil: number | undefined;
}

/** What stands over the panes while it is looked at. */
export interface ManyPanel {
  readonly kind: 'many';
  readonly top: number;
  /** Where the number of what goes is typed. */
  readonly line: LineBuffer;
}

export function manyPanel(): ManyPanel {
  return { kind: 'many', top: 0, line: createLine() };
}

/** True while the number of rows has to be typed. */
export function isCounting(run: ManyRun | undefined): boolean {
  return run?.phase === 'planned' && run.consent === 'name';
}

interface WithMarks {
  readonly marks: MarkedRows | undefined;
}

/** The items that are marked on the screen, in the order of the list. */
export function markedNodes({ marks }: WithMarks): readonly NodeId[] {
  if (!marks) return [];
  const indexes = [...marks.rows].toSorted((a, b) => a - b);
  return indexes.map((index) => childAt(marks.document, marks.list, index)).filter((node) => node !== undefined);
}

/** Whether the node is a marked item, for whoever paints it; undefined where nothing is marked there. */
export function markPainter({ marks }: WithMarks, document: JsonDocument): ((node: NodeId) => boolean) | undefined {
  if (!marks || !isSameDocument(marks.document, document)) return undefined;
  const { list, rows } = marks;
  return (node) => parentOf(document, node) === list && rows.has(indexInParent(document, node));
}

/** A row of the tree with the mark in its margin. */
export function withMark(row: Row): Row {
  const [first, ...others] = row;
  if (!first?.text.startsWith(' ')) return [span('*', 'match'), ...row];
  return [span('*', 'match'), { ...first, text: first.text.slice(1) }, ...others];
}

/** `3 marked`, for the lower edge. */
export function markedStatus({ marks }: WithMarks): Row {
  if (!marks) return [];
  const range = marks.anchor === undefined ? '' : marks.rows.size > 0 ? ', range begun' : 'range begun';
  const count = marks.rows.size > 0 ? `${formatCount(marks.rows.size)} marked` : '';
  return [span(`${count}${range}`, 'match'), span(' ─ ', 'border')];
}
