// The official SDK, the package `cloudflare`, in TypeScript: the operation's own method where the catalog names it and the
// request is one that the method can say, else the client's generic methods, which send any path.
import { jsonLiteral, quoteJavaScript, writeKey, writeObject } from './javascript.ts';
import type { Rendered, SdkCall, SnippetLayout, SnippetRequest } from './types.ts';

/** The SDK's own base URL, which it does not have to be told. */
const ownBaseUrl = 'https://api.cloudflare.com/client/v4';

export function sdk(request: SnippetRequest, { multiline, call }: SnippetLayout): Rendered {
  const { method, bodyFile, line } = request;
  if (method === 'HEAD' || method === 'OPTIONS') return { refusal: `The SDK sends no ${method}: use fetch.` };
  if (bodyFile?.includes('\0')) return { refusal: 'A file name cannot hold a NUL character.' };
  const indent = multiline ? '' : undefined;
  const own = call === undefined ? undefined : callArguments(request, call, indent);
  const invocation =
    call !== undefined && own !== undefined
      ? `client.${call.members.join('.')}(${own.join(', ')})`
      : `client.${method.toLowerCase()}(${genericArguments(request, indent).join(', ')})`;
  const statements = [
    "import Cloudflare from 'cloudflare';",
    ...(bodyFile === undefined ? [] : ["import { readFile } from 'node:fs/promises';"]),
    `const client = new Cloudflare(${writeObject(clientOptions(request), undefined)});`,
    `const response = await ${invocation};`,
    'console.log(JSON.stringify(response, undefined, 2));',
  ];
  const notes = line.filter === undefined ? [] : ['The jq filter is left out.'];
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
  const { url, baseUrl, headers, body, bodyFile } = request;
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
export function callArguments(
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
