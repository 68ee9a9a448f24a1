// How a list is searched by the API's own filters for what somebody types: part of a name, or of what else tells its items apart.
import type { ListLocation, OperationDetails, Parameter } from './operation.ts';

export interface ListSearch {
  /** Parameters that each take what was typed. */
  readonly parameters: readonly string[];
  /** Stands before what was typed: `contains:`. */
  readonly operator: string;
  /** Sent with them: `match=any`. */
  readonly beside: Readonly<Record<string, string>>;
}

/** Undefined where the list has no filter that finds a part of a name; one for the whole name finds nothing while it is typed. */
export function listSearchOf({ parameters }: OperationDetails, list: ListLocation): ListSearch | undefined {
  const query = parameters.filter(({ in: place, shape }) => place === 'query' && shape.choices === undefined);
  const find = (name: string): Parameter | undefined => query.find((parameter) => parameter.name === name);
  const by = (names: readonly string[], operator = '', beside: ListSearch['beside'] = {}): ListSearch => {
    return { parameters: names, operator, beside };
  };
  const fields = [list.name, list.id, 'name', 'content'].filter((field) => field !== undefined);
  const parts = [...new Set(fields)].flatMap((field) => {
    const names = [`${field}.contains`, `${field}_contains`, `${field}.contain`];
    return names.find((name) => find(name)) ?? [];
  });
  const match = parameters.find(({ name, in: place }) => name === 'match' && place === 'query');
  if (parts.length > 1 && match?.shape.choices?.includes('any')) return by(parts, '', { match: 'any' });
  if (parts[0] !== undefined) return by(parts.slice(0, 1));
  const name = find(list.name ?? 'name') ?? find('name');
  if (name && /^\s*- contains$/m.test(name.description)) return by([name.name], 'contains:');
  if (name && /\bsubstring\b|\bpartial\b|\bto search for\b/i.test(name.description)) return by([name.name]);
  if (find('search')) return by(['search']);
  return find('prefix') ? by(['prefix']) : undefined;
}

/** The parameters of a search for a text, by name. */
export function searchItems(
  { parameters, operator, beside }: ListSearch,
  typed: string,
): Readonly<Record<string, string>> {
  return { ...Object.fromEntries(parameters.map((name) => [name, operator + typed])), ...beside };
}
