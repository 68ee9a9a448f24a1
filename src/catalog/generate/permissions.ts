// Which permissions each operation needs, as far as the provider's lists tell. A list is taken only for the resource that has the
// same name in the SDK, in another spelling or by the table of renames; nothing is guessed from the name of a permission.
import type { NeededPermissions } from '../operation.ts';
import { singular, wordsOf } from '../terms.ts';
import {
  isReadOnly,
  longestList,
  NEED_NOTHING,
  NO_PERMISSIONS,
  OWN_NAMES,
  type PermissionScope,
  RENAMED,
  scopesOf,
} from './permission-names.ts';
import type { Accepted } from './provider.ts';
import { type Merged, operationKey } from './union.ts';

/** A resource of the provider, with the functions that read one or all of its kind. */
interface Resource {
  readonly name: string;
  readonly lists: readonly { readonly from: string; readonly reads: boolean; readonly names: readonly string[] }[];
}

/** By the index of the operation; `from` is a name of the provider alone. */
export function neededPermissions(
  operations: readonly Merged[],
  accepted: Accepted,
): readonly (NeededPermissions | undefined)[] {
  const resources = resourcesOf(accepted);
  return operations.map((operation) => {
    // The command line's own words name a product as often as a resource.
    if (operation.sources[0] === 'cf' || NEED_NOTHING.has(operationKey(operation))) return undefined;
    const words = operation.words.slice(0, -1).join(' ');
    const resource = resources.get(plainKey(RENAMED[words] ?? words));
    return resource && acceptedBy(operation, resource);
  });
}

function acceptedBy({ method, path }: Merged, resource: Resource): NeededPermissions | undefined {
  const isRead = method === 'GET' || method === 'HEAD';
  const own = OWN_NAMES.get(resource.name);
  // A resource lists what its own reading accepts too, where no function reads it.
  const ordered = resource.lists.toSorted((a, b) => Number(a.reads !== isRead) - Number(b.reads !== isRead));
  const list = isRead ? ordered[0] : ordered.find(({ reads }) => !reads);
  if (!list || (!own && list.names.length > longestList)) return undefined;
  const scope = scopeOfPath(path);
  const anyOf = list.names.filter(
    (name) =>
      !NO_PERMISSIONS.has(name) &&
      (own?.includes(name) ?? true) &&
      (isRead || !isReadOnly(name)) &&
      (!name.endsWith(' Revoke') || /revoke/.test(path)) &&
      (scope === undefined || scopesOf(name).includes(scope)),
  );
  if (anyOf.length === 0 || (isRead && !anyOf.some(isReadOnly))) return undefined;
  return { certainty: 'accepted', anyOf, from: list.from };
}

/** What the path is about; undefined where it is of none of these. */
function scopeOfPath(path: string): PermissionScope | undefined {
  const first = path.split('/')[1];
  if (first === 'zones') return 'zone';
  if (first === 'accounts') return 'account';
  return first === 'user' ? 'user' : undefined;
}

function resourcesOf(accepted: Accepted): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  for (const [from, names] of accepted) {
    const reads = /^get[A-Z]/.test(from);
    const name = reads ? from.slice(3) : from;
    const key = plainKey(name);
    const known = found.get(key) ?? { name, lists: [] };
    found.set(key, {
      name: reads ? known.name : name,
      lists: [...known.lists, { from, reads, names }],
    });
  }
  // Where one and all of a kind would be called the same, the function for all is called a list.
  for (const [key, resource] of [...found]) {
    if (!key.endsWith('list') || key === 'list' || !resource.lists.every(({ reads }) => reads)) continue;
    const short = key.slice(0, -'list'.length);
    const known = found.get(short) ?? { name: resource.name.slice(0, -'List'.length), lists: [] };
    found.set(short, { name: known.name, lists: [...known.lists, ...resource.lists] });
  }
  return found;
}

/** What all spellings of a name have in common: no case, no gaps, no plurals. */
function plainKey(name: string): string {
  return wordsOf(name).map(singular).join('');
}
