// What goes together in one request: there is one body, made of fields, or of one JSON text, or of one text, or of one file; and there
// are methods that have none. Must not know about words and positions, only about items.
import { quoted } from './message.ts';
import { isBodyItem, takesBody } from './method.ts';
import type { Item, Method } from './types.ts';

interface BodyProblem {
  /** Index of the first item that does not fit the ones before it. */
  readonly item: number;
  readonly expected: string;
  readonly message: string;
}

/** The first item that cannot be part of this request's body; undefined where all fit. */
export function bodyProblem(method: Method | undefined, items: readonly Item[]): BodyProblem | undefined {
  const names = new Set<string>();
  let first: Item | undefined;
  for (const [index, item] of items.entries()) {
    if (!isBodyItem(item)) continue;
    if (method !== undefined && !takesBody(method)) return noBody(index, method);
    if (first !== undefined && !(isField(first) && isField(item))) return mixed(index, first, item);
    if (isField(item)) {
      if (names.has(item.name)) return repeated(index, item.name);
      names.add(item.name);
    }
    first ??= item;
  }
  return undefined;
}

function isField(item: Item): item is Extract<Item, { kind: 'field' | 'json' }> {
  return item.kind === 'field' || item.kind === 'json';
}

function noBody(item: number, method: Method): BodyProblem {
  const message = `${method} takes no body: write POST, or name==value for a query.`;
  return { item, expected: 'name==value or Header:value', message };
}

function repeated(item: number, name: string): BodyProblem {
  return {
    item,
    expected: 'another field name',
    message: `The field ${quoted(name)} is set twice.`,
  };
}

function mixed(item: number, first: Item, second: Item): BodyProblem {
  const message =
    first.kind === second.kind
      ? `A request has one body: ${spelled(first)} is there already.`
      : `A request has one body: ${spelled(second)} cannot be combined with ${spelled(first)}.`;
  return { item, expected: isField(first) ? 'another field' : 'no second body', message };
}

function spelled(item: Item): string {
  if (item.kind === 'file') return '@file';
  if (item.kind === 'text') return '=text';
  return item.kind === 'body' ? ':=json' : 'a field';
}
