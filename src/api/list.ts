// The list in a response: where it stands in the document, what is in it, what tells its items apart. Knows the envelope's
// shape, not how pages are fetched.
import { childCount, childrenOf } from '../json/children.ts';
import {
  childByKey,
  endOf,
  firstChild,
  isContainer,
  type JsonDocument,
  keyOf,
  kindOf,
  lastChild,
  type NodeId,
  nextSibling,
  sourceText,
  startOf,
  stringValue,
  toValue,
} from '../json/document.ts';
import type { PageFacts, PageInfo, PagingHint } from './recognise.ts';

type ListFacts = Pick<PageFacts, 'count' | 'firstId' | 'beside' | 'ends'>;

export function listFacts(
  document: JsonDocument | undefined,
  resultInfo: unknown,
  hint: PagingHint | undefined,
): ListFacts {
  const none = { count: undefined, firstId: undefined };
  const result = document && resultNode(document);
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

/** What was asked for: the envelope's `result`, or the whole of a response without envelope. */
export function resultNode(document: JsonDocument): NodeId | undefined {
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
    const isShort = endOf(document, child) - startOf(document, child) <= longestScalar;
    if (isShort && !isContainer(document, child)) scalars[keyOf(document, child) ?? ''] = toValue(document, child);
    child = nextSibling(document, child);
  }
  return scalars;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The list of a response whose paging was recognised; undefined where it has none. */
export function listNode(document: JsonDocument, info: PageInfo): NodeId | undefined {
  const result = info.kind === 'none' ? undefined : resultNode(document);
  return result === undefined ? undefined : listIn(document, result, info.kind !== 'whole');
}

/** The list and its items. */
export function itemsOf(
  document: JsonDocument,
  info: PageInfo,
): { readonly list: NodeId; readonly items: readonly NodeId[] } | undefined {
  const list = listNode(document, info);
  if (list === undefined) return undefined;
  return { list, items: childrenOf(document, list) };
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
