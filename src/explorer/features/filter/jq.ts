// The jq filter over what is on screen: typing it with its result, the filters used before, keys at the cursor, and going back
// to what lies under it. Which filter is to run follows from the state alone, whatever has changed it.

import type { ReceivedBody } from '../../../api/received.ts';
import { recognisePage } from '../../../api/recognise.ts';
import { completeJq } from '../../../json/jq-complete.ts';
import { everyPathText } from '../../../json/paths.ts';
import { parseLine } from '../../../request/parse.ts';
import { createLine, type LineBuffer, setText } from '../../../text/line-buffer.ts';
import { isCovered } from '../../model/account-in-force.ts';
import { grownBody, toPage } from '../../model/document.ts';
import type { DocumentEvent } from '../../model/events.ts';
import { closeOverlay, hasFocus, openOverlay, replaceOverlay } from '../../model/focus.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { Question } from '../../model/overlays.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import { type Reason, whyNotJson } from '../../model/reasons.ts';
import type { Reducers } from '../../model/reducers.ts';
import {
  barePage,
  isWaiting,
  type Layer,
  newLayer,
  type OpenResponse,
  type Page,
  type WantedRun,
  wantedRun,
  withOutcome,
} from '../../model/response.ts';
import { currentPage, rowHere } from '../../model/select.ts';
import type { JqState, State } from '../../model/state.ts';

/** A result is of no list that has pages. */
const noList = recognisePage({ query: [], resultInfo: undefined, count: undefined, firstId: undefined });

type JqEvent = Extract<DocumentEvent, { readonly type: `jq.${string}` }>;

/** jq wants a whole document. */
export function whyNoJq(state: State): Reason {
  const reason = whyNotJson(state);
  if (reason !== undefined) return reason;
  const body = currentPage(state)?.body;
  return body?.kind === 'json' && body.incomplete ? 'The response is incomplete, and jq needs all of it' : undefined;
}

/** Opens the field. A filter that has failed gives way to the one that will be typed. */
export function openJqField(state: State): Step {
  const { response } = state;
  if (!response) return [state, []];
  const layers = response.layers.slice(0, response.layers.findLastIndex(({ page }) => page !== undefined) + 1);
  const jq: JqState = { ...state.jq, back: 0, draft: '', isAccepted: false, completion: undefined };
  const line = createLine();
  const opened = openOverlay(
    { ...state, jq, response: { ...response, layers } },
    { kind: 'question', name: 'jq', line },
  );
  return [opened, [{ type: 'jq.prepare' }]];
}

/** The field for a filter, wherever in the stack it is. */
function jqField(state: State): Question | undefined {
  return state.focus.overlays.flatMap((overlay) =>
    overlay.kind === 'question' && overlay.name === 'jq' ? overlay : [],
  )[0];
}

/** A path such as that of the row under the cursor, for all items of a list where it is in one. */
export function suggestedFilter(state: State): string {
  const row = rowHere(state);
  return row ? everyPathText(row.document, row.node) : '.';
}

/** The layer that is typed is what the field says, and what is not filtered as it should be is. */
export function runFilter(state: State): Step {
  const drafted = withDraft(state);
  const { response, jq } = drafted;
  // Words of jq tell of what is hidden.
  const wanted = response && !isCovered(state) ? wantedRun(response) : undefined;
  if (!wanted) return jq.run ? [withJq(drafted, { run: undefined }), [{ type: 'jq.stop' }]] : [drafted, []];
  const { document, filter, layer, live } = wanted;
  if (jq.run?.filter === filter && jq.run.document === document) return [drafted, []];
  const of = live && `${response?.id}.${layer}`;
  // Of rows that go on a run sees those that had come when it began; the others are the next one's.
  if (of !== undefined && jq.run?.filter === filter && jq.run.of === of) return [drafted, []];
  const id = jq.lastRun + 1;
  const limitMs = state.settings.filterLimitSeconds * 1000;
  const run = { id, document, filter, of, startedAt: undefined };
  const rows = live && of !== undefined ? { of, rows: live.rows, dropped: live.dropped.rows } : undefined;
  return [withJq(drafted, { run, lastRun: id }), [{ type: 'jq.run', id, document, filter, limitMs, live: rows }]];
}

function withDraft(state: State): State {
  const { response } = state;
  if (!response) return state;
  const text = jqField(state)?.line.text ?? '';
  const before = response.layers.at(-1);
  const draft = before?.isDraft === true ? before : undefined;
  if (text.trim() === '')
    return draft ? { ...state, response: { ...response, layers: response.layers.slice(0, -1) } } : state;
  if (draft?.filter === text) return state;
  const kept = draft ? response.layers.slice(0, -1) : response.layers;
  const layer: Layer = { ...(draft ?? newLayer(text, true)), filter: text, problem: undefined };
  return withJq({ ...state, response: { ...response, layers: [...kept, layer] } }, { isAccepted: false });
}

/** What has come of the filter that runs. */
function takeJq(state: State, event: JqEvent): State {
  const { response, jq } = state;
  const latest = response && wantedRun(response);
  if (!response || !latest || jq.run?.id !== event.id) return state;
  const wanted = { ...latest, document: jq.run.document };
  switch (event.type) {
    case 'jq.started':
      return withJq({ ...state, now: event.at }, { run: { ...jq.run, startedAt: event.at } });
    case 'jq.grew':
      return { ...state, response: withGrown(state, response, wanted, event) };
    case 'jq.done': {
      const page = resultPage(state, response, wanted, event);
      const layers = withOutcome(response.layers, wanted, { page });
      const done = withJq({ ...state, response: { ...response, layers } }, { run: undefined });
      return jq.isAccepted ? accept(done) : done;
    }
    case 'jq.refused': {
      const layers = withOutcome(response.layers, wanted, { problem: event.reason });
      const refused = withJq({ ...state, response: { ...response, layers } }, { run: undefined, isAccepted: false });
      return jq.isAccepted ? complain(refused, `jq: ${event.reason}`) : refused;
    }
  }
}

function takeEvent(state: State, event: JqEvent): Step {
  return [takeJq(state, event), []];
}

export const jqReducers: Reducers<JqEvent['type']> = {
  'jq.started': takeEvent,
  'jq.grew': takeEvent,
  'jq.done': takeEvent,
  'jq.refused': takeEvent,
};

function withGrown(
  state: State,
  response: OpenResponse,
  wanted: WantedRun,
  event: { readonly id: number; readonly body: ReceivedBody },
): OpenResponse {
  const page = resultPage(state, response, wanted, event);
  const layers = response.layers.map((layer, index) => (index === wanted.layer ? { ...layer, page } : layer));
  return { ...response, layers };
}

/** A result as a page, or more of one that is shown already. */
function resultPage(
  state: State,
  response: OpenResponse,
  { layer }: WantedRun,
  { body }: { readonly body: ReceivedBody },
): Page {
  const before = response.layers[layer]?.page;
  const isMore = before?.body.kind === 'json' && before.body.live && body.kind === 'json' && body.live;
  const isSame = response.layers[layer]?.tried?.filter === response.layers[layer]?.filter;
  if (before?.body.kind === 'json' && (before.body.arriving || (isMore && isSame)))
    return { ...before, body: grownBody(state, before.body, body) };
  const bare = barePage(response);
  const like = before && { ...before, view: before.view === 'headers' ? before.view : ('tree' as const) };
  const page = toPage(state, bare?.request, { response: bare?.response, body, info: noList, failure: undefined }, like);
  return { ...page, storedAt: bare?.storedAt };
}

/** Enter: the result stays, as a document of its own. Where it is not there yet the field waits for it. */
function answerJq(state: State, text: string): Step {
  if (text.trim() === '') return [complain(state, `Type a jq filter first, such as ${suggestedFilter(state)}`), []];
  const layer = state.response?.layers.at(-1);
  if (!layer?.isDraft) return [closeOverlay(state), []];
  const wanted = state.response && wantedRun(state.response);
  if (wanted) return [withJq(state, { isAccepted: true }), []];
  if (state.response && isWaiting(state.response)) {
    return [inform(withJq(state, { isAccepted: true }), 'The filter runs when the whole document has arrived'), []];
  }
  if (layer.problem !== undefined) return [complain(state, `jq: ${layer.problem}`), []];
  return [layer.page ? accept(state) : complain(state, 'There is nothing to filter'), []];
}

/** Asks for a filter, which runs while it is typed. */
export const jqQuestion: QuestionSpec = { label: 'jq', placeholder: suggestedFilter, answer: answerJq };

function accept(state: State): State {
  const { response, jq } = state;
  const layer = response?.layers.at(-1);
  if (!response || !layer?.isDraft) return state;
  const layers = response.layers.with(-1, { ...layer, isDraft: false });
  const used = [layer.filter, ...jq.used.filter((filter) => filter !== layer.filter)];
  const kept = withJq({ ...state, response: { ...response, layers } }, { used, isAccepted: false });
  const overlays = kept.focus.overlays.filter((overlay) => overlay !== jqField(kept));
  return { ...kept, focus: { ...kept.focus, overlays } };
}

/** Takes the topmost filter off, where there is one: what lies under it stands as it was left. */
export function dropLayer(state: State): Step | undefined {
  const { response } = state;
  if (!response || response.layers.length === 0 || !hasFocus(state, 'response')) return undefined;
  return [{ ...state, response: { ...response, layers: response.layers.slice(0, -1) } }, []];
}

/** `step` 1 shows the filter used before, -1 the one after; the one being typed waits at 0. */
export function recallFilter(state: State, step: 1 | -1): State {
  const field = jqField(state);
  if (!field) return state;
  const used = usedFilters(state);
  const { back } = state.jq;
  const skipped = step === 1 && back === 0 && field.line.text === used[0] ? 1 : 0;
  const wanted = back + step + skipped;
  if (wanted < 0) return complain(state, 'This is the newest filter');
  if (wanted > used.length)
    return complain(state, used.length === 0 ? 'No earlier filters yet' : 'This is the oldest filter');
  const draft = back === 0 ? field.line.text : state.jq.draft;
  const text = wanted === 0 ? draft : (used[wanted - 1] ?? '');
  return withField(withJq(state, { back: wanted, draft }), field, setText(field.line, text));
}

/** Filters of this session, then those of the requests that are known, the newest first, each once. */
function usedFilters({ jq, history }: State): readonly string[] {
  const lines = [
    ...history.entries.map(({ line }) => line),
    ...history.stored.rows.map(({ line }) => line),
    ...history.earlier.lines.map(({ line }) => line),
  ];
  const filters = lines
    .filter((line) => line.includes('|'))
    .flatMap((line) => {
      const parsed = parseLine(line);
      return parsed.ok && parsed.request.filter !== undefined ? [parsed.request.filter] : [];
    });
  return [...new Set([...jq.used, ...filters])];
}

/** Puts in the next key that fits at the cursor, or the one before; into an empty field a path. */
export function completeFilter(state: State, step: 1 | -1): State {
  const field = jqField(state);
  const page = state.response && underDraft(state.response);
  if (!field || page?.body.kind !== 'json') return state;
  const { text, cursor } = field.line;
  const known = completionHere(state);
  if (known)
    return withCompletion(state, field, { ...known, at: (known.at + step + known.texts.length) % known.texts.length });
  if (text === '') return withField(state, field, setText(field.line, suggestedFilter(state)));
  const found = completeJq(page.body.view.document, text, cursor);
  if (!found) return complain(state, 'There are no keys to complete here');
  return withCompletion(state, field, { ...found, at: step === 1 ? 0 : found.texts.length - 1 });
}

/** The keys that tab goes round, while the one it has put in stands there untouched. */
export function completionHere(state: State): JqState['completion'] {
  const field = jqField(state);
  const { completion } = state.jq;
  if (!field || !completion) return undefined;
  const { text, cursor } = field.line;
  return text.slice(completion.from, cursor) === completion.texts[completion.at] ? completion : undefined;
}

function withCompletion(state: State, field: Question, completion: NonNullable<JqState['completion']>): State {
  const { text, cursor } = field.line;
  const before = text.slice(0, completion.from) + (completion.texts[completion.at] ?? '');
  const line = setText(field.line, before + text.slice(cursor), before.length);
  return withField(withJq(state, { completion }), field, line);
}

/** What the filter being typed is for. */
function underDraft(response: OpenResponse): Page | undefined {
  const kept = response.layers.filter(({ isDraft }) => !isDraft);
  return kept.at(-1)?.page ?? barePage(response);
}

function withField(state: State, field: Question, line: LineBuffer): State {
  return replaceOverlay(state, { ...field, line });
}

function withJq(state: State, jq: Partial<JqState>): State {
  return { ...state, jq: { ...state.jq, ...jq } };
}
