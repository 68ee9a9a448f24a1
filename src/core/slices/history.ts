// This session's requests, the newest first, each with the answer as the user left it.
import type { JsonDocument } from '../../json/document.ts';
import { inner, layout } from '../layout.ts';
import type { Answer, HistoryEntry, State } from '../state.ts';
import { focusPane } from './focus.ts';
import { showLine } from './line.ts';
import { inform } from './notices.ts';

/** Bytes of answers and their indexes kept for going back to; beyond it the oldest are let go, their lines stay. */
const budget = 256 * 1024 * 1024;

/** A request that was just sent. */
export function recordSend(state: State, line: string): State {
  return record(state, line, 'sending');
}

/** A file that was opened: like an answer it can be come back to, but not sent again. */
export function recordFile(state: State, name: string): State {
  return record(state, name, 'opened');
}

function record(state: State, line: string, outcome: HistoryEntry['outcome']): State {
  const entry: HistoryEntry = { id: state.lastId, line, at: state.now, outcome, answer: undefined };
  return { ...state, history: { entries: [entry, ...state.history.entries], cursor: 0, top: 0 } };
}

export function recordOutcome(state: State, id: number, outcome: HistoryEntry['outcome']): State {
  return withEntries(
    state,
    state.history.entries.map((entry) => (entry.id === id ? { ...entry, outcome } : entry)),
  );
}

/** Puts the answer on screen back to its entry, so that it can be shown again as it was. */
export function stowAnswer(state: State): State {
  const { answer } = state;
  if (!answer) return state;
  let kept = 0;
  const entries = state.history.entries.map((entry) => {
    const candidate = entry.id === answer.id ? answer : entry.answer;
    kept += candidate ? sizeOf(candidate) : 0;
    return candidate === entry.answer && kept <= budget
      ? entry
      : { ...entry, answer: kept <= budget ? candidate : undefined };
  });
  return withEntries(state, entries);
}

function sizeOf(answer: Answer): number {
  return answer.pages.reduce(
    (sum, { body }) => sum + body.bytes.length + (body.kind === 'json' ? indexSize(body.view.document) : 0),
    0,
  );
}

function indexSize({ start, end, parent, next }: JsonDocument): number {
  return start.byteLength + end.byteLength + parent.byteLength + next.byteLength;
}

/** Shows the entry under the cursor: its line in the prompt, its answer in the response pane. */
export function openEntry(state: State): State {
  const entry = state.history.entries[state.history.cursor];
  if (!entry) return state;
  const stowed = stowAnswer(state);
  const { answer } = stowed.history.entries[state.history.cursor] ?? entry;
  const lined = entry.outcome === 'opened' ? stowed : showLine(stowed, entry.line);
  if (answer) return focusPane({ ...lined, answer, exchange: settled(state) }, 'response');
  if (typeof entry.outcome === 'object' && 'failure' in entry.outcome && state.exchange.kind !== 'sending') {
    const { failure } = entry.outcome;
    return focusPane({ ...lined, answer: undefined, exchange: { kind: 'failed', id: entry.id, failure } }, 'response');
  }
  return inform(focusPane(lined, 'prompt'), 'No answer was kept for this request: Enter sends it again');
}

/** A failure gives way to the answer that is shown in its place; a request in flight stays in flight. */
function settled(state: State): State['exchange'] {
  return state.exchange.kind === 'failed' ? { kind: 'done', id: state.exchange.id } : state.exchange;
}

/** Moves the cursor by `step` entries and keeps it in the window. */
export function moveCursor(state: State, step: number): State {
  const { entries, cursor } = state.history;
  const target = Math.min(Math.max(0, cursor + step), Math.max(0, entries.length - 1));
  return { ...state, history: { ...state.history, cursor: target, top: windowTop(state, target) } };
}

/** Rows that the history pane has, or would have if it were open. */
export function historyHeight(state: State): number {
  const rect = layout(state.screen, 'history').history;
  return rect ? Math.max(1, inner(rect).height) : 1;
}

function windowTop(state: State, cursor: number): number {
  const height = historyHeight(state);
  const { top } = state.history;
  if (cursor < top) return cursor;
  return cursor >= top + height ? cursor - height + 1 : top;
}

function withEntries(state: State, entries: readonly HistoryEntry[]): State {
  return { ...state, history: { ...state.history, entries } };
}
