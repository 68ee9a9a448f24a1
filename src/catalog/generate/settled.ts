// What both sources leave open or have wrong about bodies, settled for the operations as they were put together: what a PATCH really
// needs, what a PUT resets, the values of a zone's settings, parts of forms, and what has an announced end.
import { makeBody } from '../body-facts.ts';
import type { BodyFacts, Field, Parameter } from '../operation.ts';
import { announcedEnd, FIELD_ENDS, KNOWN_PARTS, NEEDED_BY_PATCH, OLD_SETTINGS } from './known.ts';
import { type Merged, operationKey } from './union.ts';

export function settle(operations: readonly Merged[]): readonly Merged[] {
  const keys = new Set(operations.map(operationKey));
  return operations.map((operation) => {
    const body = settledBody(operation);
    const deprecation = announcedEnd(operation.method, operation.path) ?? operation.deprecation;
    const settled = { ...operation, body, deprecation };
    const note = resetNote(settled, keys.has(operationKey({ method: 'PATCH', path: operation.path })));
    return note === undefined ? settled : { ...settled, description: withNote(operation.description, note) };
  });
}

function settledBody(operation: Merged): BodyFacts | undefined {
  const { body } = operation;
  const known = KNOWN_PARTS.get(operationKey(operation));
  if (known) return withParts(body, known);
  if (!body) return undefined;
  const choices = valuesById(operation, body);
  if (choices) return { ...body, isRequired: true, fields: choices, forms: undefined };
  return withEnds(operation, operation.method === 'PATCH' ? patchBody(operation, body) : body);
}

function withEnds(operation: Merged, body: BodyFacts): BodyFacts {
  const ends = FIELD_ENDS.get(operationKey(operation));
  if (!ends) return body;
  const fields = body.fields.map((field) =>
    ends[field.name] === undefined
      ? field
      : { ...field, description: `${field.description}\n${ends[field.name]}`.trim() },
  );
  return { ...body, fields };
}

/** Parts that the sources leave out, or take for texts where the API takes files. */
function withParts(body: BodyFacts | undefined, known: readonly Field[]): BodyFacts {
  const names = new Set(known.map(({ name }) => name));
  const others = body?.fields.filter(({ name }) => !names.has(name)) ?? [];
  return makeBody('multipart/form-data', [...known, ...others], undefined, undefined);
}

/**
 * A PATCH changes what is sent and leaves the rest, whatever the sources say of a resource's fields in general. Needed is the only
 * field that there is, what names the things to be changed, and what is told in the table.
 */
function patchBody(operation: Merged, body: BodyFacts): BodyFacts {
  if (body.whole?.kinds[0] === 'any') return { ...body, isRequired: true, whole: { ...body.whole, kinds: ['any'] } };
  const needed = NEEDED_BY_PATCH.get(operationKey(operation)) ?? [];
  const names = new Set(body.fields.map(({ name }) => name));
  const isNeeded = ({ name }: Field): boolean =>
    names.size === 1 || needed.includes(name) || /(?:_|^|(?=I))[Ii]ds?$/.test(name);
  return {
    ...body,
    isRequired: body.whole === undefined || !body.whole.kinds.includes('null'),
    fields: body.fields.map((field) => (field.required && !isNeeded(field) ? { ...field, required: false } : field)),
  };
}

/** Paths whose PUT leaves alone what is not sent, as their own description says. */
const PARTIAL = /\b(?:partial|unchanged|only (?:the )?(?:specified|provided)|omitted)\b/i;

function resetNote({ method, body, description }: Merged, hasPatch: boolean): string | undefined {
  if (method !== 'PUT' || body?.kind !== 'json' || PARTIAL.test(description)) return undefined;
  const names = new Set(body.fields.map(({ name }) => name));
  if (names.size < 2 || body.fields.every(({ required }) => required)) return undefined;
  return `PUT replaces it all: what is left out is reset.${hasPatch ? ' PATCH changes only what is sent.' : ''}`;
}

/** After what it does, before the details. */
function withNote(description: string, note: string): string {
  const [first = '', ...rest] = description.split('\n');
  return [first, note, ...rest].filter((line) => line !== '').join('\n');
}

/**
 * Where a resource's id is one of a few and the response tells what it is for each, the body's fields are for those ids: a zone's
 * settings by the name of the setting.
 */
function valuesById({ path, parameters, response }: Merged, body: BodyFacts): readonly Field[] | undefined {
  const last = parameters.findLast((parameter: Parameter) => parameter.in === 'path');
  if (!last || !path.endsWith(`{${last.name}}`) || response?.isList !== false) return undefined;
  const own = new Set(body.fields.map(({ name }) => name));
  const byId = (response.fields ?? []).filter(({ name, when }) => own.has(name) && when?.field === 'id');
  if (byId.length === 0) return undefined;
  return byId.flatMap((field) =>
    (field.when?.values ?? []).map((id) => ({
      ...field,
      required: true,
      description: response.notes?.get(String(id)) || field.description,
      deprecated: field.deprecated || OLD_SETTINGS.has(String(id)),
      when: { in: 'path' as const, field: last.name, values: [id] },
    })),
  );
}
