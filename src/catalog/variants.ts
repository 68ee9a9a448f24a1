// A body that has several forms. One field tells them apart by its value (`type` of a DNS record, the id of a zone's setting in the
// path), and each form's fields say for which values they are; here is which of them are in force for what has been given.
import type { Condition, Field, Scalar, Shape } from './operation.ts';

/** What has been given, as text; undefined where nothing has. */
interface GivenValues {
  /** Of the field beside those that are asked about. */
  readonly body: (field: string) => string | undefined;
  /** Of a placeholder in the path. */
  readonly path: (placeholder: string) => string | undefined;
}

/**
 * Each name once, in the order of the catalog: what it means for the values that have been given. Where the field that tells has no
 * value, a name that every form has, or any name where that field may be left out, is given with what all forms say of it.
 */
export function fieldsFor(fields: readonly Field[], known: GivenValues): readonly Field[] {
  // An id in the path that the catalog does not know may be of any of its kinds.
  if (isUnknown(fields, known)) return eachName(fields).map((field) => ({ ...field, shape: anything }));
  return fieldsInForm(fields, known);
}

function fieldsInForm(fields: readonly Field[], given: GivenValues): readonly Field[] {
  return [...Map.groupBy(fields, ({ name }) => name).values()].flatMap((same) => {
    const fitting = same.filter(({ when }) => when && fits(when, given) === true);
    if (fitting.length > 0) return [joinFields(fitting)];
    const always = same.filter(({ when }) => when === undefined);
    if (always.length > 0) return [joinFields(always)];
    const open = same.filter(({ when }) => when && fits(when, given) === undefined);
    return open.length > 0 && isOffered(open, fields) ? [joinFields(open)] : [];
  });
}

/** Each name once, with all that any form says of it. */
export function eachName(fields: readonly Field[]): readonly Field[] {
  return [...Map.groupBy(fields, ({ name }) => name).values()].map(joinFields);
}

/** Undefined where the field that tells has no value. */
function fits({ in: where, field, values }: Condition, given: GivenValues): boolean | undefined {
  const value = given[where](field);
  return value === undefined || value === '' ? undefined : values.some((one) => String(one) === value);
}

const anything: Shape = { kinds: ['any'], choices: undefined, items: undefined, fields: undefined };

function isUnknown(fields: readonly Field[], given: GivenValues): boolean {
  const byPath = fields.flatMap(({ when }) => (when?.in === 'path' ? [when] : []));
  return byPath.length > 0 && !byPath.some((when) => fits(when, given));
}

function isOffered(open: readonly Field[], fields: readonly Field[]): boolean {
  const when = open[0]?.when;
  const teller = when?.in === 'body' ? fields.find(({ name }) => name === when.field) : undefined;
  if (!teller) return false;
  const told = new Set(open.flatMap((field) => field.when?.values ?? []));
  return !teller.required || (teller.shape.choices ?? []).every((choice) => told.has(choice));
}

/** What several forms say of one field, as one: with more than one it is needed only where all of them say so. */
export function joinFields(same: readonly Field[]): Field {
  const [first, second] = same;
  if (!first) throw new RangeError('no field to join');
  if (!second) return first;
  return {
    ...first,
    description: joinDescriptions(same),
    required: same.every(({ required }) => required),
    deprecated: same.every(({ deprecated }) => deprecated),
    initial: same.every(({ initial }) => initial === first.initial) ? first.initial : undefined,
    shape: joinShapes(same.map(({ shape }) => shape)),
    when: undefined,
  };
}

/** More than this many are not told one by one. */
const mostTold = 8;

/** Never the first alone: where they differ, each with the values that it is for, or one after the other. */
function joinDescriptions(same: readonly Field[]): string {
  const told = same.filter(({ description }) => description !== '');
  const texts = [...new Set(told.map(({ description }) => description))];
  if (texts.length < 2) return texts[0] ?? '';
  const when = told[0]?.when;
  if (!when) return texts.slice(0, mostTold).join('\n');
  const lines = told.map((field) => `${field.when?.values.join(', ') ?? ''}: ${field.description}`);
  const depends = `Depends on ${when.field}.`;
  return lines.length > mostTold ? depends : [depends, ...lines].join('\n');
}

/** One shape for a value that may have any of several; null, where it may be that, is told last. */
export function joinShapes(all: readonly Shape[]): Shape {
  const shapes = [...new Map(all.map((shape) => [JSON.stringify(shape), shape])).values()];
  const [only, second] = shapes;
  if (only && !second) return only;
  const kinds = [...new Set(shapes.flatMap((shape) => shape.kinds))];
  const told = shapes.filter((shape) => shape.kinds.some((kind) => kind !== 'null'));
  const isClosed = told.length > 0 && told.every((shape) => shape.choices !== undefined);
  const items = told.flatMap((shape) => (shape.items ? [shape.items] : []));
  const values = told.flatMap((shape) => (shape.values ? [shape.values] : []));
  const nested = told.flatMap((shape) => (shape.fields ? [shape.fields] : []));
  const forms = told.flatMap((shape) => (shape.fields ? (shape.forms ?? [shape.fields.map(({ name }) => name)]) : []));
  const isSplit = nested.length > 1 || told.some((shape) => shape.forms !== undefined);
  return {
    kinds: kinds.length === 0 ? ['any'] : kinds.toSorted((a, b) => Number(a === 'null') - Number(b === 'null')),
    choices: isClosed ? uniqueScalars(told) : undefined,
    items: items.length === 0 ? undefined : joinShapes(items),
    fields: nested.length === 0 ? undefined : joinForms(nested),
    ...(values.length > 0 && { values: joinShapes(values) }),
    ...(isSplit && { forms }),
    ...bound('least', told, Math.min),
    ...bound('most', told, Math.max),
  };
}

function uniqueScalars(shapes: readonly Shape[]): readonly Scalar[] {
  return [...new Set(shapes.flatMap((shape) => shape.choices ?? []))];
}

function bound(name: 'least' | 'most', shapes: readonly Shape[], of: (...values: number[]) => number): Partial<Shape> {
  const values = shapes.flatMap((shape) => shape[name] ?? []);
  return values.length > 0 && values.length === shapes.length ? { [name]: of(...values) } : {};
}

/** Members of all forms; needed is what every form has and needs. What a member says for which values of another it keeps. */
function joinForms(forms: readonly (readonly Field[])[]): readonly Field[] {
  const byName = Map.groupBy(forms.flat(), ({ name }) => name);
  return [...byName.values()].flatMap((same) => {
    if (same.some(({ when }) => when)) return same;
    const isEverywhere = forms.every((fields) => fields.some(({ name }) => name === same[0]?.name));
    const joined = joinFields(same);
    return [isEverywhere ? joined : { ...joined, required: false }];
  });
}
