// This session's requests, the newest first, each with the response as the user left it. Earlier sessions' are in history-list.
import type { HistoryEntry } from './history.ts';
import { sizeOf } from './response.ts';
import type { State } from './state.ts';
import { accountLabel } from './writes.ts';

/** Bytes of answers and their indexes kept for going back to; beyond it the oldest are let go, their lines stay. */
const budget = 256 * 1024 * 1024;

/** A request that was just sent. */
export function recordSend(state: State, line: string): State {
  return record(state, state.lastId, line, 'sending');
}

/** A file that was opened: like a response it can be come back to, but not sent again. */
export function recordFile(state: State, id: number, name: string): State {
  return record(state, id, name, 'opened');
}

function record(state: State, id: number, line: string, outcome: HistoryEntry['outcome']): State {
  const account = outcome === 'opened' ? undefined : accountLabel(state.session);
  const entry: HistoryEntry = { id, line, account, at: state.now, outcome, response: undefined };
  return { ...state, history: { ...state.history, entries: [entry, ...state.history.entries], cursor: 0, top: 0 } };
}

export function recordOutcome(state: State, id: number, outcome: HistoryEntry['outcome']): State {
  return withEntries(
    state,
    state.history.entries.map((entry) => (entry.id === id ? { ...entry, outcome } : entry)),
  );
}

/** Puts the response on screen back to its entry, so that it can be shown again as it was. */
export function stowResponse(state: State): State {
  const { response } = state;
  if (!response) return state;
  let kept = 0;
  const entries = state.history.entries.map((entry) => {
    const candidate = entry.id === response.id ? response : entry.response;
    kept += candidate ? sizeOf(candidate) : 0;
    return candidate === entry.response && kept <= budget
      ? entry
      : { ...entry, response: kept <= budget ? candidate : undefined };
  });
  return withEntries(state, entries);
}

function withEntries(state: State, entries: readonly HistoryEntry[]): State {
  return { ...state, history: { ...state.history, entries } };
}
