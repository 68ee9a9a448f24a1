// What the catalog knows that tells how a write is taken back: which operations there are, what they take, and what is kept below
// what.
import type { UndoFacts, WritableField } from '../api/undo/plan.ts';
import type { Catalog } from './catalog.ts';

export function undoFacts(catalog: Catalog): UndoFacts {
  const match = (method: Parameters<UndoFacts['has']>[0], path: string) =>
    catalog.matcher().match(method, path.split('?', 1)[0] ?? path)?.operation;
  return {
    has: (method, path) => match(method, path) !== undefined,
    fields: (method, path): readonly WritableField[] | undefined => {
      const operation = match(method, path);
      const body = operation && catalog.details(operation).body;
      if (!body || body.whole || body.contentType !== 'application/json') return undefined;
      // A field may be told once for each form that the body has.
      const fields = new Map<string, WritableField>();
      for (const { name, required, when } of body.fields) {
        fields.set(name, { name, required: required && when === undefined && (fields.get(name)?.required ?? true) });
      }
      return [...fields.values()];
    },
    idField: (collection) => {
      const item = match('DELETE', `${collection}/{x}`);
      return item && catalog.listings.get(item.path)?.id;
    },
    holdsOthers: (path) => {
      const operation = match('DELETE', path);
      return operation !== undefined && collectionsBelow(catalog).has(operation.path);
    },
  };
}

const known = new WeakMap<Catalog, ReadonlySet<string>>();

/** Paths of things that have things of their own below them, which somebody makes: `/zones/{zone_id}`. */
function collectionsBelow(catalog: Catalog): ReadonlySet<string> {
  const made = known.get(catalog);
  if (made) return made;
  const holders = new Set<string>();
  for (const { method, path } of catalog.operations) {
    if (method !== 'DELETE' && method !== 'PUT') continue;
    // `…/{x}/things/{y}`: each `{x}` with something behind it that has a name of its own.
    const segments = path.split('/');
    const last = segments.findLastIndex((segment) => segment.startsWith('{'));
    for (const [at, segment] of segments.entries()) {
      if (at < last && segment.startsWith('{')) holders.add(segments.slice(0, at + 1).join('/'));
    }
  }
  known.set(catalog, holders);
  return holders;
}
