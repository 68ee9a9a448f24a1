// The request written down for another tool: which request that is, the list of formats with what each makes of it, copying one.

import { depthInForce } from '../../../json/folds.ts';
import { fillPlaceholders, placeholders } from '../../../request/edit.ts';
import { parseLine } from '../../../request/parse.ts';
import type { RequestLine } from '../../../request/types.ts';
import { narrow } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, sliceCells } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { closeOverlay, pick } from '../../model/focus.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { type Reason, whyNoResponse } from '../../model/reasons.ts';
import type { EventOf, Reducers } from '../../model/reducers.ts';
import { letterSpans, type Row, span } from '../../model/rows.ts';
import { currentPage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import type { WrittenSnippet } from '../../model/tools.ts';
import { currentItem, itemLine, whyNoItem } from '../history/list.ts';

/** For the request of a response or of the history. */
export function whyNoRequest(state: State): Reason {
  if (state.focus.pane === 'history') return whyNoItem(state);
  if (!state.response) return whyNoResponse(state);
  return state.response.request ? undefined : 'A file has no request to export';
}

/** Opens the list for the request of the response, of the history's row, or of the prompt, whichever has focus. */
export function openExport(state: State): Step {
  const request = requestAtHand(state);
  if (typeof request === 'string') return [complain(state, request), []];
  const id = state.lastId + 1;
  const page = currentPage(state);
  const depth = page?.body.kind === 'json' ? depthInForce(page.body.view.folds) : 'all';
  const exporting = { id, isMultiline: state.exporting?.isMultiline ?? false, written: undefined };
  return [
    pick({ ...state, lastId: id, exporting }, 'export'),
    [{ type: 'snippets.write', id, request, depth: depth === 'all' ? undefined : depth }],
  ];
}

/** The request, or why there is none. */
function requestAtHand(state: State): RequestLine | string {
  const { pane } = state.focus;
  const asked = currentPage(state)?.request;
  if (pane === 'response' && asked) return asked;
  const item = pane === 'history' ? currentItem(state) : undefined;
  const line = item ? itemLine(item) : state.composer.line.text;
  if (line.trim() === '') return asked ?? 'Type a request first, then export it';
  const parsed = parseLine(line, { baseUrl: state.session.baseUrl });
  if (!parsed.ok) return parsed.error.message;
  const { accountId } = state.session;
  const filled = accountId === undefined ? parsed.request : fillPlaceholders(parsed.request, { account_id: accountId });
  const [missing] = placeholders(filled);
  return missing === undefined ? filled : `Replace {${missing}} with a value first`;
}

function takeSnippets(state: State, event: EventOf<'snippets.written'>): State {
  const { exporting } = state;
  return exporting?.id === event.id ? { ...state, exporting: { ...exporting, written: event.written } } : state;
}

export const exportReducers: Reducers<'snippets.written'> = {
  'snippets.written': (state, event) => [takeSnippets(state, event), []],
};

/** One line, or broken over lines. */
export function toggleLines(state: State): State {
  const { exporting } = state;
  if (!exporting) return state;
  const isMultiline = !exporting.isMultiline;
  const shown = { ...state, exporting: { ...exporting, isMultiline } };
  return inform(shown, isMultiline ? 'On several lines' : 'On one line');
}

export const exportPicker: PickerSpec = {
  label: 'export as',
  title: ({ exporting }: State): string =>
    exporting?.isMultiline ? 'Export the request on several lines' : 'Export the request on one line',
  items: (state: State, typed: string): readonly PickerItem[] => {
    const snippets = snippetsOf(state);
    return narrow(
      snippets.map(({ id, label }) => `${label}  ${id}`),
      typed,
    ).flatMap(({ index, letters }): readonly PickerItem[] => {
      const snippet = snippets[index];
      if (!snippet) return [];
      const mark = resultOf(state, snippet).ok ? [] : [span('  cannot', 'warn')];
      return [{ key: snippet.id, row: [...letterSpans(`${snippet.label}  ${snippet.id}`, letters), ...mark] }];
    });
  },
  empty: ({ exporting }: State): string => {
    if (typeof exporting?.written === 'string') return exporting.written;
    return exporting?.written === undefined ? 'Exporting the request…' : 'No format matches';
  },
  preview: (state: State, item: PickerItem, width: number): readonly Row[] => {
    const snippet = snippetsOf(state).find(({ id }) => id === item.key);
    if (!snippet) return [];
    const result = resultOf(state, snippet);
    const room = Math.max(8, width);
    if (!result.ok) return wrap(visible(result.message), room).map((line): Row => [span(line, 'warn')]);
    const text = result.text.split('\n').flatMap((line) => cut(visible(line), room));
    const notes = result.notes.flatMap((note) => [
      [],
      ...wrap(visible(note), room).map((line): Row => [span(line, 'warn')]),
    ]);
    return [...text.map((line): Row => [span(line)]), ...notes];
  },
  choose: (state: State, item: PickerItem): Step => {
    const snippet = snippetsOf(state).find(({ id }) => id === item.key);
    if (!snippet) return [state, []];
    const result = resultOf(state, snippet);
    if (!result.ok) return [complain(state, result.message), []];
    return [closeOverlay(state), [{ type: 'copy', text: result.text, what: `the request as ${snippet.label}` }]];
  },
};

/** Code is cut where the room ends: broken at words it would look like other code. */
function cut(line: string, width: number): readonly string[] {
  const pieces: string[] = [];
  const cells = cellWidth(line);
  for (let from = 0; from === 0 || from < cells; from += width) pieces.push(sliceCells(line, from, from + width));
  return pieces;
}

function snippetsOf({ exporting }: State): readonly WrittenSnippet[] {
  return typeof exporting?.written === 'object' ? exporting.written : [];
}

function resultOf({ exporting }: State, snippet: WrittenSnippet): WrittenSnippet['oneLine'] {
  return exporting?.isMultiline ? snippet.multiline : snippet.oneLine;
}
