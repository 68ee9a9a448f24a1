// The list in a response: where it stands in the document, what is in it, what tells its items apart. Knows the envelope's
// shape, not how pages are fetched.
import { childAt, childCount, childrenOf } from '../json/children.ts';
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
  siblingAfter,
  sourceText,
  startOf,
  stringValue,
  toValue,
} from '../json/document.ts';
import { rowNames } from '../json/named-rows.ts';
import { hasTotal, type PageFacts, type PageInfo, type PagingHint } from './recognise.ts';

type ListFacts = Pick<PageFacts, 'count' | 'firstId' | 'beside' | 'ends' | 'listAt'>;

export function listFacts(
  document: JsonDocument | undefined,
  resultInfo: unknown,
  hint: PagingHint | undefined,
): ListFacts {
  const none = { count: undefined, firstId: undefined };
  if (document === undefined) return none;
  const beside = scalarsBeside(document, hint?.at ?? []);
  const listAt = placeOfList(document, beside, resultInfo, hint);
  if (listAt === undefined) return { ...none, beside };
  const list = follow(document, listAt);
  const count = list === undefined ? 0 : childCount(document, list);
  const first = list === undefined ? undefined : firstChild(document, list);
  const last = list === undefined ? undefined : lastChild(document, list);
  if (first === undefined || last === undefined) return { count, firstId: undefined, beside, listAt };
  const ends = [scalarsOf(document, first), scalarsOf(document, last)] as const;
  return { count, firstId: identity(document, first), beside, ends, listAt };
}

/** What was asked for: the envelope's `result`, or the whole of a response without envelope. */
export function resultNode(document: JsonDocument): NodeId | undefined {
  if (kindOf(document, 0) !== 'object') return 0;
  return childByKey(document, 0, 'result') ?? (childByKey(document, 0, 'success') === undefined ? 0 : undefined);
}

/**
 * Members from the root to the list: to `result` itself, to where the catalog has it, or, where something shows that there are
 * pages, to the array inside `result` (`items`, R2's `buckets`). A list of nothing may be null.
 */
function placeOfList(
  document: JsonDocument,
  beside: Readonly<Record<string, unknown>>,
  resultInfo: unknown,
  hint: PagingHint | undefined,
): readonly string[] | undefined {
  const result = resultNode(document);
  // Some products have their list beside `success`, without a `result`.
  const start = result ?? (hint?.at?.length ? 0 : undefined);
  if (start === undefined) return undefined;
  const base = start === 0 ? [] : ['result'];
  const groups = start === 0 ? placeOfGroups(document) : undefined;
  if (groups !== undefined) return groups;
  const kind = kindOf(document, start);
  if (kind === 'array') return placeOfRows(document, start, base) ?? base;
  if (kind === 'null') return start !== 0 && (hint?.at !== undefined || isObject(resultInfo)) ? base : undefined;
  if (kind !== 'object') return undefined;
  if (hint?.at?.length) {
    const place = [...base, ...hint.at];
    const node = follow(document, place);
    if (node !== undefined && ['array', 'null'].includes(kindOf(document, node))) return place;
  }
  const isPaged = isObject(resultInfo) || (hint?.kind ?? 'whole') !== 'whole' || hasToken(beside) || hasTotal(beside);
  const name = isPaged ? nameOfList(document, start) : undefined;
  return name === undefined ? undefined : [...base, name];
}

/** Where a database has the rows that one statement gave: `result[0].results.rows` of D1, `result[0].rows` of a Durable Object. */
function placeOfRows(document: JsonDocument, list: NodeId, base: readonly string[]): readonly string[] | undefined {
  const only = childCount(document, list) === 1 ? firstChild(document, list) : undefined;
  if (only === undefined || kindOf(document, only) !== 'object') return undefined;
  for (const way of [
    ['0', 'results', 'rows'],
    ['0', 'rows'],
  ]) {
    const rows = follow(document, [...base, ...way]);
    if (rows !== undefined && rowNames(document, rows)) return [...base, ...way];
  }
  return undefined;
}

/**
 * Where the GraphQL analytics have their groups, where one dataset of one zone or account was asked for: `data.viewer.zones[0].dataset`.
 * https://developers.cloudflare.com/analytics/graphql-api/getting-started/querying-basics/
 */
function placeOfGroups(document: JsonDocument): readonly string[] | undefined {
  const viewer = follow(document, ['data', 'viewer']);
  if (viewer === undefined || kindOf(document, viewer) !== 'object') return undefined;
  const [owners, ...others] = childrenOf(document, viewer).filter((child) => kindOf(document, child) === 'array');
  if (owners === undefined || others.length > 0 || childCount(document, owners) !== 1) return undefined;
  const owner = firstChild(document, owners);
  if (owner === undefined || kindOf(document, owner) !== 'object') return undefined;
  const datasets = childrenOf(document, owner).filter((child) => kindOf(document, child) === 'array');
  const [only, ...more] = datasets;
  if (only === undefined || more.length > 0) return undefined;
  return ['data', 'viewer', keyOf(document, owners) ?? '', '0', keyOf(document, only) ?? ''];
}

const usualNames = ['items', 'results', 'Resources', 'data'];

/** The member that holds the list: one of the usual names, else the first array of objects, else the first array. */
function nameOfList(document: JsonDocument, object: NodeId): string | undefined {
  const isList = (node: NodeId | undefined): boolean => node !== undefined && kindOf(document, node) === 'array';
  const usual = usualNames.find((name) => isList(childByKey(document, object, name)));
  if (usual !== undefined) return usual;
  let found: string | undefined;
  for (let child = firstChild(document, object); child !== undefined; child = siblingAfter(document, child)) {
    if (!isList(child)) continue;
    const first = firstChild(document, child);
    if (first !== undefined && kindOf(document, first) === 'object') return keyOf(document, child);
    found ??= keyOf(document, child);
  }
  return found;
}

function follow(document: JsonDocument, names: readonly string[]): NodeId | undefined {
  let node: NodeId | undefined = 0;
  for (const name of names) {
    if (node === undefined) return undefined;
    const kind = kindOf(document, node);
    node =
      kind === 'object'
        ? childByKey(document, node, name)
        : kind === 'array'
          ? childAt(document, node, Number(name))
          : undefined;
  }
  return node;
}

function hasToken(beside: Readonly<Record<string, unknown>>): boolean {
  return ['next_page_token', 'continuation_token', 'next_cursor', 'nextCursor'].some((name) => name in beside);
}

/** Objects beside a list in which some products tell of its pages. */
const pagingMembers = ['pagination', 'paging', 'meta', 'page_info', 'pageInfo'];

/** The scalars of all objects from the root to the list, and of what tells of pages there; the nearest to the list wins. */
function scalarsBeside(document: JsonDocument, at: readonly string[]): Readonly<Record<string, unknown>> {
  const path = ['result', ...at.slice(0, -1)];
  const objects = [0, ...path.map((_, index) => follow(document, path.slice(0, index + 1)))];
  const beside: Record<string, unknown> = {};
  for (const object of objects) {
    if (object === undefined || kindOf(document, object) !== 'object') continue;
    for (const name of pagingMembers) {
      const member = childByKey(document, object, name);
      if (member !== undefined) Object.assign(beside, scalarsOf(document, member));
    }
    Object.assign(beside, scalarsOf(document, object));
  }
  return beside;
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
    child = siblingAfter(document, child);
  }
  return scalars;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The list of a response whose paging was recognised; undefined where it has none. */
export function listNode(document: JsonDocument, info: PageInfo): NodeId | undefined {
  if (info.kind === 'none') return undefined;
  return follow(document, info.listAt ?? []);
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
