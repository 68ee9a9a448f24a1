// An HTTPie (`http`, `https`) or xh (`xh`, `xhs`) command as the request that it would send (httpie.io/docs/cli, xh's README).
// Texts may hold marks.
import { nest } from '../nested.ts';
import type { Item } from '../types.ts';
import { filterOf } from './filter.ts';
import { formText, shortened } from './form-parts.ts';
import type { RunJq } from './jq-arguments.ts';
import type { Marks } from './marks.ts';
import { type OptionTable, optionNames, readOptionWords } from './options.ts';
import { fileBody, inputOf } from './posix-output.ts';
import { headerBytes } from './posix-words.ts';
import { programOf } from './recognise.ts';
import type { CallBody, CallForm, HttpCall, Pipeline } from './types.ts';

const TABLE: OptionTable = {
  values: optionNames(`
    auth auth-type bearer raw pretty style print output session session-read-only timeout max-redirects verify cert cert-key
    cert-key-pass ssl ciphers proxy format-options response-charset response-mime default-scheme boundary history-print
    http-version interface resolve`),
  flags: optionNames(`
    json form multipart compress headers meta body verbose all stream download continue quiet follow check-status offline
    path-as-is chunked ignore-stdin ignore-netrc traceback debug help version unsorted sorted curl curl-long https native-tls
    ipv4 ipv6`),
  letters: {
    ...{
      j: 'json',
      f: 'form',
      x: 'compress',
      s: 'style',
      p: 'print',
      h: 'headers',
      m: 'meta',
      b: 'body',
      v: 'verbose',
    },
    ...{
      P: 'history-print',
      S: 'stream',
      o: 'output',
      d: 'download',
      c: 'continue',
      q: 'quiet',
      a: 'auth',
      A: 'auth-type',
    },
    ...{ F: 'follow', I: 'ignore-stdin', '4': 'ipv4', '6': 'ipv6' },
  },
};

/** What says nothing about the request. */
const SILENT =
  /^(?:pretty|style|print|format-options|response-.*|default-scheme|history-print|json|headers|meta|body|verbose|all|stream|quiet|follow|check-status|path-as-is|ignore-.*|traceback|debug|sorted|unsorted|max-redirects|http-version|native-tls|ipv[46]|https|ssl|no-.*)$/;

interface Draft {
  readonly headers: (readonly [string, string])[];
  readonly query: (readonly [string, string])[];
  /** Fields with JSON source text. */
  readonly fields: { readonly name: string; readonly source: string }[];
  readonly form: (readonly [string, string])[];
  readonly notes: string[];
  readonly ignored: string[];
  isComplete: boolean;
  /** What the items are where the body goes out in parts, in their order. */
  readonly parts: Item[];
  isForm: boolean;
  isMultipart: boolean;
  raw: string | undefined;
  bearer: string | undefined;
  file: string | undefined;
}

/** The request that the command at `index` of the pipeline makes. */
export function readHttpieCommand(pipeline: Pipeline, index: number, marks: Marks, runJq: RunJq): readonly HttpCall[] {
  const draft: Draft = {
    headers: [],
    query: [],
    fields: [],
    form: [],
    notes: [],
    ignored: [],
    isComplete: true,
    parts: [],
    isForm: false,
    isMultipart: false,
    raw: undefined,
    bearer: undefined,
    file: undefined,
  };
  const [program = '', ...args] = pipeline[index]?.words ?? [];
  const operands = takeOptions(draft, args);
  const isMethod = operands.length > 1 && /^[A-Za-z]+$/.test(operands[0] ?? '');
  const [url = '', ...items] = isMethod ? operands.slice(1) : operands;
  for (const item of items) takeItem(draft, item, marks);
  const body = bodyOf(draft, inputOf(pipeline, index, marks, runJq), marks);
  const filter = filterOf(pipeline.slice(index + 1), marks);
  if (draft.ignored.length > 0) draft.notes.push(`Ignored: ${[...new Set(draft.ignored)].join(', ')}.`);
  return [
    {
      method: isMethod ? operands[0]?.toUpperCase() : body === undefined ? 'GET' : 'POST',
      url: addressOf(url, programOf(program)),
      headers: draft.headers,
      query: draft.query,
      body,
      filter: filter.text,
      notes: [...draft.notes, ...filter.notes],
      isComplete: draft.isComplete,
      bearer: draft.bearer,
    },
  ];
}

/** The operands; the options are taken. */
function takeOptions(draft: Draft, args: readonly string[]): readonly string[] {
  const operands: string[] = [];
  let auth: string | undefined;
  let authType = 'basic';
  for (const word of readOptionWords(args, TABLE)) {
    if (word.kind === 'operand') operands.push(word.text);
    else if (word.kind === 'unknown') {
      draft.ignored.push(word.written);
      draft.isComplete = false;
    } else if (word.name === 'auth') auth = word.value;
    else if (word.name === 'auth-type') authType = word.value ?? '';
    else if (word.name === 'bearer') draft.bearer = word.value;
    else if (word.name === 'raw') draft.raw = word.value;
    else if (word.name === 'form') draft.isForm = true;
    else if (word.name === 'multipart') draft.isMultipart = true;
    else if (word.name === 'session' || word.name === 'session-read-only') {
      draft.notes.push('What a session of HTTPie holds is not in the text.');
      draft.isComplete = false;
    } else if (word.name === 'verify' && /^(?:no|false)$/i.test(word.value ?? '')) {
      draft.notes.push('--verify=no is not honoured: certificates are always checked.');
    } else if (word.name === 'offline') draft.notes.push('HTTPie would only show this request (--offline).');
    else if (word.name === 'output' || word.name === 'download') draft.ignored.push('the output file');
    else if (!SILENT.test(word.name)) draft.ignored.push(`--${word.name}`);
  }
  if (auth !== undefined && authType === 'bearer') draft.bearer = auth;
  else if (auth !== undefined)
    draft.notes.push('The user and password (-a) were left out: the API takes a token, or an email address and a key.');
  return operands;
}

function addressOf(url: string, program: string): string {
  const local = /^:(\d*)(\/[\s\S]*)?$/.exec(url);
  const scheme = /s$/.test(program) ? 'https' : 'http';
  if (local) return `${scheme}://localhost${local[1] === '' ? '' : `:${local[1]}`}${local[2] ?? ''}`;
  return url.replace(/^:\/\//, `${scheme}://`);
}

const SEPARATORS = ['==@', ':=@', '==', ':=', ':@', '=@', '@', '=', ':'];

/** `Name:value`, `name==value`, `name=text`, `name:=json`, `name@file`, `@file`, `Name;`; a backslash keeps a sign from being one. */
function takeItem(draft: Draft, item: string, marks: Marks): void {
  let at = 0;
  while (at < item.length && !/[:=@]/.test(item[at] ?? '')) at += item[at] === '\\' ? 2 : 1;
  const separator = SEPARATORS.find((sign) => item.startsWith(sign, at));
  const name = unescaped(item.slice(0, at));
  const value = unescaped(item.slice(at + (separator?.length ?? 0)));
  switch (separator) {
    case undefined:
      if (item.endsWith(';')) draft.headers.push([name.slice(0, -1), '']);
      else {
        draft.notes.push('Words that are no items were left out. Are quotes missing?');
        draft.isComplete = false;
      }
      return;
    case ':':
      if (value !== '') draft.headers.push([name, headerBytes(value, marks)]);
      return;
    case '==':
      draft.query.push([name, value]);
      return;
    case '=':
      draft.fields.push({ name: jsonName(item.slice(0, at)), source: JSON.stringify(value) });
      takeText(draft, name, value);
      return;
    case ':=':
      draft.fields.push({ name: jsonName(item.slice(0, at)), source: value });
      takeText(draft, name, value);
      return;
    case '@':
      if (name === '') draft.file = value.replace(/;type=.*$/s, '');
      else takeFile(draft, name, value);
      return;
    default:
      draft.notes.push(`An item from a file (${separator}) was left out.`);
      draft.isComplete = false;
  }
}

/** A backslash before a sign is undone; before a bracket it is the nested name's own business. */
function jsonName(written: string): string {
  return written.replace(/\\([:=@;])/g, '$1');
}

function unescaped(text: string): string {
  return text.replace(/\\([\\:=@;])/g, (found, sign: string) => (sign === '\\' ? found : sign));
}

function takeText(draft: Draft, name: string, value: string): void {
  draft.form.push([name, value]);
  draft.parts.push({ kind: 'part', name, value, type: undefined, filename: undefined });
}

/** `name@path`, `name@path;type=…`: a part, whatever the others are. */
function takeFile(draft: Draft, name: string, value: string): void {
  const [, path = value, type] = /^([\s\S]*?)(?:;type=([^;]*))?$/.exec(value) ?? [];
  draft.parts.push({ kind: 'partFile', name, path, type, filename: undefined });
}

function bodyOf(draft: Draft, input: CallBody | undefined, marks: Marks): CallBody | CallForm | undefined {
  if (draft.isMultipart || draft.parts.some(({ kind }) => kind === 'partFile'))
    return { kind: 'form', items: shortened(draft.parts) };
  const hasType = (): boolean => draft.headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (draft.isForm && draft.form.length > 0) {
    if (!hasType()) draft.headers.push(['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']);
    return { kind: 'text', text: formText(draft.form, marks) };
  }
  if (draft.fields.length > 0) {
    const nested = nest(draft.fields);
    if (nested.ok) return { kind: 'text', text: nested.text };
    draft.notes.push(nested.problem.message);
    draft.isComplete = false;
    return undefined;
  }
  if (draft.file !== undefined) return fileBody(draft.file, marks);
  const body: CallBody | undefined = draft.raw === undefined ? input : { kind: 'text', text: draft.raw };
  if (body === undefined) return undefined;
  if (!hasType())
    draft.headers.push([
      'Content-Type',
      draft.isForm ? 'application/x-www-form-urlencoded; charset=utf-8' : 'application/json',
    ]);
  return body.kind === 'text' && body.text === '' ? undefined : body;
}
