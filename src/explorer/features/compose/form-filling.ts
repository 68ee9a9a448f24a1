// The keys of the form: filling in what is under the cursor, taking it out, going through its choices, sending. Every change is a
// change of the line in the prompt.
import { valueSourceOf } from '../../../catalog/value-sources.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { narrow } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { closeOverlay, focusPane, hasFocus, openOverlay, pick } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { helpRect, inner, layout } from '../../model/layout.ts';
import { type Movement, scrolled } from '../../model/movement.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import { letterSpans, type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { choicesOf, type Form, type FormField, formOf, pathValues } from './form.ts';
import { currentField, goOn, moveInForm, setValue } from './form-cursor.ts';
import { openLookup } from './lookup.ts';
import { submit } from './prompt.ts';
import { describeField, requestRows, saidRows } from './rows.ts';

/** Moves in the form; where there is none, the rows of the request scroll. */
export function moveInRequest(state: State, movement: Movement): State {
  const form = formOf(state);
  if (form) return moveInForm(state, form, movement);
  const { width, height } = inner(layout(state.screen, 'request').request ?? helpRect(state.screen));
  const top = scrolled(movement, state.request.top, height, requestRows(state, width).length);
  return { ...state, request: { ...state.request, top } };
}

/** Fills in the part under the cursor, or sends; where there is no form, the prompt takes focus. */
export function chooseInForm(state: State): Step {
  const form = formOf(state);
  if (!form) return [focusPane(state, 'prompt'), []];
  const part = currentField(state);
  if (!part) return sendForm(state);
  if (allChoices(state, form, part)) return [pick(state, 'choices'), []];
  return openLookup(state, part.key) ?? [askForValue(state, part), []];
}

/** The few values that a part takes: the catalog's, or those of a placeholder. */
function allChoices(state: State, form: Form, part: FormField): readonly string[] | undefined {
  const own = choicesOf(part);
  const catalog = state.find.catalog?.catalog;
  if (own || part.in !== 'path' || !catalog) return own;
  const completion = valueSourceOf(catalog, form.match.operation, part.name, pathValues(form, state));
  return completion?.kind === 'choices' ? completion.values : undefined;
}

function askForValue(state: State, part: FormField): State {
  return openOverlay(state, { kind: 'question', name: 'value', line: createLine(part.values[0] ?? '') });
}

/** What the question for a value is called, and what stands in its empty field. */
export const valueQuestion: QuestionSpec = {
  label: (state: State): string => currentField(state)?.name || 'body',
  placeholder: (state: State): string => {
    const part = currentField(state);
    return part ? describeField(part) : '';
  },
  answer: (state: State, text: string): Step => {
    const part = currentField(state);
    if (!part) return [closeOverlay(state), []];
    const { isSet, state: changed } = setValue(state, part.key, text);
    return [isSet ? goOn(closeOverlay(changed), part.isMissing && text !== '') : changed, []];
  },
};

/** Takes the value of the part under the cursor out of the line. */
export function clearInForm(state: State): Step {
  const part = currentField(state);
  if (!part) return [complain(state, 'There is nothing to remove here. Move to a field first'), []];
  if (part.values.length === 0) return [complain(state, `${part.name || 'The body'} has no value`), []];
  return [setValue(state, part.key, undefined).state, []];
}

/** The next choice of the part under the cursor, or the one before; past the last there is none, and then the first. */
export function stepChoice(state: State, step: 1 | -1): Step {
  const form = formOf(state);
  const part = currentField(state);
  if (!form || !part) return [complain(state, 'There is nothing to choose here. Move to a field first'), []];
  const choices = allChoices(state, form, part);
  if (!choices)
    return [
      complain(state, `${part.name || 'The body'} has no list of choices. ${keyFor(state, 'form.choose')} fills it in`),
      [],
    ];
  const at = choices.indexOf(part.values[0] ?? '');
  // What has to be there is not taken out on the way.
  const states = part.isRequired ? choices : [...choices, undefined];
  const from = at < 0 ? (part.isRequired ? (step > 0 ? -1 : 0) : choices.length) : at;
  return [setValue(state, part.key, states[(from + step + states.length) % states.length]).state, []];
}

/** Sends the request as the form has it; the response has focus then. */
export function sendForm(state: State): Step {
  const [sent, effects] = submit(focusPane(state, 'prompt'));
  // What could not be sent leaves the cursor where it was, or on what is missing.
  return effects.length > 0 || !hasFocus(sent, 'prompt') ? [sent, effects] : [focusPane(sent, 'request'), effects];
}

const none = 'none';
const chosen = 'choice ';

/** The values that the part under the cursor takes, and none. */
export const choicesPicker: PickerSpec = {
  label: (state: State): string => currentField(state)?.name ?? '',
  title: (state: State): string => currentField(state)?.name ?? '',
  items: (state: State, typed: string): readonly PickerItem[] => {
    const form = formOf(state);
    const part = currentField(state);
    const choices = (form && part && allChoices(state, form, part)) ?? [];
    const found = narrow(choices, typed).map(({ index, letters }): PickerItem => {
      const choice = choices[index] ?? '';
      const isSet = part?.values.includes(choice) ?? false;
      const mark = isSet ? [span(' · current', 'dim')] : [];
      return { key: `${chosen}${choice}`, row: [...letterSpans(choice, letters), ...mark] };
    });
    const isClearable = typed.trim() === '' && part !== undefined && part.values.length > 0;
    return isClearable ? [...found, { key: none, row: [span('leave out', 'dim')] }] : found;
  },
  empty: (state: State, typed: string): string => {
    const part = currentField(state);
    const leave = `${keyFor(state, 'app.back')}, then ${keyFor(state, 'request.edit')}`;
    return `No ${part?.name || 'value'} matches ${visible(typed.trim())}. To use it anyway, edit the line: ${leave}`;
  },
  preview: (state: State, _: PickerItem, width: number): readonly Row[] => {
    const form = formOf(state);
    return form ? saidRows(form, currentField(state), width, 40).slice(1) : [];
  },
  choose: (state: State, item: PickerItem): Step => {
    const part = currentField(state);
    if (!part) return [closeOverlay(state), []];
    const value = item.key === none ? undefined : item.key.slice(chosen.length);
    return [goOn(setValue(closeOverlay(state), part.key, value).state, part.isMissing), []];
  },
};
