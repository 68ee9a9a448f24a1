// How well something typed matches a text: as a whole, at the beginning of a word, inside, letter by letter, or with a slip of the
// fingers. Serves the palette, the history's search and every picker; the only file that knows `fuzzy`, which says whether letters
// stand in their order. It must not know what the texts are of: words that mean the same are the catalog's (catalog/rank).
import fuzzy from 'fuzzy';

/** Places in a text, in UTF-16 units, ascending, as [from, to) stretches. */
export type Letters = readonly (readonly [from: number, to: number])[];

/** How much of a text a word is, the better the higher. */
export const GRADES = { whole: 5, beginning: 4, wordStart: 3, inside: 2, letters: 1 } as const;

export interface WordMatch {
  readonly grade: (typeof GRADES)[keyof typeof GRADES];
  /** From 1 to 60, among matches letter by letter: closer letters, and more that begin a word, are better. Otherwise 60. */
  readonly closeness: number;
  /** Where the letters of the word stand, ascending. */
  readonly letters: readonly number[];
}

const closest = 60;

/** Where a word stands in a text; undefined where not all its letters are there in their order. Case is ignored. */
export function matchWord(word: string, text: string): WordMatch | undefined {
  const wanted = word.toLowerCase();
  const own = lowerCased(text);
  const first = own.indexOf(wanted);
  if (first === -1) return lettersInOrder(wanted, own);
  let at = first;
  while (at !== -1 && !beginsWord(own, at)) at = own.indexOf(wanted, at + 1);
  const start = at === -1 ? first : at;
  const grade =
    own === wanted ? GRADES.whole : start === 0 ? GRADES.beginning : at === -1 ? GRADES.inside : GRADES.wordStart;
  return { grade, closeness: closest, letters: Array.from(wanted, (_, step) => start + step) };
}

/** True where a text has the letters of a word in their order, whatever is between them. Case is ignored. */
export function hasLettersInOrder(word: string, text: string): boolean {
  return fuzzy.test(word, text);
}

/** Both in small letters. Of all places where the letters stand, the ones nearest to each other among those that end first. */
export function lettersInOrder(word: string, text: string): WordMatch | undefined {
  // A control character that the text has itself would be counted as a mark.
  const unmarked = text.replaceAll('\0', '\uffff');
  const match = fuzzy.match(word, unmarked, { pre: '\0', caseSensitive: true });
  if (match === null) return undefined;
  // Each letter before the last one has a mark too. Back from there: the latest beginning makes the shortest stretch.
  const end = match.rendered.lastIndexOf('\0') - (word.length - 1);
  const letters: number[] = [];
  let start = end + 1;
  for (let index = word.length - 1; index >= 0; index--) {
    start = unmarked.lastIndexOf(word[index]!, start - 1);
    letters.unshift(start);
  }
  const gaps = end - start + 1 - word.length;
  const begun = letters.filter((letter) => beginsWord(text, letter)).length;
  return { grade: GRADES.letters, closeness: Math.max(1, Math.min(closest, closest - 2 * gaps + 6 * begun)), letters };
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}

/** Small letters, unit for unit: places in one are places in the other. */
function lowerCased(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text.replace(/[\s\S]/g, (unit) => (unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit));
}

interface Narrowed {
  /** Place in the list that was narrowed. */
  readonly index: number;
  /** What of the name was typed. */
  readonly letters: Letters;
}

/**
 * The names that have every word of what was typed, best first; all of them where nothing was. Equal ones keep their order.
 * Letters with others between them count only where no name has the words as they were typed: they fit nearly any sentence.
 */
export function narrow(names: readonly string[], typed: string): readonly Narrowed[] {
  const words = typed.split(/\s+/).filter(Boolean);
  if (words.length === 0) return names.map((_, index) => ({ index, letters: [] }));
  const found: {
    readonly narrowed: Narrowed;
    readonly grade: number;
    readonly closeness: number;
    readonly isAsTyped: boolean;
  }[] = [];
  for (const [index, name] of names.entries()) {
    const matches = words.map((word) => matchWord(word, name));
    if (!matches.every((match) => match !== undefined)) continue;
    const places = [...new Set(matches.flatMap((match) => match.letters))].sort((a, b) => a - b);
    found.push({
      narrowed: { index, letters: stretches(places) },
      grade: matches.reduce((sum, match) => sum + match.grade, 0),
      closeness: matches.reduce((sum, match) => sum + match.closeness, 0),
      isAsTyped: matches.every((match) => match.grade > GRADES.letters),
    });
  }
  const asTyped = found.filter(({ isAsTyped }) => isAsTyped);
  return (asTyped.length > 0 ? asTyped : found)
    .sort((a, b) => b.grade - a.grade || b.closeness - a.closeness)
    .map(({ narrowed }) => narrowed);
}

/** The items whose names have every word of what was typed, best first. */
export function narrowItems<Item>(
  items: readonly Item[],
  typed: string,
  nameOf: (item: Item) => string,
): readonly Item[] {
  return narrow(items.map(nameOf), typed).map(({ index }) => items[index]!);
}

/** Places, ascending, as stretches of neighbours. */
export function stretches(places: readonly number[]): Letters {
  const found: [number, number][] = [];
  for (const place of places) {
    const last = found.at(-1);
    if (last && last[1] === place) last[1] = place + 1;
    else found.push([place, place + 1]);
  }
  return found;
}

/** Insertions, deletions, replacements and swaps of neighbours (Damerau-Levenshtein, optimal alignment); more than `most` is `most + 1`. */
export function distance(left: string, right: string, most: number): number {
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwap) cost = Math.min(cost, before[column - 2]! + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = above;
    above = current;
  }
  return Math.min(above[right.length]!, most + 1);
}

/** The name that is meant by one that there is not: one slip away, two for long ones, or the same but for case and dashes. */
export function nearestName(key: string, names: Iterable<string>): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '');
  const allowed = key.length < 4 ? 1 : 2;
  let best: string | undefined;
  let least = allowed + 1;
  for (const name of names) {
    const slips = plain(name) === plain(key) ? 0 : distance(key.toLowerCase(), name.toLowerCase(), allowed);
    if (slips < least) [best, least] = [name, slips];
  }
  return best;
}
