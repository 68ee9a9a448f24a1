// A body as items of a request line: fields where that says exactly the same, else the JSON or the text as a whole.
import { jsonMembers, scanJson, trimJson } from '../json-text.ts';
import { literalName } from '../nested.ts';
import { isForm, partsOf } from '../parts.ts';
import type { Item } from '../types.ts';
import { bodyText } from '../wire.ts';
import type { Imported } from './types.ts';

interface BodyItems {
  readonly items: readonly Item[];
  /** False where the body is no JSON. */
  readonly isJson: boolean;
}

/**
 * The items for a body. A JSON object becomes fields, its members in their order and each value with its own digits, escapes
 * and white space; only white space between members is lost. `keepsWhole` keeps that too, as where a value is stored as sent.
 */
export function bodyItems(text: string, keepsWhole: boolean): BodyItems {
  const json = trimJson(text);
  const scan = scanJson(json, 0);
  if (json === '' || !scan.ok || scan.end !== json.length)
    return { items: [{ kind: 'text', value: text }], isJson: false };
  const whole: BodyItems = { items: [{ kind: 'body', value: json }], isJson: true };
  const members = keepsWhole ? undefined : jsonMembers(json);
  if (members === undefined || members.length === 0) return whole;
  const names = new Set<string>();
  const items: Item[] = [];
  for (const { key, isPlain, value } of members) {
    if (!isPlain || key === '' || names.has(key)) return whole;
    names.add(key);
    items.push(fieldOf(literalName(key), value));
  }
  return { items, isJson: true };
}

/** A string that would be written the same way again is a text field, anything else keeps its source. */
function fieldOf(name: string, source: string): Item {
  const text: unknown = source.startsWith('"') ? JSON.parse(source) : undefined;
  if (typeof text === 'string' && JSON.stringify(text) === source) return { kind: 'field', name, value: text };
  return { kind: 'json', name, value: source };
}

/**
 * `{method, path, query, headers, body, filter, notes}`. Query and headers are objects; a name that is there several times has
 * a list. The body is the JSON that is sent, a string for a text, `"@path"` for a file, a list of parts for
 * a form, null for none.
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
  if (isForm(items)) {
    const parts = partsOf(items).map(({ name, type, filename, content }) => {
      const value = content.kind === 'file' ? `@${content.path}` : content.text;
      return JSON.stringify({ name, value, type, filename });
    });
    return `[${parts.join(',')}]`;
  }
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
