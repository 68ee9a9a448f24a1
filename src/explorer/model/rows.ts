// A row of the screen as pieces of text with roles, and rows made exactly as wide as their place. The terminal gives roles their colours.

import type { TokenRole } from '../../json/lines.ts';
import type { Letters } from '../../text/matching.ts';
import { visible } from '../../text/untrusted.ts';
import { cellWidth, truncate } from '../../text/width.ts';
import type { Target } from './mouse.ts';

export type Role =
  | TokenRole
  | 'text'
  | 'title'
  | 'brand'
  | 'dim'
  | 'accent'
  | 'good'
  | 'warn'
  | 'bad'
  | 'border'
  | 'focusedBorder'
  | 'badge'
  | 'production'
  | 'get'
  | 'post'
  | 'put'
  | 'patch'
  | 'delete'
  | 'keyName'
  | 'wrong'
  | 'match';

export interface Span {
  readonly text: string;
  readonly role: Role;
  /** What a click on it does, where that is more than going to its row. */
  readonly target?: Target;
}

export type Row = readonly Span[];

export function span(text: string, role: Role = 'text'): Span {
  return { text, role };
}

/** The pieces, each with what a click on it does. */
export function clickable(row: Row, target: Target): Row {
  return row.map((piece) => ({ ...piece, target }));
}

/** The text in pieces; hostile characters are made visible, piece by piece. */
export function letterSpans(text: string, letters: Letters, role: Role = 'text'): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const [from, to] of letters) {
    if (from > at) spans.push(span(visible(text.slice(at, from)), role));
    spans.push(span(visible(text.slice(Math.max(at, from), to)), 'match'));
    at = Math.max(at, to);
  }
  if (at < text.length) spans.push(span(visible(text.slice(at)), role));
  return spans.filter((piece) => piece.text !== '');
}

export function rowWidth(row: Row): number {
  return row.reduce((sum, piece) => sum + cellWidth(piece.text), 0);
}

/** The row in exactly `width` cells. */
export function fitRow(row: Row, width: number): Row {
  const fitted: Span[] = [];
  let left = Math.max(0, width);
  for (const piece of row) {
    const cells = cellWidth(piece.text);
    if (cells > left) {
      const text = truncate(piece.text, left);
      fitted.push({ ...piece, text });
      left -= cellWidth(text);
      break;
    }
    fitted.push(piece);
    left -= cells;
  }
  if (left > 0) fitted.push(span(' '.repeat(left)));
  return fitted;
}

/** `left` and `right` at the ends of `width` cells; where both do not fit, `right` gives way. */
export function spread(left: Row, right: Row, width: number): Row {
  const gap = width - rowWidth(left) - rowWidth(right);
  return gap < 1 ? fitRow(left, width) : fitRow([...left, span(' '.repeat(gap)), ...right], width);
}

export interface PaneRows {
  readonly rows: readonly Row[];
  /** Index in `rows` of the row under the cursor. */
  readonly selected: number | undefined;
}

/** A method by its kind. Those that read look as GET does. */
export function methodRole(method: string): Role {
  switch (method) {
    case 'POST':
      return 'post';
    case 'PUT':
      return 'put';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return 'delete';
    default:
      return 'get';
  }
}

/** A request in pieces: its method, where the text begins with one, and the rest. */
export function requestSpans(text: string, role: Role = 'text'): Row {
  const method = /^(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)(?= |$)/.exec(text)?.[0];
  return method === undefined
    ? [span(text, role)]
    : [span(method, methodRole(method)), span(text.slice(method.length), role)];
}

export function statusRole(status: number): Span['role'] {
  return status < 300 ? 'good' : status < 400 ? 'warn' : 'bad';
}
