// A curl command as the request that curl would send (curl(1)). Texts may hold marks.
import { parseQuery } from './address.ts';
import { globbed } from './curl-globs.ts';
import { type CurlWord, readCurlWords, SILENT_OPTIONS } from './curl-words.ts';
import { filterOf } from './filter.ts';
import { readCurlPart, shortened } from './form-parts.ts';
import type { RunJq } from './jq-arguments.ts';
import type { Marks } from './marks.ts';
import { fileBody, inputOf } from './posix-output.ts';
import { bytesAsCharacters, headerBytes } from './posix-words.ts';
import type { CallBody, CallForm, HttpCall, Pipeline } from './types.ts';

interface Draft {
  method: string | undefined;
  readonly urls: string[];
  readonly headers: (readonly [string, string])[];
  /** Headers of curl's own that `-H Name:` takes out, in small letters. */
  readonly removed: Set<string>;
  readonly query: (readonly [string, string])[];
  readonly data: Data[];
  readonly parts: { readonly source: string; readonly isString: boolean }[];
  readonly uploads: string[];
  isGet: boolean;
  isHead: boolean;
  isJson: boolean;
  isGlobOff: boolean;
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

/** The requests that the command at `index` of the pipeline makes: one for each of its addresses. */
export function readCurlCommand(pipeline: Pipeline, index: number, marks: Marks, runJq: RunJq): readonly HttpCall[] {
  const input = inputOf(pipeline, index, marks, runJq);
  const filter = filterOf(pipeline.slice(index + 1), marks);
  const words = withQuotesRestored(readCurlWords(pipeline[index]?.words.slice(1) ?? []));
  return betweenNexts(words).flatMap((group) => callsOf(group, input, filter, marks));
}

/** `--next` begins a request of its own, with its own options. */
function betweenNexts(words: readonly CurlWord[]): readonly (readonly CurlWord[])[] {
  const groups: CurlWord[][] = [[]];
  for (const word of words) {
    if (word.kind === 'option' && word.name === 'next') groups.push([]);
    else groups.at(-1)?.push(word);
  }
  return groups.filter((group, index) => index === 0 || group.length > 0);
}

function callsOf(
  words: readonly CurlWord[],
  input: CallBody | undefined,
  filter: ReturnType<typeof filterOf>,
  marks: Marks,
): readonly HttpCall[] {
  const draft: Draft = {
    method: undefined,
    urls: [],
    headers: [],
    removed: new Set(),
    query: [],
    data: [],
    parts: [],
    uploads: [],
    isGet: false,
    isHead: false,
    isJson: false,
    isGlobOff: false,
    bearer: undefined,
    ignored: [],
    notes: [],
    isComplete: true,
  };
  for (const word of words) {
    if (word.kind === 'operand') draft.urls.push(bytesAsCharacters(word.text));
    else if (word.kind === 'unknown') {
      // A long one is no slip of the pen, but something that a forgotten blank put there.
      draft.ignored.push(word.written.length > 24 ? 'an unknown option' : word.written);
      draft.isComplete = false;
    } else if (word.name === 'header') takeHeader(draft, word.value ?? '', marks);
    else takeOption(draft, word.name, bytesAsCharacters(word.value ?? ''));
  }
  if (words.some((word) => word.kind === 'option' && word.isAttached))
    draft.notes.push('curl takes no value behind an equals sign (--name=value); here it was read all the same.');
  const body = bodyOf(draft, input, marks);
  const addresses = urlsOf(draft, marks).flatMap((url) => addressesIn(url, draft));
  if (draft.ignored.length > 0) draft.notes.push(`Ignored: ${[...new Set(draft.ignored)].join(', ')}.`);
  const call = {
    method: draft.isHead && draft.method === undefined ? 'HEAD' : (draft.method ?? impliedMethod(draft)),
    headers: draft.headers,
    query: draft.query,
    body,
    filter: filter.text,
    notes: [...draft.notes, ...filter.notes],
    isComplete: draft.isComplete,
    bearer: draft.bearer,
  };
  const [upload] = draft.uploads;
  return (addresses.length === 0 ? [''] : addresses).map((url) => ({
    ...call,
    url: upload === undefined ? url : withFileName(url, upload),
  }));
}

/** More addresses than anybody chooses from. */
const MOST_ADDRESSES = 100;

/** The addresses that curl makes of one with `{a,b}` or `[1-3]` in it. */
function addressesIn(url: string, draft: Draft): readonly string[] {
  if (draft.isGlobOff) return [url];
  const all = globbed(url, MOST_ADDRESSES);
  if (all !== undefined) return all;
  draft.notes.push(`curl would send more than ${MOST_ADDRESSES} requests for this address. Write out the one to send.`);
  draft.isComplete = false;
  return [url];
}

/** curl puts the name of an uploaded file behind an address that ends with a slash. */
function withFileName(url: string, file: string): string {
  if (file === '-' || file === '.' || !/^[^?#]*(?:\/|:\/\/[^/?#]*)$/.test(url)) return url;
  const name = file.replace(/^.*[/\\]/s, '');
  return `${url.endsWith('/') ? url : `${url}/`}${encodeURIComponent(name.toWellFormed())}`;
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

function takeOption(draft: Draft, name: string, value: string): void {
  switch (name) {
    case 'request':
      draft.method = value.toUpperCase();
      if (/^(?=[A-Z]*[a-z])[A-Za-z]{1,10}$/.test(value))
        draft.notes.push(`curl would send the method ${value} as it is written; this program sends ${draft.method}.`);
      return;
    case 'url':
      draft.urls.push(value);
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
      draft.parts.push({ source: value, isString: name === 'form-string' });
      return;
    case 'user':
      draft.notes.push(
        'The user and password (-u) were left out: the API takes a token, or an email address and a key.',
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
      draft.uploads.push(value);
      return;
    case 'globoff':
      draft.isGlobOff = true;
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

function takeHeader(draft: Draft, given: string, marks: Marks): void {
  if (given.startsWith('@')) {
    draft.notes.push('The headers in a file (-H @FILE) were left out.');
    draft.isComplete = false;
    return;
  }
  // Browsers show HTTP/2's own fields (`:authority: …`), which no request sets.
  if (/^\s*:\w+:/.test(given)) return;
  const value = headerBytes(given, marks);
  const [, name = value, text] = /^\s*([^:;]*?)\s*(?::([\s\S]*)|;\s*)$/.exec(value) ?? [];
  // `Name:` alone takes a header of curl's own out; `Name;` is an empty one.
  if (text === undefined ? value.includes(';') : text.trim() !== '') draft.headers.push([name, text?.trim() ?? '']);
  else if (text === undefined) {
    draft.ignored.push('a header without a colon');
    draft.isComplete = false;
  } else draft.removed.add(name.toLowerCase());
}

/** `content`, `=content`, `name=content`, `@file`, `name@file` (curl(1), --data-urlencode). */
function takeEncoded(draft: Draft, value: string): void {
  const [, name = '', separator, content = value] = /^([^=@]*)([=@])([\s\S]*)$/.exec(value) ?? [];
  if (separator === '@') {
    draft.notes.push('A file to percent-encode (--data-urlencode with @) was left out.');
    draft.isComplete = false;
  } else draft.data.push({ kind: 'encoded', name, text: content });
}

function pairOf(value: string): readonly [string, string] {
  const equals = value.indexOf('=');
  return equals < 0 ? [value, ''] : [value.slice(0, equals), value.slice(equals + 1)];
}

function impliedMethod(draft: Draft): string | undefined {
  if (draft.isGet) return 'GET';
  if (draft.uploads.length > 0) return 'PUT';
  return draft.data.length > 0 || draft.parts.length > 0 ? 'POST' : 'GET';
}

/** The operands that can be addresses; what only a variable is might be options. */
function urlsOf(draft: Draft, marks: Marks): readonly string[] {
  const looks = [/^["'<]?https?:/i, /^[\w-]+(?:\.[\w-]+)+(?:[:/?]|$)|^[/{]\S|^\W*\d+\W\S/, /[/.]/];
  const likely = looks.map((look) => draft.urls.filter((url) => look.test(url))).find((urls) => urls.length > 0) ?? [];
  // A word alone may be anything, a forgotten quote's secret too.
  const urls = likely.length > 0 ? likely : draft.urls.filter((text) => marks.only(text) !== undefined).slice(0, 1);
  const unknown = draft.urls.filter((text) => !urls.includes(text) && marks.only(text) !== undefined);
  if (unknown.length > 0) {
    draft.notes.push(
      `What ${unknown.map(marks.written).join(', ')} holds is not in the text: options in it are missing.`,
    );
    draft.isComplete = false;
  }
  if (urls.some((url) => /[ \t\n]/.test(url.replace(/<[^<>]*>/g, ''))))
    draft.notes.push('curl refuses an address with blanks in it; here they are percent-encoded.');
  if (draft.urls.length > urls.length + unknown.length) {
    draft.notes.push('Words without an option were left out. Are quotes missing?');
    draft.isComplete = false;
  }
  return urls;
}

/** The parts that -F and --form-string give. */
function formOf(draft: Draft, input: CallBody | undefined, marks: Marks): CallForm {
  const fed = input?.kind === 'text' ? input.text : undefined;
  const items = draft.parts.flatMap(({ source, isString }) => {
    const read = readCurlPart(source, isString, fed, marks);
    if (read.note !== undefined) draft.notes.push(read.note);
    if (!read.ok) draft.isComplete = false;
    return read.ok ? read.items : [];
  });
  return { kind: 'form', items: shortened(items) };
}

function bodyOf(draft: Draft, input: CallBody | undefined, marks: Marks): CallBody | CallForm | undefined {
  if (draft.isJson) {
    const has = (name: string): boolean => draft.headers.some(([given]) => given.toLowerCase() === name);
    if (!has('content-type') && !draft.removed.has('content-type'))
      draft.headers.push(['Content-Type', 'application/json']);
  }
  if (draft.parts.length > 0) return formOf(draft, input, marks);
  const [upload, ...others] = draft.uploads;
  if (others.length > 0 || /^\{.*,.*\}$|\[\w-\w\]/.test(upload ?? '')) {
    draft.notes.push('Several files are uploaded (-T), each by a request of its own. Write out the one to send.');
    draft.isComplete = false;
  }
  if (upload !== undefined && !draft.headers.some(([name]) => name.toLowerCase() === 'content-type'))
    draft.notes.push(UPLOAD_TYPE);
  if (upload !== undefined) return upload === '-' || upload === '.' ? fromInput(draft, input) : fileBody(upload, marks);
  if (draft.isGet) {
    for (const data of draft.data) putIntoQuery(draft, data);
    return undefined;
  }
  const [first, ...rest] = draft.data;
  if (first === undefined) return undefined;
  const takesForm = (): void => {
    if (draft.removed.has('content-type')) draft.notes.push(NO_TYPE);
    else if (!draft.isJson && !draft.headers.some(([name]) => name.toLowerCase() === 'content-type'))
      draft.headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  };
  if (rest.length === 0 && first.kind === 'file') {
    takesForm();
    return ofFile(draft, first.path === '-' ? fromInput(draft, input) : fileBody(first.path, marks), first.strips);
  }
  const texts = draft.data.map((data) => {
    if (data.kind === 'text') return data.text;
    if (data.kind === 'encoded') return `${data.name === '' ? '' : `${data.name}=`}${encodeAround(data.text, marks)}`;
    draft.notes.push('A file as a part of a body (-d @FILE beside another -d) was left out.');
    draft.isComplete = false;
    return '';
  });
  // Repeated --json is put together as it is, -d with an &.
  const text = texts.join(draft.isJson ? '' : '&');
  const only = marks.only(text);
  if (only?.file !== undefined) return { kind: 'file', path: only.file };
  takesForm();
  return text === '' ? undefined : { kind: 'text', text };
}

function putIntoQuery(draft: Draft, data: Data): void {
  if (data.kind === 'text') draft.query.push(...parseQuery(data.text));
  else if (data.kind === 'encoded') draft.query.push(data.name === '' ? pairOf(data.text) : [data.name, data.text]);
  else {
    draft.notes.push('A file as a query (-G with -d @FILE) was left out.');
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
  return encodeURIComponent(bare.toWellFormed())
    .replaceAll('%20', '+')
    .replace(/%00/g, () => kept.shift() ?? '');
}

const NO_TYPE = 'curl would send no Content-Type (-H "Content-Type:"); this program sends one with every body.';

const UPLOAD_TYPE = 'curl sends no Content-Type with -T; this program sends one with every body.';

/** What `-d @FILE` sends: the file without its line ends. */
function ofFile(draft: Draft, body: CallBody | undefined, strips: boolean): CallBody | undefined {
  if (!strips || body === undefined) return body;
  if (body.kind === 'text') return { kind: 'text', text: body.text.replace(/[\r\n\0]/g, '') };
  const isJson =
    /\.json$/i.test(body.path) ||
    draft.headers.some(([name, value]) => name.toLowerCase() === 'content-type' && /json/i.test(value));
  if (!isJson)
    draft.notes.push('curl takes the line breaks out of a file that -d names; this program sends the file as it is.');
  return body;
}

function fromInput(draft: Draft, input: CallBody | undefined): CallBody | undefined {
  if (input !== undefined) return input;
  draft.notes.push('The body comes from standard input, which is not in the text.');
  draft.isComplete = false;
  return undefined;
}
