// The words every part of the HTTP room shares: requests and answers as they are on the wire, and what happens on the
// way. The explorer imports this file, so it must know neither undici nor Node.

/** Header fields in the order sent or received; names keep their case, repeated names stay repeated (RFC 9110 §5.3). */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface WireRequest {
  readonly method: string;
  /** Absolute, already encoded. A fragment is never sent. */
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | undefined;
}

/** A redirect that was followed: the status it came with and the absolute URL it led to. */
export interface Redirect {
  readonly status: number;
  readonly url: string;
}

export interface WireResponse {
  readonly status: number;
  /** The reason phrase as sent. Empty over HTTP/2, which has none (RFC 9113 §8.3.1). */
  readonly statusText: string;
  readonly headers: HeaderList;
  /** Content codings removed. Owns its whole ArrayBuffer, so that it may be transferred to a worker. */
  readonly body: Uint8Array;
  /** Where the response came from: the request's URL, or the last redirect's. */
  readonly url: string;
  /** Bytes of the body as they came over the wire, before decoding. */
  readonly encodedBytes: number;
  /** Milliseconds of the last attempt, redirects included, waits between attempts not. */
  readonly durationMs: number;
  /** How often the request was sent: 1 without a retry. */
  readonly attempts: number;
  /** Where the milliseconds of the last request went; absent for what was not sent just now. */
  readonly timing?: Timing;
  readonly redirects?: readonly Redirect[];
}

/** What Cloudflare's `Ratelimit` and `Ratelimit-Policy` fields say. Seconds count from the arrival of the response. */
export interface RateLimit {
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly quota?: number;
  readonly windowSeconds?: number;
}

export type SendEvent =
  /** A wait of `waitMs` begins, after which attempt number `attempt` (2 …) of at most `of` starts. */
  | {
      readonly type: 'retrying';
      readonly attempt: number;
      readonly of: number;
      readonly waitMs: number;
      readonly because: string;
    }
  | { readonly type: 'headers'; readonly status: number }
  /** Bytes of the encoded body received so far, of `total` where the server announced it. One event per chunk. */
  | { readonly type: 'progress'; readonly received: number; readonly total: number | undefined }
  /** The body has come as a whole, and is still to be decoded and looked at. */
  | { readonly type: 'received' }
  | { readonly type: 'rate-limit'; readonly limit: RateLimit };

/** What a request is to whoever keeps a history; the program's own questions have none, and are not kept. */
export interface Asked {
  /** In the request language. */
  readonly line: string;
  /** The sender's own number for it. */
  readonly id: number;
  /** The number of the request whose list this one turns a page of. */
  readonly partOf: number | undefined;
  /** The number of the request whose list this one asks for in another way: pages of it belong to this one from then on. */
  readonly relists?: number | undefined;
}

/** What is known of a response before its body has come. */
export interface BodyHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly url: string;
  /** Bytes of the decoded body, where the server's word for them holds: not where the body is compressed. */
  readonly total: number | undefined;
}

/** Takes in a large body while it comes, so that nobody has to hold it twice. */
export interface BodySink {
  /** The next decoded bytes, whose memory is used again afterwards. False: no more fit, and no more are wanted. */
  readonly write: (chunk: Uint8Array) => boolean | Promise<boolean>;
  /** All has come. */
  readonly end: () => void;
  /** What was taken in, for the response; empty where it was not kept. */
  readonly bytes: () => Uint8Array;
}

export interface SendContext {
  /** Aborting it closes the connection at once and rejects with a `cancelled` failure. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: SendEvent) => void;
  readonly asked?: Asked;
  /**
   * Called for the body of a success that turns out to be large, with its first bytes; once for each attempt. Without a sink
   * the body is collected, as smaller ones always are.
   */
  readonly openSink?: (head: BodyHead, start: Uint8Array) => BodySink | undefined;
}

/** Sends one request. Resolves for every HTTP status; rejects only with an HttpFailure. */
export type Send = (request: WireRequest, context: SendContext) => Promise<WireResponse>;

/** One concern around a send. Interceptors are composed in one list, the first one outermost. */
export type Interceptor = (next: Send) => Send;

/** The parts of an exchange in milliseconds. */
export interface Timing {
  /** Making the connection; absent where one stood already, or where a proxy made it. */
  readonly connection?: ConnectionTiming;
  /** From then on until the header fields came. */
  readonly firstByteMs: number;
  /** From the header fields to the end of the body. */
  readonly downloadMs: number;
}

export interface ConnectionTiming {
  /** Looking up the name; undefined for an address. */
  readonly dnsMs: number | undefined;
  readonly tcpMs: number;
  /** Undefined over plain http. */
  readonly tlsMs: number | undefined;
}

/** The value of a field; several lines of one name are joined with ", " (RFC 9110 §5.3). Undefined when absent. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

export function hasHeader(headers: HeaderList, name: string): boolean {
  const wanted = name.toLowerCase();
  return headers.some(([field]) => field.toLowerCase() === wanted);
}
