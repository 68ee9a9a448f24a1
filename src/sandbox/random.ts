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
export function hashOf(text: string): number {
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

const ADJECTIVES: readonly string[] = [
  'amber',
  'bright',
  'calm',
  'copper',
  'eager',
  'gentle',
  'golden',
  'hidden',
  'iron',
  'lucky',
  'mellow',
  'northern',
  'quiet',
  'rapid',
  'silver',
  'southern',
  'steady',
  'sunny',
  'velvet',
  'wild',
];

const NOUNS: readonly string[] = [
  'anchor',
  'bakery',
  'books',
  'bridge',
  'clinic',
  'courier',
  'forge',
  'garden',
  'gallery',
  'harbour',
  'kitchen',
  'library',
  'market',
  'meadow',
  'museum',
  'orchard',
  'press',
  'school',
  'studio',
  'workshop',
];

export const FIRST_NAMES: readonly string[] = [
  'Ada',
  'Alan',
  'Barbara',
  'Donald',
  'Edsger',
  'Frances',
  'Grace',
  'Hedy',
  'John',
  'Karen',
  'Katherine',
  'Ken',
  'Leslie',
  'Margaret',
  'Niklaus',
  'Radia',
  'Shafi',
  'Sophie',
  'Tony',
  'Whitfield',
];

export const LAST_NAMES: readonly string[] = [
  'Allen',
  'Diffie',
  'Dijkstra',
  'Goldwasser',
  'Hamilton',
  'Hoare',
  'Hopper',
  'Johnson',
  'Knuth',
  'Lamarr',
  'Lamport',
  'Liskov',
  'Lovelace',
  'McCarthy',
  'Perlman',
  'Thompson',
  'Turing',
  'Wilson',
  'Wirth',
];

/** The span in which everything in a fresh sandbox was made: fixed, so that the data does not age. */
export const FIRST_DAY = Date.UTC(2023, 0, 2);

export const LAST_DAY = Date.UTC(2026, 5, 30, 23, 59, 59);
const IPV4_BLOCKS: readonly string[] = ['192.0.2', '198.51.100', '203.0.113'];

/** The n-th documentation address; repeats after 762. */
export function ipv4At(index: number): string {
  const block = IPV4_BLOCKS[Math.floor(index / 254) % IPV4_BLOCKS.length]!;
  return `${block}.${(index % 254) + 1}`;
}

export function randomIpv4(random: Random): string {
  return ipv4At(random.int(0, 761));
}

export function randomIpv6(random: Random): string {
  const group = (): string => random.int(1, 0xffff).toString(16);
  return `2001:db8:${group()}:${group()}::${group()}`;
}

/** `amber-bakery`, never the same twice for two indexes below 400. */
export function nameAt(index: number): string {
  const noun = NOUNS[index % NOUNS.length]!;
  const adjective = ADJECTIVES[(index + Math.floor(index / NOUNS.length) * 7) % ADJECTIVES.length]!;
  return `${adjective}-${noun}`;
}
