// Changes one part of a request, and nothing else of it.
import { bodyItem, pathOf } from '../../../catalog/fill.ts';
import type { Field } from '../../../catalog/types.ts';
import { scanJson } from '../../../request/json-text.ts';
import { isBodyItem } from '../../../request/method.ts';
import { withQuery } from '../../../request/query.ts';
import type { Item, RequestLine } from '../../../request/types.ts';
import type { Form, FormField } from './form.ts';

export type Edited =
  | { readonly ok: true; readonly request: RequestLine }
  /** A sentence without a full stop. */
  | { readonly ok: false; readonly problem: string };

/** The form's request with another value for a part; undefined, or an empty text, takes it out. */
export function withPart(form: Form, part: FormField, text: string | undefined): Edited {
  const value = text === '' ? undefined : text;
  switch (part.in) {
    case 'path': {
      const { [part.name]: _, ...others } = form.match.values;
      const values = value === undefined ? others : { ...others, [part.name]: value };
      return edited({ ...form.request, path: pathOf(form.match.operation, values) });
    }
    case 'query':
      return edited(withQuery(form.request, { [part.name]: value }));
    case 'header':
      return edited(withItem(form.request, isHeader(part.name), value && { kind: 'header', name: part.name, value }));
    case 'body':
      return part.name === '' ? withWhole(form, value) : withBodyField(form, part, value);
  }
}

function edited(request: RequestLine): Edited {
  return { ok: true, request };
}

function isHeader(name: string): (item: Item) => boolean {
  return (item) => item.kind === 'header' && item.name.toLowerCase() === name.toLowerCase();
}

/** The item takes the place of the first that it replaces, or stands at the end. */
function withItem(request: RequestLine, isReplaced: (item: Item) => boolean, item: Item | '' | undefined): RequestLine {
  const at = request.items.findIndex(isReplaced);
  const others = request.items.filter((other) => !isReplaced(other));
  const put = item ? [item] : [];
  const items = at < 0 ? [...others, ...put] : [...others.slice(0, at), ...put, ...others.slice(at)];
  return { ...request, items };
}

function withBodyField(form: Form, part: FormField, value: string | undefined): Edited {
  const isSame = (item: Item): boolean => (item.kind === 'field' || item.kind === 'json') && item.name === part.name;
  const before = form.request.items.find(isSame);
  if (value === undefined) return edited(withItem(form.request, isSame, undefined));
  const item = part.field ? bodyItem(part.field, asList(part.field, value)) : ownItem(part.name, before, value);
  if (item.kind === 'json' && !isJson(item.value)) {
    return { ok: false, problem: `${part.name} takes ${wantedFor(part.field)}, such as ${exampleOf(part.field)}` };
  }
  return edited(withItem(form.request, isSame, item));
}

/** A part that nothing is known of stays text or JSON, whichever it was. */
function ownItem(name: string, before: Item | undefined, value: string): Item {
  return { kind: before?.kind === 'json' ? 'json' : 'field', name, value };
}

/** Texts of a list may be written with commas between them. */
function asList({ shape }: Field, value: string): string {
  const isTexts = shape.kinds[0] === 'array' && shape.items?.kinds[0] === 'string';
  if (!isTexts || isJson(value)) return value;
  return JSON.stringify(value.split(',').map((text) => text.trim()));
}

function wantedFor(field: Field | undefined): string {
  const kind = field?.shape.kinds[0];
  return kind === 'number' ? 'a number' : kind === 'boolean' ? 'true or false' : 'JSON here';
}

function exampleOf(field: Field | undefined): string {
  const kind = field?.shape.kinds[0];
  return kind === 'array'
    ? '["a", "b"]'
    : kind === 'number'
      ? '3600'
      : kind === 'boolean'
        ? 'true'
        : '{"key": "value"}';
}

function withWhole({ request, details }: Form, value: string | undefined): Edited {
  if (value === undefined) return edited(withItem(request, isBodyItem, undefined));
  if (value.startsWith('@') && value.length > 1) {
    return edited(withItem(request, isBodyItem, { kind: 'file', path: value.slice(1) }));
  }
  const isMeantAsJson = details.body?.contentType === 'application/json';
  if (isJson(value) && isMeantAsJson) {
    return edited(withItem(request, isBodyItem, { kind: 'body', value: value.trim() }));
  }
  if (isMeantAsJson) return { ok: false, problem: 'The body is JSON here, or a file: @name' };
  return edited(withItem(request, isBodyItem, { kind: 'text', value }));
}

function isJson(text: string): boolean {
  const trimmed = text.trim();
  const scan = scanJson(trimmed, 0);
  return scan.ok && scan.end === trimmed.length;
}
