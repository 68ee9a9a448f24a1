// What a request is about, in words: the things whose ids stand in its path (the zone, then the record), and the last of them or
// what comes after it as its object.
import type { Method } from '../request/types.ts';
import type { Catalog } from './catalog.ts';
import { nounOf } from './placeholders.ts';
import { singular } from './terms.ts';

interface PathThing {
  /** Such as `zone`, `dns record`, `setting`. */
  readonly kind: string;
  /** Its id, or its name where a name stands for it; percent-decoded. */
  readonly value: string;
  /** The path to it. */
  readonly path: string;
}

interface Subject {
  /** From the left to the right. */
  readonly things: readonly PathThing[];
  /** What the request is about: `dns record` for one and for their list, `dnssec` of a zone. */
  readonly object: string;
  /** The thing that it is, where the path ends with one. */
  readonly thing: PathThing | undefined;
}

/** @param catalog without one, and for paths that it does not know, ids are told by their form */
export function subjectOf(catalog: Catalog | undefined, method: Method, path: string): Subject {
  const template = catalog && templateOf(catalog, method, path);
  const segments = path.split('/').slice(1);
  const parts =
    template?.split('/').slice(1) ?? segments.map((segment, at) => (isLikelyId(segments, at) ? '{}' : segment));
  const things: PathThing[] = [];
  for (const [at, part] of parts.entries()) {
    const name = /^\{(.*)\}$/.exec(part)?.[1];
    const isLast = at === parts.length - 1;
    // The last may have slashes in it, as the name of an object has.
    const value = isLast ? segments.slice(at).join('/') : (segments[at] ?? '');
    if (name === undefined || value === '' || /^\{[^}]*\}$/.test(value)) continue;
    const upTo = `/${segments.slice(0, at).join('/')}/${value}`;
    things.push({ kind: kindOf(name, parts[at - 1] ?? ''), value: decode(value), path: upTo });
  }
  const last = parts.at(-1) ?? '';
  const isThing = last.startsWith('{');
  const thing = isThing ? things.at(-1) : undefined;
  return {
    things,
    object: thing?.kind ?? kindOf(isThing ? last.slice(1, -1) : '', isThing ? (parts.at(-2) ?? '') : last),
    thing,
  };
}

function templateOf(catalog: Catalog, method: Method, path: string): string | undefined {
  const matcher = catalog.matcher();
  const own = matcher.match(method, path)?.operation.path;
  if (own !== undefined) return own;
  const [other] = matcher.methods(path);
  return other && matcher.match(other, path)?.operation.path;
}

/** What a placeholder stands for, by its own name or that of the collection before it. */
function kindOf(placeholder: string, before: string): string {
  const own = nounOf(placeholder.replace(/_key$/, ''));
  const noun = own === '' || own === 'id' ? nounOf(before) : own;
  const words = noun.split('_');
  return [...words.slice(0, -1), singular(words.at(-1) ?? '')].join(' ').trim();
}

/** An id by its form, or what stands behind a collection at the root. */
function isLikelyId(segments: readonly string[], at: number): boolean {
  const segment = segments[at] ?? '';
  const isBelowRoot = at === 1 && (segments[0] === 'zones' || segments[0] === 'accounts');
  return isBelowRoot || /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(segment);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
