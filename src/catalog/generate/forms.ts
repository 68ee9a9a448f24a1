// Several forms of one object put together: which field tells them apart, and what each form says of its fields. Build time only.
import type { Field, Scalar } from '../operation.ts';
import { joinFields } from '../variants.ts';

interface MergedForms {
  readonly fields: readonly Field[];
  /** The names of each form's fields, where no field tells which form it is; undefined for one form. */
  readonly forms: readonly (readonly string[])[] | undefined;
}

/** More forms than this that nothing tells apart are no choice to offer. */
const mostForms = 40;

/**
 * The fields of all forms, in the order they are met. A field is required where every form has and requires it. Where one field
 * tells the forms apart by its value, what a form says of a field for itself alone comes with the values that it is for.
 */
export function mergeForms(variants: readonly (readonly Field[])[]): MergedForms {
  const distinct = [...new Map(variants.map((fields) => [JSON.stringify(fields), fields])).values()];
  const [only, second] = distinct;
  if (!second) return { fields: only ?? [], forms: undefined };
  const tag = tagOf(distinct);
  const names = [...new Set(distinct.flatMap((fields) => fields.map((field) => field.name)))];
  const fields = names.flatMap((name) =>
    tag === undefined || name === tag ? [joinedField(name, distinct)] : conditional(name, distinct, tag),
  );
  const forms = [...new Set(distinct.map((form) => form.map(({ name }) => name).join(' ')))].map((form) =>
    form.split(' '),
  );
  const isTold = tag !== undefined || forms.length < 2 || forms.length > mostForms;
  return { fields, forms: isTold ? undefined : forms };
}

function joinedField(name: string, variants: readonly (readonly Field[])[]): Field {
  const found = variants.flatMap((fields) => fields.filter((field) => field.name === name));
  const joined = joinFields(found);
  return found.length === variants.length ? joined : { ...joined, required: false };
}

/** One field for each thing that the forms say of it, with the values for which they say so; all the same is said once. */
function conditional(name: string, variants: readonly (readonly Field[])[], tag: string): readonly Field[] {
  const found = variants.flatMap((fields) => {
    const field = fields.find((known) => known.name === name);
    return field ? [{ field, values: constantOf(fields, tag) }] : [];
  });
  const groups = [...Map.groupBy(found, ({ field }) => JSON.stringify(field)).values()];
  const [first] = groups;
  if (first && groups.length === 1 && found.length === variants.length) return [first[0]!.field];
  return groups.map((group): Field => {
    const { field } = group[0]!;
    const values = group.flatMap((entry) => entry.values ?? []);
    // The form for whatever other value says what holds where none of the others does.
    if (group.some((entry) => entry.values === undefined)) return field;
    return { ...field, when: { in: 'body', field: tag, values: [...new Set(values)] } };
  });
}

/**
 * The field whose values are others in each form, those that every form needs first. One form may leave it open: it is for the
 * values that no other form has.
 */
function tagOf(variants: readonly (readonly Field[])[]): string | undefined {
  const names = [...new Set(variants.flatMap((fields) => fields.map(({ name }) => name)))];
  const tellers = names.flatMap((name) => {
    const values = variants.map((fields) => constantOf(fields, name));
    const told = values.filter((one) => one !== undefined);
    const open = variants.filter((_, index) => values[index] === undefined);
    const isDisjoint = new Set(told.flat()).size === told.flat().length;
    if (told.length < 2 || !isDisjoint || open.length > 1) return [];
    if (open.some((fields) => !fields.some((field) => field.name === name))) return [];
    const required = variants.filter((fields) => fields.some((field) => field.name === name && field.required)).length;
    return [{ name, score: required - open.length * variants.length }];
  });
  return tellers.toSorted((a, b) => b.score - a.score)[0]?.name;
}

/** The few values that a field can have in this form; undefined where it can have others or is absent. */
function constantOf(fields: readonly Field[], name: string): readonly Scalar[] | undefined {
  return fields.find((field) => field.name === name)?.shape.choices;
}
