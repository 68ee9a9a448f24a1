// A set of texts that only remembers whether it has seen one: 8 bytes a text instead of the text, for lists of millions of
// ids. The trap: two texts may be taken for one, with a chance below 1 in 10 million among a million texts.

export interface SeenTexts {
  readonly size: number;
  /** True where the text was not there before. */
  readonly add: (text: string) => boolean;
  readonly has: (text: string) => boolean;
}

export function createSeenTexts(): SeenTexts {
  // Open addressing with linear probing; a slot of two zeros is free.
  let slots = new Uint32Array(2 * 1024);
  let size = 0;

  const find = (table: Uint32Array, high: number, low: number): number => {
    const mask = table.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 2;
      if (table[at] === high && table[at + 1] === low) return at;
      if (table[at] === 0 && table[at + 1] === 0) return at;
    }
  };
  const grow = (): void => {
    const larger = new Uint32Array(slots.length * 2);
    for (let at = 0; at < slots.length; at += 2) {
      const [high = 0, low = 0] = [slots[at], slots[at + 1]];
      if (high === 0 && low === 0) continue;
      const to = find(larger, high, low);
      larger[to] = high;
      larger[to + 1] = low;
    }
    slots = larger;
  };
  const locate = (text: string): { readonly at: number; readonly high: number; readonly low: number } => {
    const high = hash(text, 0x811c9dc5, 0x01000193);
    const low = hash(text, 0x01234567, 0x85ebca6b) || 1;
    return { at: find(slots, high, low), high, low };
  };
  return {
    get size() {
      return size;
    },
    has: (text) => {
      const { at } = locate(text);
      return slots[at] !== 0 || slots[at + 1] !== 0;
    },
    add: (text) => {
      const { at, high, low } = locate(text);
      if (slots[at] !== 0 || slots[at + 1] !== 0) return false;
      slots[at] = high;
      slots[at + 1] = low;
      size += 1;
      if (size * 2 > slots.length / 2) grow();
      return true;
    },
  };
}

/** 32 bits of a text: the loop of FNV-1a over its UTF-16 units, then the finalizer of MurmurHash3 to spread them. */
function hash(text: string, seed: number, factor: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), factor);
  value ^= value >>> 16;
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
