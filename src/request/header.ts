// Which headers a line may set. Names are tokens and values have no controls (RFC 9110 sections 5.1 and 5.5), so that no
// header can be smuggled in; credentials never come from a line, because lines are kept in the history.
import { quoted } from './message.ts';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Field values: visible ASCII, space, tab and obs-text. Node refuses the rest as well, but later and less politely. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const CREDENTIALS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-auth-email',
  'x-auth-key',
  'x-auth-user-service-key',
]);

/** Headers that describe the connection or the framing (RFC 9110 section 7.6.1, RFC 9112 section 6): the client's business. */
const CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

interface HeaderProblem {
  readonly in: 'name' | 'value';
  readonly expected: string;
  readonly message: string;
}

/** Why a line must not set this header; undefined where it may. */
export function headerProblem(name: string, value: string): HeaderProblem | undefined {
  if (!TOKEN.test(name)) {
    const message = `${quoted(name)} is not a header name: use letters, digits and hyphens. For a field write name=text.`;
    return { in: 'name', expected: 'a header name', message };
  }
  const lower = name.toLowerCase();
  if (CREDENTIALS.has(lower)) {
    const message = `${lower} carries a credential: credentials come from the profile or the environment, never from the line, which is kept in the history.`;
    return { in: 'name', expected: 'a header without a credential', message };
  }
  if (CONNECTION.has(lower)) {
    return {
      in: 'name',
      expected: 'another header',
      message: `${lower} is set by the connection itself. Remove it.`,
    };
  }
  if (FIELD_VALUE.test(value)) return undefined;
  const message = `The value of ${name} contains a character that a header cannot carry. Use ASCII without control characters.`;
  return { in: 'value', expected: 'a header value in ASCII', message };
}

/** By extension. JavaScript is `application/javascript` here because that is what the Workers script upload asks for. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['avif', 'image/avif'],
  ['cjs', 'application/javascript'],
  ['css', 'text/css'],
  ['csv', 'text/csv'],
  ['gif', 'image/gif'],
  ['gz', 'application/gzip'],
  ['htm', 'text/html'],
  ['html', 'text/html'],
  ['ico', 'image/vnd.microsoft.icon'],
  ['jpeg', 'image/jpeg'],
  ['jpg', 'image/jpeg'],
  ['js', 'application/javascript'],
  ['json', 'application/json'],
  ['jsonl', 'application/x-ndjson'],
  ['map', 'application/source-map'],
  ['md', 'text/markdown'],
  ['mjs', 'application/javascript+module'],
  ['mov', 'video/quicktime'],
  ['mp3', 'audio/mpeg'],
  ['mp4', 'video/mp4'],
  ['ndjson', 'application/x-ndjson'],
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['py', 'text/x-python'],
  ['svg', 'image/svg+xml'],
  ['txt', 'text/plain'],
  ['vtt', 'text/vtt'],
  ['wasm', 'application/wasm'],
  ['wav', 'audio/wav'],
  ['webm', 'video/webm'],
  ['webp', 'image/webp'],
  ['woff2', 'font/woff2'],
  ['xml', 'application/xml'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
  ['zip', 'application/zip'],
]);

/** The media type for a file name; `application/octet-stream` where the extension says nothing. */
export function contentTypeOf(path: string): string {
  const extension = /[^/\\]\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase();
  return TYPES.get(extension ?? '') ?? 'application/octet-stream';
}
