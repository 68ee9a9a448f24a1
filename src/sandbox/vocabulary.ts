// Names and addresses for made-up data. Only what the RFCs set aside for documentation: names of RFC 2606 and 6761,
// addresses of RFC 5737 and 3849. Nothing here may ever point at somebody's real host.
import type { Random } from './random.ts';

export const ADJECTIVES: readonly string[] = [
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

export const NOUNS: readonly string[] = [
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
