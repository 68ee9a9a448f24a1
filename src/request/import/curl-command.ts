// A curl command as the request that curl would send (curl(1)). Texts may hold marks.
import { parseQuery } from './address.ts';
import { type CurlWord, readCurlWords, SILENT_OPTIONS } from './curl-options.ts';
import { filterOf } from './filter.ts';
import type { Marks } from './marks.ts';
import { printedText } from './posix-script.ts';
import { programOf } from './recognise.ts';
import type { CallBody, Command, HttpCall, Pipeline } from './types.ts';

interface Draft {
  method: string | undefined;
  readonly urls: string[];
  readonly headers: (readonly [string, string])[];
  readonly query: (readonly [string, string])[];
  readonly data: Data[];
  readonly parts: string[];
  upload: string | undefined;
  isGet: boolean;
  isHead: boolean;
  isJson: boolean;
  bearer: string | undefined;
  readonly ignored: string[];
  readonly notes: string[];
  isComplete: boolean;
}

type Data =
  | { readonly kind: 'text'; readonly text: string }
  /** `-` is standard input. `strips`: without line breaks, as `-d` takes it. */
  | { readonly kind: 'file'; readonly path: string; readonly strips: boolean }
  | { readonly kind: 'encoded'; readonly name: string; readonly text: string };

/** The request that the command at `index` of the pipeline makes. */
export function readCurlCommand(pipeline: Pipeline, index: number, marks: Marks): HttpCall {
  const command = pipeline[index];
  const draft: Draft = {
    method: undefined,
    urls: [],
    headers: [],
    query: [],
    data: [],
    parts: [],
    upload: undefined,
    isGet: false,
    isHead: false,
    isJson: false,
    bearer: undefined,
    ignored: [],
    notes: [],
    isComplete: true,
  };
  const read = withQuotesRestored(readCurlWords(command?.words.slice(1) ?? []));
  for (const word of read) {
    if (word.kind === 'option' && word.name === 'next') {
      draft.notes.push('curl would send more than one request (--next): this is the first one.');
      break;
    }
    if (word.kind === 'operand') draft.urls.push(word.text);
    // A long one is no slip of the pen, but something that a forgotten blank put there.
    else if (word.kind === 'unknown') draft.ignored.push(word.written.length > 24 ? 'an unknown option' : word.written);
    else takeOption(draft, word.name, word.value ?? '', marks);
  }
  const input = command === undefined ? undefined : standardInput(pipeline, index, command, marks);
  const body = bodyOf(draft, input, marks);
  const filter = filterOf(pipeline.slice(index + 1), marks);
  if (draft.ignored.length > 0) draft.notes.push(`Not taken over: ${[...new Set(draft.ignored)].join(', ')}.`);
  return {
    method: draft.isHead && draft.method === undefined ? 'HEAD' : (draft.method ?? impliedMethod(draft)),
    url: urlOf(draft, marks),
    headers: draft.headers,
    query: draft.query,
    body,
    filter: filter.text,
    notes: [...draft.notes, ...filter.notes],
    isComplete: draft.isComplete,
    bearer: draft.bearer,
  };
}

/** `-H Authorization: Bearer x`, the quotes forgotten: the words up to the next option are the header's. */
function withQuotesRestored(read: readonly CurlWord[]): readonly CurlWord[] {
  const words: CurlWord[] = [];
  for (const word of read) {
    const last = words.at(-1);
    const isOpen =
      last?.kind === 'option' && last.name === 'header' && /^[\w-]+:(?:\s*Bearer)?$/i.test(last.value ?? '');
    if (isOpen && word.kind === 'operand' && !/[/]/.test(word.text)) {
      words[words.length - 1] = { ...last, value: `${last.value} ${word.text}` };
    } else words.push(word);
  }
  return words;
}

function takeOption(draft: Draft, name: string, value: string, marks: Marks): void {
  switch (name) {
    case 'request':
      draft.method = value.toUpperCase();
      return;
    case 'url':
      draft.urls.push(value);
      return;
    case 'header':
      takeHeader(draft, value);
      return;
    case 'data':
    case 'data-ascii':
    case 'data-binary':
    case 'json':
      draft.data.push(
        value.startsWith('@')
          ? { kind: 'file', path: value.slice(1), strips: !/^(?:data-binary|json)$/.test(name) }
          : { kind: 'text', text: value },
      );
      if (name === 'json') draft.isJson = true;
      return;
    case 'data-raw':
      draft.data.push({ kind: 'text', text: value });
      return;
    case 'data-urlencode':
      takeEncoded(draft, value);
      return;
    case 'url-query':
      draft.query.push(...(value.startsWith('+') ? parseQuery(value.slice(1)) : [pairOf(value)]));
      return;
    case 'get':
      draft.isGet = true;
      return;
    case 'head':
      draft.isHead = true;
      return;
    case 'form':
    case 'form-string':
      draft.parts.push(/^[^=<@;]*/.exec(marks.written(value))?.[0] ?? '');
      return;
    case 'user':
      draft.notes.push(
        'The user and password (-u) are left out: the API takes a token, or an e-mail address with a key.',
      );
      return;
    case 'oauth2-bearer':
      draft.bearer = value;
      return;
    case 'user-agent':
      draft.headers.push(['User-Agent', value]);
      return;
    case 'referer':
      draft.headers.push(['Referer', value]);
      return;
    case 'range':
      draft.headers.push(['Range', `bytes=${value}`]);
      return;
    case 'cookie':
      draft.headers.push(['Cookie', value]);
      return;
    case 'upload-file':
      draft.upload = value;
      return;
    case 'insecure':
      draft.notes.push('-k is not honoured: certificates are always checked.');
      return;
    case 'output':
    case 'remote-name':
    case 'remote-header-name':
    case 'output-dir':
      if (value !== '/dev/null' && value !== 'NUL') draft.ignored.push('the output file');
      return;
    case 'config':
    case 'variable':
    case 'request-target':
      draft.notes.push(`What --${name} says is not in the text.`);
      draft.isComplete = false;
      return;
    default:
      if (!SILENT_OPTIONS.has(name)) draft.ignored.push(`--${name}`);
  }
}

function takeHeader(draft: Draft, value: string): void {
  if (value.startsWith('@')) {
    draft.notes.push('The headers in a file (-H @FILE) are left out.');
    draft.isComplete = false;
    return;
  }
  const [, name = value, text] = /^\s*([^:;]*?)\s*(?::([\s\S]*)|;\s*)$/.exec(value) ?? [];
  // `Name:` alone takes a header of curl's own out, which this program does not send anyway; `Name;` is an empty one.
  if (text === undefined ? value.includes(';') : text.trim() !== '') draft.headers.push([name, text?.trim() ?? '']);
  else if (text === undefined) draft.ignored.push('a header without a colon');
}

/** `content`, `=content`, `name=content`, `@file`, `name@file` (curl(1), --data-urlencode). */
function takeEncoded(draft: Draft, value: string): void {
  const [, name = '', separator, content = value] = /^([^=@]*)([=@])([\s\S]*)$/.exec(value) ?? [];
  if (separator === '@') {
    draft.notes.push('A file that is to be percent-encoded (--data-urlencode with @) is left out.');
    draft.isComplete = false;
  } else draft.data.push({ kind: 'encoded', name, text: content });
}

function pairOf(value: string): readonly [string, string] {
  const equals = value.indexOf('=');
  return equals < 0 ? [value, ''] : [value.slice(0, equals), value.slice(equals + 1)];
}

function impliedMethod(draft: Draft): string | undefined {
  if (draft.isGet) return 'GET';
  if (draft.upload !== undefined) return 'PUT';
  return draft.data.length > 0 || draft.parts.length > 0 ? 'POST' : 'GET';
}

/** The first operand that can be an address; what only a variable is might be options. */
function urlOf(draft: Draft, marks: Marks): string {
  const looks = [/^["'<]?https?:/i, /^[\w-]+(?:\.[\w-]+)+(?:[:/?]|$)|^[/{]\S|^\W*\d+\W\S/, /[/.]/];
  const likely = looks.map((look) => draft.urls.filter((url) => look.test(url))).find((urls) => urls.length > 0) ?? [];
  // A word alone may be anything, a forgotten quote's secret too.
  const [url = draft.urls.find((text) => marks.only(text) !== undefined) ?? '', ...others] = likely;
  const unknown = draft.urls.filter((text) => text !== url && marks.only(text) !== undefined);
  if (unknown.length > 0) {
    draft.notes.push(
      `What ${unknown.map(marks.written).join(', ')} holds is not in the text: options in it are missing.`,
    );
    draft.isComplete = false;
  }
  if (others.length > 0)
    draft.notes.push('curl would send a request to each of several addresses: this is the first one.');
  else if (draft.urls.length - unknown.length > 1 && likely.length === 1)
    draft.notes.push('Words without an option are left out: are quotes missing?');
  return url;
}

function bodyOf(draft: Draft, input: CallBody | undefined, marks: Marks): CallBody | undefined {
  if (draft.isJson) {
    const has = (name: string): boolean => draft.headers.some(([given]) => given.toLowerCase() === name);
    if (!has('content-type')) draft.headers.push(['Content-Type', 'application/json']);
  }
  if (draft.parts.length > 0) {
    const names = draft.parts.map((part) => part || 'without a name').join(', ');
    draft.notes.push(
      `-F sends multipart/form-data, which a request line cannot say: the parts (${names}) are left out.`,
    );
    draft.isComplete = false;
    return undefined;
  }
  if (draft.upload !== undefined)
    return draft.upload === '-' ? fromInput(draft, input, false) : { kind: 'file', path: draft.upload };
  if (draft.isGet) {
    for (const data of draft.data) putIntoQuery(draft, data);
    return undefined;
  }
  const [first, ...rest] = draft.data;
  if (first === undefined) return undefined;
  if (rest.length === 0 && first.kind === 'file') {
    if (first.path === '-') return fromInput(draft, input, first.strips);
    return { kind: 'file', path: marks.written(first.path) };
  }
  const texts = draft.data.map((data) => {
    if (data.kind === 'text') return data.text;
    if (data.kind === 'encoded') return `${data.name === '' ? '' : `${data.name}=`}${encodeAround(data.text, marks)}`;
    draft.notes.push('A file as a part of a body (-d @FILE beside another -d) is left out.');
    draft.isComplete = false;
    return '';
  });
  // Repeated --json is put together as it is, -d with an &.
  const text = texts.join(draft.isJson ? '' : '&');
  const only = marks.only(text);
  if (only?.file !== undefined) return { kind: 'file', path: only.file };
  if (!draft.isJson && !draft.headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    draft.headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  }
  return text === '' ? undefined : { kind: 'text', text };
}

function putIntoQuery(draft: Draft, data: Data): void {
  if (data.kind === 'text') draft.query.push(...parseQuery(data.text));
  else if (data.kind === 'encoded') draft.query.push(data.name === '' ? pairOf(data.text) : [data.name, data.text]);
  else {
    draft.notes.push('A file as a query (-G with -d @FILE) is left out.');
    draft.isComplete = false;
  }
}

function encodeAround(text: string, marks: Marks): string {
  const kept: string[] = [];
  // Each mark is a character that is never encoded, until the rest is.
  const bare = marks.replace(text, (mark) => {
    kept.push(marks.put(mark));
    return '\0';
  });
  return encodeURIComponent(bare.toWellFormed()).replace(/%00/g, () => kept.shift() ?? '');
}

function fromInput(draft: Draft, input: CallBody | undefined, strips: boolean): CallBody | undefined {
  if (input === undefined) {
    draft.notes.push('The body comes from standard input, which is not in the text.');
    draft.isComplete = false;
    return undefined;
  }
  return input.kind === 'text' && strips ? { kind: 'text', text: input.text.replace(/[\r\n\0]/g, '') } : input;
}

/** What a here-document, a redirection or the command before it feeds the command. */
function standardInput(pipeline: Pipeline, index: number, command: Command, marks: Marks): CallBody | undefined {
  if (command.input !== undefined) return { kind: 'text', text: command.input };
  if (command.inputFile !== undefined) return { kind: 'file', path: marks.written(command.inputFile) };
  const before = index > 0 ? pipeline[index - 1] : undefined;
  if (before === undefined || index > 1) return undefined;
  const [program = '', ...args] = before.words;
  const isFile = /^(?:cat|type|get-content|gc)$/.test(programOf(program));
  if (isFile && args.length === 1 && args[0] !== '-') return { kind: 'file', path: marks.written(args[0] ?? '') };
  const text = printedText(before);
  return text === undefined ? undefined : { kind: 'text', text };
}
