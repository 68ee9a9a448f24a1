// A curl command as the request that curl would send (curl(1)). Texts may hold marks.
import { parseQuery } from './address.ts';
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
  if (draft.ignored.length > 0) draft.notes.push(`Ignored: ${[...new Set(draft.ignored)].join(', ')}.`);
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
    draft.notes.push('The headers in a file (-H @FILE) were left out.');
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
    draft.notes.push('Words without an option were left out. Are quotes missing?');
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
    draft.notes.push('A file as a part of a body (-d @FILE beside another -d) was left out.');
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

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const TAKE_VALUES = words(`
  abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at
  cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode delegation
  dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save
  expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode
  happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json
  keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt
  max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey preproxy
  proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile
  proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers
  proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer request
  request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5
  socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond tls-max
  tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file upload-flags url
  url-query user user-agent variable vlan-priority write-out`);

const FLAGS = words(`
  anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable disable-eprt
  disable-epsv disallow-username-in-url doh-cert-status doh-insecure dump-ca-embed fail fail-early fail-with-body false-start
  form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control get globoff haproxy-protocol head
  help http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ipv6
  junk-session-cookies list-only location location-trusted mail-rcpt-allowfails manual metalink mptcp negotiate netrc
  netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb out-null
  parallel parallel-immediate path-as-is post301 post302 post303 progress-bar proxy-anyauth proxy-basic proxy-digest
  proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw
  remote-header-name remote-name remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir
  show-error show-headers silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast
  ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output suppress-connect-headers
  tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids
  trace-time use-ascii verbose version xattr`);

/** What the terminal shows, and how the connection is made where this program makes it as well as it can by itself. */
const SILENT_OPTIONS = words(`
  silent show-error verbose include show-headers location compressed fail fail-with-body fail-early progress-bar
  no-progress-meter no-buffer globoff http1.0 http1.1 http2 http3 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 ssl ssl-reqd basic
  styled-output path-as-is ipv4 ipv6 disable no-keepalive keepalive-time tcp-nodelay tcp-fastopen no-alpn http2-prior-knowledge
  write-out trace-time raw ssl-no-revoke ssl-revoke-best-effort junk-session-cookies no-sessionid suppress-connect-headers
  max-redirs post301 post302 post303 stderr`);

const SHORT: Readonly<Record<string, string>> = {
  ...{ a: 'append', E: 'cert', K: 'config', C: 'continue-at', b: 'cookie', c: 'cookie-jar', d: 'data', q: 'disable' },
  ...{
    D: 'dump-header',
    f: 'fail',
    F: 'form',
    P: 'ftp-port',
    G: 'get',
    g: 'globoff',
    I: 'head',
    H: 'header',
    h: 'help',
  },
  ...{
    '0': 'http1.0',
    i: 'include',
    k: 'insecure',
    '4': 'ipv4',
    '6': 'ipv6',
    j: 'junk-session-cookies',
    l: 'list-only',
  },
  ...{ L: 'location', M: 'manual', m: 'max-time', n: 'netrc', ':': 'next', N: 'no-buffer', o: 'output', Z: 'parallel' },
  ...{ '#': 'progress-bar', x: 'proxy', U: 'proxy-user', p: 'proxytunnel', Q: 'quote', r: 'range', e: 'referer' },
  ...{ J: 'remote-header-name', O: 'remote-name', R: 'remote-time', X: 'request', S: 'show-error', s: 'silent' },
  ...{
    Y: 'speed-limit',
    y: 'speed-time',
    '2': 'sslv2',
    '3': 'sslv3',
    t: 'telnet-option',
    z: 'time-cond',
    '1': 'tlsv1',
  },
  ...{ T: 'upload-file', B: 'use-ascii', u: 'user', A: 'user-agent', v: 'verbose', V: 'version', w: 'write-out' },
};

type CurlWord =
  | { readonly kind: 'option'; readonly name: string; readonly value: string | undefined }
  | { readonly kind: 'operand'; readonly text: string }
  /** An option that curl does not have, as written up to a value. */
  | { readonly kind: 'unknown'; readonly written: string };

/** The words of a curl command as options with their values, and operands. Texts may hold marks. */
function readCurlWords(args: readonly string[]): readonly CurlWord[] {
  const found: CurlWord[] = [];
  let onlyOperands = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const dashed = word.replace(/^[\u2013\u2014](?=\w{2})/, '--').replace(/^[\u2013\u2014](?=\w)/, '-');
    if (onlyOperands || !dashed.startsWith('-') || dashed === '-') found.push({ kind: 'operand', text: word });
    else if (dashed === '--') onlyOperands = true;
    else if (dashed.startsWith('--')) at += readLong(dashed.slice(2), args[at + 1], found);
    else at += readShort(dashed.slice(1), args[at + 1], found);
  }
  return found;
}

/** `--name value`; also `--name=value`, which curl refuses and people write. Gives how many more words were used. */
function readLong(text: string, next: string | undefined, found: CurlWord[]): number {
  const [, written = text, attached] = /^([^=]*)=([\s\S]*)$/.exec(text) ?? [];
  const name = longName(written);
  if (name === undefined) {
    found.push({ kind: 'unknown', written: `--${written}` });
    return 0;
  }
  if (!TAKE_VALUES.has(name)) {
    found.push({ kind: 'option', name, value: undefined });
    return 0;
  }
  found.push({ kind: 'option', name, value: attached ?? next ?? '' });
  return attached === undefined && next !== undefined ? 1 : 0;
}

/** The option's whole name: `--no-…` and `--expand-…` are about the one they name, and a beginning that only one has will do. */
function longName(written: string): string | undefined {
  if (TAKE_VALUES.has(written) || FLAGS.has(written)) return written;
  const expanded = written.replace(/^expand-/, '');
  if (TAKE_VALUES.has(expanded)) return expanded;
  if (FLAGS.has(written.replace(/^no-/, ''))) return 'silent';
  const candidates = [...TAKE_VALUES, ...FLAGS].filter((name) => name.startsWith(written));
  return candidates.length === 1 || written === 'head' ? candidates[0] : undefined;
}

/** `-sSLX POST`, `-XPOST`, `-H'…'`: the first one that takes a value takes the rest of the word, or the next one. */
function readShort(letters: string, next: string | undefined, found: CurlWord[]): number {
  for (let at = 0; at < letters.length; at++) {
    const name = SHORT[letters[at] ?? ''];
    if (name === undefined) {
      found.push({ kind: 'unknown', written: `-${letters[at]}` });
      return 0;
    }
    if (TAKE_VALUES.has(name)) {
      const rest = letters.slice(at + 1);
      found.push({ kind: 'option', name, value: rest === '' ? (next ?? '') : rest });
      return rest === '' && next !== undefined ? 1 : 0;
    }
    found.push({ kind: 'option', name, value: undefined });
  }
  return 0;
}
