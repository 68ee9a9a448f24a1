// What a body is on the wire, from what the sources say of its fields and its media type.
import type { BodyFacts, BodyKind, Field, PartFacts, Shape } from './operation.ts';

export function makeBody(
  contentType: string,
  fields: readonly Field[],
  whole: Shape | undefined,
  forms: BodyFacts['forms'],
): BodyFacts {
  const kind = bodyKind(contentType);
  return {
    kind,
    contentType,
    isRequired: whole ? !whole.kinds.includes('null') : fields.some(({ required, when }) => required && !when),
    fields,
    whole,
    ...(forms && { forms }),
    ...(kind === 'multipart' && { parts: Object.fromEntries(fields.map((field) => [field.name, partOf(field)])) }),
  };
}

function bodyKind(contentType: string): BodyKind {
  if (contentType.startsWith('multipart/')) return 'multipart';
  if (contentType === 'application/x-www-form-urlencoded') return 'form';
  if (/^application\/(?:[\w.-]+\+)?json$/.test(contentType)) return 'json';
  return /^text\/|ndjson$/.test(contentType) ? 'text' : 'binary';
}

function partOf({ shape: { kinds, items } }: Field): PartFacts {
  const has = (kind: Shape['kinds'][number]): boolean => kinds.includes(kind);
  if (has('file')) return { kind: has('string') ? 'either' : 'file' };
  if (has('array') && items?.kinds.includes('file')) return { kind: 'file', isNamedByFile: true };
  return has('object') || has('array') || has('any')
    ? { kind: 'json', contentType: 'application/json' }
    : { kind: 'text' };
}
