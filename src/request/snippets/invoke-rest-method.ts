// Invoke-RestMethod, Windows PowerShell 5.1 and PowerShell 7 alike: no program is called, so its own strings are all that is
// to be quoted. The body goes as bytes, since 5.1 sends text as Latin-1. `ConvertTo-Json` writes two levels unless told more.
import { powerShellForm } from './forms.ts';
import { quoteNativeArgument, quotePowerShell, quotePowerShellVariable, withoutBackslashAtEnd } from './powershell.ts';
import { escapesUnreserved, type Rendered, type SnippetLayout, type SnippetRequest } from './types.ts';

/** Fields that .NET reads as more than text, so that PowerShell 7 may refuse a value that 5.1 sends. */
const CHECKED = /^(?:accept(?:-.*)?|cache-control|date|from|if-.*|pragma|range|referer|user-agent|via|warning)$/i;

/** What .NET takes for a media type: parameters have no quotes here that it would have to take apart. */
const MEDIA_TYPE =
  /^[!#$%&'*+\-.^_`|~\w]+\/[!#$%&'*+\-.^_`|~\w]+(?:;[ \t]*[!#$%&'*+\-.^_`|~\w]+=[!#$%&'*+\-.^_`|~\w]+)*$/;

export function invokeRestMethod(request: SnippetRequest, { multiline, depth }: SnippetLayout): Rendered {
  const { method, url, body, bodyFile, line } = request;
  if (bodyFile?.includes('\0') || line.filter?.includes('\0')) {
    return { refusal: 'PowerShell cannot pass a NUL character in a file name or a filter.' };
  }
  const form = request.parts && powerShellForm(request.parts, line.items);
  if (form && 'refusal' in form) return form;
  const parts = [
    `Invoke-RestMethod -Uri ${quotePowerShell(url)}`,
    `-Method ${method[0]}${method.slice(1).toLowerCase()}`,
  ];
  const contentTypes = request.headers.filter(([name]) => name.toLowerCase() === 'content-type');
  if (contentTypes.length > 0) {
    parts.push(`-ContentType ${quotePowerShell(contentTypes.map(([, value]) => value).join(', '))}`);
  }
  parts.push(`-Headers ${hashtable(headerMembers(request), multiline)}`);
  if (body !== undefined) parts.push(`-Body ([Text.Encoding]::UTF8.GetBytes(${quotePowerShell(body)}))`);
  if (form) parts.push(`-Form ([ordered]${hashtable(form.members, multiline)})`);
  // There is no -LiteralInFile: the name is a pattern.
  if (bodyFile !== undefined) parts.push(`-InFile ${quotePowerShell(bodyFile.replace(/[`*?[\]]/g, '`$&'))}`);
  // A filter is to see everything.
  const shown = line.filter === undefined ? depth : undefined;
  const toJson = `ConvertTo-Json -Depth ${shown === undefined ? deepest : depthFor(shown)}`;
  const filter = line.filter === undefined ? [] : [`jq ${quoteNativeArgument(withoutBackslashAtEnd(line.filter))}`];
  const command = parts.join(multiline ? ' `\n  ' : ' ');
  const notes = [...notesOn(request), ...(form?.notes ?? [])];
  if (shown !== undefined) {
    const written = depthFor(shown);
    notes.push(`-Depth ${written} writes what depth ${written + 1} of the tree shows; what is deeper becomes text.`);
  }
  return { text: [command, toJson, ...filter].join(multiline ? ' |\n  ' : ' | '), notes };
}

/** The most that `ConvertTo-Json -Depth` takes. */
const deepest = 100;

/** `ConvertTo-Json -Depth` does not count the outermost level, as the depth of the tree does. Windows PowerShell takes no 0. */
function depthFor(shown: number): number {
  return Math.min(deepest, Math.max(1, Math.trunc(shown) - 1));
}

/** `name = value` for each field but the content type; fields of one name joined, since a hashtable has each name once. */
function headerMembers({ credential, headers }: SnippetRequest): readonly string[] {
  const values = new Map<string, readonly [name: string, values: readonly string[]]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (key !== 'content-type') values.set(key, [name, [...(values.get(key)?.[1] ?? []), value]]);
  }
  return [
    ...credential.map(
      ({ name, before, variable }) => `${quotePowerShell(name)} = ${quotePowerShellVariable(before, variable)}`,
    ),
    ...[...values.values()].map(([name, all]) => `${quotePowerShell(name)} = ${quotePowerShell(all.join(', '))}`),
  ];
}

function hashtable(members: readonly string[], multiline: boolean): string {
  return multiline ? `@{\n${members.map((member) => `    ${member}\n`).join('')}  }` : `@{ ${members.join('; ')} }`;
}

function notesOn({ method, url, headers, body, bodyFile }: SnippetRequest): readonly string[] {
  const notes: string[] = [];
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type');
  const checked = headers.find(([name, value]) => CHECKED.test(name) && value !== 'application/json');
  const odd = contentType !== undefined && !MEDIA_TYPE.test(contentType[1]) ? contentType : checked;
  if (odd) notes.push(`PowerShell 7 checks the value of ${odd[0]}: add -SkipHeaderValidation if it rejects it.`);
  else if (contentType !== undefined && /;(?! \S)/.test(contentType[1]))
    notes.push(`PowerShell 7 writes ${contentType[0]} with one blank after each semicolon, which means the same.`);
  if (method === 'POST' && contentType === undefined && body === undefined && bodyFile === undefined)
    notes.push('PowerShell adds the content type application/x-www-form-urlencoded to a POST without a body.');
  if (escapesUnreserved(url)) notes.push('PowerShell writes ~ and the like for %7E in the URL, which means the same.');
  const empty = headers.find(([, value]) => value === '');
  if (empty) notes.push(`The header ${empty[0]} is empty, and PowerShell may leave it out.`);
  const latin = headers.find(([, value]) => /[\x80-\xff]/.test(value));
  if (latin)
    notes.push(
      `PowerShell 7 refuses the header ${latin[0]}, which contains non-ASCII characters: use curl-powershell.`,
    );
  if (body !== undefined && /[^\x00-\x7f]/.test(body)) {
    notes.push('In a script file for Windows PowerShell 5.1, save this as UTF-8 with a byte order mark.');
  }
  return notes;
}
