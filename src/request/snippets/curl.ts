// curl for three shells: the arguments before any shell's quotes, then what bash, zsh, fish and sh, the Command Prompt, and PowerShell each
// make of them.
import { type CurlFormOption, curlForm } from './forms.ts';
import { fitsArgument, printPosix, quotePosix, quotePosixLatin1, quotePosixVariable } from './posix.ts';
import {
  quoteNativeArgument,
  quotePowerShell,
  quotePowerShellVariable,
  windowsNotes,
  withoutBackslashAtEnd,
} from './powershell.ts';
import type { CredentialField, Rendered, Snippet, SnippetLayout, SnippetRequest } from './types.ts';

type CurlArgument =
  /** An option, written as it is. */
  | { readonly kind: 'option'; readonly text: string }
  | { readonly kind: 'value'; readonly text: string }
  /** A header; characters beyond ASCII stand for one byte each. */
  | { readonly kind: 'header'; readonly text: string }
  | { readonly kind: 'credential'; readonly before: string; readonly variable: string };

/** Arguments that stand in one line of a command that is broken over lines. */
type CurlGroup = readonly CurlArgument[];

const option = (text: string): CurlArgument => ({ kind: 'option', text });
const value = (text: string): CurlArgument => ({ kind: 'value', text });

/** Everything but the body: method and URL first, then a header a group. `-sS` where the output goes on into a filter. */
function curlGroups(request: SnippetRequest): readonly CurlGroup[] {
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
function dataGroup(body: string): CurlGroup {
  return [option(body.startsWith('@') ? '--data-raw' : '-d'), value(body)];
}

/** A body from a file, byte for byte. A file that is called `-` would be standard input. */
function fileGroup(path: string): CurlGroup {
  return [option('--data-binary'), value(`@${path === '-' ? './-' : path}`)];
}

function formGroup([name, text]: CurlFormOption): CurlGroup {
  return [option(name), value(text)];
}

export function curl(request: SnippetRequest, { multiline }: SnippetLayout): Rendered {
  const { body, bodyFile } = request;
  const filter = request.line.filter;
  if (bodyFile?.includes('\0') || filter?.includes('\0')) {
    return { refusal: 'A NUL character in a file name or a filter cannot be passed to a program.' };
  }
  const form = curlForm(request.parts ?? []);
  if ('refusal' in form) return form;
  const long = form.find(([, text]) => !fitsArgument(text));
  if (long) return { refusal: 'A part is too long for an argument: save it in a file, and write name@FILE.' };
  const piped = body !== undefined && !fitsArgument(body);
  const groups = [...curlGroups(request), ...posixBodyGroups(body, bodyFile, piped), ...form.map(formGroup)];
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

/** The files that a body or a filter is to be saved in which no line of the Command Prompt can hold. */
const bodyName = 'body.txt';
const filterName = 'filter.jq';

export function curlCmd(request: SnippetRequest, { multiline }: SnippetLayout): Rendered {
  if (!fitsCmd(request.bodyFile ?? '')) {
    return { refusal: 'The Command Prompt cannot pass control characters: rename the file of the body.' };
  }
  const form = curlForm(request.parts ?? []);
  if ('refusal' in form) return form;
  if (!form.every(([, text]) => fitsCmd(text)))
    return {
      refusal: 'The Command Prompt cannot pass line breaks, tabs or control characters in a part: save it in a file.',
    };
  const inLine = writeCurlCmd(request, multiline, false);
  if (inLine.length <= longestCmdLine) return inLine.rendered;
  const length = inLine.length.toLocaleString('en');
  const limit = `The Command Prompt takes at most 8,191 characters and this has ${length}`;
  const saved = request.body === undefined ? inLine : writeCurlCmd(request, multiline, true);
  if (saved.length > longestCmdLine) return { refusal: `${limit}: use curl-powershell.` };
  return { ...saved.rendered, notes: [`${limit}: save the body as ${bodyName} first.`, ...saved.rendered.notes] };
}

/** `length` is that of the line without breaks. */
function writeCurlCmd(
  request: SnippetRequest,
  multiline: boolean,
  savesBody: boolean,
): { readonly rendered: Snippet; readonly length: number } {
  const { filter } = request.line;
  const notes = [...windowsNotes(savesBody ? { ...request, body: undefined } : request)];
  const [first = [], ...headers] = curlGroups(request);
  // Wine's cmd.exe pairs percent signs from the left, defined or not: the variables stand before all others.
  const credentials = request.url.includes('%') ? headers.splice(0, request.credential.length) : [];
  const form = curlForm(request.parts ?? []);
  const parts = 'refusal' in form ? [] : form.map(formGroup);
  const body = savesBody ? [fileGroup(bodyName)] : [...cmdBodyGroups(request, notes), ...parts];
  const lines = [...credentials, first, ...headers, ...body].map((group) => group.map(writeCmd).join(' '));
  if (filter !== undefined && fitsCmd(filter)) {
    lines.push(`| jq ${quoteCmd(filter)}`);
  } else if (filter !== undefined) {
    lines.push(`| jq -f ${filterName}`);
    notes.push(`The Command Prompt cannot pass the line breaks or tabs of the filter: save it as ${filterName} first.`);
  }
  const tabbed = request.headers.find(([, value]) => value.includes('\t'));
  if (tabbed)
    notes.push(`The tabs in the header ${tabbed[0]} became blanks, because the Command Prompt completes at a tab.`);
  const oneLine = `curl ${lines.join(' ')}`;
  if (oneLine.replaceAll(/%CLOUDFLARE_\w+%/g, '').includes('%')) {
    notes.push('This is for the prompt. In a batch file, double each % except those around the variable name.');
  }
  return { rendered: { text: multiline ? `curl ${lines.join(' ^\n  ')}` : oneLine, notes }, length: oneLine.length };
}

function cmdBodyGroups({ body, bodyFile, line }: SnippetRequest, notes: string[]): readonly CurlGroup[] {
  if (bodyFile !== undefined) return [fileGroup(bodyFile)];
  if (body === undefined) return [];
  if (fitsCmd(body)) return [dataGroup(body)];
  if (line.items.some((item) => item.kind === 'text')) {
    notes.push(
      `The Command Prompt cannot pass the body's line breaks, tabs or control characters: save it as ${bodyName} first.`,
    );
    return [fileGroup(bodyName)];
  }
  // In JSON only white space between its tokens can be a raw control character (RFC 8259 section 7).
  notes.push('Line breaks and tabs in the JSON body became spaces, because the Command Prompt cannot pass them.');
  return [dataGroup(body.replace(/[\r\n]+|\t/g, ' '))];
}

function writeCmd(argument: CurlArgument): string {
  switch (argument.kind) {
    case 'option':
      return argument.text;
    case 'value':
      return quoteCmd(argument.text);
    case 'header':
      return quoteCmd(argument.text.replaceAll('\t', ' '));
    case 'credential':
      return quoteCmdVariable(argument.before, argument.variable);
  }
}

/** The longest command line of the Command Prompt (https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation). */
const longestCmdLine = 8191;

/**
 * The text as one argument. It must hold no control character: cmd.exe ends the line at some, and completes at a tab.
 * A percent sign is expanded even in quotes, where a variable's name and another percent sign follow: the quotes are closed and
 * opened around the first letter of such a name, and no variable is called that. Names that begin with a digit are left alone,
 * for URLs are full of %20 and nobody has such a variable; so are the characters that mean something outside quotes.
 */
function quoteCmd(text: string): string {
  const quoted = text
    .replace(/\\*"/g, (run) => `${'\\'.repeat((run.length - 1) * 2)}""`)
    .replace(/\\+$/, '$&$&')
    .replace(/%([^\d"\s\\%&|<>^()])/gu, '%"$1"');
  return `"${quoted}"`;
}

function quoteCmdVariable(before: string, variable: string): string {
  return `"${before}%${variable}%"`;
}

/** True where `quoteCmd` can write the text, and the prompt, which completes names of files at a tab, can take it. */
function fitsCmd(text: string): boolean {
  return !/[\x00-\x1f]/.test(text);
}

export function curlPowerShell(request: SnippetRequest, { multiline }: SnippetLayout): Rendered {
  const { body, bodyFile } = request;
  const filter = request.line.filter;
  if ([body, bodyFile, filter].some((text) => text?.includes('\0'))) {
    return { refusal: 'PowerShell cannot pass a NUL character to a program: send the body from a file.' };
  }
  const piped = body !== undefined && !/[\r\n]/.test(body);
  if (!piped && body?.endsWith('\\')) {
    return { refusal: 'Windows PowerShell cannot pass text of several lines that ends with a backslash: use irm.' };
  }
  const form = curlForm(request.parts ?? []);
  if ('refusal' in form) return form;
  if (form.some(([, text]) => text.endsWith('\\')))
    return { refusal: 'Windows PowerShell cannot pass a part that ends with a backslash: save it in a file.' };
  const groups = [...curlGroups(request), ...powerShellBodyGroups(body, bodyFile, piped), ...form.map(formGroup)];
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

function powerShellBodyGroups(
  body: string | undefined,
  file: string | undefined,
  piped: boolean,
): readonly CurlGroup[] {
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
