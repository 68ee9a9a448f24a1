// The official SDK, the package `cloudflare`, in TypeScript: the operation's own method where the catalog names it and the
// request is one that the method can say, else the client's generic methods, which send any path.
import { jsonLiteral, quoteJavaScript, writeKey, writeObject } from './javascript.ts';
import { callArguments } from './sdk-call.ts';
import type { Rendered, SnippetLayout, SnippetRequest } from './types.ts';

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
    `const answer = await ${invocation};`,
    'console.log(JSON.stringify(answer, undefined, 2));',
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
