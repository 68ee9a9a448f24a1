// Cloudflare's envelope { success, errors, messages, result_info } around every result, and the verdict over a response.
// The caller leaves the (possibly huge) `result` out of what it passes in.
// Schema: https://github.com/cloudflare/api-schemas (common.yaml); `error_chain` is real but absent from it.

import { isRecord } from '../json/values.ts';
import { type ApiError, adviseOn, describeRequest, describeUrl, type Failure, reasonPhrase } from './failures.ts';
import { type HeaderList, headerValue } from './messages.ts';
import { askedWaitMs } from './retry.ts';

export type { ApiError };

interface ApiMessage {
  readonly code: number | undefined;
  readonly message: string;
  readonly type: string | undefined;
}

export interface Envelope {
  readonly success: boolean;
  readonly errors: readonly ApiError[];
  readonly messages: readonly ApiMessage[];
  /** As it came: recognise.ts reads it. */
  readonly resultInfo: unknown;
  /** GraphQL's envelope: `errors` beside `data`, and no `success`. */
  readonly isQuery?: true;
}

/** What a body says that has no envelope: one of words, or a page. */
export interface PlainWords {
  readonly isHtml: boolean;
  /** True where the content type says so. */
  readonly isDeclared: boolean;
  /** The title of a page, the first words of a text. */
  readonly text: string;
}

/** What judge needs of a response; a WireResponse fits. */
interface JudgedResponse {
  readonly status: number;
  readonly headers: HeaderList;
}

/** Entries of a list that are read, and levels of an error chain: more is noise or an attack. */
const LONGEST_LIST = 100;
const DEEPEST_CHAIN = 8;

/** Server text quoted in a sentence is cut to this many UTF-16 units. */
const LONGEST_QUOTE = 300;

/** Errors told in full in a sentence; the others are counted. */
const ERRORS_TOLD = 3;

/**
 * Reads the envelope from the members beside `result`. Undefined where the body is no envelope: no object, or without
 * a boolean `success` (KV values, scripts), but for GraphQL's and for those of other services, whose words are kept for an error.
 * Odd entries are kept as text rather than dropped.
 *
 * @param isBare whether the body has no other members than those of `head`: what a user stored may have errors too
 */
export function readEnvelope(head: unknown, isBare = true): Envelope | undefined {
  if (!isRecord(head)) return undefined;
  if (typeof head.success !== 'boolean') return readForeign(head, isBare);
  return {
    success: head.success,
    errors: readErrors(head.errors, DEEPEST_CHAIN),
    messages: listOf(head.messages).map(readMessage),
    resultInfo: head.result_info,
  };
}

/** Members that GraphQL's `data` is summed up by: it may be of any size. */
export type DataKind = 'absent' | 'null' | 'some';

/** GraphQL (spec section 7), RFC 9457 problems, OAuth's and the plain objects of gateways. */
function readForeign(head: Readonly<Record<string, unknown>>, isBare: boolean): Envelope | undefined {
  const errors = readErrors(head.errors, DEEPEST_CHAIN);
  const common = { messages: [], resultInfo: head.result_info };
  if (errors.length > 0 && errors.some(({ message }) => message !== '')) {
    const isQuery = isBare && (head.data !== undefined || listOf(head.errors).every(isRecord));
    return { ...common, success: !isQuery || head.data === 'some', errors, ...(isQuery ? { isQuery: true } : {}) };
  }
  const words = [head.title, head.detail, head.error, head.error_description, head.message].map(wordsOf);
  const told = [...new Set(words.filter((text) => text !== ''))].join(': ');
  return told === ''
    ? undefined
    : { ...common, success: true, errors: [{ code: readCode(head.code), message: told, chain: [] }] };
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value.trim().replace(/\.$/, '');
  return isRecord(value) && typeof value.message === 'string' ? value.message.trim() : '';
}

/** What a successful response has to say beside its result; each a clause. */
export function tellMessages(envelope: Envelope | undefined, status: number): readonly string[] {
  if (!envelope || status >= 400) return [];
  const messages = envelope.messages.map(
    ({ code, message }) => `${cutQuote(message)}${code === undefined ? '' : ` (code ${code})`}`,
  );
  const isPartial = envelope.isQuery && envelope.success && envelope.errors.length > 0;
  return [
    ...messages.filter((text) => text !== ''),
    ...(isPartial ? [`the data is only a part: ${tellErrors(envelope.errors)}`] : []),
  ];
}

/** Paths whose responses are what somebody has stored, of any type. */
const STORED = /\/(?:values|objects|content|blobs?|scripts|assets|files|export|download)(?:\/|$)/;

/** Titles of pages that Cloudflare's firewall responds with in place of the API. */
const BLOCK_PAGE = /attention required|sorry, you have been blocked|access denied|just a moment|you have been blocked/i;

/**
 * Undefined for a success, else why this response is none. The envelope has the first word: `success: false` is a
 * failure even with status 200; after it the status has.
 */
export function judge(
  request: { readonly method: string; readonly url: string },
  response: JudgedResponse,
  envelope: Envelope | undefined,
  words?: PlainWords,
): Failure | undefined {
  const failure = judgeUnmarked(request, response, envelope, words);
  const ray = headerValue(response.headers, 'cf-ray')?.trim();
  return failure && ray ? { ...failure, ray: cutQuote(ray) } : failure;
}

function judgeUnmarked(
  request: { readonly method: string; readonly url: string },
  response: JudgedResponse,
  envelope: Envelope | undefined,
  words: PlainWords | undefined,
): Failure | undefined {
  const { status } = response;
  const tried = describeRequest(request);
  const location = headerValue(response.headers, 'location');
  if (status >= 300 && status < 400 && status !== 304 && location !== undefined) {
    return unfollowedRedirect(request, status, location);
  }
  const says = envelope !== undefined && (!envelope.success || (status >= 400 && envelope.errors.length > 0));
  // A person's own page may lie in a value or a script; the API itself responds with none.
  const isPage =
    status < 300 && words?.isHtml === true && words.isDeclared && !STORED.test(new URL(request.url).pathname);
  if (status < 400 && !says && !isPage) return undefined;

  const errors = envelope?.errors ?? [];
  // Without a clock: a Retry-After that names a date counts from the response's own Date field.
  const waitMs = askedWaitMs(status, response.headers, Date.parse(headerValue(response.headers, 'date') ?? ''));
  const isBlockPage = status >= 400 && words?.isHtml === true && BLOCK_PAGE.test(words.text);
  const isQuery = envelope?.isQuery === true;
  const next = adviseOn({ method: request.method, status, errors, waitMs, isBlockPage, isQuery });
  if (!says) {
    const said = cutQuote(words?.text ?? '');
    const page = words?.isHtml ? ` with a page${said && `, "${said}"`}` : said && `: ${said}`;
    const happened = isBlockPage
      ? `a firewall in front of the API blocked the request: ${namedStatus(status)}${page}`
      : `the server returned ${namedStatus(status)}${page}${isPage ? ', where JSON was due' : ''}`;
    const instead = 'check the address: this is a page for a browser, not a response of the API';
    return { kind: 'status', tried, happened, next: isPage ? instead : next, status };
  }
  const told = errors.length === 0 ? 'the response has success: false and lists no errors' : tellErrors(errors);
  return { kind: 'api', tried, happened: `${namedStatus(status)}: ${told}`, next, status, errors };
}

function unfollowedRedirect(
  request: { readonly method: string; readonly url: string },
  status: number,
  location: string,
): Failure {
  // Without its query, which often holds a signature that must reach no log.
  const target = cutQuote(
    describeUrl(URL.canParse(location, request.url) ? new URL(location, request.url).href : location),
  );
  return {
    kind: 'redirect',
    tried: describeRequest(request),
    happened: `the server returned ${namedStatus(status)} and redirects to ${target}`,
    next: 'if you trust that address, send the request there yourself: only GET and HEAD follow redirects',
    status,
    target,
  };
}

function tellErrors(errors: readonly ApiError[]): string {
  const told = errors.slice(0, ERRORS_TOLD).map((error) => [error, ...flatten(error.chain)].map(tellError).join(' ← '));
  const untold = errors.length - told.length;
  return told.join('; ') + (untold > 0 ? `; and ${untold} more` : '');
}

function tellError(error: ApiError): string {
  const about = [
    ...(error.code === undefined ? [] : [`code ${error.code}`]),
    ...(error.pointer === undefined ? [] : [`at ${cutQuote(error.pointer)}`]),
  ];
  const message = cutQuote(error.message.replace(/\.+$/, '')) || 'an error without a message';
  return about.length === 0 ? message : `${message} (${about.join(', ')})`;
}

function flatten(chain: readonly ApiError[]): readonly ApiError[] {
  return chain.flatMap((error) => [error, ...flatten(error.chain)]);
}

function namedStatus(status: number): string {
  return `${status} ${reasonPhrase(status)}`.trim();
}

function readErrors(value: unknown, depth: number): readonly ApiError[] {
  return depth === 0 ? [] : listOf(value).map((entry) => readError(entry, depth));
}

function readError(entry: unknown, depth: number): ApiError {
  if (!isRecord(entry)) return { code: undefined, message: textOf(entry), chain: [] };
  // GraphQL says where with a list of names and indexes.
  const path = Array.isArray(entry.path) && entry.path.length > 0 ? entry.path.map(textOf).join('.') : undefined;
  const pointer = (isRecord(entry.source) ? entry.source.pointer : undefined) ?? path;
  return {
    code: readCode(entry.code),
    message: textOf(entry.message ?? entry.error ?? entry.title),
    ...(typeof pointer === 'string' ? { pointer } : {}),
    ...(typeof entry.documentation_url === 'string' ? { documentationUrl: entry.documentation_url } : {}),
    chain: readErrors(entry.error_chain, depth - 1),
  };
}

function readMessage(entry: unknown): ApiMessage {
  if (!isRecord(entry)) return { code: undefined, message: textOf(entry), type: undefined };
  return {
    code: readCode(entry.code),
    message: textOf(entry.message),
    type: typeof entry.type === 'string' ? entry.type : undefined,
  };
}

function readCode(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** A list as it should be; a single entry where a server forgot the list; nothing for null and absent. */
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.slice(0, LONGEST_LIST) : [value];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return JSON.stringify(value) ?? String(value);
}

function cutQuote(text: string): string {
  if (text.length <= LONGEST_QUOTE) return text;
  // A cut between the halves of a surrogate pair would leave a broken character.
  return `${text.slice(0, LONGEST_QUOTE - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
