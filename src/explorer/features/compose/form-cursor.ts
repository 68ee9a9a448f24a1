// How the request pane divides its height between the parts of a form and what is said of the one under the cursor.

import { fieldName, stepsOfName } from '../../../request/body-tree.ts';
import { formatLine } from '../../../request/format.ts';
import type { RequestLine } from '../../../request/types.ts';
import { setText } from '../../../text/line-buffer.ts';
import { focusPane } from '../../model/focus.ts';
import { inner, layout } from '../../model/layout.ts';
import { type Movement, movedRow, type Placement, placedTop } from '../../model/movement.ts';
import { complain } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { type Form, formOf } from './form.ts';
import { withPart } from './form-change.ts';
import { type FormField, fieldKey } from './form-part.ts';

/** The first row of a form sends. */
const sendRow = 0;

/** Rows for the description at the most, with the line above it. */
const mostSaid = 8;

/** Rows of the description, the line above it included; none where the parts need all there is. */
export function saidHeight(height: number): number {
  return height < 6 ? 0 : Math.min(mostSaid, Math.floor(height / 3));
}

/** Rows that the form's own rows have while it has focus. */
function formHeight(state: State): number {
  const rect = layout(state.screen, 'request', state.panes).request;
  const height = rect ? inner(rect).height : 1;
  return Math.max(1, height - saidHeight(height));
}

/** The part under the cursor; undefined on the row that sends, and where there is no form. */
export function currentField(state: State): FormField | undefined {
  const form = formOf(state);
  return form?.fields.find(({ key }) => key === state.request.at);
}

/** Gives the form focus, with the cursor on the first part that is missing, else on the row that sends. */
export function focusForm(state: State): State {
  const form = formOf(state);
  const first = form?.missing[0];
  return placeCursor(focusPane(state, 'request'), first?.key);
}

/** Puts the cursor on a part, or on the row that sends, and that into the window. */
export function placeCursor(state: State, key: string | undefined): State {
  const shown = withOpen(state, containersOf(key), true);
  const form = formOf(shown);
  if (!form) return { ...state, request: { ...state.request, top: 0, at: undefined } };
  const row = rowOf(form, key);
  const height = formHeight(state);
  const last = Math.max(0, form.fields.length + 1 - height);
  const top = Math.min(row, last, Math.max(state.request.top, row - height + 1));
  return { ...shown, request: { ...shown.request, top: Math.max(0, top), at: row === sendRow ? undefined : key } };
}

/** Keys of what a part is inside of, the outermost first. */
export function containersOf(key: string | undefined): readonly string[] {
  const entry = /^(query .*) #\d+$/.exec(key ?? '');
  if (entry) return [entry[1] ?? ''];
  const steps = key?.startsWith('body ') ? (stepsOfName(key.slice('body '.length)) ?? []) : [];
  const places = steps.map((_, index) => steps.slice(0, index));
  // The body itself is a row where it is a list.
  return places
    .filter((place) => place.length > 0 || typeof steps[0] === 'number')
    .map((place) => fieldKey('body', fieldName(place)));
}

/** Opens objects and lists, or closes them. */
export function withOpen(state: State, keys: readonly string[], isOpen: boolean): State {
  const before = state.request.open;
  const changes = keys.filter((key) => before.has(key) !== isOpen);
  if (changes.length === 0) return state;
  const open = new Set(before);
  for (const key of changes) isOpen ? open.add(key) : open.delete(key);
  return { ...state, request: { ...state.request, open } };
}

export function moveInForm(state: State, form: Form, movement: Movement): State {
  const count = form.fields.length + 1;
  const target = movedRow(movement, rowOf(form, state.request.at), formHeight(state), count, count - 1);
  const row = Math.min(count - 1, Math.max(0, target));
  return placeCursor(state, form.fields[row - 1]?.key);
}

/** Scrolls so that the part under the cursor stands there. */
export function placeInForm(state: State, form: Form, placement: Placement): State {
  const row = rowOf(form, state.request.at);
  const top = placedTop(placement, row, formHeight(state), form.fields.length + 1);
  return { ...state, request: { ...state.request, top } };
}

/** The row of a part, counted from 0 at the row that sends; that one for a part that there is not. */
export function rowOf({ fields }: Form, key: string | undefined): number {
  return fields.findIndex((field) => field.key === key) + 1;
}

interface ValueSet {
  readonly isSet: boolean;
  /** With the reason as a notice where it could not be set. */
  readonly state: State;
}

/** Sets a part of the form; undefined takes its value out. A value that looks wrong is set, and said to be. */
export function setValue(state: State, key: string, text: string | undefined): ValueSet {
  const form = formOf(state);
  const part = form?.fields.find((field) => field.key === key);
  if (!form || !part) return { isSet: false, state: complain(state, 'The request no longer has this field') };
  const edited = withPart(form, part, text);
  if (!edited.ok) return { isSet: false, state: complain(state, edited.problem) };
  const changed = placeCursor(withRequest(state, edited.request), key);
  const fault = formOf(changed)?.fields.find((field) => field.key === key)?.fault;
  return { isSet: true, state: fault === undefined ? changed : complain(changed, `${part.name} ${fault}`) };
}

/** From a part that was missing to the next one that is, or to the row that sends; a part that was optional keeps the cursor. */
export function goOn(state: State, wasMissing: boolean): State {
  const form = formOf(state);
  return wasMissing && form ? placeCursor(state, form.missing[0]?.key) : state;
}

/** The request of a changed form as the line in the prompt. */
export function withRequest(state: State, request: RequestLine): State {
  return withLine(state, formatLine(request));
}

/** The line as if it had been typed: what it was can be brought back. */
export function withLine(state: State, text: string, cursor?: number): State {
  const { composer } = state;
  if (text === composer.line.text) return state;
  const line = setText(composer.line, text, cursor);
  return { ...state, composer: { ...composer, line, problem: undefined, back: 0 } };
}
