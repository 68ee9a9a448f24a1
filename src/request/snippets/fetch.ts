// `fetch` in TypeScript, for Node and Workers alike, as an ES module.
import { jsonLiteral, quoteJavaScript, writeKey, writeObject, writeVariable } from './javascript.ts';
import type { Rendered, SnippetLayout, SnippetRequest } from './types.ts';

export function fetchCall(request: SnippetRequest, { multiline }: SnippetLayout): Rendered {
  const { method, url, body, bodyFile, line } = request;
  if (bodyFile?.includes('\0')) return { refusal: 'A file name cannot hold a NUL character.' };
  const options: string[] = [];
  if (method !== 'GET') options.push(`method: ${quoteJavaScript(method)}`);
  options.push(`headers: ${writeHeaders(request, multiline)}`);
  if (body !== undefined) options.push(`body: ${writeBody(body, multiline)}`);
  if (bodyFile !== undefined) options.push(`body: await readFile(${quoteJavaScript(bodyFile)})`);
  const init = writeObject(options, multiline ? '' : undefined);
  const statements = [
    ...(bodyFile === undefined ? [] : ["import { readFile } from 'node:fs/promises';"]),
    ['const response = await fetch(', quoteJavaScript(url), ', ', init, ');'].join(''),
    method === 'HEAD' ? 'console.log(response.status, response.headers);' : 'console.log(await response.text());',
  ];
  const notes = line.filter === undefined ? [] : ['The jq filter is left out.'];
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
