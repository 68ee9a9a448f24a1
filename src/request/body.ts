// What goes together in one request: there is one body, made of fields and parts, or of one JSON text, or of one text, or of one file;
// and there are methods that have none. Must not know about words and positions, only about items.

import { quoted } from './message.ts';
import { isBodyItem, takesBody } from './method.ts';
import { type NestedField, nest, rootKey } from './nested.ts';
import { contentTypeIndex, isForm, isFormType, isPart } from './parts.ts';
import type { Item, Method } from './types.ts';

interface BodyProblem {
  /** Index of the first item that does not fit the ones before it. */
  readonly item: number;
  readonly expected: string;
  readonly message: string;
}

/** The first item that cannot be part of this request's body; undefined where all fit. */
export function bodyProblem(method: Method | undefined, items: readonly Item[]): BodyProblem | undefined {
  const fields: { readonly index: number; readonly field: NestedField }[] = [];
  let first: Item | undefined;
  for (const [index, item] of items.entries()) {
    if (!isBodyItem(item)) continue;
    if (method !== undefined && !takesBody(method)) return noBody(index, method);
    if (first !== undefined && !(isFieldOrPart(first) && isFieldOrPart(item))) return mixed(index, first, item);
    if (isField(item)) fields.push({ index, field: nestedField(item) });
    first ??= item;
  }
  const nested = nest(fields.map(({ field }) => field));
  if (nested.ok) return formProblem(items);
  const { field, expected, message } = nested.problem;
  return { item: fields[field]?.index ?? 0, expected, message };
}

function isFieldOrPart(item: Item): boolean {
  return isField(item) || isPart(item);
}

/** What does not go with a body in parts. */
function formProblem(items: readonly Item[]): BodyProblem | undefined {
  if (!isForm(items)) return undefined;
  const at = contentTypeIndex(items);
  const header = items[at];
  if (header?.kind === 'header' && !isFormType(header.value)) {
    const message = `A body in parts is multipart/form-data, not ${quoted(header.value)}. Remove the Content-Type.`;
    return { item: at, expected: 'no Content-Type', message };
  }
  const unnamed = items.findIndex((item) => isField(item) && rootKey(item.name) === undefined);
  if (unnamed < 0) return undefined;
  return { item: unnamed, expected: 'name=text', message: 'The parts of a form have names: write name=text.' };
}

export type FieldItem = Extract<Item, { kind: 'field' | 'json' | 'fieldFile' | 'jsonFile' }>;

export function isField(item: Item): item is FieldItem {
  return item.kind === 'field' || item.kind === 'json' || item.kind === 'fieldFile' || item.kind === 'jsonFile';
}

/** A field as JSON; what a file holds is not known here. */
export function nestedField(item: FieldItem): NestedField {
  const { name } = item;
  if (item.kind === 'field') return { name, source: JSON.stringify(item.value) };
  return { name, source: item.kind === 'json' ? item.value : undefined };
}

function noBody(item: number, method: Method): BodyProblem {
  const message = `${method} takes no body: write POST, or name==value for a query.`;
  return { item, expected: 'name==value or Header:value', message };
}

function mixed(item: number, first: Item, second: Item): BodyProblem {
  const message =
    first.kind === second.kind
      ? `A request has one body: ${spelled(first)} is there already.`
      : `A request has one body: ${spelled(second)} cannot be combined with ${spelled(first)}.`;
  return { item, expected: isFieldOrPart(first) ? 'another field' : 'no second body', message };
}

function spelled(item: Item): string {
  if (item.kind === 'file') return '@file';
  if (item.kind === 'text') return '=text';
  if (isPart(item)) return 'a part';
  return item.kind === 'body' ? ':=json' : 'a field';
}
