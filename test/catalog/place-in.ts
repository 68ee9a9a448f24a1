// A place in plain values, which tests can write down; the program makes one from a document (explorer/features/find/follow).
import type { Members, PathStep, ResponseLocation } from '../../src/catalog/related.ts';

/** A place in plain values, as `JSON.parse` gives them. */
export function placeIn(root: unknown, path: readonly PathStep[]): ResponseLocation {
  const at = (length: number): unknown =>
    path
      .slice(0, length)
      .reduce<unknown>((value, step) => (isObject(value) ? Reflect.get(value, step) : undefined), root);
  const value = at(path.length);
  return {
    path,
    text: typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined,
    membersAt: (length) => {
      const found = at(length);
      return isObject(found) && !Array.isArray(found) ? membersOf(found, 1) : undefined;
    },
  };
}

function membersOf(value: object, levels: number): Members {
  // Names come from a server: `__proto__` is one like any other.
  const members: Record<string, string | Members> = Object.create(null);
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' || typeof member === 'number') members[name] = String(member);
    else if (isObject(member) && !Array.isArray(member) && levels > 0) members[name] = membersOf(member, levels - 1);
  }
  return members;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
