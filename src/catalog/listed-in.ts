// What no request reads by itself is told by the list that it is in: a rule of a ruleset, a rule of a waiting room, an output of a
// live input. Which list that is, with the ids of the things above filled in.
import type { Method } from '../request/types.ts';
import type { Catalog } from './catalog.ts';

/** Where an item is told. */
interface ListedIn {
  /** What a GET reads. */
  readonly path: string;
  /** Members that lead to the list in the result. */
  readonly at: readonly string[];
  /** The field by which items are called in a path. */
  readonly idField: string;
  /** Percent-decoded. */
  readonly id: string;
  /** True where one response need not have all items. */
  readonly isPaged: boolean;
}

/** Undefined where no list of the same owner is known: the zones of an account are not the zones of an address map. */
export function listedIn(catalog: Catalog, method: Method, path: string): ListedIn | undefined {
  const operation = catalog.matcher().match(method, path)?.operation;
  const listing = operation && catalog.listings.get(operation.path);
  if (!operation || listing?.id === undefined || listing.operation.method !== 'GET') return undefined;
  const segments = path.split('/');
  const values = operation.path.split('/').flatMap((part, at) => (part.startsWith('{') ? [segments[at] ?? ''] : []));
  const above = values.slice(0, -1);
  const parts = listing.operation.path.split('/');
  const id = values.at(-1);
  if (id === undefined || id === '' || parts.filter((part) => part.startsWith('{')).length !== above.length) {
    return undefined;
  }
  const filled = parts.map((part) => (part.startsWith('{') ? (above.shift() ?? '') : part)).join('/');
  const { at, id: idField, operation: list } = listing;
  return { path: filled, at, idField, id: decoded(id), isPaged: list.paging !== undefined && list.paging !== 'whole' };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
