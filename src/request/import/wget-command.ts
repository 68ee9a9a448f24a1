// A wget command as the requests that it would send (GNU Wget manual). Texts may hold marks.
import { filterOf } from './filter.ts';
import type { RunJq } from './jq-arguments.ts';
import type { Marks } from './marks.ts';
import { type OptionTable, optionNames, readOptionWords } from './options.ts';
import { fileBody, inputOf } from './posix-output.ts';
import { headerBytes } from './posix-words.ts';
import type { CallBody, HttpCall, Pipeline } from './types.ts';

const TABLE: OptionTable = {
  values: optionNames(`
    method header body-data body-file post-data post-file user-agent referer user password http-user http-password
    output-document output-file append-output execute tries timeout dns-timeout connect-timeout read-timeout wait waitretry
    quota limit-rate directory-prefix cut-dirs default-page load-cookies save-cookies max-redirect proxy-user proxy-password
    secure-protocol certificate certificate-type private-key private-key-type ca-certificate ca-directory crl-file pinnedpubkey
    input-file base config bind-address prefer-family local-encoding remote-encoding level accept reject domains
    exclude-domains include-directories exclude-directories accept-regex reject-regex compression progress report-speed
    ciphers retry-on-http-error`),
  flags: optionNames(`
    quiet verbose no-verbose debug background force-html continue server-response spider no-check-certificate
    content-on-error content-disposition trust-server-names auth-no-challenge no-hsts https-only inet4-only inet6-only
    no-cache no-cookies ignore-length save-headers keep-session-cookies timestamping no-clobber force-directories
    no-directories adjust-extension recursive page-requisites convert-links mirror no-parent no-proxy show-progress
    retry-connrefused random-wait help version no-config xattr no-http-keep-alive no-netrc no-iri`),
  letters: {
    ...{ q: 'quiet', v: 'verbose', d: 'debug', b: 'background', c: 'continue', S: 'server-response', F: 'force-html' },
    ...{
      O: 'output-document',
      o: 'output-file',
      a: 'append-output',
      e: 'execute',
      t: 'tries',
      T: 'timeout',
      w: 'wait',
    },
    ...{ Q: 'quota', U: 'user-agent', P: 'directory-prefix', i: 'input-file', B: 'base', l: 'level', A: 'accept' },
    ...{ R: 'reject', D: 'domains', I: 'include-directories', X: 'exclude-directories', N: 'timestamping' },
    ...{
      r: 'recursive',
      p: 'page-requisites',
      k: 'convert-links',
      m: 'mirror',
      x: 'force-directories',
      '4': 'inet4-only',
    },
    ...{ '6': 'inet6-only', E: 'adjust-extension', h: 'help', V: 'version' },
  },
};

/** What says nothing about the request. */
const SILENT =
  /^(?:quiet|verbose|no-verbose|debug|continue|server-response|content-on-error|tries|progress|show-progress|auth-no-challenge|max-redirect|inet[46]-only|no-hsts|https-only|save-headers|compression|no-(?:config|cache|cookies|netrc|iri|clobber))$/;

/** The requests that the command at `index` of the pipeline makes: one for each address. */
export function readWgetCommand(pipeline: Pipeline, index: number, marks: Marks, runJq: RunJq): readonly HttpCall[] {
  const urls: string[] = [];
  const headers: (readonly [string, string])[] = [];
  const notes: string[] = [];
  const ignored: string[] = [];
  let method: string | undefined;
  let body: CallBody | undefined;
  let isComplete = true;
  for (const word of readOptionWords(pipeline[index]?.words.slice(1) ?? [], TABLE)) {
    if (word.kind === 'operand') urls.push(word.text);
    else if (word.kind === 'unknown') {
      // `-nv`, `-nc`, `-nd` are options of two letters.
      if (word.written === '-n') continue;
      ignored.push(word.written);
      isComplete = false;
    } else {
      const { name, value = '' } = word;
      if (name === 'method') method = value.toUpperCase();
      else if (name === 'header') {
        const [, field = '', text = ''] = /^([^:]*):([\s\S]*)$/.exec(value) ?? [];
        if (field !== '') headers.push([field.trim(), headerBytes(text.trim(), marks)]);
      } else if (name === 'user-agent') headers.push(['User-Agent', value]);
      else if (name === 'referer') headers.push(['Referer', value]);
      else if (name === 'body-data' || name === 'post-data') body = { kind: 'text', text: value };
      else if (name === 'body-file' || name === 'post-file') {
        body = value === '-' ? inputOf(pipeline, index, marks, runJq) : fileBody(value, marks);
        if (body === undefined) {
          notes.push('The body comes from standard input, which is not in the text.');
          isComplete = false;
        }
      } else if (/^(?:http-)?(?:user|password)$/.test(name))
        notes.push('The user and password were left out: the API takes a token, or an email address and a key.');
      else if (name === 'no-check-certificate')
        notes.push('--no-check-certificate is not honoured: certificates are always checked.');
      else if (/^(?:input-file|config|execute|load-cookies)$/.test(name)) {
        notes.push(`What --${name} says is not in the text.`);
        isComplete = false;
      } else if (/^(?:output-.*|append-output|directory-prefix)$/.test(name)) {
        if (!/^(?:-|\/dev\/(?:null|stdout))$/.test(value)) ignored.push('the output file');
      } else if (name === 'spider') method ??= 'HEAD';
      else if (!SILENT.test(name)) ignored.push(`--${name}`);
      if (name.startsWith('post-')) method = 'POST';
    }
  }
  if (body !== undefined && !headers.some(([name]) => name.toLowerCase() === 'content-type'))
    headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  const filter = filterOf(pipeline.slice(index + 1), marks);
  if (ignored.length > 0) notes.push(`Ignored: ${[...new Set(ignored)].join(', ')}.`);
  return (urls.length === 0 ? [''] : urls).map((url) => ({
    method: method ?? 'GET',
    url,
    headers,
    query: [],
    body: body?.kind === 'text' && body.text === '' ? undefined : body,
    filter: filter.text,
    notes: [...notes, ...filter.notes],
    isComplete,
    bearer: undefined,
  }));
}
