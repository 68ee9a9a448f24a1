// curl.exe for Windows PowerShell 5.1 and PowerShell 7. `curl` alone is another command in 5.1.
// The body goes in by standard input, since 5.1 and 7.3 pass the double quotes of an argument differently. PowerShell adds a
// line break to what it pipes, and `-d @-` leaves line breaks out (curl(1), -d), so that exactly the body arrives; a body
// that has line breaks of its own is an argument instead.
import { type CurlArgument, type CurlGroup, curlGroups, fileGroup } from './curl-arguments.ts';
import { quoteNativeArgument, quotePowerShell, quotePowerShellVariable, windowsNotes, withoutBackslashAtEnd } from './powershell.ts';
import type { Rendered, SnippetLayout, SnippetRequest } from './types.ts';

export function curlPowerShell(request: SnippetRequest, { multiline }: SnippetLayout): Rendered {
  const { body, bodyFile } = request;
  const filter = request.line.filter;
  if ([body, bodyFile, filter].some((text) => text?.includes('\0'))) {
    return { refusal: 'PowerShell cannot pass a NUL character to a program: send the body from a file.' };
  }
  const piped = body !== undefined && !/[\r\n]/.test(body);
  if (!piped && body?.endsWith('\\')) {
    return { refusal: 'Windows PowerShell cannot pass a text of several lines that ends with a backslash: use irm.' };
  }
  const groups = [...curlGroups(request), ...powerShellBodyGroups(body, bodyFile, piped)];
  const lines = groups.map((group) => group.map(writePowerShell).join(' '));
  if (filter !== undefined) lines.push(`| jq ${quoteNativeArgument(withoutBackslashAtEnd(filter))}`);
  const curl = `curl.exe ${lines.join(multiline ? ' `\n  ' : ' ')}`;
  const notes = piped ? windowsNotes({ ...request, body: undefined }) : windowsNotes(request);
  if (!piped) return { text: curl, notes };
  const command = `${quotePowerShell(body)} | ${curl}`;
  if (!/[^\x00-\x7f]/.test(body)) return { text: command, notes };
  // 5.1 pipes ASCII unless told otherwise; the block keeps that to itself.
  return { text: `& { $OutputEncoding = [Text.UTF8Encoding]::new($false); ${command} }`, notes };
}

function powerShellBodyGroups(body: string | undefined, file: string | undefined, piped: boolean): readonly CurlGroup[] {
  if (file !== undefined) return [fileGroup(file)];
  if (body === undefined) return [];
  if (piped) return [[{ kind: 'option', text: "-d '@-'" }]];
  return [
    [
      { kind: 'option', text: '--data-raw' },
      { kind: 'value', text: body },
    ],
  ];
}

function writePowerShell(argument: CurlArgument): string {
  switch (argument.kind) {
    case 'option':
      return argument.text;
    case 'value':
      return quoteNativeArgument(argument.text);
    case 'header':
      return quoteNativeArgument(withoutBackslashAtEnd(argument.text));
    case 'credential':
      return quotePowerShellVariable(argument.before, argument.variable);
  }
}
