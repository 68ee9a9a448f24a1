// The message as it goes over the wire (RFC 9112): what `nc` or `openssl s_client` would be given, once the variable is filled
// in (`envsubst` does).
import { formPieces } from '../parts.ts';
import type { Rendered, SnippetRequest } from './types.ts';

/** Nobody's text holds it by chance. */
const boundary = 'flarescope-7f3a1c9e5b2d48a6';

export function httpMessage(request: SnippetRequest): Rendered {
  const { method, url, credential, bodyFile, line, parts } = request;
  if (parts?.some(({ content }) => content.kind === 'file'))
    return { refusal: 'A message with files in its parts cannot be written as text: use curl.' };
  const form =
    parts && formPieces(parts, boundary).map((piece) => ('path' in piece ? '' : new TextDecoder().decode(piece)));
  const type = ['content-type', `multipart/form-data; boundary=${boundary}`] as const;
  const headers = form ? [...request.headers, type] : request.headers;
  const body = form?.join('') ?? request.body;
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
