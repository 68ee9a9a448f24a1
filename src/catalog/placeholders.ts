// Where placeholders stand: by the path up to them and with them, by their names, and by the things that they are ids of.
import { once } from './once.ts';
import type { Operation, OperationColumns } from './operation.ts';
import { singular, wordsOf } from './terms.ts';

export interface Placeholders {
  /** Paths that end with a placeholder of this name, shortest first. */
  readonly named: (name: string) => readonly string[];
  /** Paths that end with a placeholder for such a thing: `pool` is `{pool_id}`, and what stands after `pools/`. */
  readonly ofThing: (noun: string) => readonly string[];
  /** The placeholders of an operation that are whole segments, in order. */
  readonly of: (operation: Operation) => readonly PlaceholderAt[];
  /** Its path with all placeholders called `{}`. */
  readonly shapeOf: (operation: Operation) => string;
  /** Operations on what the path leads to, and below it; `path` as in the answers of the others. */
  readonly below: (path: string) => readonly Operation[];
}

export function createPlaceholders(columns: OperationColumns): Placeholders {
  // To find what is below a path takes none of it, and of the shapes a few.
  const facts = once(() => factsOf(columns.paths));
  const shapes: (string | undefined)[] = [];
  const shapeAt = (index: number): string => {
    shapes[index] ??= pathShape(columns.paths[index] ?? '');
    return shapes[index];
  };
  const sorted = (found: readonly string[] = []): readonly string[] =>
    found.toSorted((a, b) => a.split('/').length - b.split('/').length || Number(a > b) - Number(a < b));
  return {
    named: (name) => sorted(facts().byName.get(name)),
    ofThing: (noun) => sorted(facts().byThing.get(noun)),
    of: ({ index }) => facts().own[index] ?? [],
    shapeOf: ({ index }) => shapeAt(index),
    below: (path) => {
      const shape = pathShape(path);
      const [literal = ''] = shape.split('{', 1);
      return columns.paths.flatMap((candidate, index): readonly Operation[] => {
        if (!candidate.startsWith(literal)) return [];
        const own = shapeAt(index);
        const isBelow = own.startsWith(shape) && (own.length === shape.length || own[shape.length] === '/');
        return isBelow ? [columns.operation(index)] : [];
      });
    },
  };
}

interface Facts {
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly byThing: ReadonlyMap<string, readonly string[]>;
  /** Of each operation. */
  readonly own: readonly (readonly PlaceholderAt[])[];
}

function factsOf(allPaths: readonly string[]): Facts {
  const byName = new Map<string, string[]>();
  const byThing = new Map<string, string[]>();
  const seen = new Set<string>();
  const known = new Map<string, readonly PlaceholderAt[]>();
  const own = allPaths.map((path) => {
    const found = known.get(path);
    if (found) return found;
    const made = placeholdersIn(path);
    known.set(path, made);
    for (const { upTo, name } of made) {
      if (seen.has(upTo)) continue;
      seen.add(upTo);
      addTo(byName, name, upTo);
      for (const noun of nounsOf(upTo, name)) addTo(byThing, noun, upTo);
    }
    return made;
  });
  return { byName, byThing, own };
}

/** Method aside, what two paths have in common whose placeholders are called otherwise. */
export function pathShape(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}');
}

export interface PlaceholderAt {
  readonly name: string;
  /** The path up to it and with it. */
  readonly upTo: string;
}

/** Placeholders of a path that are whole segments, in order. */
export function placeholdersIn(path: string): readonly PlaceholderAt[] {
  return [...path.matchAll(/\/\{([^}]+)\}(?=\/|$)/g)].map((match) => ({
    name: match[1] ?? '',
    upTo: path.slice(0, match.index + match[0].length),
  }));
}

/** What a name is about: `dns_record_id`, `dns_record_ids` and `dns_records` are about a `dns_record`. */
export function nounOf(name: string): string {
  const words = wordsOf(
    name.replace(/(?:_(?:ids?|identifiers?|uuids?|names?|tags?|uids?)|I[dD]s?|Uuids?|Names?)$/, ''),
  );
  return words.map((word, index) => (index === words.length - 1 ? singular(word) : word)).join('_');
}

/** The noun in a placeholder's name, and in the segment before it. */
function nounsOf(upTo: string, name: string): readonly string[] {
  const before = upTo.split('/').at(-2) ?? '';
  return [...new Set([nounOf(name), before.startsWith('{') ? '' : nounOf(before)])].filter(
    (noun) => noun !== '' && noun !== 'id',
  );
}

function addTo(map: Map<string, string[]>, key: string, value: string): void {
  const found = map.get(key);
  if (found) found.push(value);
  else map.set(key, [value]);
}
