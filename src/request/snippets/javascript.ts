// TypeScript, for Node and Workers alike, as an ES module: `fetch`, the official SDK, and values as literals. Nothing is evaluated.
import { replaceHostile } from '../../text/untrusted.ts';
import { formDataStatements } from './forms.ts';
import type { Rendered, SdkCall, SnippetLayout, SnippetRequest } from './types.ts';

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text as a string in single quotes; control and invisible characters as escapes. */
function quoteJavaScript(text: string): string {
  return `'${replaceHostile(text.replace(/[\\']/g, '\\$&'), escapeCharacter)}'`;
}

function escapeCharacter(character: string): string {
  return SHORT_ESCAPES[character] ?? character.replace(/[\s\S]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** An environment variable, as Node and Workers with `nodejs_compat` have it. */
function writeVariable(name: string): string {
  return 'process.env.'.concat(name);
}

/** A member of an object literal. `__proto__` would set the prototype, except as a computed name. */
function writeKey(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoteJavaScript(name);
}

/** Members (`name: value`) as an object literal, on one line or one a line, each `indent` deep. */
function writeObject(members: readonly string[], indent: string | undefined): string {
  if (members.length === 0) return '{}';
  if (indent === undefined) return `{ ${members.join(', ')} }`;
  return `{\n${members.map((member) => `${indent}  ${member},\n`).join('')}${indent}}`;
}

/**
 * The JSON text as a literal that `JSON.stringify` turns into the very same text again; undefined where no literal does, as
 * with numbers that JavaScript cannot hold, doubled names and white space. `indent` as in `writeObject`.
 */
function jsonLiteral(text: string, indent: string | undefined): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? writeValue(value, indent) : undefined;
  } catch {
    // Not JSON, or nested deeper than the stack allows.
    return undefined;
  }
}

function writeValue(value: unknown, indent: string | undefined): string {
  if (typeof value === 'string') return quoteJavaScript(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = indent === undefined ? undefined : `${indent}  `;
  if (!Array.isArray(value)) {
    const members = Object.entries(value).map(([name, member]) => `${writeKey(name)}: ${writeValue(member, inner)}`);
    return writeObject(members, indent);
  }
  const entries = value.map((entry) => writeValue(entry, inner));
  if (indent === undefined || entries.length === 0) return `[${entries.join(', ')}]`;
  return `[\n${entries.map((entry) => `${indent}  ${entry},\n`).join('')}${indent}]`;
}

export function fetchCall(request: SnippetRequest, { multiline }: SnippetLayout): Rendered {
  const { method, url, body, bodyFile, line } = request;
  if (bodyFile?.includes('\0')) return { refusal: 'A file name cannot hold a NUL character.' };
  const form = formDataStatements(request.parts ?? [], quoteJavaScript);
  if ('refusal' in form) return form;
  const options: string[] = [];
  if (method !== 'GET') options.push(`method: ${quoteJavaScript(method)}`);
  options.push(`headers: ${writeHeaders(request, multiline)}`);
  if (body !== undefined) options.push(`body: ${writeBody(body, multiline)}`);
  if (bodyFile !== undefined) options.push(`body: await readFile(${quoteJavaScript(bodyFile)})`);
  if (request.parts !== undefined) options.push('body: form');
  const init = writeObject(options, multiline ? '' : undefined);
  const statements = [
    ...(bodyFile === undefined ? [] : ["import { readFile } from 'node:fs/promises';"]),
    ...(request.parts === undefined ? [] : [...form.imports, ...form.statements]),
    ['const response = await fetch(', quoteJavaScript(url), ', ', init, ');'].join(''),
    method === 'HEAD' ? 'console.log(response.status, response.headers);' : 'console.log(await response.text());',
  ];
  const notes = [...form.notes, ...(line.filter === undefined ? [] : ['The jq filter is left out.'])];
  return { text: statements.join(multiline ? '\n' : ' '), notes };
}

function writeHeaders({ credential, headers }: SnippetRequest, multiline: boolean): string {
  const pairs: readonly (readonly [string, string])[] = [
    ...credential.map(({ name, before, variable }) => [name, `\`${before}\${${writeVariable(variable)}}\``] as const),
    ...headers.map(([name, value]) => [name, quoteJavaScript(value)] as const),
  ];
  const names = new Set(pairs.map(([name]) => name.toLowerCase()));
  if (names.size === pairs.length) {
    const members = pairs.map(([name, value]) => `${writeKey(name)}: ${value}`);
    return writeObject(members, multiline ? '  ' : undefined);
  }
  // An object would keep one field of each name.
  const entries = pairs.map(([name, value]) => `[${quoteJavaScript(name)}, ${value}]`);
  return multiline ? `[\n${entries.map((entry) => `    ${entry},\n`).join('')}  ]` : `[${entries.join(', ')}]`;
}

function writeBody(body: string, multiline: boolean): string {
  const literal = /^[[{]/.test(body) ? jsonLiteral(body, multiline ? '  ' : undefined) : undefined;
  return literal === undefined ? quoteJavaScript(body) : `JSON.stringify(${literal})`;
}

/** The SDK's own base URL, which it does not have to be told. */
const ownBaseUrl = 'https://api.cloudflare.com/client/v4';

export function sdk(request: SnippetRequest, { multiline, call }: SnippetLayout): Rendered {
  const { method, bodyFile, line } = request;
  if (method === 'HEAD' || method === 'OPTIONS') return { refusal: `The SDK cannot send ${method}: use fetch.` };
  if (bodyFile?.includes('\0')) return { refusal: 'A file name cannot hold a NUL character.' };
  const form = formDataStatements(request.parts ?? [], quoteJavaScript);
  if ('refusal' in form) return form;
  const indent = multiline ? '' : undefined;
  // Of objects and lists the SDK's own methods make several parts.
  const own = call === undefined || request.parts !== undefined ? undefined : callArguments(request, call, indent);
  const invocation =
    call !== undefined && own !== undefined
      ? `client.${call.members.join('.')}(${own.join(', ')})`
      : `client.${method.toLowerCase()}(${genericArguments(request, indent).join(', ')})`;
  const statements = [
    "import Cloudflare from 'cloudflare';",
    ...(bodyFile === undefined ? [] : ["import { readFile } from 'node:fs/promises';"]),
    ...(request.parts === undefined ? [] : [...form.imports, ...form.statements]),
    `const client = new Cloudflare(${writeObject(clientOptions(request), undefined)});`,
    `const response = await ${invocation};`,
    'console.log(JSON.stringify(response, undefined, 2));',
  ];
  const notes = [...form.notes, ...(line.filter === undefined ? [] : ['The jq filter is left out.'])];
  return { text: statements.join(multiline ? '\n' : ' '), notes };
}

/** The SDK sends every credential that it finds in the environment; only one kind is meant. */
function clientOptions({ credential, baseUrl }: SnippetRequest): readonly string[] {
  const isToken = credential.some(({ variable }) => variable === 'CLOUDFLARE_API_TOKEN');
  const options = isToken
    ? ['apiToken: process.env.CLOUDFLARE_API_TOKEN', 'apiKey: null', 'apiEmail: null']
    : ['apiToken: null', 'apiKey: process.env.CLOUDFLARE_API_KEY', 'apiEmail: process.env.CLOUDFLARE_EMAIL'];
  return baseUrl === ownBaseUrl ? options : [`baseURL: ${quoteJavaScript(baseUrl)}`, ...options];
}

function genericArguments(request: SnippetRequest, indent: string | undefined): readonly string[] {
  const { url, baseUrl, headers, body, bodyFile, parts } = request;
  const path = url.slice(new URL(baseUrl).href.replace(/\/+$/, '').length).replace(/\?.*$/s, '');
  const inner = indent === undefined ? undefined : `${indent}  `;
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const literal =
    body !== undefined && contentType === 'application/json' && /^[[{]/.test(body)
      ? jsonLiteral(body, inner)
      : undefined;
  const members: string[] = [];
  const query = queryMembers(request);
  if (query.length > 0) members.push(`query: ${writeObject(query, inner)}`);
  if (literal !== undefined) members.push(`body: ${literal}`);
  else if (body !== undefined) members.push(`body: ${quoteJavaScript(body)}`);
  if (parts !== undefined) members.push('body: form');
  if (bodyFile !== undefined) members.push(`body: await readFile(${quoteJavaScript(bodyFile)})`);
  const fields = headerMembers(headers, literal !== undefined);
  if (fields.length > 0) members.push(`headers: ${writeObject(fields, inner)}`);
  return members.length === 0 ? [quoteJavaScript(path)] : [quoteJavaScript(path), writeObject(members, indent)];
}

/** Query items as the SDK takes them: repeated ones as a list. */
function queryMembers({ line }: SnippetRequest): readonly string[] {
  return grouped(line.items.flatMap((item) => (item.kind === 'query' ? [[item.name, item.value] as const] : []))).map(
    ([name, values]) => `${writeKey(name)}: ${oneOrAll(values)}`,
  );
}

/** Without the fields that the SDK sets itself. It encodes a body that is text anew unless a content type is named. */
function headerMembers(headers: SnippetRequest['headers'], isEncoded: boolean): readonly string[] {
  const own = headers.filter(([name, value]) => {
    const lower = name.toLowerCase();
    return value !== 'application/json' || !(lower === 'accept' || (lower === 'content-type' && isEncoded));
  });
  return grouped(own, (name) => name.toLowerCase()).map(([name, values]) => `${writeKey(name)}: ${oneOrAll(values)}`);
}

function oneOrAll(values: readonly string[]): string {
  const [first = ''] = values;
  return values.length === 1 ? quoteJavaScript(first) : `[${values.map(quoteJavaScript).join(', ')}]`;
}

function grouped(
  pairs: readonly (readonly [string, string])[],
  keyOf: (name: string) => string = (name) => name,
): readonly (readonly [name: string, values: readonly string[]])[] {
  const groups = new Map<string, [string, string[]]>();
  for (const [name, value] of pairs) {
    const group = groups.get(keyOf(name));
    if (group) group[1].push(value);
    else groups.set(keyOf(name), [name, [value]]);
  }
  return [...groups.values()];
}

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** Undefined where the method cannot say this request: headers, files, bodies that are no object, names that clash. */
function callArguments(
  request: SnippetRequest,
  call: SdkCall,
  indent: string | undefined,
): readonly string[] | undefined {
  const { headers, body, bodyFile, line } = request;
  if (bodyFile !== undefined || headers.some(([, value]) => value !== 'application/json')) return undefined;
  const values = pathValues(call.path, line.path);
  if (values === undefined || call.positional.some((name) => !values.has(name))) return undefined;
  const members = new Map<string, string>();
  const put = (name: string, text: string): boolean => {
    if (members.has(name)) return false;
    members.set(name, text);
    return true;
  };
  for (const [name, value] of values) {
    if (!call.positional.includes(name)) put(name, quoteJavaScript(value));
  }
  for (const item of line.items) {
    if (item.kind !== 'query') continue;
    const text = queryLiteral(item.value, call.queryTypes[item.name]);
    if (text === undefined || !put(item.name, text)) return undefined;
  }
  const inner = indent === undefined ? undefined : `${indent}  `;
  if (body !== undefined) {
    const fields = bodyMembers(body, inner);
    if (fields === undefined || !fields.every(([name, text]) => put(name, text))) return undefined;
  }
  const positional = call.positional.map((name) => quoteJavaScript(values.get(name) ?? ''));
  if (members.size === 0) return positional;
  const written = [...members].map(([name, text]) => `${writeKey(name)}: ${text}`);
  return [...positional, writeObject(written, indent)];
}

/** What stands in a path where its template has placeholders, decoded; undefined where the path is of another template. */
function pathValues(template: string, path: string): ReadonlyMap<string, string> | undefined {
  const names: string[] = [];
  const pattern = template
    .split(PLACEHOLDER)
    .map((part, index) => {
      if (index % 2 === 0) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
      names.push(part);
      return '([^/]+)';
    })
    .join('');
  const match = new RegExp(`^${pattern}$`).exec(path);
  if (match === null) return undefined;
  try {
    return new Map(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
  } catch {
    return undefined;
  }
}

function queryLiteral(value: string, type: 'number' | 'boolean' | undefined): string | undefined {
  if (type === undefined) return quoteJavaScript(value);
  const isOne = type === 'number' ? String(Number(value)) === value : value === 'true' || value === 'false';
  return isOne ? value : undefined;
}

function bodyMembers(body: string, indent: string | undefined): readonly (readonly [string, string])[] | undefined {
  if (!body.startsWith('{') || jsonLiteral(body, undefined) === undefined) return undefined;
  const members: readonly [string, unknown][] = Object.entries(JSON.parse(body));
  return members.map(([name, value]) => [name, jsonLiteral(JSON.stringify(value), indent) ?? ''] as const);
}
