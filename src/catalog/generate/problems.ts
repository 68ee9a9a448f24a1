// What the generator did not understand. It goes on to the end, so that one build tells all of it, and then fails.

export interface Problems {
  readonly report: (where: string, what: string) => void;
  /** @throws Error that lists what was reported, where anything was */
  readonly throwIfAny: () => void;
}

/** Problems told in full; the others are counted. */
const told = 20;

export function createProblems(): Problems {
  const found: string[] = [];
  return {
    report: (where, what) => {
      found.push(`${where}: ${what}`);
    },
    throwIfAny: () => {
      if (found.length === 0) return;
      const more = found.length > told ? [`and ${found.length - told} more`] : [];
      throw new Error(
        ['the catalog was not built, since these were not understood:', ...found.slice(0, told), ...more].join('\n  '),
      );
    },
  };
}
