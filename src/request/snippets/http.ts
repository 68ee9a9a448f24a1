// The message as it goes over the wire (RFC 9112): what `nc` or `openssl s_client` would be given, once the variable is filled
// in (`envsubst` does).
import type { Rendered, SnippetRequest } from './types.ts';

export function httpMessage(request: SnippetRequest): Rendered {
  const { method, url, credential, headers, body, bodyFile, line } = request;
  const { host, origin } = new URL(url);
  const lines = [
    `${method} ${url.slice(origin.length)} HTTP/1.1`,
    `Host: ${host}`,
    ...credential.map(({ name, before, variable }) => `${name}: ${before}$${variable}`),
    ...headers.map(([name, value]) => `${name}: ${value}`.trimEnd()),
  ];
  // RFC 9110 section 8.6: a method that would have a body says so where it has none.
  const expectsBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  if (body !== undefined || (expectsBody && bodyFile === undefined)) {
    lines.push(`Content-Length: ${new TextEncoder().encode(body ?? '').length}`);
  }
  lines.push('Connection: close', '', body ?? '');
  return { text: lines.join('\r\n'), notes: notesOn(bodyFile, headers, line.filter) };
}

function notesOn(
  bodyFile: string | undefined,
  headers: SnippetRequest['headers'],
  filter: string | undefined,
): readonly string[] {
  const notes: string[] = [];
  if (bodyFile !== undefined)
    notes.push('The body is a file: append its bytes and add their number as Content-Length.');
  const odd = headers.find(([, value]) => /[\x80-\xff]/.test(value));
  if (odd)
    notes.push(`The header ${odd[0]} contains non-ASCII characters, one byte each: save the message as Latin-1.`);
  if (filter !== undefined) notes.push('The jq filter is left out.');
  return notes;
}
