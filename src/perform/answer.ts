// From the bytes of an answer to what the state is told of it: JSON, text or binary, which page of which list, success or not.
import { judge, readEnvelope } from '../api/envelope.ts';
import { headerValue } from '../api/headers.ts';
import { listFacts } from '../api/list.ts';
import { type PagingHint, recognisePage } from '../api/recognise.ts';
import type { WireRequest, WireResponse } from '../api/types.ts';
import type { Received, ReceivedBody } from '../explorer/model/received.ts';
import { childByKey, type JsonDocument, kindOf, toValue } from '../json/document.ts';
import { indexDocuments } from '../json/parse.ts';
import { isBinary } from '../text/byte-rows.ts';

/**
 * What an answer to a request is; `hint` says how the catalog thinks its operation is paged, `known` is its body where that
 * was read while it came.
 */
export function readAnswer(
  request: WireRequest,
  response: WireResponse,
  hint?: PagingHint,
  known?: ReceivedBody,
): Received {
  const { status, statusText, headers, url, durationMs, attempts, timing } = response;
  const body = known ?? readBody(response.body, headerValue(headers, 'content-type') ?? '');
  const document = body.kind === 'json' ? body.document : undefined;
  const envelope = document && readEnvelope(headOf(document));
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
    failure: judge(request, response, envelope),
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
    if (claimed && !isBinary(bytes)) return { kind: 'text', bytes, problem: indexed.error };
  }
  return isBinary(bytes) ? { kind: 'binary', bytes } : { kind: 'text', bytes, problem: undefined };
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

/** The envelope's members beside `result`, which may be of any size. */
function headOf(document: JsonDocument): unknown {
  if (kindOf(document, 0) !== 'object') return undefined;
  const head: Record<string, unknown> = {};
  for (const name of ['success', 'errors', 'messages', 'result_info']) {
    const node = childByKey(document, 0, name);
    if (node !== undefined) head[name] = toValue(document, node);
  }
  return head;
}
