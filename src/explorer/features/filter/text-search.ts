// Searching text that is no tree: the raw view, and the value in the reader. A match is the byte where it begins.
import { readSearchQuery } from '../../../json/query.ts';
import { rowAtByte, startOfRow } from '../../../text/byte-rows.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { formatCount } from '../../../text/numbers.ts';
import { withPage } from '../../model/document.ts';
import type { Event } from '../../model/events.ts';
import { closeOverlay, openOverlay, openQuestion } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, type Step } from '../../model/notices.ts';
import { type ShownText, shownText } from '../../model/plain-text.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import type { Reason } from '../../model/reasons.ts';
import { type Row, span } from '../../model/rows.ts';
import { currentPage } from '../../model/select.ts';
import type { State, TextSearch } from '../../model/state.ts';
import { firstFrom, markedPieces } from './search.ts';

const nothing = {
  bytes: undefined,
  matches: new Int32Array(0),
  isDone: true,
  problem: undefined,
  goal: undefined,
  at: undefined,
} as const;

/** For going from match to match in text. */
export function whyNoTextSearch(state: State): Reason {
  if (state.textSearch && state.textSearch.text !== '') return undefined;
  return `No search yet. ${keyFor(state, 'search.open')} starts one`;
}

export function openTextSearch(state: State): Step {
  const shown = shownText(state);
  if (!shown) return [state, []];
  const { text = '', id = 0 } = state.textSearch ?? {};
  const textSearch: TextSearch = { ...nothing, text, id, origin: shown.top };
  const opened = openOverlay({ ...state, textSearch }, { kind: 'question', name: 'searchText', line: createLine() });
  return [opened, [{ type: 'prepareSearch' }]];
}

function fieldText(state: State): string | undefined {
  const question = openQuestion(state);
  return question?.name === 'searchText' ? question.line.text : undefined;
}

/** Searches for what the field says now, where that has changed, from where the field was opened. */
export function searchTextAsTyped(before: State, after: State): Step {
  const text = fieldText(after);
  const typed = fieldText(before);
  if (text === undefined || typed === undefined || text === typed || !after.textSearch) return [after, []];
  return fromOrigin(after, after.textSearch, text);
}

function fromOrigin(state: State, search: TextSearch, text: string): Step {
  const shown = shownText(state);
  if (!shown) return [state, []];
  const back = scrolledTo(state, shown, search.origin);
  const from = startOfRow(shown.bytes, shown.width, Math.max(0, search.origin));
  return begin(back, { ...search, text }, { from, direction: 1 });
}

function begin(state: State, search: TextSearch, goal: TextSearch['goal']): Step {
  const shown = shownText(state);
  const none: TextSearch = { ...search, ...nothing, id: search.id + 1 };
  if (!shown || search.text === '') return [{ ...state, textSearch: none }, [{ type: 'stopSearch' }]];
  const read = readSearchQuery(search.text, 'values');
  if (!read.ok) return [{ ...state, textSearch: { ...none, problem: read.reason } }, [{ type: 'stopSearch' }]];
  const { bytes } = shown;
  const begun: TextSearch = { ...none, isDone: false, bytes, goal };
  return [{ ...state, textSearch: begun }, [{ type: 'searchText', id: begun.id, bytes, text: search.text }]];
}

/** Begins the search of the tree in the value that is opened from one of its matches. */
export function searchInReader(state: State, text: string): Step {
  const { id = 0 } = state.textSearch ?? {};
  return begin(state, { ...nothing, text, id, origin: 0 }, { from: 0, direction: 1 });
}

/** More was found. */
export function takeTextMatches(state: State, event: Extract<Event, { type: 'search.foundInText' }>): Step {
  const { textSearch: search } = state;
  if (search?.id !== event.id) return [state, []];
  const { matches, isDone } = event;
  return [reach({ ...state, textSearch: { ...search, matches, isDone } }), []];
}

/** Goes to the match that is wanted as soon as it is known which that is. */
function reach(state: State): State {
  const { textSearch: search } = state;
  const shown = shownText(state);
  if (!search?.goal || !shown || !isSameText(search.bytes, shown.bytes)) return state;
  const { goal, matches, isDone } = search;
  const isForward = goal.direction > 0;
  const after = firstFrom(matches, goal.from);
  const index = isForward ? after : after - 1;
  if (!isDone && !(isForward && index < matches.length)) return state;
  const at = matches[(index + matches.length) % matches.length];
  const settled: State = { ...state, textSearch: { ...search, goal: undefined, at } };
  if (at === undefined) return settled;
  const row = rowAtByte(shown.bytes, shown.width, at);
  const isSeen = row >= shown.top && row < shown.top + shown.height;
  const there = isSeen ? settled : scrolledTo(settled, shown, row - Math.floor(shown.height / 3));
  const isAround = index < 0 || index >= matches.length;
  if (!isAround || fieldText(state) !== undefined) return there;
  return complain(there, isForward ? 'Search wrapped to the first match' : 'Search wrapped to the last match');
}

/** A row of the text becomes the first that is shown. */
function scrolledTo(state: State, { where, above }: ShownText, row: number): State {
  if (where === 'reader') {
    const overlays = state.focus.overlays.map((overlay) =>
      overlay.kind === 'reader' ? { ...overlay, top: Math.max(0, row + above) } : overlay,
    );
    return { ...state, focus: { ...state.focus, overlays } };
  }
  const page = currentPage(state);
  return page ? withPage(state, { ...page, rawTop: Math.max(0, row) }) : state;
}

/** To the next match, or the one before: from the last one, or from what is on the screen where that is elsewhere. */
export function goToTextMatch(state: State, direction: 1 | -1): Step {
  const { textSearch: search } = state;
  const shown = shownText(state);
  if (!search || !shown) return [state, []];
  const isSame = isSameText(search.bytes, shown.bytes);
  const isMore = search.isDone && (search.bytes?.length ?? 0) < shown.bytes.length;
  const from = startOfRow(shown.bytes, shown.width, Math.max(0, shown.top));
  const to = startOfRow(shown.bytes, shown.width, Math.max(0, shown.top + shown.height));
  const isHere = isSame && search.at !== undefined && search.at >= from && search.at < to;
  const goal = { from: isHere ? (search.at ?? 0) + (direction > 0 ? 1 : 0) : from, direction };
  // Another text, or more of the same that has come since.
  if (!isSame || isMore) return begin(state, search, goal);
  if (search.isDone && search.matches.length === 0) return [complain(state, nothingFound(search)), []];
  return [reach({ ...state, textSearch: { ...search, goal } }), []];
}

function answer(state: State, text: string): Step {
  const { textSearch: search } = state;
  if (!search) return [closeOverlay(state), []];
  if (search.problem !== undefined) return [complain(state, `Invalid regular expression: ${search.problem}`), []];
  if (text === '' && search.text === '') return [complain(state, 'Type what to search for first'), []];
  const closed = closeOverlay(state);
  if (text === '') return fromOrigin(closed, search, search.text);
  return [search.isDone && search.matches.length === 0 ? complain(closed, nothingFound(search)) : closed, []];
}

/** Leaves the field, back to where the search began; undefined where it is not open. */
export function cancelTextSearch(state: State): Step | undefined {
  if (openQuestion(state)?.name !== 'searchText') return undefined;
  const closed = closeOverlay(state);
  const shown = shownText(closed);
  const back = shown && state.textSearch ? scrolledTo(closed, shown, state.textSearch.origin) : closed;
  return [{ ...back, textSearch: undefined }, [{ type: 'stopSearch' }]];
}

export const textSearchQuestion: QuestionSpec = {
  label: () => '/',
  placeholder: ({ textSearch }) => textSearch?.text ?? '',
  answer,
};

/** A text that is still coming lies in the same memory. */
function isSameText(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.buffer === b.buffer && a.byteOffset === b.byteOffset;
}

function nothingFound({ text }: TextSearch): string {
  return `Nothing matches ${text}`;
}

/** The row with its matches marked, where these bytes are searched. */
export function withTextMarks(row: Row, bytes: Uint8Array, search: TextSearch | undefined): Row {
  const read =
    search && isSameText(search.bytes, bytes) && search.text !== ''
      ? readSearchQuery(search.text, 'values')
      : undefined;
  if (!read?.ok) return row;
  return row.flatMap((piece) => (piece.role === 'text' ? markedPieces(piece, read.query.pattern) : [piece]));
}

/** `match 12 of 3,481`, where these bytes are searched. */
export function textSearchStatus(bytes: Uint8Array, search: TextSearch | undefined): Row {
  if (!search || !isSameText(search.bytes, bytes)) return [];
  const { matches, at, isDone } = search;
  const count = `${formatCount(matches.length)}${isDone ? '' : '+'}`;
  const number = at === undefined ? undefined : firstFrom(matches, at) + 1;
  const words =
    number === undefined
      ? `${count} match${matches.length === 1 && isDone ? '' : 'es'}`
      : `match ${formatCount(number)} of ${count}`;
  return [span(words, matches.length === 0 && isDone ? 'bad' : 'accent'), span(' ─ ', 'border')];
}
