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
  /** The entries that have a word, by its number; found when they are first asked for. */
  readonly having: (word: number) => Postings;
  /** Of an entry: the sum over its core words of weight times rarity. */
  readonly mass: (entry: number) => number;
}

interface Postings {
  readonly entries: Uint16Array;
  /** At the same places. */
  readonly weights: Uint8Array;
  /** How rare the word is: the logarithm of how many entries there are to one that has it. */
  readonly rarity: number;
}

/** The words of one entry with their weights. */
type EntryWords = ReadonlyMap<string, number>;

/** @param bytes the search part of the second file */
export function readSearch(file: SearchFile, bytes: Uint8Array): SearchIndex {
  const words = file.words.split(' ');
  const known: (Postings | undefined)[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const masses = words.length * numberBytes;
  return {
    words,
    operationOf: file.entries,
    choices: new Map(file.choices.map(([entry, placeholder, value]) => [entry, { placeholder, value }])),
    having: (word) => {
      known[word] ??= readPostings(bytes, view.getUint32(word * numberBytes, true), file.entries.length);
      return known[word];
    },
    mass: (entry) => view.getFloat32(masses + entry * numberBytes, true),
  };
}

const numberBytes = 4;

function readPostings(bytes: Uint8Array, from: number, entryCount: number): Postings {
  let at = from;
  let count = bytes[at++]!;
  if (count > 127) count = (count & 127) | (bytes[at++]! << 7);
  const entries = new Uint16Array(count);
  const weights = new Uint8Array(count);
  let entry = 0;
  for (let place = 0; place < count; place++) {
    let step = bytes[at++]!;
    if (step > 127) step = (step & 127) | (bytes[at++]! << 7);
    entry += step;
    entries[place] = entry;
    weights[place] = bytes[at++]!;
  }
  return { entries, weights, rarity: Math.fround(rarityOf(count, entryCount)) };
}

function rarityOf(count: number, entryCount: number): number {
  return Math.log(1 + entryCount / Math.max(1, count));
}

/** The search part's bytes: the inverse of `readSearch`. */
export function writeSearch({ words, operationOf, having, mass }: SearchIndex): Uint8Array {
  const before = (words.length + operationOf.length) * numberBytes;
  const tables = new DataView(new ArrayBuffer(before));
  const postings: number[] = [];
  for (let word = 0; word < words.length; word++) {
    tables.setUint32(word * numberBytes, before + postings.length, true);
    const { entries, weights } = having(word);
    writeNumber(entries.length, postings);
    for (let place = 0; place < entries.length; place++) {
      writeNumber(entries[place]! - (entries[place - 1] ?? 0), postings);
      postings.push(weights[place]!);
    }
  }
  for (let entry = 0; entry < operationOf.length; entry++) {
    tables.setFloat32((words.length + entry) * numberBytes, mass(entry), true);
  }
  return Uint8Array.from([...new Uint8Array(tables.buffer), ...postings]);
}

/** The most that a count or a step may be. */
const greatestNumber = 0x7fff;

function writeNumber(value: number, into: number[]): void {
  if (value > greatestNumber) throw new RangeError(`${value} is more than two bytes of a posting hold`);
  if (value > 127) into.push((value & 127) | 128, value >>> 7);
  else into.push(value);
}

/** From the words of each entry to the entries of each word. */
export function buildIndex(
  operationOf: readonly number[],
  choices: SearchIndex['choices'],
  entryWords: readonly EntryWords[],
): SearchIndex {
  const words = [...new Set(entryWords.flatMap((found) => [...found.keys()]))].sort();
  const found = new Map<string, [entry: number, weight: number][]>(words.map((word) => [word, []]));
  for (const [entry, own] of entryWords.entries()) {
    for (const [word, weight] of own) found.get(word)?.push([entry, weight]);
  }
  const postings = [...found.values()].map(
    (places): Postings => ({
      entries: Uint16Array.from(places, ([entry]) => entry),
      weights: Uint8Array.from(places, ([, weight]) => weight),
      rarity: Math.fround(rarityOf(places.length, operationOf.length)),
    }),
  );
  const mass = new Float32Array(operationOf.length);
  for (const { entries, weights } of postings) {
    const rarity = rarityOf(entries.length, operationOf.length);
    for (const [place, entry] of entries.entries()) {
      const weight = weights[place]!;
      if ((weight & coreFlag) !== 0) mass[entry]! += (weight & weightMask) * rarity;
    }
  }
  return { words, operationOf, choices, having: (word) => postings[word]!, mass: (entry) => mass[entry]! };
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
