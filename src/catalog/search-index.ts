// What the ranking looks words up in: for each word the entries that have it, with weights.
import type { SearchFile } from './format.ts';
import { singular, verbOf, wordsOf } from './terms.ts';

/** An operation has one entry, and one more for each choice of its last placeholder. */
export interface SearchIndex {
  /** In order of their letters. */
  readonly words: readonly string[];
  /** Operation of each entry. */
  readonly operationOf: readonly number[];
  readonly choices: ReadonlyMap<number, { readonly placeholder: string; readonly value: string }>;
  /** Word number `w` is in `entries[starts[w]]` to `entries[starts[w + 1]]`, with `weights` at the same places. */
  readonly starts: Uint32Array;
  readonly entries: Uint16Array;
  readonly weights: Uint8Array;
  /** How rare each word is: the logarithm of how many entries there are to one that has it. */
  readonly rarity: Float32Array;
  /** Of each entry: the sum over its core words of weight times rarity. */
  readonly mass: Float32Array;
}

/** The words of one entry with their weights. */
type EntryWords = ReadonlyMap<string, number>;

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

/** What is known of an operation where its words are gathered. */
interface Described {
  readonly path: string;
  readonly title: string;
  readonly group: string;
  /** What is done, and to what, without what only tells two titles apart. */
  readonly verb: string;
  readonly nouns: readonly string[];
  /** Other names of it, such as the one in the API's own description. */
  readonly names: readonly string[];
  /** One sentence. */
  readonly sentence: string;
  /** Names of what it takes in the query and the body, and of what it answers with. */
  readonly fields: readonly string[];
  /** Where single things are below it: what their placeholder is called. */
  readonly item: string | undefined;
  /** What people call it otherwise. */
  readonly knownAs: string;
  /** Whatever else is told: the rest of the description, values that fields take. */
  readonly rest: readonly string[];
}

/** How much a word says of an operation, by where it stands; 15 is most. */
const WEIGHTS = {
  title: 12,
  product: 12,
  choice: 12,
  path: 9,
  item: 9,
  knownAs: 10,
  name: 7,
  standardVerb: 5,
  placeholder: 3,
  sentence: 3,
  field: 2,
  rest: 1,
} as const;

/** Added to the weight of words that an operation is about: a query that leaves them out is about less. */
export const coreFlag = 16;

/** Added to the weight of the product's words and of other names of the thing: told beside the rest, but no lack where they are left out. */
export const productFlag = 32;

/** The weight itself. */
export const weightMask = 15;

export function wordsWithWeights(described: Described): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  const put = (word: string, weight: number, flag = 0): void => {
    const known = words.get(word) ?? 0;
    words.set(word, Math.max(known & weightMask, weight) | (known & ~weightMask) | flag);
  };
  const add = (text: string, weight: number, flag = 0): void => {
    for (const word of terms(text)) put(word, weight, flag);
  };
  const [product = '', ...nouns] = described.nouns;
  add(product, WEIGHTS.product, productFlag);
  add(nouns.join(' '), WEIGHTS.title, coreFlag);
  for (const verb of terms(described.verb)) {
    const isStandard = verbOf(verb) !== undefined;
    put(verb, isStandard ? WEIGHTS.standardVerb : WEIGHTS.title, isStandard ? 0 : coreFlag);
  }
  add(described.title, WEIGHTS.standardVerb);
  const segments = withoutScope(described.path).split('/');
  for (const [index, segment] of segments.entries()) {
    const placeholder = /\{([^}]+)\}/.exec(segment)?.[1];
    if (placeholder !== undefined) {
      // The last one is what the operation is about.
      const isLast = index === segments.length - 1;
      add(nounOf(placeholder), isLast ? WEIGHTS.path : WEIGHTS.placeholder, isLast ? coreFlag : 0);
      continue;
    }
    // `/list` and `/create` say what is done, as the method does elsewhere.
    add(segment, WEIGHTS.path, verbOf(segment.toLowerCase()) !== undefined && index > 0 ? 0 : coreFlag);
    // As one word too, for whoever leaves the sign between out.
    const whole = segment.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (whole !== '' && /[^a-z0-9]/i.test(segment)) put(whole, WEIGHTS.placeholder);
  }
  add(described.path, WEIGHTS.placeholder);
  add(described.knownAs, WEIGHTS.knownAs, productFlag);
  add(described.group, WEIGHTS.name);
  for (const name of described.names) add(name, WEIGHTS.name);
  add(described.sentence, WEIGHTS.sentence);
  if (described.item !== undefined) add(nounOf(described.item), WEIGHTS.item);
  for (const field of described.fields) add(field, WEIGHTS.field);
  for (const text of described.rest) add(text, WEIGHTS.rest);
  return words;
}

/** The same for one choice of the last placeholder: the choice is what it is about. */
export function withChoice(words: ReadonlyMap<string, number>, choice: string): ReadonlyMap<string, number> {
  const own = new Map(words);
  for (const word of terms(choice)) own.set(word, WEIGHTS.choice | coreFlag);
  return own;
}

/** The account or zone at the start of a path tells where something is, not what it is. */
function withoutScope(path: string): string {
  return path.replace(/^\/(?:accounts|zones)\/\{[^}]*\}(?=\/)/, '').slice(1);
}

/** `{dns_record_id}` is about a DNS record. */
function nounOf(placeholder: string): string {
  return placeholder.replace(/_(?:id|identifier|name|uuid)$/, '');
}

/** Words in the form in which they are looked up; what every text is full of is left out. */
function terms(text: string): readonly string[] {
  return wordsOf(text)
    .map(singular)
    .filter((word) => !EVERYWHERE.has(word));
}

const EVERYWHERE = new Set(
  (
    'a an and are as at be by can cf cloudflare for from has have if in into is it its of on one or that the their this to using ' +
    'via was were which will with you your'
  ).split(' '),
);
