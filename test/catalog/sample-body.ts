// Bodies made from what the catalog says of them: the least that an operation takes, and all that it may.
import type { BodyFacts, Field, Operation, Scalar, Shape } from '../../src/catalog/operation.ts';
import { fieldsFor } from '../../src/catalog/variants.ts';
import { catalog } from './loaded.ts';

export type Json = Scalar | null | readonly Json[] | { readonly [name: string]: Json };

interface Extent {
  /** Everything, or only what is required. */
  readonly isFull: boolean;
  /** What stands in the path. */
  readonly path: Readonly<Record<string, string>>;
}

/** A value for every placeholder, one of its own where it takes a few only. */
export function pathValues({ path }: Operation): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from(path.matchAll(/\{([^}]*)\}/g), (gap) => {
      const choices = catalog.choices.get(path.slice(0, gap.index + gap[0].length));
      return [gap[1] ?? '', choices?.[0] ?? `path-value-${gap[1]}`] as const;
    }),
  );
}

/** The members of a body that has fields; a minimal one of a PATCH has one of them, since none would change nothing. */
export function sampleFields(body: BodyFacts, extent: Extent): Readonly<Record<string, Json>> {
  const made = sampleMembers(body.fields, body.forms, extent);
  if (Object.keys(made).length > 0 || !body.isRequired) return made;
  const [first] = fieldsFor(body.fields, { body: () => undefined, path: (name) => extent.path[name] });
  return first ? { [first.name]: sampleValue(first.shape, first.name, extent) } : made;
}

/** What tells the forms of a union apart is chosen first; of forms that nothing tells apart the first is made. */
function sampleMembers(
  fields: readonly Field[],
  forms: Shape['forms'],
  extent: Extent,
): Readonly<Record<string, Json>> {
  const made: Record<string, Json> = {};
  const inForce = (): readonly Field[] =>
    fieldsFor(fields, {
      body: (name) => (made[name] === undefined ? undefined : String(made[name])),
      path: (name) => extent.path[name],
    });
  const tellers = new Set(fields.flatMap(({ when }) => (when?.in === 'body' ? [when.field] : [])));
  for (const isTeller of [true, false]) {
    for (const field of inForce()) {
      if (tellers.has(field.name) !== isTeller || made[field.name] !== undefined) continue;
      if (forms && !forms[0]?.includes(field.name)) continue;
      if (extent.isFull || field.required) made[field.name] = sampleValue(field.shape, field.name, extent);
    }
  }
  return made;
}

/** A value that says where it stands, so that it is known again on the wire. */
export function sampleValue(
  { kinds, choices, items, fields, forms, values, least }: Shape,
  name: string,
  extent: Extent,
): Json {
  if (choices) return choices[0] ?? '';
  switch (kinds[0]) {
    case 'string':
    case 'file':
      return `body ${name}`.padEnd(least ?? 0, '.');
    case 'number':
      return least ?? 7;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array': {
      const entry = items ? sampleValue(items, `${name} entry`, extent) : `body ${name}`;
      return Array.from({ length: Math.max(1, least ?? 1) }, () => entry);
    }
    case 'object':
      if (fields) return sampleMembers(fields, forms, extent);
      return { 'a.member': values ? sampleValue(values, name, extent) : `body ${name}` };
    default:
      return { any: `body ${name}` };
  }
}
