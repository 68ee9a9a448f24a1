// From the bytes of an answer to what the state is told of it: JSON, text or binary, which page of which list, success or not.
import type { Received, ReceivedBody } from '../core/received.ts';
import { judge, readEnvelope } from '../http/envelope.ts';
import { headerValue } from '../http/headers.ts';
import { type PageFacts, type PageInfo, type PagingHint, recognisePage } from '../http/recognise-page.ts';
import type { WireRequest, WireResponse } from '../http/types.ts';
import {
  childByKey,
  childCount,
  firstChild,
  isContainer,
  type JsonDocument,
  keyOf,
  kindOf,
  lastChild,
  type NodeId,
  nextSibling,
  sourceText,
  stringValue,
  toValue,
} from '../json/document.ts';
import { indexDocument } from '../json/parse.ts';
import { isBinary } from '../text/byte-rows.ts';

/** What an answer to a request is; `hint` says how the catalog thinks its operation is paged. */
export function readAnswer(request: WireRequest, response: WireResponse, hint?: PagingHint): Received {
  const { status, statusText, headers, url, durationMs, attempts } = response;
  const body = readBody(response.body, headerValue(headers, 'content-type') ?? '');
  const document = body.kind === 'json' ? body.document : undefined;
  const envelope = document && readEnvelope(headOf(document));
  const query = [...new URL(request.url).searchParams];
  return {
    response: { status, statusText, headers, url, durationMs, attempts },
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
  return {
    response: undefined,
    body: readBody(bytes, 'application/json'),
    info: recognisePage({ query: [], resultInfo: undefined, count: undefined, firstId: undefined }),
    failure: undefined,
  };
}

/**
 * JSON where the content type says so or the first character looks like it; else text or binary data.
 * Only what claims to be JSON and is not is worth a complaint.
 */
export function readBody(bytes: Uint8Array, contentType: string): ReceivedBody {
  if (bytes.length === 0) return { kind: 'empty' };
  const claimed = /[/+]json\b/i.test(contentType);
  if (claimed || looksLikeJson(bytes)) {
    const indexed = indexDocument(bytes);
    if (indexed.ok) return { kind: 'json', document: indexed.document };
    if (claimed && !isBinary(bytes)) return { kind: 'text', bytes, problem: indexed.error };
  }
  return isBinary(bytes) ? { kind: 'binary', bytes } : { kind: 'text', bytes, problem: undefined };
}

/** What a filter put out, one JSON text a line: one output stands for itself, any other number becomes a list. */
export function readOutputs(lines: string): ReceivedBody {
  const outputs = lines === '' ? [] : lines.split('\n');
  const text = outputs.length === 1 ? lines : `[${outputs.join(',\n')}]`;
  return readBody(new TextEncoder().encode(text), 'application/json');
}

function looksLikeJson(bytes: Uint8Array): boolean {
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

type ListFacts = Pick<PageFacts, 'count' | 'firstId' | 'beside' | 'ends'>;

function listFacts(document: JsonDocument | undefined, resultInfo: unknown, hint: PagingHint | undefined): ListFacts {
  const none = { count: undefined, firstId: undefined };
  const result = document && resultOf(document);
  if (document === undefined || result === undefined) return none;
  const beside = kindOf(document, result) === 'object' ? scalarsOf(document, result) : {};
  const isPaged = isObject(resultInfo) || (hint !== undefined && hint.kind !== 'whole') || hasToken(beside);
  const list = listIn(document, result, isPaged);
  if (list === undefined) return { ...none, beside };
  const count = childCount(document, list);
  const first = firstChild(document, list);
  const last = lastChild(document, list);
  if (first === undefined || last === undefined) return { count, firstId: undefined, beside };
  const ends = [scalarsOf(document, first), scalarsOf(document, last)] as const;
  return { count, firstId: identity(document, first), beside, ends };
}

/** What was asked for: the envelope's `result`, or the whole of an answer without envelope. */
export function resultOf(document: JsonDocument): NodeId | undefined {
  if (kindOf(document, 0) !== 'object') return 0;
  return childByKey(document, 0, 'result') ?? (childByKey(document, 0, 'success') === undefined ? 0 : undefined);
}

/**
 * The list in an envelope: `result` itself, or, where something shows that there are pages, the array inside it
 * (`result.items`, R2's `result.buckets`).
 */
function listIn(document: JsonDocument, result: NodeId, isPaged: boolean): NodeId | undefined {
  if (kindOf(document, result) === 'array') return result;
  if (kindOf(document, result) !== 'object' || !isPaged) return undefined;
  const items = childByKey(document, result, 'items');
  if (items !== undefined && kindOf(document, items) === 'array') return items;
  let child = firstChild(document, result);
  while (child !== undefined && kindOf(document, child) !== 'array') child = nextSibling(document, child);
  return child;
}

function hasToken(beside: Readonly<Record<string, unknown>>): boolean {
  return ['next_page_token', 'continuation_token', 'next_cursor'].some((name) => name in beside);
}

/** Members of an object looked at for cursors and times, and how long their values may be: both are short in practice. */
const mostScalars = 64;
const longestScalar = 4096;

/** The members of an object that are no containers; nothing of what is no object. */
function scalarsOf(document: JsonDocument, node: NodeId): Readonly<Record<string, unknown>> {
  const scalars: Record<string, unknown> = {};
  if (kindOf(document, node) !== 'object') return scalars;
  let child = firstChild(document, node);
  for (let seen = 0; child !== undefined && seen < mostScalars; seen += 1) {
    const isShort = document.end[child]! - document.start[child]! <= longestScalar;
    if (isShort && !isContainer(document, child)) scalars[keyOf(document, child) ?? ''] = toValue(document, child);
    child = nextSibling(document, child);
  }
  return scalars;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The list of an answer whose paging was recognised, and its items. */
export function itemsOf(
  document: JsonDocument,
  info: PageInfo,
): { readonly list: NodeId; readonly items: readonly NodeId[] } | undefined {
  const result = resultOf(document);
  const list =
    result === undefined ? undefined : listIn(document, result, info.kind !== 'none' && info.kind !== 'whole');
  if (list === undefined) return undefined;
  const items: NodeId[] = [];
  for (let item = firstChild(document, list); item !== undefined; item = nextSibling(document, item)) items.push(item);
  return { list, items };
}

/**
 * What tells each item from all others: its id, else all of its text, since names may come twice. Undefined where two
 * of one page cannot be told apart, so that nothing can.
 */
export function identitiesOf(document: JsonDocument, items: readonly NodeId[]): readonly string[] | undefined {
  const ids = items.map((item) => nameOf(document, item, ['id', 'uuid']) ?? sourceText(document, item));
  return new Set(ids).size === ids.length ? ids : undefined;
}

const identities = ['id', 'uuid', 'name', 'key'];
const longestIdentity = 256;

/** What tells an item from all others at first sight: its id or name, or the beginning of its text. */
function identity(document: JsonDocument, item: NodeId): string {
  return nameOf(document, item, identities) ?? sourceText(document, item).slice(0, longestIdentity);
}

/** Such as `id=372e…`, of the first of these members that the item has; undefined for an item without any. */
function nameOf(document: JsonDocument, item: NodeId, names: readonly string[]): string | undefined {
  for (const name of names) {
    const node = childByKey(document, item, name);
    if (node === undefined) continue;
    const kind = kindOf(document, node);
    if (kind === 'string') return `${name}=${stringValue(document, node)}`;
    if (kind === 'number') return `${name}=${sourceText(document, node)}`;
  }
  return undefined;
}
