// What a parameter or a field takes, in words.
import type { Shape } from '../../../catalog/types.ts';
import type { FormField } from './form.ts';

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  array: 'list',
  file: 'file',
  null: 'null',
  any: 'any value',
};

/** `text`, `list of number`, `A, AAAA or CAA`. */
export function shapeWords({ kinds: own, choices, items }: Shape): string {
  if (choices) return listed(choices.map(String));
  return own
    .map((kind) => (kind === 'array' && items ? `list of ${shapeWords(items)}` : (kinds[kind] ?? kind)))
    .join(' or ');
}

/** What a part of a request is, in a line: `per_page, a part of the query: number`. */
export function describeField({ name, in: place, field, isRequired }: FormField): string {
  const what = name === '' ? 'The body' : name;
  if (!field) return `${what}: the catalog knows no such part of this ${place === 'body' ? 'body' : 'request'}`;
  const required = isRequired ? 'required, ' : '';
  const old = field.deprecated ? ', deprecated' : '';
  const initial = field.initial === undefined ? '' : `; ${field.initial} where it is left out`;
  return `${what}${old}: ${required}${shapeWords(field.shape)}${initial}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
