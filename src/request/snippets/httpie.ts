// HTTPie 3 (`http`), for shells with POSIX's quotes. The body goes in raw: as fields it would be written anew, digits and all.
import { httpieForm } from './forms.ts';
import { fitsArgument, printPosix, quotePosix, quotePosixVariable } from './posix.ts';
import { escapesUnreserved, type Rendered, type SnippetLayout, type SnippetRequest } from './types.ts';

export function httpie(request: SnippetRequest, { multiline }: SnippetLayout): Rendered {
  const { body, bodyFile, headers, line } = request;
  if (bodyFile?.includes('\0') || line.filter?.includes('\0')) {
    return { refusal: 'A NUL character in a file name or a filter cannot be passed to a program.' };
  }
  const lost = headers.find(([, value]) => /\\[:=@;]/.test(value));
  if (lost) return { refusal: `HTTPie cannot write the backslash in the value of ${lost[0]}: use curl.` };
  const form = httpieForm(request.parts ?? []);
  if ('refusal' in form) return form;
  if (!form.every(fitsArgument)) return { refusal: 'A part is too long for an argument: save it in a file.' };
  const piped = body !== undefined && !fitsArgument(body);
  const parts = [`http${piped || bodyFile !== undefined ? '' : ' --ignore-stdin'}`];
  if (request.parts !== undefined) parts.push('--multipart');
  if (body !== undefined && !piped) parts.push(`--raw=${quotePosix(body)}`);
  // Nothing after it is an option, not even a header whose name begins with a hyphen.
  const end = headers.some(([name]) => name.startsWith('-')) ? '-- ' : '';
  parts.push(`${end}${request.method} ${quotePosix(request.url)}`);
  for (const { name, before, variable } of request.credential)
    parts.push(quotePosixVariable(`${name}:${before}`, variable));
  for (const [name, value] of headers) parts.push(quotePosix(headerItem(name, value)));
  for (const item of form) parts.push(quotePosix(item));
  if (bodyFile !== undefined) parts.push(`< ${quotePosix(bodyFile)}`);
  if (line.filter !== undefined) parts.push(`| jq ${quotePosix(line.filter)}`);
  const command = parts.join(multiline ? ' \\\n  ' : ' ');
  const odd = headers.find(([, value]) => /[\x80-\xff]/.test(value));
  const notes = odd ? [`HTTPie sends the header ${odd[0]} as UTF-8.`] : [];
  if (escapesUnreserved(request.url))
    notes.push('HTTPie writes ~ and the like for %7E in the URL, which means the same.');
  return { text: piped ? `${printPosix(body)} | ${multiline ? '\\\n  ' : ''}${command}` : command, notes };
}

/** `Name;` is an empty header; a value that begins with `=` or `@` would make another kind of item of it. */
function headerItem(name: string, value: string): string {
  return value === '' ? `${name};` : `${name}:${value.replace(/^[=@]/, '\\$&')}`;
}
