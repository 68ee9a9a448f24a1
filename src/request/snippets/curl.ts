// curl for bash, zsh, dash and other shells with POSIX's quotes.
import { type CurlArgument, type CurlGroup, curlGroups, dataGroup, fileGroup } from './curl-arguments.ts';
import { fitsArgument, printPosix, quotePosix, quotePosixLatin1, quotePosixVariable } from './posix.ts';
import type { Rendered, SnippetLayout, SnippetRequest } from './types.ts';

export function curl(request: SnippetRequest, { multiline }: SnippetLayout): Rendered {
  const { body, bodyFile } = request;
  const filter = request.line.filter;
  if (bodyFile?.includes('\0') || filter?.includes('\0')) {
    return { refusal: 'A NUL character in a file name or a filter cannot be passed to a program.' };
  }
  const piped = body !== undefined && !fitsArgument(body);
  const groups = [...curlGroups(request), ...posixBodyGroups(body, bodyFile, piped)];
  const lines = groups.map((group) => group.map(writePosix).join(' '));
  if (filter !== undefined) lines.push(`| jq ${quotePosix(filter)}`);
  const command = `curl ${lines.join(multiline ? ' \\\n  ' : ' ')}`;
  if (!piped) return { text: command, notes: [] };
  return { text: `${printPosix(body)} | ${multiline ? '\\\n  ' : ''}${command}`, notes: [] };
}

function posixBodyGroups(body: string | undefined, file: string | undefined, piped: boolean): readonly CurlGroup[] {
  if (file !== undefined) return [fileGroup(file)];
  if (body === undefined) return [];
  return [piped ? fromStandardInput : dataGroup(body)];
}

const fromStandardInput: CurlGroup = [{ kind: 'option', text: '--data-binary @-' }];

function writePosix(argument: CurlArgument): string {
  switch (argument.kind) {
    case 'option':
      return argument.text;
    case 'value':
      return quotePosix(argument.text);
    case 'header':
      return quotePosixLatin1(argument.text);
    case 'credential':
      return quotePosixVariable(argument.before, argument.variable);
  }
}
