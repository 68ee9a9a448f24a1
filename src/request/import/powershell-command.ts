// An Invoke-RestMethod or Invoke-WebRequest line as the request that it would send, and curl lines of PowerShell as the words
// that curl would get. Parameters may be cut short, as PowerShell allows.
import { scanJson, trimJson } from '../json-text.ts';
import type { Item } from '../types.ts';
import { filterOf } from './filter.ts';
import { formText, readPowerShellParts, shortened } from './form-parts.ts';
import type { Marks } from './marks.ts';
import { type PsCommand, type PsPipeline, type PsValue, psJson, psString } from './powershell-values.ts';
import { isWebCmdlet, programOf } from './recognise.ts';
import type { CallBody, Command, HttpCall, Pipeline } from './types.ts';

const VALUES =
  'Uri Method CustomMethod Headers Body ContentType InFile OutFile Form UserAgent TimeoutSec ConnectionTimeoutSeconds OperationTimeoutSeconds Token Authentication Credential WebSession SessionVariable MaximumRedirection MaximumRetryCount RetryIntervalSec Proxy ProxyCredential Certificate CertificateThumbprint SslProtocol TransferEncoding HttpVersion ResponseHeadersVariable StatusCodeVariable ErrorAction ErrorVariable WarningAction OutVariable MaximumFollowRelLink UnixSocket'.split(
    ' ',
  );
const SWITCHES =
  'UseBasicParsing SkipCertificateCheck SkipHeaderValidation SkipHttpErrorCheck DisableKeepAlive UseDefaultCredentials PassThru Resume AllowUnencryptedAuthentication AllowInsecureRedirect PreserveAuthorizationOnRedirect PreserveHttpMethodOnRedirect FollowRelLink NoProxy ProxyUseDefaultCredentials Verbose Debug'.split(
    ' ',
  );
/** What says nothing about the request. */
const SILENT =
  /^(?:UseBasicParsing|Skip(?:Header|Http)\w+|DisableKeepAlive|PassThru|AllowUnencryptedAuthentication|Preserve\w+|Authentication|ErrorAction|ErrorVariable|WarningAction|OutVariable|Verbose|Debug|SslProtocol|ResponseHeadersVariable|StatusCodeVariable|HttpVersion|MaximumRedirection|SessionVariable)$/;

/** `curl -Uri …`: in Windows PowerShell that is Invoke-WebRequest. */
export function isAliasOfWebCmdlet(command: PsCommand): boolean {
  return (
    /^(?:curl|wget)$/i.test(command.name) &&
    command.words.some(
      ({ value }) => value !== undefined && /^-(?:uri|headers|method|body|contenttype)$/i.test(psString(value)),
    )
  );
}

/** The request that the command at `index` of the pipeline makes. */
export function readWebCmdlet(pipeline: PsPipeline, index: number, marks: Marks): HttpCall {
  const { parameters, rest } = bind(pipeline.commands[index]);
  const notes: string[] = [];
  let isComplete = true;
  const text = (name: string): string | undefined => {
    const value = parameters.get(name);
    return value === undefined ? undefined : psString(value);
  };
  const headers = headersOf(parameters.get('Headers'), marks, notes);
  const contentType = text('ContentType');
  if (contentType !== undefined) headers.push(['Content-Type', contentType]);
  const agent = text('UserAgent');
  if (agent !== undefined) headers.push(['User-Agent', agent]);
  const form = formOf(parameters.get('Form'), marks);
  notes.push(...(form?.notes ?? []));
  if (form && form.items.length === 0) isComplete = false;
  if (parameters.has('SkipCertificateCheck'))
    notes.push('-SkipCertificateCheck is not honoured: certificates are always checked.');
  if (parameters.has('Credential'))
    notes.push('-Credential is left out: the API takes a token, or an email address with a key.');
  if (parameters.has('OutFile')) notes.push('Ignored: the output file.');
  const method = (text('Method') ?? text('CustomMethod'))?.toUpperCase();
  const sent = bodyOf(parameters, method, pipeline, index, marks, notes);
  const known =
    /^(?:Uri|Method|CustomMethod|Headers|Body|ContentType|InFile|OutFile|Form|UserAgent|Token|Credential|SkipCertificateCheck)$/;
  const ignored = [...parameters.keys()].filter((name) => !known.test(name) && !SILENT.test(name));
  if (ignored.length > 0) notes.push(`Ignored: ${ignored.map((name) => `-${name}`).join(', ')}.`);
  const filter = psFilter(pipeline, index, marks);
  return {
    method: method === 'DEFAULT' || method === undefined ? 'GET' : method,
    url: text('Uri') ?? rest.map(psString).find((word) => word !== '') ?? '',
    headers,
    query: sent.query,
    body: form ? { kind: 'form', items: form.items } : sent.body,
    filter: filter.text,
    notes: [...notes, ...filter.notes],
    isComplete,
    bearer: text('Token'),
  };
}

function bind(command: PsCommand | undefined): {
  readonly parameters: Map<string, PsValue>;
  readonly rest: readonly PsValue[];
} {
  const parameters = new Map<string, PsValue>();
  const rest: PsValue[] = [];
  let pending: string | undefined;
  const isAlias = command !== undefined && !isWebCmdlet(command.name);
  for (const word of command?.words ?? []) {
    // The words of an alias of curl's name were read as a program's.
    const text = isAlias && word.value?.kind === 'text' ? word.value.text : '';
    const written = word.parameter ?? /^-([A-Za-z]+)$/.exec(text)?.[1];
    if (written === undefined) {
      if (pending === undefined && word.value !== undefined) rest.push(word.value);
      else if (pending !== undefined && word.value !== undefined) parameters.set(pending, word.value);
      pending = undefined;
      continue;
    }
    const name = parameterName(written);
    if (word.value !== undefined && word.parameter !== undefined) parameters.set(name, word.value);
    else if (SWITCHES.includes(name)) parameters.set(name, { kind: 'boolean', value: true });
    else pending = name;
  }
  return { parameters, rest };
}

function parameterName(written: string): string {
  const lower = written.toLowerCase();
  const all = [...VALUES, ...SWITCHES];
  return (
    all.find((name) => name.toLowerCase() === lower) ??
    all.find((name) => name.toLowerCase().startsWith(lower)) ??
    written
  );
}

function headersOf(value: PsValue | undefined, marks: Marks, notes: string[]): (readonly [string, string])[] {
  if (value === undefined || value.kind === 'null') return [];
  if (value.kind === 'table') {
    // Browsers write HTTP/2's own fields among them, here without their colons.
    const isCopied = ['authority', 'method', 'path', 'scheme'].every((name) => value.entries.has(name));
    return [...value.entries.values()]
      .filter(({ name }) => !isCopied || !/^(?:authority|method|path|scheme)$/i.test(name))
      .map((entry) => [entry.name, psString(entry.value).trim()] as const);
  }
  notes.push(`The headers in ${marks.written(psString(value)).slice(0, 40)} are not in the text.`);
  return [];
}

/** The parts that `-Form` gives; none where its table is not in the text. */
function formOf(
  value: PsValue | undefined,
  marks: Marks,
): { readonly items: readonly Item[]; readonly notes: readonly string[] } | undefined {
  if (value === undefined) return undefined;
  if (value.kind !== 'table') return { items: [], notes: ['The parts of -Form are not in the text.'] };
  const members = [...value.entries.values()].map(({ name, value: given }) => {
    const values = given.kind === 'list' ? given.items : [given];
    return [name, values.map(psString)] as const;
  });
  const { items, notes } = readPowerShellParts(members, marks);
  return { items: shortened(items), notes };
}

/** A table is a query with GET and a form with other methods; the rest is sent as it is. */
function bodyOf(
  parameters: ReadonlyMap<string, PsValue>,
  method: string | undefined,
  pipeline: PsPipeline,
  index: number,
  marks: Marks,
  notes: string[],
): { readonly body: CallBody | undefined; readonly query: readonly (readonly [string, string])[] } {
  const file = parameters.get('InFile');
  if (file !== undefined)
    return { body: { kind: 'file', path: literalPath(marks.written(psString(file))) }, query: [] };
  const value = parameters.get('Body') ?? (index === 0 ? pipeline.input : undefined);
  if (value === undefined || value.kind === 'null') return { body: undefined, query: [] };
  if (value.kind === 'table') {
    const pairs = [...value.entries.values()].map((entry) => [entry.name, psString(entry.value)] as const);
    const isQuery = method === undefined || method === 'GET' || method === 'DEFAULT';
    if (isQuery) return { body: undefined, query: pairs };
    const type = parameters.get('ContentType');
    if (type !== undefined && /^application\/x-www-form-urlencoded/i.test(psString(type)))
      return { body: { kind: 'text', text: formText(pairs, marks) }, query: [] };
    // The API takes JSON, and a table is nearly always meant as that.
    notes.push('PowerShell would send this table as a form; it is read as JSON, which the API takes.');
    return { body: { kind: 'text', text: psJson(value) }, query: [] };
  }
  if (value.kind === 'list') notes.push('PowerShell would not send this list as JSON; it is read as that.');
  const text = value.kind === 'list' ? psJson(value) : psString(value);
  const only = marks.only(text);
  if (only?.file !== undefined) return { body: { kind: 'file', path: marks.written(only.file) }, query: [] };
  return { body: text === '' ? undefined : { kind: 'text', text }, query: [] };
}

/** -InFile takes a pattern, in which a backtick keeps a character from being one. */
function literalPath(pattern: string): string {
  return pattern.replace(/`([[\]*?`])/g, '$1');
}

/** `(irm …).result` and `| Select-Object -ExpandProperty result` as a filter, then whatever jq does behind them. */
function psFilter(pipeline: PsPipeline, index: number, marks: Marks): ReturnType<typeof filterOf> {
  const after = pipeline.commands.slice(index + 1);
  const path: string[] = [];
  while (after[0] !== undefined && /^select(?:-object)?$/i.test(after[0].name)) {
    const expanded = after[0].words.findIndex(
      ({ parameter }) => parameter !== undefined && 'expandproperty'.startsWith(parameter.toLowerCase()),
    );
    const value = after[0].words[expanded + 1]?.value;
    if (expanded < 0 || value === undefined) break;
    path.push(psString(value));
    after.shift();
  }
  const members = [...path, ...pipeline.members].filter((name) => !/^content$/i.test(name));
  const isPath = members.every((name) => /^[A-Za-z_]\w*$/.test(name));
  const own = members.length > 0 && isPath ? `.${members.join('.')}` : undefined;
  const { text, notes } = filterOf(commandsOf(after), marks);
  const both = [own, text].filter((part) => part !== undefined);
  return { text: both.length === 0 ? undefined : both.join(' | '), notes };
}

/** The pipeline as other shells have it, for curl in PowerShell. */
export function nativePipeline(pipeline: PsPipeline): Pipeline {
  const commands = commandsOf(pipeline.commands);
  const [first, ...rest] = commands;
  if (first === undefined || pipeline.input === undefined) return commands;
  return [{ ...first, input: psString(pipeline.input) }, ...rest];
}

function commandsOf(commands: readonly PsCommand[]): Pipeline {
  return commands.map((command): Command => {
    const words = command.words.flatMap(({ parameter, value }) => [
      ...(parameter === undefined ? [] : [`-${parameter}`]),
      ...(value === undefined ? [] : [nativeText(programOf(command.name), value)]),
    ]);
    return { words: [programOf(command.name), ...words], input: undefined, inputFile: undefined };
  });
}

/** Backslashes before quotes are for versions that would drop the quotes: they are taken away where JSON comes of it. */
function nativeText(program: string, value: PsValue): string {
  const text = psString(value);
  if (program !== 'curl' || !text.includes('\\"') || isJson(text)) return text;
  const without = text.replace(/(\\+)"/g, (_, run: string) => `${'\\'.repeat(run.length >> 1)}"`);
  return isJson(without) ? without : text;
}

function isJson(text: string): boolean {
  const json = trimJson(text);
  const scan = scanJson(json, 0);
  return scan.ok && scan.end === json.length;
}
