// The operations related to a value of a response: first the resources that its place names (the item that it is part of, what is named by
// its id beside it, what the request itself was about), then what can be done with each.
import type { Method } from '../request/types.ts';
import type { Catalog, Listing } from './catalog.ts';
import { idField, looksLikeId } from './identity.ts';
import type { Match } from './matcher.ts';
import type { Operation } from './operation.ts';
import { nounOf, type PlaceholderAt, pathShape, placeholdersIn } from './placeholders.ts';
import { prominence, usageKey } from './rank/rank.ts';

/** A thing whose id is known. */
interface Resource {
  /** The path that leads to such a thing, with its placeholder at the end: `/zones/{zone_id}`. */
  readonly upTo: string;
  /** What the placeholders of that path stand for, as far as it is known; the last one always is. */
  readonly values: Readonly<Record<string, string>>;
  /** What it is called. */
  readonly by: string;
  /** 0 for what the place is, more for what is farther from it. */
  readonly distance: number;
}

/** How far from the place the things are that it names. */
const DISTANCES = {
  focus: 0,
  nested: 18,
  item: 30,
  elsewhere: 48,
  collection: 66,
  beside: 84,
  request: 90,
  above: 12,
} as const;

/** Each once; one place may name several. */
function resourcesAt(catalog: Catalog, match: Match, place: ResponseLocation): readonly Resource[] {
  const found = new Map<string, Resource>();
  const resources = [
    ...itemResources(catalog, match, place),
    ...nestedResources(catalog, match, place),
    ...referencedResources(catalog, match, place),
    ...collectionResources(match),
    ...requestResources(match),
  ];
  for (const resource of resources.sort((a, b) => a.distance - b.distance)) {
    const key = `${pathShape(resource.upTo)} ${JSON.stringify(Object.values(resource.values))}`;
    if (!found.has(key)) found.set(key, resource);
  }
  return [...found.values()];
}

/** The list item that the place is in, or what was created. */
function itemResources(catalog: Catalog, match: Match, place: ResponseLocation): readonly Resource[] {
  const { operation } = match;
  const found: Resource[] = [];
  for (const [upTo, listing] of catalog.listings) {
    if (listing.operation !== operation) continue;
    const value = itemValue(listing, place);
    const isOwn = pathShape(upTo).startsWith(pathShape(operation.path));
    if (value !== undefined)
      found.push(resourceBelow(upTo, match, value, isOwn ? DISTANCES.item : DISTANCES.elsewhere));
  }
  // One list may lead to several things: a key to its value and to its metadata. What can be read and written is the thing itself.
  const methods = found.map(({ upTo }) => methodsOn(catalog, upTo));
  const most = Math.max(0, ...methods);
  const ranked = found.map((resource, index) =>
    (methods[index] ?? 0) < most ? { ...resource, distance: resource.distance + lesser } : resource,
  );
  const created = operation.method === 'POST' ? singleBelow(catalog, operation.path) : undefined;
  const members = place.membersAt(1) ?? place.membersAt(0);
  if (created !== undefined && members) {
    const field = idField(Object.keys(members), placeholdersIn(created).at(-1)?.name);
    const value = field === undefined ? undefined : memberText(members, field);
    if (value !== undefined) ranked.push(resourceBelow(created, match, value, DISTANCES.item));
  }
  return ranked;
}

const lesser = 2;

function methodsOn(catalog: Catalog, path: string): number {
  const shape = pathShape(path);
  const placeholders = catalog.placeholders();
  return placeholders.below(path).filter((operation) => placeholders.shapeOf(operation) === shape).length;
}

/**
 * An entry of a list inside a thing, and that thing: a rule and its ruleset, wherever the ruleset was read. The thing's path is the
 * one that the entry's goes through, its id stands beside the list.
 */
function nestedResources(catalog: Catalog, match: Match, place: ResponseLocation): readonly Resource[] {
  const { path, membersAt } = place;
  const at = path.findLastIndex(
    (step, index) =>
      typeof step === 'number' && typeof path[index - 1] === 'string' && !isWrapper(path[index - 1], match),
  );
  const name = path[at - 1];
  const members = at < 1 ? undefined : membersAt(at + 1);
  const id = members && idOf(members);
  if (typeof name !== 'string' || id === undefined) return [];
  const upTo = pathFor(catalog, name, members, match);
  if (upTo === undefined) return [];
  const scope = scopeOf(place, match);
  const holder = placeholdersIn(upTo).at(-2);
  const isDirect = holder !== undefined && upTo.slice(holder.upTo.length).split('/').length === 3;
  const holderId = isDirect && holder.upTo.split('/').length > 3 ? idOf(membersAt(at - 1) ?? {}) : undefined;
  const last = path.at(-1);
  const isFocus = path.length === at + 2 && (last === 'id' || last === 'name');
  const distance = isFocus ? DISTANCES.focus : DISTANCES.nested;
  if (holder === undefined || holderId === undefined) return [placed(upTo, scope, id, distance)];
  const inside = { ...scope, [holder.name]: holderId };
  return [placed(upTo, inside, id, distance), placed(holder.upTo, scope, holderId, DISTANCES.item)];
}

/** True for what is around a list, and names nothing. */
function isWrapper(name: PathStep | undefined, { operation }: Match): boolean {
  return (
    name === 'result' || name === 'items' || name === 'data' || (operation.list?.at ?? []).some((step) => step === name)
  );
}

/** The id of the item of a list that the place is in, or of which it is the value. */
function itemValue({ at, id }: Listing, { path, text, membersAt }: ResponseLocation): string | undefined {
  const start = [['result', ...at], at].find((steps) => steps.every((step, index) => path[index] === step));
  if (!start) return undefined;
  const isIndexed = typeof path[start.length] === 'number';
  if (id === undefined) return isIndexed && path.length === start.length + 1 ? text : undefined;
  if (isIndexed) return memberText(membersAt(start.length + 1), id);
  return undefined;
}

/** `/zones/{zone_id}` for `/zones`: the path to one of what the collection has. */
function singleBelow(catalog: Catalog, path: string): string | undefined {
  const shape = `${pathShape(path)}/{}`;
  return catalog.operations.find((operation) => pathShape(operation.path) === shape)?.path;
}

function resourceBelow(upTo: string, { operation, values }: Match, value: string, distance: number): Resource {
  const own = placeholdersIn(operation.path);
  const filled: Record<string, string> = {};
  for (const [index, { upTo: before, name }] of placeholdersIn(upTo).entries()) {
    const same = own[index];
    const isSamePlace = same !== undefined && pathShape(same.upTo) === pathShape(before);
    const known = isSamePlace ? values[same.name] : values[name];
    if (known !== undefined) filled[name] = known;
  }
  const last = placeholdersIn(upTo).at(-1)?.name ?? '';
  return { upTo, values: { ...filled, [last]: value }, by: wordsFor(last), distance };
}

/** The collection that was read: what can be added to it, and what stands beside its items. */
function collectionResources({ operation, values }: Match): readonly Resource[] {
  const last = operation.path.split('/').at(-1) ?? '';
  return [{ upTo: operation.path, values, by: nounOf(last).replaceAll('_', ' '), distance: DISTANCES.collection }];
}

/** What the request's path names, the nearest first: the record, then its zone. */
function requestResources({ operation, values }: Match): readonly Resource[] {
  return placeholdersIn(operation.path)
    .filter(({ name }) => values[name] !== undefined)
    .reverse()
    .map(({ upTo, name }, index) => ({
      upTo,
      values,
      by: wordsFor(name),
      distance: operation.path === upTo ? DISTANCES.item : DISTANCES.request + DISTANCES.above * index,
    }));
}

function wordsFor(placeholder: string): string {
  return nounOf(placeholder).replaceAll('_', ' ');
}

/** Things named by their ids at the place and beside it: `zone_id`, `zone: { id }`, `pools: [id]`, `owner`. */
function referencedResources(catalog: Catalog, match: Match, place: ResponseLocation): readonly Resource[] {
  const found: Resource[] = [];
  const { path, text, membersAt } = place;
  const key = nearestKey(path);
  const last = path.at(-1);
  const scope = scopeOf(place, match);
  const add = (name: string, members: Members | undefined, value: string | undefined, distance: number): void => {
    if (isWrapper(name, match)) return;
    const id = value ?? (members && idOf(members));
    const upTo = id === undefined ? undefined : pathFor(catalog, name, members, match);
    if (id !== undefined && upTo !== undefined) found.push(placed(upTo, scope, id, distance));
  };
  // The value itself: `zone_id`, an entry of `pools`, the `id` of `account`.
  const holder = key === 'id' || key === 'name' ? path.at(-2) : undefined;
  if (typeof holder === 'string') add(holder, membersAt(path.length - 1), undefined, DISTANCES.focus);
  else if (text !== undefined && key !== undefined && (typeof last === 'number' || namesThing(key, text))) {
    add(key, undefined, text, DISTANCES.focus);
  }
  // The value is such an object: `account: { id }`.
  if (typeof last === 'string') add(last, membersAt(path.length), undefined, DISTANCES.focus);
  // What is named beside it.
  for (const members of around(place)) {
    for (const [name, value] of Object.entries(members)) {
      const own = typeof value === 'string' && namesThing(name, value) ? value : undefined;
      add(name, memberObject(members, name), own, DISTANCES.beside);
    }
  }
  return found;
}

/** Objects that the place is in, the nearest first, without the response's envelope. */
function around({ path, membersAt }: ResponseLocation): readonly Members[] {
  const lengths = Array.from({ length: path.length }, (_, index) => path.length - index);
  const found: Members[] = [];
  for (const length of lengths) {
    const members = membersAt(length);
    if (members) found.push(members);
    if (found.length === 3) break;
  }
  return found;
}

/** The member's name says whose id it is, or its value can be nothing but an id. */
function namesThing(name: string, value: string): boolean {
  return (
    /(?:_(?:ids?|uuid|tag|identifier)|[a-z]I[dD]s?)$/.test(name) || (!OWN_IDS.includes(name) && looksLikeId(value))
  );
}

/** What a thing calls its own id: a Worker's `tag` is no tag of it. */
const OWN_IDS: readonly string[] = ['id', 'uuid', 'tag'];

function idOf(members: Members): string | undefined {
  return OWN_IDS.map((name) => memberText(members, name)).find((value) => value !== undefined);
}

/** The path that leads to a thing of this name: in the product of the request where it has one, else where all products mean the same. */
function pathFor(
  catalog: Catalog,
  name: string,
  members: Members | undefined,
  { operation }: Match,
): string | undefined {
  // An owner says what it is.
  const noun = name === 'owner' ? (memberText(members, 'type') ?? 'account') : nounOf(name);
  const placeholders = catalog.placeholders();
  const candidates = [noun, noun.split('_').at(-1) ?? noun].flatMap((word) => placeholders.ofThing(word));
  // Accounts, zones and organizations are at the root of all paths.
  const root = candidates.find((candidate) => candidate.split('/').length === 3);
  if (root !== undefined) return root;
  const product = productOf(operation.path);
  const inProduct = candidates.filter((candidate) => productOf(candidate) === product);
  const scope = operation.path.split('/')[1];
  const near = inProduct.find((candidate) => candidate.split('/')[1] === scope) ?? inProduct[0];
  if (near !== undefined) return near;
  // A name that only one product has means that product's thing.
  const exact = placeholders.ofThing(noun);
  return new Set(exact.map(productOf)).size === 1 ? exact[0] : undefined;
}

/** The first literal segment below the account or the zone, or at the root. */
function productOf(path: string): string {
  return path.replace(/^\/(?:accounts|zones)\/\{[^}]*\}(?=\/)/, '').split('/')[1] ?? '';
}

/** Accounts and zones that the response names around the place, before those of the request. */
function scopeOf(place: ResponseLocation, { values }: Match): Readonly<Record<string, string>> {
  const scope: Record<string, string> = {};
  for (const members of around(place)) {
    for (const noun of ['account', 'zone']) {
      const value = memberText(memberObject(members, noun), 'id') ?? memberText(members, `${noun}_id`);
      if (value !== undefined) scope[`${noun}_id`] ??= value;
    }
  }
  return { ...values, ...scope };
}

function placed(upTo: string, scope: Readonly<Record<string, string>>, id: string, distance: number): Resource {
  const names = placeholdersIn(upTo).map(({ name }) => name);
  const last = names.at(-1) ?? '';
  const known = names.flatMap((name) => (scope[name] === undefined ? [] : [[name, scope[name]] as const]));
  return { upTo, values: { ...Object.fromEntries(known), [last]: id }, by: wordsFor(last), distance };
}

export type PathStep = string | number;

/** Members of an object by name: texts, and numbers as their source text; objects one level down; other values are left out. */
export interface Members {
  readonly [name: string]: string | Members;
}

export interface ResponseLocation {
  /** From the root of the response: `result`, 3, `id`. */
  readonly path: readonly PathStep[];
  /** The value where it is a text or a number, the latter as its source text. */
  readonly text: string | undefined;
  /** Members of the object that the first `length` steps lead to; undefined where no object is there. */
  readonly membersAt: (length: number) => Members | undefined;
}

/** The text of a member; undefined where it is absent, empty or an object. */
export function memberText(members: Members | undefined, name: string): string | undefined {
  const value = members && Object.hasOwn(members, name) ? members[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The object that a member is; undefined for anything else. */
export function memberObject(members: Members | undefined, name: string): Members | undefined {
  const value = members && Object.hasOwn(members, name) ? members[name] : undefined;
  return typeof value === 'object' ? value : undefined;
}

/** The nearest member name on the way to a value, past the indexes of arrays: `pools` for `pools[2]`. */
function nearestKey(path: readonly PathStep[]): string | undefined {
  return path.findLast((step) => typeof step === 'string');
}

export interface RelatedOperation {
  readonly operation: Operation;
  /** Placeholders that are filled in, by name. */
  readonly values: Readonly<Record<string, string>>;
  /** Placeholders that somebody has to fill in. */
  readonly missing: readonly string[];
  /** What leads there, by the name that it has in the response or the path: `zone`, `dns record`. */
  readonly by: string;
  /** How far that thing is from the place: 0 where the place is it. */
  readonly distance: number;
  /** True for what is done with the thing itself, false for what is below it. */
  readonly isOfThing: boolean;
}

interface RelatedOptions {
  readonly limit?: number | undefined;
  /** As for ranking: what was used comes before its like. */
  readonly used?: ReadonlyMap<string, number> | undefined;
}

/**
 * Operations that a place of a response leads to, the nearest first: on the thing itself, then what is below it, then what other
 * things named beside it lead to, then what the request was about.
 */
export function relatedOperations(
  catalog: Catalog,
  match: Match,
  place: ResponseLocation,
  { limit, used }: RelatedOptions = {},
): readonly RelatedOperation[] {
  const found = new Map<number, { readonly related: RelatedOperation; readonly score: number }>();
  const placeholders = catalog.placeholders();
  for (const resource of resourcesAt(catalog, match, place)) {
    const leading = placeholdersIn(resource.upTo);
    const top = pathShape(resource.upTo);
    const depth = top.split('/').length;
    for (const operation of placeholders.below(resource.upTo)) {
      const own = placeholders.of(operation);
      const values = fillFrom(own, leading, resource, match);
      const missing = own.map(({ name }) => name).filter((name) => values[name] === undefined);
      // The same request again leads nowhere.
      if (operation === match.operation && missing.length === 0 && isSame(values, match.values)) continue;
      const usage = Math.min(12, 4 * Math.log2(1 + (used?.get(usageKey(operation)) ?? 0)));
      const shape = placeholders.shapeOf(operation);
      const score = scoreOf(operation, shape, top, depth) - 8 * missing.length - resource.distance + usage;
      const before = found.get(operation.index);
      if (before && score <= before.score) continue;
      const { by, distance } = resource;
      const related = { operation, values, missing, by, distance, isOfThing: shape === top };
      found.set(operation.index, { related, score });
    }
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score || a.related.operation.index - b.related.operation.index)
    .slice(0, limit ?? found.size)
    .map((entry) => entry.related);
}

/** What an operation's placeholders stand for: those up to the resource by their place in the path, the others by their name. */
function fillFrom(
  own: readonly PlaceholderAt[],
  leading: readonly PlaceholderAt[],
  resource: Resource,
  { values: known }: Match,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [index, { name }] of own.entries()) {
    const placed = leading[index];
    const value = placed ? resource.values[placed.name] : (resource.values[name] ?? scopeValue(name, known));
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function isSame(values: Readonly<Record<string, string>>, others: Readonly<Record<string, string>>): boolean {
  return Object.entries(values).every(([name, value]) => others[name] === value);
}

/** Only the account and the zone mean the same in every path. */
function scopeValue(name: string, known: Readonly<Record<string, string>>): string | undefined {
  return name === 'account_id' || name === 'zone_id' ? known[name] : undefined;
}

/** What people mostly do with a thing comes first: read it, change it, delete it; then look at what is below it. */
function scoreOf(operation: Operation, shape: string, top: string, topDepth: number): number {
  const { method, list, paging, deprecated } = operation;
  const isUsual = USUAL.has(`${method} ${shape}`);
  // What everybody looks at stays near for as long as it answers, whatever has been announced.
  const penalty = deprecated && !isUsual ? 45 : 0;
  if (shape === top) return OF_THING[method] - penalty;
  const depth = shape.split('/').length - topDepth;
  const isList = list !== undefined || paging !== undefined;
  const below = (method === 'GET' ? (isList ? 60 : 52) : 40) - 5 * (depth - 1);
  const usual = isUsual ? 24 : 0;
  return below + usual + 60 * (prominence(operation) - 1) - penalty;
}

const OF_THING: Readonly<Record<Method, number>> = {
  GET: 100,
  PATCH: 96,
  PUT: 95,
  POST: 90,
  DELETE: 72,
  HEAD: 0,
  OPTIONS: 0,
};

/** What is looked at first of a zone and of an account, by most. */
const USUAL = new Set([
  ...[
    'GET dns_records',
    'GET settings',
    'GET rulesets',
    'POST purge_cache',
    'GET dnssec',
    'GET ssl/certificate_packs',
    'GET pagerules',
  ].map((step) => step.replace(' ', ' /zones/{}/')),
  ...[
    'GET members',
    'GET workers/scripts',
    'GET storage/kv/namespaces',
    'GET r2/buckets',
    'GET d1/database',
    'GET pages/projects',
    'GET cfd_tunnel',
    'GET access/apps',
    'GET audit_logs',
  ].map((step) => step.replace(' ', ' /accounts/{}/')),
]);
