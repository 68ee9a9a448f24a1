// How the request pane divides its height between the parts of a form and what is said of the one under the cursor.
import { formatLine } from '../../../request/format.ts';
import { setText } from '../../../text/line-buffer.ts';
import { focusPane } from '../../model/focus.ts';
import { inner, layout } from '../../model/layout.ts';
import { type Movement, movedRow } from '../../model/movement.ts';
import { complain } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { type Form, type FormField, formOf, missingFields, withPart } from './form.ts';

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
  const rect = layout(state.screen, 'request').request;
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
  const first = form && missingFields(form)[0];
  return placeCursor(focusPane(state, 'request'), first?.key);
}

/** Puts the cursor on a part, or on the row that sends, and that into the window. */
export function placeCursor(state: State, key: string | undefined): State {
  const form = formOf(state);
  if (!form) return { ...state, request: { top: 0, at: undefined } };
  const row = rowOf(form, key);
  const height = formHeight(state);
  const last = Math.max(0, form.fields.length + 1 - height);
  const top = Math.min(row, last, Math.max(state.request.top, row - height + 1));
  return { ...state, request: { top: Math.max(0, top), at: row === sendRow ? undefined : key } };
}

export function moveInForm(state: State, form: Form, movement: Movement): State {
  const count = form.fields.length + 1;
  const target = movedRow(movement, rowOf(form, state.request.at), formHeight(state), count, count - 1);
  const row = Math.min(count - 1, Math.max(0, target));
  return placeCursor(state, form.fields[row - 1]?.key);
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
  const changed = placeCursor(withLine(state, formatLine(edited.request)), key);
  const fault = formOf(changed)?.fields.find((field) => field.key === key)?.fault;
  return { isSet: true, state: fault === undefined ? changed : complain(changed, `${part.name} ${fault}`) };
}

/** From a part that was missing to the next one that is, or to the row that sends; a part that was optional keeps the cursor. */
export function goOn(state: State, wasMissing: boolean): State {
  const form = formOf(state);
  return wasMissing && form ? placeCursor(state, missingFields(form)[0]?.key) : state;
}

/** The line as if it had been typed: what it was can be brought back. */
export function withLine(state: State, text: string, cursor?: number): State {
  const { composer } = state;
  if (text === composer.line.text) return state;
  const line = setText(composer.line, text, cursor);
  return { ...state, composer: { ...composer, line, problem: undefined, back: 0 } };
}
