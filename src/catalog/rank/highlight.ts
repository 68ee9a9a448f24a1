// Which letters of a title or path a query has matched. Pure.
import { singular } from '../terms.ts';
import type { QueryWord } from './query.ts';
import { matchedLetters } from './word-match.ts';

/** Places in the text, in UTF-16 units, ascending, as [from, to) stretches. */
export type Letters = readonly (readonly [from: number, to: number])[];

export function highlight(text: string, words: readonly QueryWord[]): Letters {
  const marked = new Set<number>();
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const own = match[0].toLowerCase();
    const stem = singular(own);
    for (const word of words) {
      const letters = matchedLetters(word.text, word.isOpen, stem);
      const isWhole = letters.length === stem.length;
      for (const letter of letters) marked.add(match.index + letter);
      // The ending that made it a plural belongs to a whole word.
      if (isWhole) for (let letter = stem.length; letter < own.length; letter++) marked.add(match.index + letter);
    }
  }
  return stretches([...marked].sort((a, b) => a - b));
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
