// The arguments of an operation's own method in the official SDK. Methods take placeholders first, then one object with the
// other placeholders, the query and the members of the body side by side.
import { jsonLiteral, quoteJavaScript, writeKey, writeObject } from './javascript.ts';
import type { SdkCall, SnippetRequest } from './types.ts';

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
