// Everything that can go wrong with a request, as data: what was tried, what happened, what to do next.
// Pure: core/ and ui/ read failures without loading undici. `happened` may quote a server and is therefore hostile
// text: whoever paints it must make control characters visible first.

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
  return `${failure.tried}: ${failure.happened}. ${upperFirst(failure.next)}.`;
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

/** True for a connection that was lost or never made, where sending a safe request again may help (RFC 9110 §9.2.2). */
export function isConnectionLoss(failure: Failure): boolean {
  return failure.kind === 'refused' || failure.kind === 'network';
}

/** The same failure with the number of attempts told, where there was more than one. */
export function withAttempts(failure: Failure, attempts: number): Failure {
  return attempts < 2 ? failure : { ...failure, happened: `${failure.happened} (tried ${attempts} times)` };
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
