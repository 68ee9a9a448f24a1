// A body as items of a request line: fields where that says exactly the same, else the JSON or the text as a whole.
import { scanJson, trimJson } from '../json-text.ts';
import type { Item } from '../types.ts';
import { jsonMembers } from './json-members.ts';

export interface BodyItems {
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
  for (const { name, value } of members) {
    if (name === undefined || name === '' || names.has(name)) return whole;
    names.add(name);
    items.push(fieldOf(name, value));
  }
  return { items, isJson: true };
}

/** A string that would be written the same way again is a text field, anything else keeps its source. */
function fieldOf(name: string, source: string): Item {
  const text: unknown = source.startsWith('"') ? JSON.parse(source) : undefined;
  if (typeof text === 'string' && JSON.stringify(text) === source) return { kind: 'field', name, value: text };
  return { kind: 'json', name, value: source };
}
