// Which permissions each operation needs, as far as the provider's lists tell. A list is accepted for the resource that has the
// same name in the SDK, in another spelling or by the table of renames. What lies below such a resource, or belongs to a product
// that has one kind of permission only, probably needs the same. Nothing is guessed from the name of a permission.
import type { NeededPermissions } from '../operation.ts';
import { singular, wordsOf } from '../terms.ts';
import { documentation, documentedNeeds } from './documented-needs.ts';
import {
  familyOf,
  isReadOnly,
  longestList,
  NO_NEEDS,
  NO_PARENTS,
  NO_PERMISSIONS,
  OWN_NAMES,
  OWN_WRITES,
  type PermissionScope,
  providerPackage,
  RENAMED,
  scopesOf,
} from './permission-names.ts';
import type { Accepted } from './provider.ts';
import { type Merged, operationKey } from './union.ts';

/** A resource of the provider, with the functions that read one or all of its kind. */
interface Resource {
  readonly name: string;
  readonly lists: readonly List[];
}

interface List {
  readonly from: string;
  readonly of: 'resource' | 'one' | 'all';
  readonly names: readonly string[];
}

/** By the index of the operation. */
export function neededPermissions(
  operations: readonly Merged[],
  groups: readonly string[],
  accepted: Accepted,
): readonly (NeededPermissions | undefined)[] {
  const resources = resourcesOf(accepted);
  const named = operations.map(({ words }) => resourceOf(words, resources));
  const isOfSdk = operations.map(({ sources }) => sources[0] !== 'cf');
  const places = placesOf(
    operations.map((operation, index) => (isOfSdk[index] ? [operation, named[index]] : undefined)),
  );
  const sure = operations.map((operation, index) => {
    const told = documentedNeeds(operation.method, shapeOf(operation.path));
    if (told) return { certainty: 'accepted', anyOf: told, from: documentation } as const;
    const resource = named[index];
    if (!resource || NO_NEEDS.has(operationKey(operation))) return undefined;
    // The command line's own words name a product as often as a resource: the path has to say the same.
    if (!isOfSdk[index] && parentOf(operation.path, places, () => true) !== resource) return undefined;
    return needed(operation, resource, 'accepted');
  });
  const families = familiesOf(operations, groups, sure);
  return operations.map((operation, index) => {
    if (sure[index] || NO_NEEDS.has(operationKey(operation))) return sure[index];
    const own = named[index];
    // Its own list was for another scope, and so would be whatever is taken from beside it.
    if (own && isOfSdk[index] && !hasScope(own, operation.path)) return undefined;
    const parent = parentOf(operation.path, places, (before) => before.endsWith('}'));
    return (
      (parent && needed(operation, parent, 'probable')) ?? neededByFamily(operation, families.get(groups[index] ?? ''))
    );
  });
}

function needed(
  operation: Merged,
  resource: Resource,
  certainty: NeededPermissions['certainty'],
): NeededPermissions | undefined {
  const isRead = isReading(operation);
  const own = OWN_NAMES.get(resource.name);
  for (const list of listsFor(operation, resource, certainty)) {
    if (!own && list.names.length > longestList) continue;
    const anyOf = list.names.filter(
      (name) =>
        (own?.includes(name) ?? true) &&
        (isRead || certainty === 'probable' || (OWN_WRITES.get(resource.name)?.includes(name) ?? true)) &&
        isFor(name, operation) &&
        (!isRead || list.of !== 'resource' || isReadable(name, list.names)),
    );
    if (isRead ? anyOf.some(isReadOnly) : anyOf.length > 0)
      return { certainty, anyOf, from: `${list.from} of ${providerPackage.name}` };
  }
  return undefined;
}

/** In the list of a resource that no function reads: a permission to write that has none to read beside it is for writing alone. */
function isReadable(name: string, names: readonly string[]): boolean {
  return names.some((other) => isReadOnly(other) && familyOf(other) === familyOf(name));
}

function isFor(name: string, { method, path, words }: Merged): boolean {
  if (NO_PERMISSIONS.has(name) || !fits(name, path)) return false;
  // It ends sessions, and is enough for reading and for that alone.
  if (name.endsWith(' Revoke') && !isReading({ method })) return false;
  // A tail has a permission of its own beside that to write the Worker.
  if (name === 'Workers Scripts Read' && words.includes('tail')) return false;
  return isReading({ method }) || !isReadOnly(name);
}

function isReading({ method }: Pick<Merged, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** What a function that reads accepts is for reading; what the resource itself does is for both. The likeliest first. */
function listsFor(operation: Merged, { lists }: Resource, certainty: NeededPermissions['certainty']): readonly List[] {
  const functions: readonly List['of'][] = operation.path.endsWith('}') ? ['one', 'all'] : ['all', 'one'];
  const order: readonly List['of'][] = isReading(operation)
    ? [...functions, 'resource']
    : ['resource', ...(certainty === 'accepted' ? [] : functions)];
  return order.flatMap((of) => lists.filter((list) => list.of === of));
}

function fits(name: string, path: string): boolean {
  const scope = scopeOfPath(path);
  return scope === undefined || scopesOf(name).includes(scope);
}

function hasScope({ lists }: Resource, path: string): boolean {
  return lists.some(({ names }) => names.some((name) => fits(name, path)));
}

/** What the path is about; undefined where it is of none of these. */
function scopeOfPath(path: string): PermissionScope | undefined {
  const first = path.split('/')[1];
  if (first === 'zones') return 'zone';
  if (first === 'accounts') return 'account';
  return first === 'user' ? 'user' : undefined;
}

function resourceOf(words: Merged['words'], resources: ReadonlyMap<string, Resource>): Resource | undefined {
  const subject = words.slice(0, -1).join(' ');
  return resources.get(plainKey(RENAMED[subject] ?? subject));
}

function resourcesOf(accepted: Accepted): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  for (const [from, names] of accepted) {
    const isFunction = /^get[A-Z]/.test(from);
    // Where one and all of a kind would be called the same, the function for all is called a list.
    const name = isFunction ? from.slice(3).replace(/(?<=.)List$/, '') : from;
    const isList = isFunction && (from.length > name.length + 3 || accepted.has(`get${singularName(name)}`));
    const key = plainKey(name);
    const of = isFunction ? (isList ? 'all' : 'one') : 'resource';
    const known = found.get(key);
    found.set(key, { name: known?.name ?? name, lists: [...(known?.lists ?? []), { from, of, names }] });
  }
  return found;
}

/** The name that the function for one has beside this function for all; empty where this is no plural. */
function singularName(name: string): string {
  const last = /[A-Z][a-z]*\d*$/.exec(name)?.[0] ?? '';
  const one = singular(last.toLowerCase());
  return one === last.toLowerCase() ? '' : `${name.slice(0, -last.length)}${last[0]}${one.slice(1)}`;
}

/** What all spellings of a name have in common: no case, no gaps, no plurals. */
function plainKey(name: string): string {
  return wordsOf(name).map(singular).join('');
}

function shapeOf(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}');
}

/** Where each resource is, by the shape of its paths. */
function placesOf(
  operations: readonly (readonly [Merged, Resource | undefined] | undefined)[],
): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  for (const [operation, resource] of operations.filter((one) => one !== undefined)) {
    if (resource && !NO_PARENTS.has(resource.name)) found.set(shapeOf(operation.path), resource);
  }
  return found;
}

/** The resource at this path, or the nearest one above it that is at such a place. */
function parentOf(
  path: string,
  places: ReadonlyMap<string, Resource>,
  counts: (shape: string) => boolean,
): Resource | undefined {
  const shape = shapeOf(path);
  const own = places.get(shape);
  if (own) return own;
  for (let end = shape.lastIndexOf('/'); end > 0; end = shape.lastIndexOf('/', end - 1)) {
    const before = shape.slice(0, end);
    const found = places.get(before);
    if (found && counts(before)) return found;
  }
  return undefined;
}

/** The only permissions that a product's operations of one scope take, where there are but those to read and those to write it. */
interface Family {
  readonly scope: PermissionScope;
  readonly reading: NeededPermissions | undefined;
  readonly writing: NeededPermissions | undefined;
}

function familiesOf(
  operations: readonly Merged[],
  groups: readonly string[],
  sure: readonly (NeededPermissions | undefined)[],
): ReadonlyMap<string, readonly Family[]> {
  const known = [...operations.keys()].filter((index) => sure[index]);
  return new Map(
    [...Map.groupBy(known, (index) => groups[index] ?? '')].map(([group, members]) => {
      const byScope = Map.groupBy(members, (index) => scopeOfPath(operations[index]!.path));
      const all = [...byScope].map(([scope, indices]) => familyIn(scope, indices, operations, sure));
      // Where one scope has several, the other has one only by chance.
      return [group, all.every((family) => family !== undefined) ? all : []] as const;
    }),
  );
}

function familyIn(
  scope: PermissionScope | undefined,
  indices: readonly number[],
  operations: readonly Merged[],
  sure: readonly (NeededPermissions | undefined)[],
): Family | undefined {
  const names = [...new Set(indices.flatMap((index) => sure[index]!.anyOf))].sort();
  if (scope === undefined || new Set(names.map(familyOf)).size !== 1) return undefined;
  const subjects = new Set(indices.map((index) => operations[index]!.words.slice(0, -1).join(' ')));
  // One resource alone says little of what is beside it.
  if (subjects.size < 2) return { scope, reading: undefined, writing: undefined };
  const probable = (isRead: boolean, anyOf: readonly string[]): NeededPermissions | undefined => {
    const own = indices.filter((index) => isReading(operations[index]!) === isRead);
    // It names no resource that this could belong to.
    const from = mostOften(own.map((index) => sure[index]!.from).filter((text) => text !== documentation));
    return from !== undefined && anyOf.length > 0 ? { certainty: 'probable', anyOf, from } : undefined;
  };
  return {
    scope,
    reading: names.some(isReadOnly) ? probable(true, names) : undefined,
    writing: probable(
      false,
      names.filter((name) => !isReadOnly(name)),
    ),
  };
}

function mostOften(texts: readonly string[]): string | undefined {
  const counted = [...Map.groupBy(texts, (text) => text)].map(([text, all]) => ({ text, count: all.length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.text;
}

function neededByFamily(operation: Merged, families: readonly Family[] = []): NeededPermissions | undefined {
  const family = families.find(({ scope }) => scope === scopeOfPath(operation.path));
  return isReading(operation) ? family?.reading : family?.writing;
}
