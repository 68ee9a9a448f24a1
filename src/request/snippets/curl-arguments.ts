// What the three curl formats have in common: the arguments, before any shell's quotes. Must not know a shell.
import type { CredentialField, SnippetRequest } from './types.ts';

export type CurlArgument =
  /** An option, written as it is. */
  | { readonly kind: 'option'; readonly text: string }
  | { readonly kind: 'value'; readonly text: string }
  /** A header; characters beyond ASCII stand for one byte each. */
  | { readonly kind: 'header'; readonly text: string }
  | { readonly kind: 'credential'; readonly before: string; readonly variable: string };

/** Arguments that stand in one line of a command that is broken over lines. */
export type CurlGroup = readonly CurlArgument[];

const option = (text: string): CurlArgument => ({ kind: 'option', text });
const value = (text: string): CurlArgument => ({ kind: 'value', text });

/** Everything but the body: method and URL first, then a header a group. `-sS` where the output goes on into a filter. */
export function curlGroups(request: SnippetRequest): readonly CurlGroup[] {
  const first: CurlArgument[] = [];
  if (request.line.filter !== undefined) first.push(option('-sS'));
  // Brackets and braces in a URL are patterns to curl. Ours has them only around an IPv6 address.
  if (/[[\]{}]/.test(request.url)) first.push(option('-g'));
  if (request.method === 'HEAD') first.push(option('-I'));
  else if (request.method !== 'GET') first.push(option('-X'), option(request.method));
  first.push(value(request.url));
  return [first, ...request.credential.map(credentialGroup), ...request.headers.map(headerGroup)];
}

function credentialGroup({ name, before, variable }: CredentialField): CurlGroup {
  return [option('-H'), { kind: 'credential', before: `${name}: ${before}`, variable }];
}

/** A header without a value ends with a semicolon; with a colon curl would take the header out instead (curl(1), -H). */
function headerGroup([name, text]: readonly [string, string]): CurlGroup {
  return [option('-H'), { kind: 'header', text: text === '' ? `${name};` : `${name}: ${text}` }];
}

/** A body as an argument. `-d` would read a file where the text begins with `@`. */
export function dataGroup(body: string): CurlGroup {
  return [option(body.startsWith('@') ? '--data-raw' : '-d'), value(body)];
}

/** A body from a file, byte for byte. A file that is called `-` would be standard input. */
export function fileGroup(path: string): CurlGroup {
  return [option('--data-binary'), value(`@${path === '-' ? './-' : path}`)];
}
