// The words of an operation with their weights: what a query is compared with. Pure; the build and the local catalog use it.
import { singular, wordsOf } from './terms.ts';
import { deedOf } from './verbs.ts';

/** What is known of an operation where its words are gathered. */
export interface Described {
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
  name: 7,
  deed: 5,
  placeholder: 3,
  sentence: 3,
  field: 2,
  rest: 1,
} as const;

/** Added to the weight of words that an operation is about: a query that leaves them out is about less. */
export const coreFlag = 16;

/** Added to the weight of the product's words: told beside the rest, but no lack where they are left out. */
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
    const isDeed = deedOf(verb) !== undefined;
    put(verb, isDeed ? WEIGHTS.deed : WEIGHTS.title, isDeed ? 0 : coreFlag);
  }
  add(described.title, WEIGHTS.deed);
  const segments = withoutScope(described.path).split('/');
  for (const [index, segment] of segments.entries()) {
    const placeholder = /\{([^}]+)\}/.exec(segment)?.[1];
    if (placeholder !== undefined) {
      // The last one is what the operation is about.
      const isLast = index === segments.length - 1;
      add(nounOf(placeholder), isLast ? WEIGHTS.path : WEIGHTS.placeholder, isLast ? coreFlag : 0);
      continue;
    }
    add(segment, WEIGHTS.path, coreFlag);
    // As one word too, for whoever leaves the sign between out.
    const whole = segment.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (whole !== '' && /[^a-z0-9]/i.test(segment)) put(whole, WEIGHTS.placeholder);
  }
  add(described.path, WEIGHTS.placeholder);
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
