// What a parameter or a field takes, in words.
import type { Shape } from '../../catalog/operation.ts';

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  array: 'list',
  file: 'file',
  null: 'null',
};

/** `text`, `list of number`, `A, AAAA or CAA`. */
export function shapeWords({ kinds: own, choices, items }: Shape): string {
  if (choices) return listed(choices.map(String));
  if (own[0] === 'any' || own.length > 3) return 'text, or JSON after :=';
  return own
    .filter((kind) => kind !== 'any')
    .map((kind) => (kind === 'array' && items ? `list of ${shapeWords(items)}` : (kinds[kind] ?? kind)))
    .join(' or ');
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
