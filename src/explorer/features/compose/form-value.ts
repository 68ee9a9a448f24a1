// Puts a value into the line in the prompt, by way of the form.
import { formatLine } from '../../../request/format.ts';
import { setText } from '../../../text/line-buffer.ts';
import { complain } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { formOf, missingFields } from './form.ts';
import { placeCursor } from './form-cursor.ts';
import { withPart } from './form-edit.ts';

export interface ValueSet {
  readonly isSet: boolean;
  /** With the reason as a notice where it could not be set. */
  readonly state: State;
}

/** Sets a part of the form; undefined takes its value out. A value that looks wrong is set, and said to be. */
export function setValue(state: State, key: string, text: string | undefined): ValueSet {
  const form = formOf(state);
  const part = form?.fields.find((field) => field.key === key);
  if (!form || !part) return { isSet: false, state: complain(state, 'The request has no such part any more') };
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
