// The keys of the form: filling in what is under the cursor, taking it out, going through its choices, sending. Every change is a
// change of the line in the prompt.
import { partFactsOf, takesFile } from '../../../catalog/body-parts.ts';
import { valueSourceOf } from '../../../catalog/value-sources.ts';
import { fieldName } from '../../../request/body-tree.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { narrow } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { ask, closeOverlay, focusPane, hasFocus, openOverlay, openQuestion, pick } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { helpRect, inner, layout } from '../../model/layout.ts';
import { type Movement, type Placement, scrolled } from '../../model/movement.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import { letterSpans, type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { type Form, formOf, pathValues } from './form.ts';
import { withEntryChanged, withMember, withNewEntry } from './form-change.ts';
import {
  containersOf,
  currentField,
  goOn,
  moveInForm,
  placeCursor,
  placeInForm,
  setValue,
  withOpen,
  withRequest,
} from './form-cursor.ts';
import { choicesOf, type FormField, fieldKey } from './form-part.ts';
import { openLookup } from './lookup.ts';
import { submit } from './prompt.ts';
import { describeField, requestRows, saidRows } from './rows.ts';

/** Moves in the form; where there is none, the rows of the request scroll. */
export function moveInRequest(state: State, movement: Movement): State {
  const form = formOf(state);
  if (form) return moveInForm(state, form, movement);
  const { width, height } = inner(layout(state.screen, 'request', state.panes).request ?? helpRect(state.screen));
  const top = scrolled(movement, state.request.top, height, requestRows(state, width).length);
  return { ...state, request: { ...state.request, top } };
}

/** Scrolls the form around its cursor. */
export function placeInRequest(state: State, placement: Placement): State {
  const form = formOf(state);
  return form ? placeInForm(state, form, placement) : complain(state, 'There is no form here to scroll');
}

/** Fills in the part under the cursor, opens or closes it, or sends; where there is no form, the prompt takes focus. */
export function chooseInForm(state: State): Step {
  const form = formOf(state);
  if (!form) return [focusPane(state, 'prompt'), []];
  const part = currentField(state);
  if (!part) return sendForm(state);
  if (part.fold === 'closed' && isList(part) && isEmpty(part)) return addAt(state, part);
  if (part.fold) return [turnOver(state, part), []];
  if (part.adds === 'member') return [ask(state, 'member'), []];
  const added = part.adds === 'entry' ? addEntry(state, form, part) : undefined;
  if (added) return [added, []];
  if (allChoices(state, form, part)) return [pick(state, 'choices'), []];
  return openLookup(state, part.key) ?? [askForValue(state, part), []];
}

/** Opens an object or a list, or closes it. What is opened with something missing in it takes the cursor in. */
function turnOver(state: State, part: FormField): State {
  const turned = withOpen(state, [part.key], part.fold === 'closed');
  const form = formOf(turned);
  if (part.fold === 'open' || !form) return placeCursor(turned, part.key);
  const missing = form.missing.find(({ key }) => containersOf(key).includes(part.key));
  return placeCursor(turned, missing?.key ?? part.key);
}

/** A new entry with parts of its own, which are filled in next; undefined where its value is typed. */
function addEntry(state: State, form: Form, place: Pick<FormField, 'field' | 'steps'>): State | undefined {
  const request = withNewEntry(form, place);
  if (!request) return undefined;
  const key = fieldKey('body', fieldName(place.steps));
  const part = formOf(withRequest(state, request))?.fields.find((field) => field.key === key);
  const added = placeCursor(withRequest(state, request), key);
  return part?.fold ? turnOver(added, { ...part, fold: 'closed' }) : added;
}

/** A row more: an entry of the list that the cursor is in, or on; else another member of the object. */
export function addRow(state: State): Step {
  const form = formOf(state);
  if (!form) return [state, []];
  const part = currentField(state);
  const around = [...containersOf(part?.key).toReversed(), ...(part?.in === 'body' ? ['body '] : [])];
  if (part?.adds || (part?.fold && isList(part))) return addAt(state, part);
  for (const key of around) {
    const list = form.fields.find((field) => field.key === key);
    if (!list || !isList(list)) continue;
    const own = part?.steps[list.steps.length];
    const field = form.fields.find((other) => other.key === addingKey(list))?.field;
    const isBetween = typeof own === 'number' && field !== undefined;
    const added = isBetween && addEntry(state, form, { field, steps: [...list.steps, own + 1] });
    return added ? [added, []] : addAt(state, list);
  }
  if (part?.in !== 'body') return [complain(state, 'Only lists and the body take more. Move to one of them first'), []];
  return [ask(state, 'member'), []];
}

function isList({ fold, field, node, values, in: place }: FormField): boolean {
  if (!fold) return false;
  return place === 'query' ? values !== undefined : node ? node.kind === 'list' : field?.shape.kinds[0] === 'array';
}

function isEmpty({ node, values }: FormField): boolean {
  return node ? node.kind === 'list' && node.entries.length === 0 : values.length === 0;
}

/** The key of the place for the next entry of a list. */
function addingKey(list: FormField): string {
  if (list.in === 'query') return `${list.key} #${list.values.length}`;
  const count = list.node?.kind === 'list' ? list.node.entries.length : 0;
  return fieldKey('body', fieldName([...list.steps, count]));
}

function addAt(state: State, part: FormField): Step {
  if (part.adds) return chooseInForm(placeCursor(state, part.key));
  const key = addingKey(part);
  const opened = placeCursor(withOpen(state, [part.key], true), key);
  return formOf(opened)?.fields.some((field) => field.key === key) ? chooseInForm(opened) : [opened, []];
}

/** Moves the entry under the cursor, or copies it below itself. */
export function changeEntry(state: State, change: 'up' | 'down' | 'copy'): Step {
  const form = formOf(state);
  const part = currentField(state);
  const done = form && part && withEntryChanged(form, part, change);
  if (!done) {
    const isEntry = typeof part?.steps.at(-1) === 'number' && !part.adds;
    const reason = isEntry
      ? `This is the ${change === 'up' ? 'first' : 'last'} entry`
      : 'Move to an entry of a list first';
    return [complain(state, reason), []];
  }
  const steps = [...part.steps.slice(0, -1), done.index];
  const key = part.in === 'query' ? `query ${part.name} #${done.index}` : fieldKey('body', fieldName(steps));
  return [placeCursor(withRequest(state, done.request), key), []];
}

/** To the object or the list that the part under the cursor is in. */
export function goToContainer(state: State): Step {
  const outer = containersOf(currentField(state)?.key).at(-1);
  return outer === undefined ? [complain(state, 'This field is in no other'), []] : [placeCursor(state, outer), []];
}

/** Asks for another member of an object, as a line has it. */
export const memberQuestion: QuestionSpec = {
  label: 'add',
  placeholder: 'name=text, or name:=json',
  answer: (state: State, text: string): Step => {
    const form = formOf(state);
    const part = currentField(state);
    if (!form) return [closeOverlay(state), []];
    const steps = part?.adds === 'member' ? part.steps.slice(0, -1) : memberPlace(form, part);
    const done = withMember(form, steps, text);
    if (!done.ok) return [complain(state, done.problem), []];
    return [placeCursor(withRequest(closeOverlay(state), done.request), fieldKey('body', fieldName(done.steps))), []];
  },
};

/** The object that a part is, or is in. */
function memberPlace(form: Form, part: FormField | undefined): FormField['steps'] {
  if (part?.fold && !isList(part)) return part.steps;
  const outer = containersOf(part?.key).at(-1);
  return form.fields.find(({ key }) => key === outer)?.steps ?? [];
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
  const suggested = part.values[0] ?? (part.in === 'body' ? part.provided : undefined);
  const question = { kind: 'question', name: 'value', line: createLine() } as const;
  return openOverlay(state, suggested === undefined ? question : { ...question, suggested });
}

/** What the question for a value is called, and what stands in its empty field. */
export const valueQuestion: QuestionSpec = {
  label: (state: State): string => currentField(state)?.name || 'body',
  placeholder: (state: State): string => {
    const part = currentField(state);
    const body = formOf(state)?.details.body;
    if (part?.in === 'body' && part.field && body?.kind === 'multipart') {
      const facts = partFactsOf(body, part.field);
      if (facts.isNamedByFile) return `${part.name}: paths, with commas between them`;
      if (takesFile(facts)) return `${part.name}: a path, or = and a text`;
    }
    return part ? describeField(part) : '';
  },
  answer: (state: State, text: string): Step => {
    const part = currentField(state);
    if (!part || openQuestion(state)?.suggested !== undefined) return [closeOverlay(state), []];
    const { isSet, state: changed } = setValue(state, part.key, text);
    return [isSet ? goOn(closeOverlay(changed), part.isMissing && text !== '') : changed, []];
  },
};

/** Takes the value of the part under the cursor out of the line. */
export function clearInForm(state: State): Step {
  const part = currentField(state);
  if (!part) return [complain(state, 'There is nothing to remove here. Move to a field first'), []];
  if (part.values.length === 0 && (part.depth === 0 || !part.node)) {
    const words = part.node ? 'is not changed: there is nothing to take out' : 'has no value';
    return [complain(state, `${part.name || 'The body'} ${words}`), []];
  }
  return [setValue(state, part.key, undefined).state, []];
}

/** The next choice of the part under the cursor, or the one before; past the last there is none, and then the first. */
export function stepChoice(state: State, step: 1 | -1): Step {
  const form = formOf(state);
  const part = currentField(state);
  if (!form || !part) return [complain(state, 'There is nothing to choose here. Move to a field first'), []];
  if (part.fold) return foldOrMove(state, part, step);
  const choices = allChoices(state, form, part);
  if (!choices && step < 0 && part.depth > 0) return goToContainer(state);
  if (!choices)
    return [
      complain(state, `${part.name || 'The body'} has no list of choices. ${keyFor(state, 'form.choose')} fills it in`),
      [],
    ];
  const at = choices.indexOf(part.values[0] ?? part.provided ?? '');
  // What has to be there is not taken out on the way.
  const states = part.isRequired ? choices : [...choices, undefined];
  const from = at < 0 ? (part.isRequired ? (step > 0 ? -1 : 0) : choices.length) : at;
  return [setValue(state, part.key, states[(from + step + states.length) % states.length]).state, []];
}

/** As in the tree: what is closed opens, and then the cursor goes in; what is open closes, and then it goes out. */
function foldOrMove(state: State, part: FormField, step: 1 | -1): Step {
  if (step > 0 && part.fold === 'open') return [moveInRequest(state, 'down'), []];
  if (step < 0 && part.fold === 'closed') return part.depth > 0 ? goToContainer(state) : [state, []];
  return [placeCursor(withOpen(state, [part.key], step > 0), part.key), []];
}

/** Sends the request as the form has it; the response has focus then. */
export function sendForm(state: State): Step {
  const [sent, effects] = submit(focusPane(state, 'prompt'), false, state);
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
      const isSet = part?.values.includes(choice) || part?.provided === choice;
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
