// One list of fields for an object that comes in several forms: a DNS record has other fields for each type.
import type { Field, Scalar, Shape } from '../types.ts';

/**
 * The fields of all forms, in the order they are met. A field is required where every form has and requires it. Where one field
 * tells the forms apart by its value, the fields of only some forms say for which values they are.
 */
export function mergeVariants(variants: readonly (readonly Field[])[]): readonly Field[] {
  const [only, second] = variants;
  if (!only) return [];
  if (!second) return only;
  const tag = tagOf(variants);
  const names = [...new Set(variants.flatMap((fields) => fields.map((field) => field.name)))];
  return names.map((name) => mergeField(name, variants, tag));
}

function mergeField(name: string, variants: readonly (readonly Field[])[], tag: string | undefined): Field {
  const having = variants.filter((fields) => fields.some((field) => field.name === name));
  const found = having.map((fields) => fields.find((field) => field.name === name)!);
  const [first] = found;
  if (!first) throw new Error(`no form has the field ${name}`);
  const isEverywhere = having.length === variants.length;
  const values = isEverywhere || tag === undefined ? [] : having.flatMap((fields) => constantOf(fields, tag) ?? []);
  return {
    ...first,
    description: found.find((field) => field.description !== '')?.description ?? '',
    required: isEverywhere && found.every((field) => field.required),
    deprecated: found.every((field) => field.deprecated),
    shape: joinShapes(found.map((field) => field.shape)),
    when: tag === undefined || values.length === 0 ? first.when : { field: tag, values },
  };
}

/** The field whose one value is another in each form. */
function tagOf(variants: readonly (readonly Field[])[]): string | undefined {
  const [first = []] = variants;
  return first.find(({ name }) => {
    const values = variants.map((fields) => constantOf(fields, name));
    return values.every((value) => value !== undefined) && new Set(values.flat()).size > 1;
  })?.name;
}

/** The few values that a field can have in this form; undefined where it can have others or is absent. */
function constantOf(fields: readonly Field[], name: string): readonly Scalar[] | undefined {
  return fields.find((field) => field.name === name)?.shape.choices;
}

/** One shape for a value that may have any of several; null, where it may be that, is told last. */
export function joinShapes(shapes: readonly Shape[]): Shape {
  const kinds = [...new Set(shapes.flatMap((shape) => shape.kinds))];
  const told = shapes.filter((shape) => shape.kinds.some((kind) => kind !== 'null'));
  const isClosed = told.length > 0 && told.every((shape) => shape.choices !== undefined);
  const items = told.flatMap((shape) => (shape.items ? [shape.items] : []));
  const nested = told.flatMap((shape) => (shape.fields ? [shape.fields] : []));
  return {
    kinds: kinds.length === 0 ? ['any'] : kinds.toSorted((a, b) => Number(a === 'null') - Number(b === 'null')),
    choices: isClosed ? [...new Set(told.flatMap((shape) => shape.choices ?? []))] : undefined,
    items: items.length === 0 ? undefined : joinShapes(items),
    fields: nested.length === 0 ? undefined : mergeVariants(nested),
  };
}
