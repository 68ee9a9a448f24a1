// What the ranking looks words up in: for each word the entries that have it, with weights. Pure.
import type { SearchFile } from './format.ts';
import { coreFlag, weightMask } from './search-words.ts';

/** An operation has one entry, and one more for each choice of its last placeholder. */
export interface SearchIndex {
  /** In order of their letters. */
  readonly words: readonly string[];
  /** Operation of each entry. */
  readonly operationOf: readonly number[];
  readonly choices: ReadonlyMap<number, { readonly placeholder: string; readonly value: string }>;
  /** Word number `w` is in `entries[starts[w]]` to `entries[starts[w + 1]]`, with `weights` (search-words.ts) at the same places. */
  readonly starts: Uint32Array;
  readonly entries: Uint16Array;
  readonly weights: Uint8Array;
  /** How rare each word is: the logarithm of how many entries there are to one that has it. */
  readonly rarity: Float32Array;
  /** Of each entry: the sum over its core words of weight times rarity. */
  readonly mass: Float32Array;
}

/** The words of one entry with their weights. */
export type EntryWords = ReadonlyMap<string, number>;

/** @param postings the file's postings as bytes */
export function readSearch(file: SearchFile, postings: Uint8Array): SearchIndex {
  const words = file.words.split(' ');
  const starts = new Uint32Array(words.length + 1);
  const entries = new Uint16Array(file.postingCount);
  const weights = new Uint8Array(file.postingCount);
  let place = 0;
  let at = 0;
  for (let word = 0; word < words.length; word++) {
    let count = postings[at++]!;
    if (count > 127) count = (count & 127) | (postings[at++]! << 7);
    let entry = 0;
    for (; count > 0; count--) {
      let step = postings[at++]!;
      if (step > 127) step = (step & 127) | (postings[at++]! << 7);
      entry += step;
      entries[place] = entry;
      weights[place++] = postings[at++]!;
    }
    starts[word + 1] = place;
  }
  const choices = new Map(file.choices.map(([entry, placeholder, value]) => [entry, { placeholder, value }]));
  return completeIndex({ words, operationOf: file.entries, choices, starts, entries, weights });
}

/** The inverse: from the words of each entry to the entries of each word. */
export function buildIndex(
  operationOf: readonly number[],
  choices: SearchIndex['choices'],
  entryWords: readonly EntryWords[],
): SearchIndex {
  const words = [...new Set(entryWords.flatMap((found) => [...found.keys()]))].sort();
  const postings = new Map<string, [entry: number, weight: number][]>(words.map((word) => [word, []]));
  for (const [entry, found] of entryWords.entries()) {
    for (const [word, weight] of found) postings.get(word)?.push([entry, weight]);
  }
  const all = words.map((word) => postings.get(word) ?? []);
  const starts = new Uint32Array(words.length + 1);
  for (const [word, found] of all.entries()) starts[word + 1] = starts[word]! + found.length;
  const entries = Uint16Array.from(all.flat(), ([entry]) => entry);
  const weights = Uint8Array.from(all.flat(), ([, weight]) => weight);
  return completeIndex({ words, operationOf, choices, starts, entries, weights });
}

function completeIndex(index: Omit<SearchIndex, 'rarity' | 'mass'>): SearchIndex {
  const { words, operationOf, starts, entries, weights } = index;
  const rarity = new Float32Array(words.length);
  const mass = new Float32Array(operationOf.length);
  for (let word = 0; word < words.length; word++) {
    const from = starts[word]!;
    const to = starts[word + 1]!;
    const rare = Math.log(1 + operationOf.length / Math.max(1, to - from));
    rarity[word] = rare;
    for (let place = from; place < to; place++) {
      const weight = weights[place]!;
      if ((weight & coreFlag) !== 0) mass[entries[place]!]! += (weight & weightMask) * rare;
    }
  }
  return { ...index, rarity, mass };
}
