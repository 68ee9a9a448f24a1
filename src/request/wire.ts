// A RequestLine to what goes over the wire: absolute URL, headers, body. Credentials are added later, by http/.
// Must not read files: a file body is named for whoever may. Trap: requests come from forms and the history as well as
// from the parser, so everything that must not be sent is checked again here.
import { bodyProblem, isField, nestedField } from './body.ts';
import { placeholders } from './edit.ts';
import { contentTypeOf, headerProblem } from './header.ts';
import { scanJson } from './json-text.ts';
import { quoted } from './message.ts';
import { effectiveMethod } from './method.ts';
import { nest } from './nested.ts';
import { contentTypeIndex, isForm, type Part, partsOf } from './parts.ts';
import { parseBase, pathProblem } from './path.ts';
import type { Item, Method, RequestLine } from './types.ts';

export interface BuiltRequest {
  readonly ok: true;
  readonly method: Method;
  /** Absolute; `new URL(url).href` is the same string. */
  readonly url: string;
  /** In the order to send; names as typed, defaults first. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** UTF-8; undefined where there is no body, or where it comes from `bodyFile` or `parts`. */
  readonly body: Uint8Array | undefined;
  /** Path of the file to read the body from, as typed. */
  readonly bodyFile: string | undefined;
  /** Of a body in parts; its Content-Type lacks the boundary, which whoever sends it chooses. */
  readonly parts: readonly Part[] | undefined;
}

interface WireError {
  readonly kind: 'placeholders' | 'invalid';
  /** The placeholders that are not filled; empty for `invalid`. */
  readonly names: readonly string[];
  readonly message: string;
}

type WireResult = BuiltRequest | { readonly ok: false; readonly error: WireError };

/**
 * Builds the request. `baseUrl` is http(s) without query or fragment. Headers default to `accept: application/json` and, with a
 * body, its `content-type`. Errors: unfilled placeholders, and whatever the parser would refuse as well.
 */
export function toWire(request: RequestLine, options: { readonly baseUrl: string }): WireResult {
  const base = parseBase(options.baseUrl);
  if (base === undefined) {
    return invalid(
      `${quoted(options.baseUrl)} is not a base URL: use an http or https URL without query and fragment.`,
    );
  }
  const names = placeholders(request);
  if (names.length > 0) {
    const written = names.map((name) => `{${name}}`).join(' and ');
    return { ok: false, error: { kind: 'placeholders', names, message: `Fill in ${written} in the path first.` } };
  }
  const wrong = firstProblem(request);
  if (wrong !== undefined) return invalid(wrong);
  return {
    ok: true,
    method: effectiveMethod(request),
    url: `${base.origin}${base.path}${encodePath(request.path)}${encodeQuery(request.items)}`,
    headers: headersOf(request.items),
    body: isForm(request.items) ? undefined : toBytes(bodyText(request)),
    bodyFile: request.items.find((item) => item.kind === 'file')?.path,
    parts: isForm(request.items) ? partsOf(request.items) : undefined,
  };
}

/**
 * The body as text: the whole of `:=json` or `=text`, or what the fields make together, with JSON values as they were typed.
 * undefined where the request has no body, takes it from a file, or has fields that do not go together.
 */
export function bodyText(request: RequestLine): string | undefined {
  const whole = request.items.find((item) => item.kind === 'body' || item.kind === 'text');
  if (whole) return whole.value;
  const fields = request.items.filter(isField);
  if (fields.length === 0) return undefined;
  const nested = nest(fields.map(nestedField));
  return nested.ok ? nested.text : undefined;
}

function firstProblem(request: RequestLine): string | undefined {
  const path = pathProblem(request.path)?.message;
  if (path !== undefined) return path;
  for (const item of request.items) {
    const wrong = item.kind === 'header' ? headerProblem(item.name, item.value)?.message : jsonProblem(item);
    if (wrong !== undefined) return wrong;
  }
  const unread = request.items.find((item) => item.kind === 'fieldFile' || item.kind === 'jsonFile');
  if (unread)
    return `The field ${quoted(unread.name)} comes from the file ${quoted(unread.path)}, which is read when the request is sent.`;
  return bodyProblem(request.method, request.items)?.message;
}

function jsonProblem(item: Item): string | undefined {
  if (item.kind !== 'json' && item.kind !== 'body') return undefined;
  const scan = scanJson(item.value, 0);
  if (scan.ok && scan.end === item.value.length) return undefined;
  return `The value ${quoted(item.value)} is not JSON: expected ${scan.ok ? 'nothing after the value' : scan.expected}.`;
}

function headersOf(items: readonly Item[]): readonly (readonly [string, string])[] {
  const given: (readonly [string, string])[] = [];
  const own = isForm(items) ? contentTypeIndex(items) : -1;
  for (const [index, item] of items.entries())
    if (item.kind === 'header' && index !== own) given.push([item.name, item.value]);
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const defaults: readonly (readonly [string, string | undefined])[] = [
    ['accept', 'application/json'],
    ['content-type', contentType(items)],
  ];
  const headers: (readonly [string, string])[] = [];
  for (const [name, value] of defaults) if (value !== undefined && !names.has(name)) headers.push([name, value]);
  return [...headers, ...given];
}

function contentType(items: readonly Item[]): string | undefined {
  const body = items.find((item) => item.kind !== 'query' && item.kind !== 'header');
  if (body === undefined) return undefined;
  if (isForm(items)) return 'multipart/form-data';
  if (body.kind === 'file') return contentTypeOf(body.path);
  return body.kind === 'text' ? 'text/plain;charset=UTF-8' : 'application/json';
}

/** RFC 3986 section 3.3: pchar and `/` stay, as do percent-escapes that are there already; the rest becomes UTF-8 %XX. */
function encodePath(path: string): string {
  return path
    .toWellFormed()
    .replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu, (character) => encodeURIComponent(character));
}

/** The application/x-www-form-urlencoded percent-encode set (WHATWG URL section 5.2), but a space is %20. */
function encodeQuery(items: readonly Item[]): string {
  const pairs: string[] = [];
  for (const item of items) {
    if (item.kind === 'query') pairs.push(`${encodePart(item.name)}=${encodePart(item.value)}`);
  }
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function encodePart(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()~]/g, (character) => `%${hex(character)}`);
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase();
}

function toBytes(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

function invalid(message: string): WireResult {
  return { ok: false, error: { kind: 'invalid', names: [], message } };
}
