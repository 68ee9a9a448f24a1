// A value of an answer and what stands around it, as far as following asks for it. Pure types and small questions; core makes
// one from a document, so that this room needs no index of bytes.

export type Step = string | number;

/** Members of an object by name: texts, and numbers as their source text; objects one level down; other values are left out. */
export interface Members {
  readonly [name: string]: string | Members;
}

export interface Place {
  /** From the root of the answer: `result`, 3, `id`. */
  readonly path: readonly Step[];
  /** The value where it is a text or a number, the latter as its source text. */
  readonly text: string | undefined;
  /** Members of the object that the first `length` steps lead to; undefined where no object is there. */
  readonly membersAt: (length: number) => Members | undefined;
}

/** The text of a member; undefined where it is absent, empty or an object. */
export function textOf(members: Members | undefined, name: string): string | undefined {
  const value = members && Object.hasOwn(members, name) ? members[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The object that a member is; undefined for anything else. */
export function objectOf(members: Members | undefined, name: string): Members | undefined {
  const value = members && Object.hasOwn(members, name) ? members[name] : undefined;
  return typeof value === 'object' ? value : undefined;
}

/** The nearest member name on the way to a value, past the indexes of arrays: `pools` for `pools[2]`. */
export function nearestKey(path: readonly Step[]): string | undefined {
  return path.findLast((step) => typeof step === 'string');
}

/** A place in plain values, as `JSON.parse` gives them. */
export function placeIn(root: unknown, path: readonly Step[]): Place {
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
