// Several forms of one object put together: which field tells them apart, and what each form says of its fields. Build time only.
import type { Field, Scalar } from '../operation.ts';
import { joinFields } from '../variants.ts';
import { plainName } from './facts.ts';

/** One form of an object: the type that declares it, if that has a name, and its fields. */
export interface NamedForm {
  readonly name: string;
  readonly fields: readonly Field[];
}

interface MergedForms {
  readonly fields: readonly Field[];
  /** The names of each form's fields, where no field tells which form it is; undefined for one form. */
  readonly forms: readonly (readonly string[])[] | undefined;
}

/** The field that tells, and the values that each form is for; undefined for the form of all other values. */
interface Teller {
  readonly name: string;
  readonly values: readonly (readonly Scalar[] | undefined)[];
}

/** More forms than this that nothing tells apart are no choice to offer. */
const mostForms = 40;

/**
 * The fields of all forms, in the order they are met. A field is required where every form has and requires it. Where one field
 * tells the forms apart by its value, what a form says of a field for itself alone comes with the values that it is for.
 */
export function mergeForms(all: readonly NamedForm[]): MergedForms {
  const forms = [...new Map(all.map((form) => [JSON.stringify(form.fields), form])).values()];
  const [only, second] = forms;
  if (!second) return { fields: only?.fields ?? [], forms: undefined };
  const byValue = tellerByValue(forms);
  // Types of other names may have the same fields: each is for its own values.
  return byValue ? mergeTold(forms, byValue) : mergeNamed(all, forms);
}

function mergeTold(forms: readonly NamedForm[], teller: Teller): MergedForms {
  const fields = namesIn(forms).flatMap((name) =>
    name === teller.name ? [joinedField(name, forms)] : conditional(name, forms, teller),
  );
  return { fields, forms: undefined };
}

function mergeNamed(all: readonly NamedForm[], forms: readonly NamedForm[]): MergedForms {
  const teller = tellerByName(all);
  if (teller) return mergeTold(all, teller);
  const fields = namesIn(forms).map((name) => joinedField(name, forms));
  const told = [...new Set(forms.map((form) => form.fields.map(({ name }) => name).join(' ')))];
  return {
    fields,
    forms: told.length < 2 || told.length > mostForms ? undefined : told.map((form) => form.split(' ')),
  };
}

function namesIn(forms: readonly NamedForm[]): readonly string[] {
  return [...new Set(forms.flatMap(({ fields }) => fields.map(({ name }) => name)))];
}

/** A field that has another meaning for each value of a field beside it, if the names of its forms say so: `config` by `type`. */
export function splitByName(
  field: Field,
  forms: readonly NamedForm[],
  shapeOf: (forms: readonly NamedForm[]) => Field['shape'],
  beside: readonly Field[],
): readonly Field[] {
  if (forms.length < 3) return [field];
  const teller = beside
    .filter(({ name, shape }) => name !== field.name && (shape.choices?.length ?? 0) > 2)
    .map((other) => ({ other, values: valuesByName(forms, other.shape.choices ?? []) }))
    .find(({ values }) => values !== undefined);
  if (!teller?.values) return [field];
  return forms.map((form, index): Field => {
    const own: Field = { ...field, shape: shapeOf([form]) };
    const values = teller.values?.[index];
    return values ? { ...own, when: { in: 'body', field: teller.other.name, values } } : own;
  });
}

function joinedField(name: string, forms: readonly NamedForm[]): Field {
  const found = forms.flatMap(({ fields }) => fields.filter((field) => field.name === name).slice(0, 1));
  const joined = withMergedMembers(joinFields(found), found);
  return found.length === forms.length ? joined : { ...joined, required: false };
}

/** Members that differ from form to form may be told apart by one of them: the provider of a bucket's source. */
function withMergedMembers(joined: Field, found: readonly Field[]): Field {
  const members = found.flatMap(({ shape }) =>
    shape.fields && !shape.forms ? [{ name: '', fields: shape.fields }] : [],
  );
  if (members.length < found.length || members.length < 2) return joined;
  const { forms: _, ...shape } = joined.shape;
  const { fields, forms } = mergeForms(members);
  return { ...joined, shape: { ...shape, fields, ...(forms && { forms }) } };
}

/** One field for each thing that the forms say of it, with the values for which they say so; all the same is said once. */
function conditional(name: string, forms: readonly NamedForm[], teller: Teller): readonly Field[] {
  const found = forms.flatMap(({ fields }, index) =>
    fields.filter((field) => field.name === name).map((field) => ({ field, values: teller.values[index] })),
  );
  // What one form splits by a field of its own stays split by that.
  if (found.some(({ field }) => field.when)) return found.map(({ field }) => field);
  const groups = [...Map.groupBy(found, ({ field }) => JSON.stringify(field)).values()];
  const [first] = groups;
  if (first && groups.length === 1 && found.length === forms.length) return [first[0]!.field];
  return groups.map((group): Field => {
    const { field } = group[0]!;
    const values = group.flatMap((entry) => entry.values ?? []);
    // The form for whatever other value says what holds where none of the others does.
    if (group.some((entry) => entry.values === undefined)) return field;
    return { ...field, when: { in: 'body', field: teller.name, values: [...new Set(values)] } };
  });
}

/** The field whose values are others in each form, those that every form needs first. One form may leave it open. */
function tellerByValue(forms: readonly NamedForm[]): Teller | undefined {
  const tellers = namesIn(forms).flatMap((name) => {
    const values = forms.map(({ fields }) => fields.find((field) => field.name === name)?.shape.choices);
    const told = values.filter((one) => one !== undefined);
    const open = forms.filter((_, index) => values[index] === undefined);
    const isDisjoint = new Set(told.flat()).size === told.flat().length;
    if (told.length < 2 || !isDisjoint || open.length > 1) return [];
    if (open.some(({ fields }) => !fields.some((field) => field.name === name))) return [];
    const required = forms.filter(({ fields }) => fields.some((field) => field.name === name && field.required));
    return [{ name, values, score: required.length - open.length * forms.length }];
  });
  return tellers.toSorted((a, b) => b.score - a.score)[0];
}

/** A field with the same choices in all forms, which the forms' own names have in them: `type` of an identity provider. */
function tellerByName(forms: readonly NamedForm[]): Teller | undefined {
  if (forms.length < 3) return undefined;
  for (const { name, shape } of forms[0]?.fields ?? []) {
    const { choices } = shape;
    const isInAll = forms.every(({ fields }) =>
      fields.some((field) => field.name === name && field.shape.choices?.length === choices?.length),
    );
    const values = choices && choices.length > 2 && isInAll ? valuesByName(forms, choices) : undefined;
    if (values) return { name, values };
  }
  return undefined;
}

/** Choices that are not in the name of their form. */
const OTHER_NAMES: Readonly<Record<string, string>> = { warp: 'device enrollment', biso: 'browser isolation' };

/** Which choices each form is for, by its name; undefined where most forms are named otherwise. */
function valuesByName(
  forms: readonly NamedForm[],
  choices: readonly Scalar[],
): readonly (readonly Scalar[] | undefined)[] | undefined {
  const spelled = forms.map(({ name }) => plainName(name));
  const values = forms.map((): Scalar[] => []);
  for (const choice of choices) {
    const words = (OTHER_NAMES[String(choice)] ?? String(choice)).split(/[^A-Za-z0-9]+/).map(plainName);
    // A service's own kind is named after it: `tanium_s2s` is for the form of Tanium where no other is.
    const index =
      bestForm(spelled, words) ?? (words.at(-1) === 's2s' ? bestForm(spelled, words.slice(0, -1)) : undefined);
    if (index !== undefined) values[index]?.push(choice);
  }
  const named = values.filter((own) => own.length > 0).length;
  return named >= 2 && named >= forms.length * 0.6
    ? values.map((own) => (own.length > 0 ? own : undefined))
    : undefined;
}

/** The shortest name with all of the words in it. */
function bestForm(names: readonly string[], words: readonly string[]): number | undefined {
  if (words.length === 0 || words.some((word) => word.length < 2)) return undefined;
  const fitting = [...names.keys()].filter((index) => words.every((word) => names[index]?.includes(word)));
  return fitting.toSorted((a, b) => names[a]!.length - names[b]!.length)[0];
}
