// curl for the Command Prompt, as typed or pasted there. See cmd.ts for the quotes.
import { type CurlArgument, type CurlGroup, curlGroups, dataGroup, fileGroup } from './curl-arguments.ts';
import { windowsNotes } from './powershell.ts';
import type { Rendered, SnippetLayout, SnippetRequest } from './types.ts';

/** The file that a body is to be saved in which no command line can hold. */
const bodyName = 'body.txt';

export function curlCmd(request: SnippetRequest, { multiline }: SnippetLayout): Rendered {
  const filter = request.line.filter?.replace(/\r?\n/g, ' ');
  if (!fitsCmd(request.bodyFile ?? '') || !fitsCmd(filter ?? '')) {
    return {
      refusal: 'The Command Prompt cannot pass control characters: take them out of the file name or the filter.',
    };
  }
  const notes = [...windowsNotes(request)];
  const groups = [...curlGroups(request), ...cmdBodyGroups(request, notes)];
  const lines = groups.map((group) => group.map(writeCmd).join(' '));
  if (filter !== undefined) {
    lines.push(`| jq ${quoteCmd(filter)}`);
    if (filter !== request.line.filter)
      notes.push('Line breaks in the filter became spaces, which a comment in it would not survive.');
  }
  const oneLine = `curl ${lines.join(' ')}`;
  if (oneLine.length > longestCmdLine) {
    const length = oneLine.length.toLocaleString('en');
    notes.push(
      `The Command Prompt takes at most 8,191 characters and this has ${length}: save the body to a file and pass it as --data-binary "@FILE".`,
    );
  }
  if (oneLine.replaceAll(/%CLOUDFLARE_\w+%/g, '').includes('%')) {
    notes.push(
      'This is for the prompt; in a batch file write each % twice, but for those around the name of the variable.',
    );
  }
  return { text: multiline ? `curl ${lines.join(' ^\n  ')}` : oneLine, notes };
}

function cmdBodyGroups({ body, bodyFile, line }: SnippetRequest, notes: string[]): readonly CurlGroup[] {
  if (bodyFile !== undefined) return [fileGroup(bodyFile)];
  if (body === undefined) return [];
  if (fitsCmd(body)) return [dataGroup(body)];
  if (line.items.some((item) => item.kind === 'text')) {
    notes.push(
      `The Command Prompt cannot pass the body's line breaks or control characters: save it as ${bodyName} first.`,
    );
    return [fileGroup(bodyName)];
  }
  // In JSON only white space between its tokens can be a raw control character (RFC 8259 section 7).
  notes.push(
    'Line breaks between the parts of the JSON body became spaces, since the Command Prompt cannot pass them.',
  );
  return [dataGroup(body.replace(/[\r\n]+/g, ' '))];
}

function writeCmd(argument: CurlArgument): string {
  switch (argument.kind) {
    case 'option':
      return argument.text;
    case 'value':
    case 'header':
      return quoteCmd(argument.text);
    case 'credential':
      return quoteCmdVariable(argument.before, argument.variable);
  }
}

/** The longest command line of the Command Prompt (https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation). */
export const longestCmdLine = 8191;

/**
 * The text as one argument. It must hold no line break and no other control character but a tab: cmd.exe ends the line there.
 * A percent sign is expanded even in quotes, where a variable's name and another percent sign follow: the quotes are closed and
 * opened around the first letter of such a name, and no variable is called that. Names that begin with a digit are left alone,
 * for URLs are full of %20 and nobody has such a variable; so are the characters that mean something outside quotes.
 */
export function quoteCmd(text: string): string {
  const quoted = text
    .replace(/\\*"/g, (run) => `${'\\'.repeat((run.length - 1) * 2)}""`)
    .replace(/\\+$/, '$&$&')
    .replace(/%([^\d"\s\\%&|<>^()])/gu, '%"$1"');
  return `"${quoted}"`;
}

export function quoteCmdVariable(before: string, variable: string): string {
  return `"${before}%${variable}%"`;
}

/** True where `quoteCmd` can write the text. */
export function fitsCmd(text: string): boolean {
  return !/[\x00-\x08\x0a-\x1f]/.test(text);
}
