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
