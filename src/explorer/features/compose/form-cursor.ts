// Where the cursor stands in the form of the request pane: on the row that sends, or on one of its parts.
import type { ActionName } from '../../keys/actions.ts';
import { rowAfter } from '../../model/document.ts';
import { focusPane } from '../../model/focus.ts';
import type { State } from '../../model/state.ts';
import { type Form, type FormField, formOf, missingFields } from './form.ts';
import { formHeight, sendRow } from './form-layout.ts';

/** The part under the cursor; undefined on the row that sends, and where there is no form. */
export function currentField(state: State): FormField | undefined {
  const form = formOf(state);
  return form?.fields.find(({ key }) => key === state.request.at);
}

/** Gives the form the keys, with the cursor on the first part that is missing, else on the row that sends. */
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

export function moveInForm(state: State, form: Form, name: ActionName): State {
  const count = form.fields.length + 1;
  const target = rowAfter(name, rowOf(form, state.request.at), formHeight(state), count, count - 1);
  const row = Math.min(count - 1, Math.max(0, target));
  return placeCursor(state, form.fields[row - 1]?.key);
}

/** The row of a part, counted from 0 at the row that sends; that one for a part that there is not. */
export function rowOf({ fields }: Form, key: string | undefined): number {
  return fields.findIndex((field) => field.key === key) + 1;
}
