// What can be done with a request of the history: open it with its response, send it again, put it into the prompt, delete it,
// save it under a name; and what came of it.
import { formatLine } from '../../../request/format.ts';
import { createLine } from '../../../text/line-buffer.ts';
import type { AccountLabel } from '../../model/accounts.ts';
import { openResponse } from '../../model/document.ts';
import type { Effect, HistoryEffect } from '../../model/effects.ts';
import type { HistoryEvent, StoredOutcome, StoredPage } from '../../model/events.ts';
import { closeOverlay, focusPane, openOverlay } from '../../model/focus.ts';
import type { HistoryEntry } from '../../model/history.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import { showRecalled } from '../../model/prompt.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import { whyBusy } from '../../model/reasons.ts';
import { stowResponse } from '../../model/record.ts';
import type { State } from '../../model/state.ts';
import { recordedAccount } from '../../model/writes.ts';
import { submit } from '../compose/prompt.ts';
import { addPage } from '../pages/pages.ts';
import {
  currentItem,
  dateText,
  dayFromText,
  type HistoryItem,
  isIncomplete,
  itemAccount,
  itemLine,
  itemRow,
  itemTime,
  moveToItem,
  withHistory,
} from './list.ts';

/** Shows the request under the cursor: its line in the prompt, its response in the response pane. */
export function openItem(state: State): Step {
  const item = currentItem(state);
  if (!item) return [state, []];
  const entry = entryOf(state, item);
  if (entry?.response || (entry && entry.row === undefined)) return [openEntry(state, entry), []];
  const row = itemRow(item);
  return row === undefined
    ? [putIntoPrompt(state, itemLine(item), itemAccount(item)), []]
    : read(state, row, 'response');
}

/** Puts the request under the cursor into the prompt, to be changed. */
export function editItem(state: State): Step {
  return withLine(state, 'line');
}

/** Sends the request under the cursor again. */
export function runItem(state: State): Step {
  return withLine(state, 'run');
}

function withLine(state: State, want: 'line' | 'run'): Step {
  const item = currentItem(state);
  return item ? recallItem(state, item, want) : [state, []];
}

/** Puts a request of the list into the prompt, or sends it again. */
export function recallItem(state: State, item: HistoryItem, want: 'line' | 'run'): Step {
  const entry = entryOf(state, item);
  if (entry?.outcome === 'opened') return [complain(state, 'This is a file, so it cannot be sent'), []];
  const line = entry?.line ?? itemLine(item);
  const row = itemRow(item);
  // What was left out of the line may be in what is sealed.
  if (isIncomplete(line) && row !== undefined) return read(state, row, want);
  const from = itemAccount(item);
  return want === 'run' ? sendLine(state, line, from) : [putIntoPrompt(state, line, from), []];
}

/** Sends it again; Esc in its preview leads back to the history, with what stood in the prompt. */
function sendLine(state: State, line: string, from: AccountLabel | undefined): Step {
  return submit(putIntoPrompt(state, line, from), true, state);
}

/** It was not typed in this moment, and perhaps not for this account. */
function putIntoPrompt(state: State, line: string, from: AccountLabel | undefined): State {
  return focusPane(showRecalled(state, line, from), 'prompt');
}

function read(state: State, row: number, want: Extract<HistoryEffect, { type: 'history.read' }>['want']): Step {
  const id = state.lastId + 1;
  const reading = withHistory({ ...state, lastId: id }, { reading: id });
  return [reading, [{ type: 'history.read', row, id, want }]];
}

/** This session's own memory of the item, which has more than the store: the response as it was left. */
function entryOf(state: State, item: HistoryItem): HistoryEntry | undefined {
  if (item.kind === 'entry') return item.entry;
  const row = itemRow(item);
  return row === undefined ? undefined : state.history.entries.find((entry) => entry.row === row);
}

function openEntry(state: State, entry: HistoryEntry): State {
  const stowed = stowResponse(state);
  const response = stowed.history.entries.find((candidate) => candidate.id === entry.id)?.response;
  const lined = entry.outcome === 'opened' ? stowed : putIntoPrompt(stowed, entry.line, entry.account);
  if (response) return focusPane({ ...lined, response, exchange: settled(state) }, 'response');
  if (typeof entry.outcome === 'object' && 'failure' in entry.outcome && state.exchange.kind !== 'sending') {
    const { failure } = entry.outcome;
    return focusPane(
      { ...lined, response: undefined, exchange: { kind: 'failed', id: entry.id, failure } },
      'response',
    );
  }
  return inform(
    focusPane(lined, 'prompt'),
    `No response was kept for this request. ${keyFor(state, 'prompt.send')} sends it again`,
  );
}

/** A failure gives way to the response that is shown in its place; a request in flight stays in flight. */
function settled(state: State): State['exchange'] {
  return state.exchange.kind === 'failed' ? { kind: 'done', id: state.exchange.id } : state.exchange;
}

/** What was read from the store, unless something else was asked for since. */
export function takeRead(state: State, event: Extract<HistoryEvent, { type: 'history.wasRead' }>): Step {
  const { id, want, line, outcome } = event;
  if (id !== state.history.reading) return [state, []];
  const read: State = withHistory({ ...state, now: Math.max(state.now, event.now) }, { reading: undefined });
  // The cursor may stand on another row by now.
  const from = recordedAccount(event);
  if (want === 'run') return sendLine(read, line, from);
  if (want === 'line') return [putIntoPrompt(read, line, from), []];
  return [showStored(showRecalled(stowResponse(read), line, from), id, outcome, line, from), []];
}

function showStored(
  state: State,
  id: number,
  outcome: StoredOutcome,
  line: string,
  from: AccountLabel | undefined,
): State {
  if (outcome.kind === 'missing') {
    return inform(
      focusPane(state, 'prompt'),
      `${outcome.reason}. ${keyFor(state, 'prompt.send')} sends the request again`,
    );
  }
  if (outcome.kind === 'failure') {
    if (state.exchange.kind === 'sending') return inform(focusPane(state, 'prompt'), 'This request got no response');
    const { failure } = outcome;
    return focusPane({ ...state, response: undefined, exchange: { kind: 'failed', id, failure } }, 'response');
  }
  const [first, ...rest] = outcome.pages;
  if (!first) return state;
  const opened = openResponse({ ...state, exchange: settled(state) }, id, first.request, line, first.received);
  const paged = rest.reduce((shown, page) => addStored(shown, page, id), opened);
  const { response } = paged;
  const start = response?.pages.findIndex((page) => page.request === first.request) ?? 0;
  // Pages came in as if they had been turned to; the first is where the user begins.
  return focusPane(
    {
      ...showRecalled(paged, line, from),
      notice: undefined,
      response: response && { ...response, at: Math.max(0, start) },
    },
    'response',
  );
}

/** A page may be stored twice, fetched ahead and then with all others: the second says nothing of where the list ends. */
function addStored(state: State, { request, received }: StoredPage, of: number): State {
  const isThere = state.response?.pages.some(
    (page) => page.request && formatLine(page.request) === formatLine(request),
  );
  return isThere ? state : addPage(state, request, received, { response: of });
}

/** Deletes what is under the cursor: a request, or the name of a saved one. */
export function deleteItem(state: State): Step {
  const item = currentItem(state);
  if (!item) return [state, []];
  if (item.kind === 'saved') return [state, [{ type: 'history.forget', saved: item.saved }]];
  if (item.kind === 'stored') return [state, [{ type: 'history.delete', row: item.row.id }]];
  const reason = item.entry.outcome === 'sending' ? whyBusy(state) : undefined;
  if (reason !== undefined) return [complain(state, reason), []];
  const { entries, cursor } = state.history;
  const removed = withHistory(state, { entries: entries.filter((entry) => entry !== item.entry) });
  return [moveToItem(removed, cursor), []];
}

/** Asks under which name to save what is under the cursor. */
export function askForName(state: State): Step {
  const item = currentItem(state);
  if (item?.kind === 'saved') return [complain(state, `Already saved as ${item.saved.name}`), []];
  if (!item || (item.kind === 'entry' && item.entry.outcome === 'opened'))
    return [complain(state, 'Only requests can be saved'), []];
  return [openOverlay(state, { kind: 'question', name: 'save', line: createLine() }), []];
}

/** `name #tag #tag` */
function answerName(state: State, text: string): Step {
  const item = currentItem(state);
  if (!item) return [complain(closeOverlay(state), 'The request no longer exists'), []];
  const row = itemRow(item);
  // What was just sent may be stored only while the name is typed.
  const request = row !== undefined ? { row } : item.kind === 'entry' ? { asked: item.entry.id } : undefined;
  if (!request) return [complain(closeOverlay(state), 'The request no longer exists'), []];
  const [name = '', ...tags] = text.split(/\s*#/).map((part) => part.trim());
  if (name === '') return [complain(state, 'Type a name and optional tags: all zones #weekly #dns'), []];
  return [state, [{ type: 'history.save', request, name, tags }]];
}

export const nameQuestion: QuestionSpec = { label: 'save as', answer: answerName };

/** Asks before which day to delete all; the day of what is under the cursor is a first response. */
export function askForDay(state: State): Step {
  const item = currentItem(state);
  const line = createLine(item ? dateText(itemTime(item)) : '');
  return [openOverlay(withHistory(state, { clearing: undefined }), { kind: 'question', name: 'clear', line }), []];
}

/** The first enter counts, the second deletes. */
function answerDay(state: State, typed: string): Step {
  const text = typed.trim();
  const before = dayFromText(text);
  if (before === undefined)
    return [complain(state, 'Type a day, such as 2025-11-24. Earlier requests are deleted'), []];
  const isSure = state.history.clearing?.text === text && state.history.clearing.count > 0;
  const effects: readonly Effect[] = [{ type: 'history.clear', text, before, isSure }];
  return isSure ? [withHistory(closeOverlay(state), { clearing: undefined }), effects] : [state, effects];
}

export const dayQuestion: QuestionSpec = { label: 'delete all before', answer: answerDay };
