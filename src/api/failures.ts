// Everything that can go wrong with a request, as data: what was tried, what happened, what to do next.
// Whoever reads a failure does not load undici for it. `happened` may quote a server and is therefore hostile
// text: whoever paints it must make control characters visible first.
import { capitalised } from '../text/sentences.ts';

/** One entry of the envelope's `errors`, with Cloudflare's `error_chain` as `chain`. */
export interface ApiError {
  /** Not unique across products: never judge by the code alone. */
  readonly code: number | undefined;
  readonly message: string;
  readonly pointer?: string;
  readonly documentationUrl?: string;
  readonly chain: readonly ApiError[];
}

interface Told {
  /** "GET https://host/path": never the query, which may hold signed or private values. */
  readonly tried: string;
  /** One clause without a full stop. */
  readonly happened: string;
  /** What the person can do about it, as an imperative without a full stop. */
  readonly next: string;
  /** By which Cloudflare finds the request again. */
  readonly ray?: string;
}

export type Failure =
  | (Told & { readonly kind: 'refused' | 'dns' | 'tls' | 'cancelled' | 'truncated' | 'encoding' })
  | (Told & { readonly kind: 'headers-too-large' | 'protocol' | 'network' | 'unusable' })
  | (Told & { readonly kind: 'timeout'; readonly phase: 'connect' | 'headers' | 'body' })
  | (Told & { readonly kind: 'too-large'; readonly limitBytes: number })
  | (Told & { readonly kind: 'redirect'; readonly status: number; readonly target: string })
  | (Told & { readonly kind: 'status'; readonly status: number })
  | (Told & { readonly kind: 'api'; readonly status: number; readonly errors: readonly ApiError[] });

/** A failure as it is thrown through promises. The only exception a `Send` rejects with. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(sentence(failure), options);
    this.failure = failure;
  }
}

/** The whole failure on one line. */
export function sentence(failure: Failure): string {
  return `${failure.tried}: ${failure.happened}. ${capitalised(failure.next)}.${tellRay(failure)}`;
}

/** ` Ray ID 8f2…-FRA.`, or nothing. */
export function tellRay({ ray }: Pick<Failure, 'ray'>): string {
  return ray === undefined ? '' : ` Ray ID ${ray}.`;
}

/** Names a request for `tried`: method, origin and path, without user info, query and fragment. */
export function describeRequest(request: { readonly method: string; readonly url: string }): string {
  return `${request.method} ${describeUrl(request.url)}`;
}

/** A URL without what may be private in it: user info, query and fragment. Text that is no URL is cut at its query. */
export function describeUrl(text: string): string {
  if (!URL.canParse(text)) return text.replace(/[?#].*$/s, '');
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** Codes of an answer that is about the credential, whatever its status; never by the code alone. */
const CREDENTIAL_CODES = new Set([9109, 10000]);

/**
 * True for an answer that refuses the credential or what it may do: 401 and 403, and what some services say with another status of
 * the same class. The page of a firewall refuses the request itself.
 */
export function refusesCredential(failure: Failure): boolean {
  if (!('status' in failure) || failure.next === BLOCKED) return false;
  const { status } = failure;
  if (status === 401 || status === 403) return true;
  return (
    failure.kind === 'api' &&
    status >= 400 &&
    status < 500 &&
    failure.errors.some(
      ({ code, message }) =>
        code !== undefined && CREDENTIAL_CODES.has(code) && /auth|permission|access token/i.test(message),
    )
  );
}

const PASSING_KINDS: ReadonlySet<Failure['kind']> = new Set(['refused', 'network', 'timeout', 'truncated']);

/**
 * True for a connection that was lost or never made, and for a response that did not come in time or broke off: sending a safe
 * request again may help (RFC 9110 §9.2.2).
 */
export function isPassing(failure: Failure): boolean {
  return PASSING_KINDS.has(failure.kind);
}

/** The same failure with the number of attempts told, where there was more than one. */
export function withAttempts(failure: Failure, attempts: number): Failure {
  return attempts < 2 ? failure : { ...failure, happened: `${failure.happened} (tried ${attempts} times)` };
}

const REASON_PHRASES: ReadonlyMap<number, string> = new Map([
  [200, 'OK'],
  [201, 'Created'],
  [202, 'Accepted'],
  [204, 'No Content'],
  [300, 'Multiple Choices'],
  [301, 'Moved Permanently'],
  [302, 'Found'],
  [303, 'See Other'],
  [304, 'Not Modified'],
  [307, 'Temporary Redirect'],
  [308, 'Permanent Redirect'],
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [402, 'Payment Required'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [406, 'Not Acceptable'],
  [408, 'Request Timeout'],
  [409, 'Conflict'],
  [410, 'Gone'],
  [411, 'Length Required'],
  [412, 'Precondition Failed'],
  [413, 'Content Too Large'],
  [414, 'URI Too Long'],
  [415, 'Unsupported Media Type'],
  [422, 'Unprocessable Content'],
  [425, 'Too Early'],
  [429, 'Too Many Requests'],
  [431, 'Request Header Fields Too Large'],
  [451, 'Unavailable For Legal Reasons'],
  [500, 'Internal Server Error'],
  [501, 'Not Implemented'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
  [520, 'Web Server Returns an Unknown Error'],
  [521, 'Web Server Is Down'],
  [522, 'Connection Timed Out'],
  [523, 'Origin Is Unreachable'],
  [524, 'A Timeout Occurred'],
  [525, 'SSL Handshake Failed'],
  [526, 'Invalid SSL Certificate'],
  [530, 'Origin Error'],
]);

/** Chain codes of "6003 Invalid request headers" that are about the credential's fields, not about another header. */
const CREDENTIAL_HEADER_CODES = new Set([6100, 6101, 6102, 6103, 6111]);

/** "Missing or empty auth headers": together with a 4xx status, never alone. */
const MISSING_CREDENTIAL_CODES = new Set([9106]);

/** The registered reason phrase, or '' for a status that has none. HTTP/2 sends none, so the table is ours. */
export function reasonPhrase(status: number): string {
  return REASON_PHRASES.get(status) ?? '';
}

interface AdviceFacts {
  readonly method: string;
  readonly status: number;
  readonly errors: readonly ApiError[];
  /** How long the server asked to wait, in ms. */
  readonly waitMs: number | undefined;
  /** True for the page of a firewall, which is no response of the API. */
  readonly isBlockPage?: boolean;
  /** True for the errors of a GraphQL query. */
  readonly isQuery?: boolean;
}

/**
 * What to do next. Judged by the status first: error codes are not unique, and 10000 is "Authentication error" in one
 * response and "This API Token is valid and active" in another. Codes only refine a 4xx.
 */
export function adviseOn(facts: AdviceFacts): string {
  const { status } = facts;
  if (facts.isBlockPage) return BLOCKED;
  if (facts.errors.some(({ message }) => message.startsWith('The sandbox does not have this operation')))
    return SANDBOX_LACK;
  if (status === 401) return UNKNOWN_CREDENTIAL;
  // 9109 is also what a good token gets that lacks a permission.
  if (hasError(facts.errors, 9109, /invalid access token/i)) return UNKNOWN_CREDENTIAL;
  if (hasError(facts.errors, 1001, /account.owned/i)) return ACCOUNT_OWNED;
  if (status < 400 && facts.isQuery) return 'change the query where the message says';
  if (status >= 400 && status < 500 && isAboutCredentialFields(facts.errors)) return MALFORMED_CREDENTIAL;
  if (status === 429) return adviseOnRateLimit(facts.waitMs);
  const advice = ADVICE.get(status);
  if (advice !== undefined) return typeof advice === 'string' ? advice : advice(facts.method);
  if (status >= 520 && status <= 530)
    return 'wait and try again: Cloudflare could not reach the service behind this path';
  if (status >= 500) return adviseOnServerError(facts.method);
  if (status >= 400) return 'read the message and change the request';
  return 'read the errors in the body: the status alone does not explain this';
}

const UNKNOWN_CREDENTIAL =
  'check the credential: it is missing, mistyped, expired, disabled, or of a kind that this path does not accept';

const SANDBOX_LACK =
  'send it with a credential of your own, or add it as a profile with flarescope auth add NAME: the API itself may well have it';

const ACCOUNT_OWNED =
  'use a token of a user (My Profile > API Tokens), or the same operation below /accounts/{account_id}: this path takes no account-owned token';

const BLOCKED =
  'change what the request holds, such as code or HTML in a value, or the place that it is sent from: a firewall in front of the API took it for an attack, and no permission of the credential helps';

function hasError(errors: readonly ApiError[], code: number, text: RegExp): boolean {
  return errors.some((error) => error.code === code && text.test(error.message));
}

const MALFORMED_CREDENTIAL =
  'enter the credential again: its format was not accepted (a token is not a key, and a key needs its email address)';

const ADVICE: ReadonlyMap<number, string | ((method: string) => string)> = new Map<
  number,
  string | ((method: string) => string)
>([
  [400, 'read the message and correct the parameter or field'],
  [
    403,
    'check that the credential has permission for this and covers this account or zone; a token may also be limited to some IP addresses',
  ],
  [404, 'check the path and its ids: there is no such route, or no such resource for this credential'],
  [405, (method) => `use another method: this path does not accept ${method}`],
  [409, 'get the resource again: it already exists or has changed'],
  [410, 'find the replacement for this path: it was removed'],
  [412, 'get the resource again: it has changed'],
  [413, 'send a smaller body'],
  [414, 'shorten the query'],
  [415, 'set a Content-Type that this path accepts'],
  [422, 'read the message and correct the field'],
]);

function isAboutCredentialFields(errors: readonly ApiError[]): boolean {
  return errors.some(
    ({ code, chain }) =>
      code !== undefined &&
      (MISSING_CREDENTIAL_CODES.has(code) ||
        (code === 6003 && chain.some((cause) => cause.code !== undefined && CREDENTIAL_HEADER_CODES.has(cause.code)))),
  );
}

/** 1,200 requests per five minutes and user; beyond it everything is refused for five minutes. */
function adviseOnRateLimit(waitMs: number | undefined): string {
  if (waitMs === undefined)
    return 'wait before trying again: after too many requests Cloudflare refuses all of them for up to five minutes';
  if (waitMs === 0) return 'try again now: the server asks for no wait';
  return `wait ${tellSeconds(Math.ceil(waitMs / 1000))} before trying again, as the server asks`;
}

function adviseOnServerError(method: string): string {
  return method === 'GET' || method === 'HEAD'
    ? 'try again in a moment, and see www.cloudflarestatus.com if it keeps failing'
    : 'get the resource before sending this again: the change may have been made anyway';
}

/** "1 second", "45 seconds", "5 min", "1 h 5 min". */
function tellSeconds(seconds: number): string {
  if (seconds === 1) return '1 second';
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
