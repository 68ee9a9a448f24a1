// The body as its operation takes it: fields of an operation that takes a form become its parts; what cannot become a body of the
// operation's kind is refused. A Content-Type in the request is its own word, and stands. Trap: some operations take a form and
// a raw body as well, and KV keeps whatever comes as the value, so that a form which went out as JSON succeeds.

import { isField } from '../request/body.ts';
import { contentTypeOf } from '../request/header.ts';
import { scanJson } from '../request/json-text.ts';
import { effectiveMethod, isBodyItem, takesBody } from '../request/method.ts';
import { isNested } from '../request/nested.ts';
import { contentTypeIndex, isPart, partsOf } from '../request/parts.ts';
import type { Item, RequestLine } from '../request/types.ts';
import { partFactsOf, takesFile } from './body-parts.ts';
import type { Catalog } from './catalog.ts';
import type { BodyFacts } from './operation.ts';

type SettledBody =
  | { readonly ok: true; readonly request: RequestLine }
  /** A sentence: what the operation takes, and how to write it. */
  | { readonly ok: false; readonly message: string };

/** Operations that take a form, and a body of another kind as well. */
const alsoRaw: readonly RegExp[] = [
  // The value itself: https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/subresources/values/methods/update/
  /\/namespaces\/[^/]*\/values\/[^/]*$/,
  // A script in one piece, as application/javascript.
  /\/workers\/(?:dispatch\/namespaces\/[^/]*\/)?scripts\/[^/]*(?:\/content)?$/,
];

/** What is kept with the type that it came with. */
const storesType = /\/r2\/buckets\/[^/]*\/objects\/./;

/** What a model looks at or listens to: the bytes themselves, or JSON with them in it. */
const alsoJson = /\/ai\/run\/.*$/;

/** True where the catalog may have a say in the request's body, so that it is worth loading. */
export function hasBodyToSettle(request: RequestLine): boolean {
  return takesBody(effectiveMethod(request)) && request.items.some(isBodyItem);
}

/** The request with the body that its operation takes. What the catalog does not know is left as it is. */
export function settleBody(catalog: Catalog, request: RequestLine): SettledBody {
  if (!hasBodyToSettle(request)) return { ok: true, request };
  const method = effectiveMethod(request);
  const matcher = catalog.matcher();
  // A local API has what belongs to an account without naming one.
  const match = matcher.match(method, request.path) ?? matcher.match(method, `/accounts/local${request.path}`);
  const operation = match?.operation;
  const body = operation && catalog.details(operation).body;
  if (!body) return { ok: true, request };
  const called = `${method} ${operation.path}`;
  if (body.kind === 'multipart') return settleForm(called, body, operation.path, request);
  if (contentTypeIndex(request.items) >= 0) return { ok: true, request };
  if (request.items.some(isPart) && body.kind === 'json') {
    return refused(`${called} takes JSON, not a form. Write name=text or name:=json for its fields`);
  }
  const hasFields = request.items.some((item) => isField(item));
  if (isRaw(body) && (hasFields ? !alsoJson.test(operation.path) : request.items.some(isPart)))
    return refused(`${called} takes ${rawKind(body)}, not fields. Write @FILE, or =text`);
  if (body.kind === 'form' && hasFields) return settleFields(called, body, request);
  return { ok: true, request: withTypeOf(body, request) };
}

/** Fields as a query writes them, which is one text. */
function settleFields(called: string, { contentType }: BodyFacts, request: RequestLine): SettledBody {
  const fields = request.items.filter(isField);
  const pairs = fields.flatMap((item): [string, string][] =>
    item.kind === 'field' || item.kind === 'json' ? [[item.name, item.value]] : [],
  );
  if (pairs.length < fields.length || fields.some(({ name }) => isNested(name))) {
    return refused(`${called} takes texts and numbers as its fields. Write name=text for each`);
  }
  const others = request.items.filter((item) => !isField(item));
  const type: Item = { kind: 'header', name: 'Content-Type', value: contentType };
  const text: Item = { kind: 'text', value: new URLSearchParams(pairs).toString() };
  return { ok: true, request: { ...request, items: [type, ...others, text] } };
}

function settleForm(called: string, body: BodyFacts, path: string, request: RequestLine): SettledBody {
  const isMixed = alsoRaw.some((raw) => raw.test(path));
  const hasType = contentTypeIndex(request.items) >= 0;
  const hasFields = request.items.some((item) => isField(item));
  if (!request.items.some((item) => isField(item) || isPart(item))) {
    if (isMixed || hasType) return { ok: true, request };
    const names = body.fields.map(({ name }) => name).slice(0, 4);
    const example = names.length === 0 ? 'name@FILE' : names.map((name) => partExample(body, name)).join(' ');
    return refused(`${called} takes a form, not one body. Write its parts, such as ${example}`);
  }
  const type: Item = { kind: 'header', name: 'Content-Type', value: 'multipart/form-data' };
  const items = hasType || !hasFields ? request.items : [type, ...request.items];
  const settled = { ...request, items };
  return { ok: true, request: takesModules(body) ? withModules(settled) : settled };
}

function refused(message: string): SettledBody {
  return { ok: false, message };
}

function partExample(body: BodyFacts, name: string): string {
  const field = body.fields.find((candidate) => candidate.name === name);
  const facts = field && partFactsOf(body, field);
  if (facts?.isNamedByFile) return 'module.js@FILE';
  if (facts && takesFile(facts)) return `${name}@FILE`;
  return facts?.kind === 'json' ? `${name}:=json` : `${name}=text`;
}

function isRaw({ kind }: BodyFacts): boolean {
  return kind === 'binary' || kind === 'text';
}

function rawKind({ contentType }: BodyFacts): string {
  if (contentType === 'text/plain') return 'a text';
  return contentType === 'application/x-ndjson' ? 'lines of JSON' : 'a file';
}

/** A file whose name tells nothing of its type goes out as what the operation takes, and JSON of a kind of its own as that. */
function withTypeOf({ kind, contentType }: BodyFacts, request: RequestLine): RequestLine {
  const type: Item = { kind: 'header', name: 'Content-Type', value: contentType };
  const isJson = kind === 'json' && request.items.some((item) => isField(item) || item.kind === 'body');
  if (isJson && contentType !== 'application/json') return { ...request, items: [type, ...request.items] };
  const [file] = request.items.filter((item) => item.kind === 'file' || item.kind === 'text');
  if (file === undefined) return request;
  if (kind === 'binary') {
    const keepsType = file.kind === 'file' && storesType.test(request.path);
    return keepsType ? request : { ...request, items: [type, ...request.items] };
  }
  const own = file.kind === 'file' ? contentTypeOf(file.path) : 'text/plain';
  const isUnknown = own === 'application/octet-stream' || contentType === 'application/x-ndjson';
  if (!isUnknown || contentType === own) return request;
  return { ...request, items: [type, ...request.items] };
}

/** A Worker's upload: its files are modules. */
function takesModules(body: BodyFacts): boolean {
  return body.fields.some((field) => partFactsOf(body, field).isNamedByFile);
}

/**
 * Modules are called by their parts' names, file name included, and JavaScript among them is of a type of its own, but for scripts
 * that the metadata call a `body_part`. What is spelled out stays.
 */
function withModules(request: RequestLine): RequestLine {
  const metadata = partsOf(request.items).find(({ name }) => name === 'metadata')?.content;
  const bodyPart = metadata?.kind === 'text' ? memberText(metadata.text, 'body_part') : undefined;
  const items = request.items.map((item): Item => {
    if (item.kind !== 'partFile' || item.name === 'metadata' || item.name.includes('[')) return item;
    const isModule = item.name !== bodyPart && contentTypeOf(item.path) === 'application/javascript';
    return {
      ...item,
      type: item.type ?? (isModule ? 'application/javascript+module' : undefined),
      filename: item.filename ?? item.name,
    };
  });
  return { ...request, items };
}

function memberText(json: string, name: string): string | undefined {
  const scan = scanJson(json.trim(), 0);
  if (!scan.ok) return undefined;
  const value: unknown = JSON.parse(json);
  const member = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof member === 'string' ? member : undefined;
}
