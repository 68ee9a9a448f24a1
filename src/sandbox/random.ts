// Repeatable randomness for the sandbox's data. Every collection draws from its own stream, named by labels, so what a
// collection holds never depends on which other collections were opened before it. Not for secrets.

export type Random = {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number in [min, max], both ends included. */
  readonly int: (min: number, max: number) => number;
  /** True with the given probability (0 to 1). */
  readonly chance: (probability: number) => boolean;
  /** One of the items; throws RangeError on an empty list. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** Lower-case hexadecimal digits. */
  readonly hex: (digits: number) => string;
  /** A version 4 UUID (RFC 9562 section 5.4). */
  readonly uuid: () => string;
  /** An RFC 3339 UTC instant between two epoch times in milliseconds. */
  readonly instant: (from: number, to: number) => string;
};

/** FNV-1a, 32 bits: turns a label into a seed. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** mulberry32: 32 bits of state, period 2^32, good enough to look plausible. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** The stream that belongs to these labels under this seed: the same arguments always give the same stream. */
export function randomFor(seed: number, ...labels: readonly string[]): Random {
  const next = mulberry32(hashOf(`${seed}\u0000${labels.join('\u0000')}`));
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += int(0, 0xffff).toString(16).padStart(4, '0');
    return text.slice(0, digits);
  };
  return {
    next,
    int,
    hex,
    chance: (probability) => next() < probability,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('pick: the list is empty');
      return items[int(0, items.length - 1)]!;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + int(0, 3)).toString(16)}${hex(3)}-${hex(12)}`,
    instant: (from, to) => new Date(int(from, to)).toISOString(),
  };
}
