// Names of zones and accounts in place of their ids: where a path has one, which request finds it, and what its response says.
// Whoever calls it sends the request and keeps what was found.
import { isRecord } from '../json/values.ts';
import { isGraphql, taggedKind, variableOf } from '../request/graphql.ts';
import type { RequestLine } from '../request/types.ts';
import { distance } from '../text/matching.ts';
import type { Catalog } from './catalog.ts';
import { looksLikeId } from './identity.ts';
import { placeholdersIn } from './placeholders.ts';

type NamedKind = 'zone' | 'account';

/** A segment of a path that is a name where an id has to stand. */
export interface NamedSegment {
  readonly kind: NamedKind;
  /** As it was typed, percent-decoded, without a dot at its end. */
  readonly name: string;
  /** Where it stands: in a segment of the path, from 0 for the first, or in a field of the body, by its place among the items. */
  readonly place: { readonly segment: number } | { readonly item: number };
}

/** Names in the path where the catalog has `{zone_id}` or `{account_id}`, and in the variables of a question to the analytics; in order. */
export function namedSegments(catalog: Catalog, request: RequestLine): readonly NamedSegment[] {
  if (isGraphql(request)) return namedVariables(request);
  const segments = request.path.split('/').slice(1);
  const templates = [
    catalog.matcher().match(request.method ?? 'GET', request.path)?.operation.path,
    ...anyMethod(catalog, request.path),
  ];
  const template = templates.find((path) => path !== undefined) ?? rootTemplate(catalog, segments);
  if (template === undefined) return [];
  const parts = template.split('/').slice(1);
  return parts.flatMap((part, segment): readonly NamedSegment[] => {
    const kind = part === '{zone_id}' ? 'zone' : part === '{account_id}' ? 'account' : undefined;
    const typed = decode(segments[segment] ?? '');
    if (!kind || typed === '' || looksLikeId(typed) || /^\{[^}]*\}$/.test(typed)) return [];
    return [{ kind, name: typed.replace(/\.$/, ''), place: { segment } }];
  });
}

/** `variables[zoneTag]=example.com` */
function namedVariables({ items }: RequestLine): readonly NamedSegment[] {
  return items.flatMap((item, index): readonly NamedSegment[] => {
    const kind = taggedKind(variableOf(item) ?? '');
    if (!kind || item.kind !== 'field' || item.value === '' || looksLikeId(item.value)) return [];
    return [{ kind, name: item.value.replace(/\.$/, ''), place: { item: index } }];
  });
}

function anyMethod(catalog: Catalog, path: string): readonly (string | undefined)[] {
  const matcher = catalog.matcher();
  return matcher.methods(path).map((method) => matcher.match(method, path)?.operation.path);
}

/** A path that the catalog does not know is below a zone or an account all the same. */
function rootTemplate(catalog: Catalog, [root = '', name = '']: readonly string[]): string | undefined {
  const template = root === 'zones' ? '/zones/{zone_id}' : root === 'accounts' ? '/accounts/{account_id}' : undefined;
  const isKnown = template !== undefined && catalog.placeholders().below(template).length > 0;
  // Where the API has a word of its own in that place, it is no name.
  const isWord = catalog.operations.some(
    ({ path }) => path === `/${root}/${name}` || path.startsWith(`/${root}/${name}/`),
  );
  return isKnown && !isWord ? template : undefined;
}

/** What two names of one thing have in common: of zones IDNA's ASCII form, in lower case and without a dot at the end. */
export function nameKey(kind: NamedKind, name: string): string {
  const lower = name.trim().toLowerCase().replace(/\.$/, '');
  // Only a name that has letters: the parser takes one of digits for an address.
  if (kind !== 'zone' || /[\s/?#@:\\[\]%]/.test(lower) || !/\p{L}/u.test(lower)) return lower;
  const url = `http://${lower}/`;
  return URL.canParse(url) ? new URL(url).hostname : lower;
}

/** The request that finds a zone or an account by its name. */
export function lookupRequest({ kind, name }: Pick<NamedSegment, 'kind' | 'name'>): RequestLine {
  const value = kind === 'zone' ? nameKey(kind, name) : name;
  return { method: 'GET', path: `/${kind}s`, items: [{ kind: 'query', name: 'name', value }], filter: undefined };
}

/** The request that shows what there is, where nothing has the name. */
export function listRequest({ kind }: Pick<NamedSegment, 'kind'>): RequestLine {
  return {
    method: 'GET',
    path: `/${kind}s`,
    items: [{ kind: 'query', name: 'per_page', value: '50' }],
    filter: undefined,
  };
}

interface FoundName {
  readonly id: string;
  readonly name: string;
  /** The account of a zone, which tells two zones of one name apart. */
  readonly account: string | undefined;
}

type Resolution =
  | { readonly kind: 'found'; readonly id: string; readonly name: string }
  | { readonly kind: 'several'; readonly found: readonly FoundName[] }
  | { readonly kind: 'none' };

/** What the response to `lookupRequest` or to `listRequest`, as JSON.parse gives it, says of the name. */
export function resolveName({ kind, name }: Pick<NamedSegment, 'kind' | 'name'>, response: unknown): Resolution {
  const wanted = nameKey(kind, name);
  const found = namesIn(response).filter((candidate) => nameKey(kind, candidate.name) === wanted);
  const [first, second] = found;
  if (!first) return { kind: 'none' };
  return second ? { kind: 'several', found } : { kind: 'found', id: first.id, name: first.name };
}

/** Names told where nothing has the one that was typed. */
const mostTold = 5;

/** A sentence that lists what there is, those first that are nearest to what was typed. */
export function explainNone({ kind, name }: Pick<NamedSegment, 'kind' | 'name'>, response: unknown): string {
  const wanted = name.toLowerCase();
  const nearness = (other: string): number =>
    other.includes(wanted) ? 0 : distance(wanted, other, 20) / Math.max(1, other.length);
  const names = [...new Set(namesIn(response).map((candidate) => candidate.name))]
    .map((known) => ({ known, near: nearness(known.toLowerCase()) }))
    .toSorted((a, b) => a.near - b.near);
  const told = names.slice(0, mostTold).map(({ known }) => known);
  if (told.length === 0) return `no ${kind} is named ${name}, and this credential can see no ${kind}s`;
  const others = names.length > told.length ? ' and others' : '';
  return `no ${kind} is named ${name}; there are ${told.join(', ')}${others}`;
}

/** A sentence that lists those of one name with what tells them apart. */
export function explainSeveral(
  { kind, name }: Pick<NamedSegment, 'kind' | 'name'>,
  found: readonly FoundName[],
): string {
  const each = found.map(({ id, account }) => (account === undefined ? id : `${id} in the account ${account}`));
  return `${found.length} ${kind}s are named ${name}: use the ID of one, ${each.join(' or ')}`;
}

/** The request with the names replaced; `ids` are those of `segments`, in their order. */
export function withIds(request: RequestLine, segments: readonly NamedSegment[], ids: readonly string[]): RequestLine {
  const parts = request.path.split('/');
  const items = [...request.items];
  for (const [index, { place }] of segments.entries()) {
    const id = ids[index];
    if (id === undefined) continue;
    if ('segment' in place) parts[place.segment + 1] = encodeURIComponent(id);
    else {
      const item = items[place.item];
      if (item?.kind === 'field') items[place.item] = { ...item, value: id };
    }
  }
  return { ...request, path: parts.join('/'), items };
}

/** What lists the values of each placeholder that is left, as a clause: `{zone_id}, which GET /zones lists`. */
export function explainUnfilled(catalog: Catalog, request: RequestLine, names: readonly string[]): readonly string[] {
  const operation = catalog.matcher().match(request.method ?? 'GET', request.path)?.operation;
  const template = operation?.path.split('/') ?? [];
  const typed = request.path.split('/');
  return names.map((name) => {
    const at = typed.indexOf(`{${name}}`);
    const upTo = at < 0 || operation === undefined ? undefined : template.slice(0, at + 1).join('/');
    const choices = upTo === undefined ? undefined : catalog.choices.get(upTo);
    if (choices)
      return `{${name}}, one of ${choices.length > 8 ? `${choices.slice(0, 8).join(', ')} …` : choices.join(', ')}`;
    const listing = upTo === undefined ? undefined : catalog.listings.get(upTo);
    const path = listing?.operation.path ?? homeOf(catalog, name);
    return path === undefined ? `{${name}}` : `{${name}}, which GET ${path} lists`;
  });
}

/** The list of the things of this name where the path is none that the catalog knows. */
function homeOf(catalog: Catalog, name: string): string | undefined {
  const [upTo] = catalog.placeholders().named(name);
  return upTo !== undefined && placeholdersIn(upTo).length === 1
    ? catalog.listings.get(upTo)?.operation.path
    : undefined;
}

function namesIn(response: unknown): readonly FoundName[] {
  const result = isRecord(response) ? response.result : undefined;
  return (Array.isArray(result) ? result : []).flatMap((item: unknown): readonly FoundName[] => {
    if (!isRecord(item) || typeof item.id !== 'string' || typeof item.name !== 'string') return [];
    const account = isRecord(item.account) && typeof item.account.name === 'string' ? item.account.name : undefined;
    return [{ id: item.id, name: item.name, account }];
  });
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
