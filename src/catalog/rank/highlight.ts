// Which letters of a title or path a query has matched.
import { type Letters, stretches } from '../../text/matching.ts';
import { singular } from '../terms.ts';
import type { QueryWord } from './query.ts';
import { matchedLetters } from './word-match.ts';

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
