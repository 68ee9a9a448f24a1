// The request pane: what the line in the prompt will send.
import { inner, type Rect } from '../../core/layout.ts';
import { requestRows } from '../../core/request-rows.ts';
import { hasFocus } from '../../core/slices/focus.ts';
import { type Row, span } from '../../core/spans.ts';
import type { State } from '../../core/state.ts';
import { framed, rangeStatus } from '../widgets/frame.ts';

export function requestPane(state: State, rect: Rect): readonly Row[] {
  const focused = hasFocus(state, 'request');
  const { width, height } = inner(rect);
  const rows = requestRows(state, width);
  // The line may have become shorter since it was scrolled.
  const top = Math.min(state.request.top, Math.max(0, rows.length - height));
  const status = rows.length > height ? rangeStatus(top, Math.min(rows.length, top + height), rows.length) : [];
  return framed(rect, { title: [span('Request', 'title')], status, focused }, rows.slice(top, top + height));
}
