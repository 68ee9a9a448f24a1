// A request from an operation and the values of a form, and the other way round. Trap: nothing half filled may look like a
// request that can be sent, so what is missing and what is wrong come with it.
import { type FieldItem, isField, nestedField } from '../request/body.ts';
import { jsonMembers, scanJson } from '../request/json-text.ts';
import { takesBody } from '../request/method.ts';
import { isNested, literalName, nest, rootKey } from '../request/nested.ts';
import type { Item, RequestLine } from '../request/types.ts';
import { isPartOf, partFactsOf, partItems, partText } from './body-parts.ts';
import type { Match } from './matcher.ts';
import type { BodyFacts, Field, Operation, OperationDetails, Parameter } from './operation.ts';
import { isMeantAsText } from './typed-value.ts';
import { eachName, fieldsFor } from './variants.ts';

/** What was typed, by name; an absent or empty text is no value. A query parameter may have several. */
export interface FormValues {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Fields of the body; what is no text in the operation is JSON. */
  readonly body: Readonly<Record<string, string>>;
  /** The body where it has no fields: JSON, a text, or the path of a file. */
  readonly whole: { readonly kind: 'json' | 'text' | 'file'; readonly text: string } | undefined;
}

interface FormFault {
  readonly in: 'path' | 'query' | 'header' | 'body';
  /** The parameter or field; empty for the body as a whole. */
  readonly name: string;
  /** A clause that says what is wrong: `must be a number`. */
  readonly message: string;
}

interface FilledForm {
  /** Placeholders without a value stand in it as such. */
  readonly request: RequestLine;
  /** Required, and without a value. */
  readonly missing: readonly Pick<FormFault, 'in' | 'name'>[];
  readonly faults: readonly FormFault[];
}

/** A value whose slashes are part of the path: `@cf/meta/llama-3`. */
const PLAIN_PATHS = new Set(['model_name']);

export function requestFromForm(operation: Operation, details: OperationDetails, values: FormValues): FilledForm {
  const missing: Pick<FormFault, 'in' | 'name'>[] = [];
  const faults: FormFault[] = [];
  const items: Item[] = [];
  const check = (where: FormFault['in'], field: Field, texts: readonly string[]): void => {
    if (texts.length === 0 && field.required) missing.push({ in: where, name: field.name });
    for (const text of texts) {
      const message = faultOf(field, text);
      if (message !== undefined) faults.push({ in: where, name: field.name, message });
    }
  };
  for (const parameter of details.parameters) {
    const texts = textsOf(parameter, values);
    check(parameter.in, parameter, texts);
    if (parameter.in === 'query')
      items.push(...texts.map((value): Item => ({ kind: 'query', name: parameter.name, value })));
    if (parameter.in === 'header')
      items.push(...texts.map((value): Item => ({ kind: 'header', name: parameter.name, value })));
  }
  if (details.body && takesBody(operation.method)) fillBody(details.body, values, { check, items, missing, faults });
  return {
    request: { method: operation.method, path: fillPath(operation, values.path), items, filter: undefined },
    missing,
    faults,
  };
}

interface Gathered {
  readonly check: (where: FormFault['in'], field: Field, texts: readonly string[]) => void;
  readonly items: Item[];
  readonly missing: Pick<FormFault, 'in' | 'name'>[];
  readonly faults: FormFault[];
}

/** A file or a text in the place of the fields is what many operations take as well. */
function fillBody(body: BodyFacts, values: FormValues, { check, items, missing, faults }: Gathered): void {
  const isForm = body.kind === 'multipart';
  const { whole } = values;
  for (const field of fieldsInForce(body, values)) {
    const text = given(values.body[field.name]);
    if (whole?.text) continue;
    check('body', field, text === undefined ? [] : [text]);
    if (text === undefined) continue;
    const parts = isForm ? partItems(partFactsOf(body, field), field.name, text) : [bodyItem(field, text)];
    if (typeof parts !== 'string') items.push(...parts);
    else faults.push({ in: 'body', name: field.name, message: `takes ${parts}` });
  }
  if (whole?.text) {
    if (whole.kind === 'json' && !isJson(whole.text)) faults.push({ in: 'body', name: '', message: 'must be JSON' });
    const hasType = items.some((item) => item.kind === 'header' && item.name.toLowerCase() === 'content-type');
    if (!isForm && !hasType && body.contentType !== 'application/json') {
      items.push({ kind: 'header', name: 'Content-Type', value: body.contentType });
    }
    items.push(wholeItem(whole));
  } else if (body.whole && !body.whole.kinds.includes('null')) {
    missing.push({ in: 'body', name: '' });
  }
}

/** The path with the values in it, each as one segment or part of one. */
export function fillPath(operation: Operation, values: Readonly<Record<string, string>>): string {
  return operation.path.replace(/\{([^}]*)\}/g, (written, name: string) => {
    const value = Object.hasOwn(values, name) ? given(values[name]) : undefined;
    if (value === undefined) return written;
    if (!PLAIN_PATHS.has(name)) return encodeURIComponent(value.toWellFormed());
    return value
      .split('/')
      .map((part) => encodeURIComponent(part.toWellFormed()).replaceAll('%40', '@'))
      .join('/');
  });
}

function wholeItem({ kind, text }: NonNullable<FormValues['whole']>): Item {
  if (kind === 'file') return { kind, path: text };
  return kind === 'text' ? { kind, value: text } : { kind: 'body', value: text.trim() };
}

/** What a request that was typed gives a form for its operation; what the operation does not know is left out. */
export function formFromRequest(request: RequestLine, match: Match, facts?: BodyFacts): FormValues {
  const query: Record<string, string[]> = {};
  const headers: Record<string, string> = {};
  const body: Record<string, string> = {};
  let whole: FormValues['whole'];
  for (const item of request.items) {
    if (item.kind === 'query') query[item.name] = [...(query[item.name] ?? []), item.value];
    else if (item.kind === 'header') headers[item.name] = item.value;
    else if (item.kind === 'file') whole = { kind: 'file', text: item.path };
    else if (item.kind === 'body') whole = { kind: 'json', text: item.value };
    else if (item.kind === 'text') whole = { kind: 'text', text: item.value };
  }
  if (facts?.kind === 'multipart') {
    for (const field of facts.fields) {
      const text = partText(request.items.filter(isPartOf(facts, field)), partFactsOf(facts, field));
      if (text !== undefined) body[field.name] = text;
    }
  }
  const fields = facts?.kind === 'multipart' ? request.items.filter(isMember) : request.items.filter(isField);
  for (const item of fields) {
    const key = rootKey(item.name);
    if (key === undefined) body[item.name] = valueText(item);
    else if (facts?.kind === 'multipart') body[key] = nestedText(fields, key);
    else body[key] ??= isNested(item.name) ? nestedText(fields, key) : valueText(item);
  }
  return { path: match.values, query, headers, body, whole };
}

/** A field that goes into a member of another. */
function isMember(item: Item): item is FieldItem {
  return isField(item) && isNested(item.name);
}

/** What stands in the line for a value. */
function valueText(item: FieldItem): string {
  return item.kind === 'field' || item.kind === 'json' ? item.value : `@${item.path}`;
}

/** The value that the fields which go into one member make together. */
function nestedText(fields: readonly FieldItem[], key: string): string {
  const nested = nest(fields.filter(({ name }) => rootKey(name) === key).map(nestedField));
  const [member] = (nested.ok && jsonMembers(nested.text)) || [];
  return member?.value ?? '';
}

/** The body's fields, each once: those in force for what has been given, and those that have a value all the same. */
export function fieldsInForce({ fields }: BodyFacts, { body, path }: FormValues): readonly Field[] {
  const inForce = fieldsFor(fields, { body: (field) => body[field], path: (placeholder) => path[placeholder] });
  const names = new Set(inForce.map(({ name }) => name));
  const others = eachName(fields).filter(({ name }) => !names.has(name) && given(body[name]) !== undefined);
  return [...inForce, ...others];
}

function textsOf({ in: where, name }: Parameter, values: FormValues): readonly string[] {
  if (where === 'query') return (values.query[name] ?? []).filter((text) => text !== '');
  const own = where === 'path' ? values.path : values.headers;
  const text =
    given(own[name]) ?? given(Object.entries(own).find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1]);
  return text === undefined ? [] : [text];
}

function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** Text stays text where it may be that; a number, a truth, a list and an object are JSON. */
function bodyItem({ name, shape }: Field, text: string): Item {
  const written = literalName(name);
  return isMeantAsText(shape, text)
    ? { kind: 'field', name: written, value: text }
    : { kind: 'json', name: written, value: text.trim() };
}

function faultOf({ shape }: Field, text: string): string | undefined {
  const { kinds, choices } = shape;
  if (choices && !choices.some((choice) => String(choice) === text)) {
    return choices.length > 12 ? 'is not an allowed value' : `must be ${listed(choices.map(String))}`;
  }
  if (choices || kinds.includes('any') || kinds.includes('string') || kinds.includes('file')) return undefined;
  if (kinds.includes('number') && /^\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/.test(text)) return undefined;
  if (kinds.includes('boolean') && /^\s*(?:true|false)\s*$/.test(text)) return undefined;
  if (kinds.includes('null') && text.trim() === 'null') return undefined;
  if (kinds.includes('array')) return undefined;
  if (kinds.includes('object')) return isJson(text) ? undefined : 'must be a JSON object';
  return `must be ${listed(kinds.filter((kind) => kind !== 'null').map((kind) => WORDS[kind] ?? kind))}`;
}

const WORDS: Readonly<Record<string, string>> = { number: 'a number', boolean: 'true or false' };

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function isJson(text: string): boolean {
  const trimmed = text.trim();
  const scan = scanJson(trimmed, 0);
  return scan.ok && scan.end === trimmed.length;
}
