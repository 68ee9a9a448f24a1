// Finding a field in a long form, also one that is inside of what is closed; and its description as a whole, with all the room.
import type { Field, Shape } from '../../../catalog/operation.ts';
import { eachName } from '../../../catalog/variants.ts';
import { fieldName } from '../../../request/body-tree.ts';
import { narrow } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, truncate } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { shapeWords } from '../../model/field-words.ts';
import { closeOverlay, openOverlay } from '../../model/focus.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { letterSpans, type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { type Form, formOf } from './form.ts';
import { currentField, placeCursor } from './form-cursor.ts';
import { chooseInForm } from './form-filling.ts';
import { type FormField, fieldKey, nodeText } from './form-part.ts';
import { describeField } from './rows.ts';

interface Findable {
  readonly key: string;
  readonly name: string;
  readonly field: Field | undefined;
  readonly value: string;
}

/** Fields inside of what is closed that are offered at the most. */
const mostInside = 2_000;

/** Entries of a list that is closed whose fields are offered. */
const mostEntries = 50;

const found = new WeakMap<Form, readonly Findable[]>();

/** The rows of the form, and after each what the catalog says is inside of it. */
function findable(form: Form): readonly Findable[] {
  const known = found.get(form);
  if (known) return known;
  const all = form.fields.flatMap((part): readonly Findable[] => {
    if (part.adds) return [];
    const own: Findable = {
      key: part.key,
      name: part.name === '' ? 'body' : nameOf(part),
      field: part.field,
      value: part.values[0] ?? part.provided ?? '',
    };
    const isClosed = part.fold === 'closed' && part.in === 'body';
    return isClosed && part.field ? [own, ...inside(part.field.shape, part)] : [own];
  });
  const shown = all.slice(0, mostInside);
  found.set(form, shown);
  return shown;
}

function nameOf({ in: place, name, steps }: FormField): string {
  return place === 'query' && steps.length > 0 ? `${name}[${steps[0]}]` : name;
}

/** Members of an object that can be opened, and of the entries that a list has. */
function inside(shape: Shape, { steps, node }: Pick<FormField, 'steps' | 'node'>): readonly Findable[] {
  const places: readonly (readonly [Shape, FormField['steps'], FormField['node']])[] =
    node?.kind === 'list' && shape.items
      ? node.entries.slice(0, mostEntries).map((entry, index) => [shape.items ?? shape, [...steps, index], entry])
      : [[shape, steps, node]];
  return places.flatMap(([own, at, holder]) =>
    eachName(own.fields ?? []).flatMap((field): readonly Findable[] => {
      const place = [...at, field.name];
      const name = fieldName(place);
      const member =
        holder?.kind === 'object' ? holder.members.findLast(({ key }) => key === field.name)?.node : undefined;
      const here: Findable = { key: fieldKey('body', name), name, field, value: nodeText(member) ?? '' };
      return place.length > 6 ? [here] : [here, ...inside(field.shape, { steps: place, node: member })];
    }),
  );
}

/** Goes to the field that is chosen, and fills it in. */
export const fieldsPicker: PickerSpec = {
  label: '/',
  title: 'Fields',
  items: (state: State, typed: string): readonly PickerItem[] => {
    const form = formOf(state);
    const all = form ? findable(form) : [];
    const column = Math.min(36, Math.max(0, ...all.map(({ name }) => cellWidth(name))));
    const named = narrow(
      all.map(({ name }) => name),
      typed,
    );
    const seen = new Set(named.map(({ index }) => index));
    const wanted = typed.trim().toLowerCase();
    // What a field is for may be known where its name is not.
    const described = all.flatMap(({ field, value }, index) => {
      const text = `${field?.description ?? ''} ${value}`.toLowerCase();
      return wanted.length > 2 && !seen.has(index) && text.includes(wanted) ? [{ index, letters: [] }] : [];
    });
    return [...named, ...described].flatMap(({ index, letters }) => {
      const one = all[index];
      if (!one) return [];
      const about = one.value === '' ? (one.field ? shapeWords(one.field.shape) : '') : one.value;
      const row = (width: number): Row => [
        ...letterSpans(one.name, letters),
        span(
          `${padEnd('', Math.max(1, column - cellWidth(one.name) + 2))}${truncate(visible(about), Math.max(0, width - Math.max(column, cellWidth(one.name)) - 2))}`,
          'dim',
        ),
      ];
      return [{ key: one.key, row }];
    });
  },
  empty: (_: State, typed: string): string => `No field matches ${visible(typed.trim())}`,
  preview: (state: State, item: PickerItem, width: number): readonly Row[] => {
    const form = formOf(state);
    const one = form && findable(form).find(({ key }) => key === item.key);
    const text = one?.field ? `${shapeWords(one.field.shape)}\n${one.field.description}` : '';
    return text
      .split('\n')
      .flatMap((line) => wrap(visible(line), Math.max(8, width)))
      .map((line): Row => [span(line)]);
  },
  choose: (state: State, item: PickerItem): Step => {
    const placed = placeCursor(closeOverlay(state), item.key);
    const part = currentField(placed);
    if (part === undefined) return [complain(placed, 'This field is there once what it is in has a value'), []];
    return part.fold ? [placed, []] : chooseInForm(placed);
  },
};

/** All that is said of the part under the cursor, or of the operation, in the reader. */
export function describePart(state: State): Step {
  const form = formOf(state);
  if (!form) return [state, []];
  const part = currentField(state);
  const { operation } = form.match;
  const { deprecation, description } = form.details;
  const [place, text] = part
    ? [part.name || 'body', `${describeField(part)}\n\n${part.field?.description ?? ''}`]
    : [operation.title, [deprecation, description].filter((said) => said).join('\n\n')];
  const views = [{ name: 'description', text: text.trim() === '' ? 'Nothing is said of it' : text.trim() }];
  return [openOverlay(state, { kind: 'reader', place: visible(place), views, view: 0, top: 0 }), []];
}
