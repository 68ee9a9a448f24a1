// The history pane: this session's requests, the newest first.
import { inner, type Rect } from '../../core/layout.ts';
import { hasFocus } from '../../core/slices/focus.ts';
import { type Row, type Span, span } from '../../core/spans.ts';
import type { HistoryEntry, State } from '../../core/state.ts';
import { formatCount } from '../../text/numbers.ts';
import { visible } from '../../text/untrusted.ts';
import { fitRow, rowWidth } from '../widgets/fit.ts';
import { framed } from '../widgets/frame.ts';
import { type PaneRows, statusRole } from './response.ts';

export function historyPane(state: State, rect: Rect): PaneRows {
  const focused = hasFocus(state, 'history');
  const { entries, cursor, top } = state.history;
  const { width, height } = inner(rect);
  const shown = entries.slice(top, top + height);
  const rows = shown.length === 0 ? [[span('No requests yet', 'dim')]] : shown.map((entry) => entryRow(entry, width));
  const status =
    entries.length > height ? [span(`${formatCount(cursor + 1)} of ${formatCount(entries.length)}`, 'dim')] : [];
  return {
    rows: framed(rect, { title: [span('History', 'title')], status, focused }, rows),
    selected: focused && shown.length > 0 ? cursor - top + 1 : undefined,
  };
}

function entryRow(entry: HistoryEntry, width: number): Row {
  const clock = new Date(entry.at).toTimeString().slice(0, 5);
  const right: Row = [span(` ${clock} `, 'dim')];
  const left: Row = [outcomeSpan(entry.outcome), span(` ${visible(entry.line)}`)];
  return [...fitRow(left, Math.max(0, width - rowWidth(right))), ...right];
}

function outcomeSpan(outcome: HistoryEntry['outcome']): Span {
  if (outcome === 'sending') return span(' … ', 'accent');
  if (outcome === 'opened') return span('doc', 'accent');
  if (outcome === 'cancelled') return span('esc', 'dim');
  return 'failure' in outcome ? span(' ✗ ', 'bad') : span(String(outcome.status).padEnd(3), statusRole(outcome.status));
}
