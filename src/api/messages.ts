// Requests and responses as they are on the wire, for every room that reads or makes them.

/** Header fields in the order sent or received; names keep their case, repeated names stay repeated (RFC 9110 §5.3). */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface WireRequest {
  readonly method: string;
  /** Absolute, already encoded. A fragment is never sent. */
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | undefined;
  /** In the place of `body`: one that is read while it is sent. */
  readonly upload?: Upload | undefined;
}

/** A body that is made of files, in whole or in part. */
export interface Upload {
  /** Bytes of all of it. */
  readonly size: number;
  /** The body from its start. Throws where a file cannot be read, or is not as long as it was. */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** For whoever shows or keeps it: a line in the place of what each file holds. */
  readonly summary: Uint8Array;
}

/** Bytes of the body; 0 where there is none. */
export function bodySize({ body, upload }: Pick<WireRequest, 'body' | 'upload'>): number {
  return upload?.size ?? body?.byteLength ?? 0;
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

/** What a body is that comes part by part for as long as its server likes: server-sent events, or lines of JSON. */
export function streamKind(headers: HeaderList): 'events' | 'lines' | undefined {
  const type = headerValue(headers, 'content-type') ?? '';
  if (/^text\/event-stream\b/i.test(type)) return 'events';
  return /^application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines|stream\+json)\b/i.test(type) ? 'lines' : undefined;
}

export function hasHeader(headers: HeaderList, name: string): boolean {
  const wanted = name.toLowerCase();
  return headers.some(([field]) => field.toLowerCase() === wanted);
}
