// How well a request fits the words that were typed: all of them must be in it, each as it stands or letter by letter.
// Pure; the trap is that SQL has chosen the candidates, by the same rule for ASCII alone.

/** What is searched of one request. */
export interface Haystack {
  readonly line: string;
  readonly profile: string;
  /** The name and tags of a saved request. */
  readonly name: string;
}

export interface Fit {
  /** Higher is better. */
  readonly score: number;
  /** True where every word stands in it as it was typed. */
  readonly isExact: boolean;
}

/** Words of a query, in small letters; at most eight, since nobody reads more. */
export function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
}

/** Undefined where a word is in none of the fields. No words fit everything. */
export function fitOf(words: readonly string[], haystack: Haystack): Fit | undefined {
  const fields = [haystack.name, haystack.line, haystack.profile].map((text) => text.toLowerCase());
  let score = 0;
  let isExact = true;
  for (const word of words) {
    const best = Math.max(...fields.map((field, index) => scoreOf(word, field) * (weights[index] ?? 0)));
    if (best <= 0) return undefined;
    score += best;
    isExact &&= fields.some((field) => field.includes(word));
  }
  return { score, isExact };
}

/** A name was given to be found by; a profile is shared by many. */
const weights = [1.5, 1, 0.8];

const exact = 100;
const atBoundary = 30;

/** 0 where the letters are not all there in their order. */
function scoreOf(word: string, text: string): number {
  for (let at = text.indexOf(word), first = at; at !== -1; at = text.indexOf(word, at + 1)) {
    if (isBoundary(text, at)) return exact + atBoundary;
    if (text.indexOf(word, at + 1) === -1) return first === -1 ? 0 : exact;
  }
  return subsequenceScore(word, text);
}

/** The closer together the letters stand, and the more of them begin a word, the better; always below an exact one. */
function subsequenceScore(word: string, text: string): number {
  let end = -1;
  for (const letter of word) {
    end = text.indexOf(letter, end + 1);
    if (end === -1) return 0;
  }
  // Back from there: the latest beginning makes the shortest stretch.
  let start = end + 1;
  let boundaries = 0;
  for (const letter of [...word].reverse()) {
    start = text.lastIndexOf(letter, start - 1);
    if (isBoundary(text, start)) boundaries += 1;
  }
  const gaps = end - start + 1 - word.length;
  return Math.max(1, 60 - 2 * gaps + 6 * boundaries);
}

function isBoundary(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}
