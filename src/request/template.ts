// A request for many: `{id}`, `{zone.name}` in its path, query, header fields and body stand for what each item of a list has there.
import type { Item, RequestLine } from './types.ts';

/** `{{id}}` is the text `{id}`. */
const FIELD = /\{\{([A-Za-z_][\w.-]*)\}\}|\{([A-Za-z_][\w.-]*)\}/g;

/** A text of JSON that is nothing but one field: the field's own JSON stands for it. */
const WHOLE_STRING = /"\{([A-Za-z_][\w.-]*)\}"/g;

/** Names of the fields that the request asks for, in order, each once. */
export function templateFields(request: RequestLine): readonly string[] {
  const texts = [request.path, ...request.items.flatMap(textsOf)];
  const names = texts.flatMap((text) => Array.from(text.matchAll(FIELD), (match) => match[2] ?? ''));
  return [...new Set(names.filter((name) => name !== ''))];
}

type Filled =
  | { readonly ok: true; readonly request: RequestLine }
  /** The item has no such field, or nothing in it that can stand in a path. */
  | { readonly ok: false; readonly missing: string };

/**
 * The request for one item. In a path everything but unreserved characters is percent-encoded; in JSON a field stands as text within
 * a text, and as its own JSON where it is the whole text: `ttl:="{ttl}"`.
 *
 * @param jsonOf the JSON of a field; undefined where the item has none
 */
export function fillTemplate(request: RequestLine, jsonOf: (field: string) => string | undefined): Filled {
  let missing: string | undefined;
  const text = (name: string): string => {
    const json = jsonOf(name);
    if (json === undefined) missing ??= name;
    return json === undefined ? '' : plainText(json);
  };
  const inText = (template: string): string =>
    template.replace(FIELD, (_, kept: string | undefined, name: string) => (kept ? `{${kept}}` : text(name)));
  const inJson = (template: string): string =>
    template
      .replace(WHOLE_STRING, (_, name: string) => {
        const json = jsonOf(name);
        if (json === undefined) missing ??= name;
        // What is put in must not be read as a template.
        return (json ?? 'null').replace(FIELD, '{$&}');
      })
      .replace(FIELD, (_, kept: string | undefined, name: string) =>
        kept ? `{${kept}}` : JSON.stringify(text(name)).slice(1, -1),
      );
  const inPath = (name: string): string => {
    const value = text(name);
    if (value === '' || value === '.' || value === '..') missing ??= name;
    return encodeURIComponent(value.toWellFormed());
  };
  const path = request.path.replace(FIELD, (written, kept: string | undefined, name: string) =>
    kept ? written.slice(1, -1) : inPath(name),
  );
  const items = request.items.map((item): Item => {
    switch (item.kind) {
      case 'query':
      case 'header':
      case 'field':
      case 'part':
      case 'text':
        return { ...item, value: inText(item.value) };
      case 'json':
      case 'body':
        return { ...item, value: inJson(item.value) };
      default:
        return item;
    }
  });
  return missing === undefined ? { ok: true, request: { ...request, path, items } } : { ok: false, missing };
}

/** What a field is as text: a string without its quotes, else its JSON; nothing for null. */
function plainText(json: string): string {
  if (json === 'null') return '';
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

function textsOf(item: Item): readonly string[] {
  return 'value' in item ? [item.value] : [];
}
