// Which GET lists the values of each placeholder, where in its response they are, and which fields are their id and name.
import { idField, nameField } from '../identity.ts';
import type { Field, ListLocation } from '../operation.ts';
import { isPlural, singular, wordsOf } from '../terms.ts';
import type { Merged } from './union.ts';

/** Where the values of a placeholder are listed: an operation by its index, and what to read in its response. */
export interface PlaceholderListing extends ListLocation {
  readonly operation: number;
}

/** For each operation, the list that it answers with. */
export function readLists(operations: readonly Merged[]): readonly (ListLocation | undefined)[] {
  const next = new Map<string, string>();
  for (const { before, name } of placeholdersOf(operations)) if (!next.has(before)) next.set(before, name);
  return operations.map((operation) => listOf(operation, next.get(operation.path.replace(/\/list$/, ''))));
}

function listOf({ method, path, response, paging }: Merged, placeholder: string | undefined): ListLocation | undefined {
  if (method !== 'GET') return undefined;
  if (!response) {
    // The other source tells no answers: what is paged, or is named as several and has single ones below it, is a list.
    const isCollection = placeholder !== undefined && isPlural(wordsOf(path.split('/').at(-1) ?? '').at(-1) ?? '');
    return paging === undefined && !isCollection
      ? undefined
      : { at: [], id: 'id', name: isCollection ? undefined : 'name' };
  }
  return response.isList ? factsOf(response.at, response.fields, placeholder) : undefined;
}

function factsOf(
  at: readonly string[],
  fields: readonly Field[] | undefined,
  placeholder: string | undefined,
): ListLocation {
  const names = fields?.map((field) => field.name) ?? ['id', 'name'];
  const id = idField(names, placeholder);
  return { at, id, name: nameField(names, id) };
}

/** For each placeholder, by the path up to it and with it: who lists its values. */
export function readListings(
  operations: readonly Merged[],
  lists: readonly (ListLocation | undefined)[],
): ReadonlyMap<string, PlaceholderListing> {
  const gets = new Map<string, number>();
  for (const [index, { method, path }] of operations.entries()) if (method === 'GET') gets.set(shape(path), index);
  const listAt = (path: string, name: string): PlaceholderListing | undefined => {
    const operation = gets.get(shape(path));
    const list = operation === undefined ? undefined : lists[operation];
    if (operation === undefined || !list) return undefined;
    const response = operations[operation]?.response;
    return { operation, ...(response ? factsOf(list.at, response.fields, name) : list) };
  };
  const found = new Map<string, PlaceholderListing>();
  const left: Placeholder[] = [];
  for (const placeholder of placeholdersOf(operations)) {
    const { before, name } = placeholder;
    const parent = before.slice(0, before.lastIndexOf('/'));
    const listing =
      listAt(before, name) ??
      listAt(`${before}/list`, name) ??
      sibling(parent, name, gets, listAt) ??
      member(operations[gets.get(shape(parent)) ?? -1], gets.get(shape(parent)), before.slice(parent.length + 1), name);
    if (listing) found.set(`${before}/{${name}}`, listing);
    else left.push(placeholder);
  }
  for (const { before, name } of left) {
    const home = HOMES[commonName(name)];
    const elsewhere = home === undefined ? near(before, name, found, operations) : listAt(home, commonName(name));
    if (elsewhere) found.set(`${before}/{${name}}`, elsewhere);
  }
  return found;
}

interface Placeholder {
  /** The path before it, without the slash. */
  readonly before: string;
  readonly name: string;
}

/** Each once; only those that are a whole segment. */
function placeholdersOf(operations: readonly Merged[]): readonly Placeholder[] {
  const found = new Map<string, Placeholder>();
  for (const { path } of operations) {
    for (const match of path.matchAll(/\/\{([^}]+)\}(?=\/|$)/g)) {
      const before = path.slice(0, match.index);
      found.set(`${before}/{${match[1]}}`, { before, name: match[1]! });
    }
  }
  return [...found.values()];
}

/** `…/values/{key_name}`: a list beside, called as the placeholder is: `…/keys`. */
function sibling(
  parent: string,
  name: string,
  gets: ReadonlyMap<string, number>,
  listAt: (path: string, name: string) => PlaceholderListing | undefined,
): PlaceholderListing | undefined {
  const noun = nounOf(name);
  for (const path of gets.keys()) {
    const segment = path.startsWith(`${shape(parent)}/`) ? path.slice(shape(parent).length + 1) : '';
    if (segment === '' || segment.includes('/')) continue;
    if (wordsOf(segment).map(singular).join('_') === noun) {
      const listing = listAt(path, name);
      if (listing) return listing;
    }
  }
  return undefined;
}

/** `…/{ruleset_id}/rules/{rule_id}`: a list inside of what is read above. */
function member(
  operation: Merged | undefined,
  index: number | undefined,
  segment: string,
  name: string,
): PlaceholderListing | undefined {
  const field = operation?.response?.isList
    ? undefined
    : operation?.response?.fields?.find((entry) => entry.name === segment);
  if (index === undefined || !field?.shape.kinds.includes('array')) return undefined;
  return { operation: index, ...factsOf([segment], field.shape.items?.fields, name) };
}

/** Things that many products refer to, and where they are at home. */
const HOMES: Readonly<Record<string, string>> = {
  account_id: '/accounts',
  asn: '/radar/entities/asns',
  bucket_name: '/accounts/{account_id}/r2/buckets',
  database_id: '/accounts/{account_id}/d1/database',
  device_id: '/accounts/{account_id}/devices/physical-devices',
  model_name: '/accounts/{account_id}/ai/models/search',
  namespace_id: '/accounts/{account_id}/storage/kv/namespaces',
  project_name: '/accounts/{account_id}/pages/projects',
  queue_id: '/accounts/{account_id}/queues',
  script_name: '/accounts/{account_id}/workers/scripts',
  tunnel_id: '/accounts/{account_id}/cfd_tunnel',
  zone_id: '/zones',
};

/** Segments that two paths of one product have in common: `/accounts/{account_id}/dlp`. */
const sameProduct = 4;

/** A name without what makes it one of several in its path. */
function commonName(name: string): string {
  return name
    .replace(/_\d+$/, '')
    .replace(/^(zone|account)_(?:tag|identifier)$/, '$1_id')
    .replace(/^(?:path|member)_account_id$/, 'account_id');
}

/**
 * A placeholder of the same name elsewhere in the product, whose list is called as the placeholder is and needs nothing that is
 * not known here. The same name in another product is another thing.
 */
function near(
  before: string,
  name: string,
  found: ReadonlyMap<string, PlaceholderListing>,
  operations: readonly Merged[],
): PlaceholderListing | undefined {
  if (/^(?:id|identifier|name)$/.test(name)) return undefined;
  const known = new Set([...before.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!));
  let best: { readonly listing: PlaceholderListing; readonly common: number } | undefined;
  for (const [key, listing] of found) {
    if (!key.endsWith(`/{${commonName(name)}}`)) continue;
    const path = operations[listing.operation]?.path ?? '';
    if (![...path.matchAll(/\{([^}]+)\}/g)].every((need) => known.has(need[1]!))) continue;
    const common = commonSegments(path, before);
    const noun = wordsOf(path.split('/').at(-1) ?? '')
      .map(singular)
      .join('_');
    const isNear = common > sameProduct + 1 || (common >= sameProduct && noun === nounOf(name));
    if (isNear && (!best || common > best.common)) best = { listing, common };
  }
  return best?.listing;
}

function commonSegments(left: string, right: string): number {
  const others = right.split('/');
  const count = left.split('/').findIndex((segment, index) => segment !== others[index]);
  return count < 0 ? left.split('/').length : count;
}

/** `{dns_record_id}` -> `dns_record`. */
function nounOf(name: string): string {
  return wordsOf(name.replace(/_(?:id|identifier|uuid|name|tag)$/, ''))
    .map(singular)
    .join('_');
}

function shape(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}');
}
