// An imported request as JSON for scripts. A JSON body keeps its source text, so that numbers keep their digits.
import type { Item } from '../types.ts';
import { bodyText } from '../wire.ts';
import type { Imported } from './types.ts';

/**
 * `{method, path, query, headers, body, filter, notes}`. Query and headers are objects; a name that is there several times has
 * a list. The body is the JSON that is sent, a string for a text, `"@path"` for a file, null for none.
 */
export function importedJson<Sealed>({ request }: Imported<Sealed>, notes: readonly string[]): string {
  const members: readonly (readonly [string, string])[] = [
    ['method', JSON.stringify(request.method ?? null)],
    ['path', JSON.stringify(request.path)],
    ['query', objectOf(request.items, 'query')],
    ['headers', objectOf(request.items, 'header')],
    ['body', bodyOf(request.items) ?? bodyText(request) ?? 'null'],
    ['filter', JSON.stringify(request.filter ?? null)],
    ['notes', JSON.stringify(notes)],
  ];
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

function bodyOf(items: readonly Item[]): string | undefined {
  for (const item of items) {
    if (item.kind === 'text') return JSON.stringify(item.value);
    if (item.kind === 'file') return JSON.stringify(`@${item.path}`);
  }
  return undefined;
}

function objectOf(items: readonly Item[], kind: 'query' | 'header'): string {
  const values = new Map<string, string[]>();
  for (const item of items) {
    if (item.kind === kind) values.set(item.name, [...(values.get(item.name) ?? []), item.value]);
  }
  const members = [...values].map(
    ([name, all]) => `${JSON.stringify(name)}:${JSON.stringify(all.length === 1 ? all[0] : all)}`,
  );
  return `{${members.join(',')}}`;
}
