// A response as it came: what its bytes are, which page of which list, whether it succeeded. The explorer, scripts and workers all read responses through this.

import { childCount } from '../json/children.ts';
import { utf8Fault } from '../json/diagnose.ts';
import { childByKey, type JsonDocument, kindOf, toValue } from '../json/document.ts';
import type { Dropped } from '../json/live.ts';
import { indexDocuments, type JsonError } from '../json/parse.ts';
import { isBinary } from '../text/byte-rows.ts';
import { type DataKind, type Envelope, judge, type PlainWords, readEnvelope, tellMessages } from './envelope.ts';
import type { Failure } from './failures.ts';
import { listFacts } from './list.ts';
import { type HeaderList, headerValue, type Timing, type WireRequest, type WireResponse } from './messages.ts';
import { type PageInfo, type PagingHint, recognisePage } from './recognise.ts';

/** How far a document has come that is on its way. */
export interface Arriving {
  readonly received: number;
  /** Bytes in all; undefined where nobody said. */
  readonly total: number | undefined;
  readonly bytesPerSecond: number;
}

/** What there is to know of rows that come for as long as their source runs. */
export interface Live {
  /** Rows that have come, those included that were dropped. */
  readonly rows: number;
  readonly dropped: Dropped;
  /** What happened to the source last, as a sentence without its full stop; another value for each time. */
  readonly said: { readonly text: string } | undefined;
}

export type Incomplete =
  /** It is not JSON from some place on. */
  | { readonly kind: 'broken'; readonly error: JsonError }
  /** It does not fit into the memory. */
  | { readonly kind: 'full' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface Received {
  readonly response: ResponseFacts | undefined;
  readonly body: ReceivedBody;
  readonly info: PageInfo;
  readonly failure: Failure | undefined;
  /** What a successful response says beside its result: its messages, or that it is a part. */
  readonly told?: readonly string[];
  /** When it came, where it is from the history; epoch milliseconds. */
  readonly storedAt?: number;
}

export type ReceivedBody =
  | {
      readonly kind: 'json';
      readonly document: JsonDocument;
      /** All that has come, indexed or not. */
      readonly bytes: Uint8Array;
      /** Undefined when no more will come. */
      readonly arriving: Arriving | undefined;
      /** Why the document ends before its end. */
      readonly incomplete: Incomplete | undefined;
      /** Of a list of rows without a known end. */
      readonly live?: Live | undefined;
    }
  | TextBody
  | BinaryBody
  | { readonly kind: 'empty' };

export type TextBody = {
  readonly kind: 'text';
  readonly bytes: Uint8Array;
  /** Why it is not JSON, where it should be. */
  readonly problem: JsonError | undefined;
  /** The first byte that is not UTF-8. */
  readonly misread?: JsonError | undefined;
} & PlainArrival;

export type BinaryBody = { readonly kind: 'binary'; readonly bytes: Uint8Array } & PlainArrival;

/** How what is not JSON comes. */
interface PlainArrival {
  /** Undefined when no more will come. */
  readonly arriving?: Arriving | undefined;
  /** Why it ends before its end. */
  readonly incomplete?: Incomplete | undefined;
}

/** True where more is to come. */
export function isBodyArriving(body: ReceivedBody): boolean {
  return body.kind !== 'empty' && body.arriving !== undefined;
}

export interface ResponseFacts {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly url: string;
  readonly durationMs: number;
  readonly attempts: number;
  /** Where that time went; absent for what is from the history. */
  readonly timing?: Timing;
}

/**
 * What a response to a request is; `hint` says how the catalog thinks its operation is paged, `known` is its body where that
 * was read while it came.
 */
export function readResponse(
  request: WireRequest,
  response: WireResponse,
  hint?: PagingHint,
  known?: ReceivedBody,
): Received {
  const { status, statusText, headers, url, durationMs, attempts, timing } = response;
  const body = known ?? readBody(response.body, headerValue(headers, 'content-type') ?? '');
  const document = body.kind === 'json' ? body.document : undefined;
  const envelope = document && envelopeOf(document);
  const told = tellMessages(envelope, status);
  const query = [...new URL(request.url).searchParams];
  return {
    response: { status, statusText, headers, url, durationMs, attempts, ...(timing && { timing }) },
    body,
    info: recognisePage({
      query,
      resultInfo: envelope?.resultInfo,
      hint,
      ...listFacts(document, envelope?.resultInfo, hint),
    }),
    failure: judge(request, response, envelope, plainWords(body, headers)),
    ...(told.length > 0 && { told }),
  };
}

/** What the bytes of a file are. */
export function readFile(bytes: Uint8Array): Received {
  return fileReceived(readBody(bytes, 'application/json'));
}

/** A file of which this is there. */
export function fileReceived(body: ReceivedBody): Received {
  return {
    response: undefined,
    body,
    info: recognisePage({ query: [], resultInfo: undefined, count: undefined, firstId: undefined }),
    failure: undefined,
  };
}

/**
 * JSON where the content type says so or the first character looks like it, several documents in a row included; else
 * text or binary data.
 * Only what claims to be JSON and is not is worth a complaint.
 */
export function readBody(bytes: Uint8Array, contentType: string): ReceivedBody {
  if (bytes.length === 0) return { kind: 'empty' };
  const claimed = claimsJson(contentType);
  if (claimed || looksLikeJson(bytes)) {
    const indexed = indexDocuments(bytes);
    if (indexed.ok)
      return { kind: 'json', document: indexed.document, bytes, arriving: undefined, incomplete: undefined };
    if (claimed) return plainBody(bytes, indexed.error);
  }
  return plainBody(bytes, undefined);
}

/** What is not JSON, and why where it should be. */
export function plainBody(bytes: Uint8Array, problem: JsonError | undefined, arrival: PlainArrival = {}): ReceivedBody {
  if (isBinary(bytes)) return { kind: 'binary', bytes, ...arrival };
  // What is still coming is looked through when it has come.
  return { kind: 'text', bytes, problem, misread: arrival.arriving ? undefined : utf8Fault(bytes), ...arrival };
}

/** True for a content type such as `application/json`. */
export function claimsJson(contentType: string): boolean {
  return /[/+](?:x-)?(?:nd)?json\b/i.test(contentType);
}

/** True where the first character may begin an object or an array. */
export function looksLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b || first === 0x5b;
}

const envelopeMembers = ['success', 'errors', 'messages', 'result_info'] as const;
const wordMembers = ['title', 'detail', 'error', 'error_description', 'message', 'code'] as const;

/** Read from the members beside `result` and `data`, which may be of any size. */
function envelopeOf(document: JsonDocument): Envelope | undefined {
  if (kindOf(document, 0) !== 'object') return undefined;
  const head: Record<string, unknown> = {};
  const take = (names: readonly string[]): void => {
    for (const name of names) {
      const node = childByKey(document, 0, name);
      if (node !== undefined) head[name] = toValue(document, node);
    }
  };
  take(envelopeMembers);
  if (typeof head.success === 'boolean') return readEnvelope(head);
  take(wordMembers);
  const data = childByKey(document, 0, 'data');
  if (data !== undefined) head.data = (kindOf(document, data) === 'null' ? 'null' : 'some') satisfies DataKind;
  const others = ['result', 'extensions'].filter((name) => childByKey(document, 0, name) !== undefined);
  return readEnvelope(head, childCount(document, 0) === Object.keys(head).length + others.length);
}

/** Bytes of a text that are looked through for words. */
const wordsWithin = 8192;

function plainWords(body: ReceivedBody, headers: HeaderList): PlainWords | undefined {
  if (body.kind !== 'text') return undefined;
  const text = new TextDecoder().decode(body.bytes.subarray(0, wordsWithin));
  const isDeclared = /^text\/html\b/i.test(headerValue(headers, 'content-type') ?? '');
  const isHtml = isDeclared || /^\s*<(?:!doctype html|html)\b/i.test(text);
  const words = isHtml ? (/<title[^>]*>([^<]*)/i.exec(text)?.[1] ?? '') : text;
  return { isHtml, isDeclared, text: words.replace(/\s+/g, ' ').trim() };
}
