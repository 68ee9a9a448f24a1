// Narrows a list of names to what was typed: parts of a name before letters with others between. Pure; must not know what the
// names are of.
import { type Letters, stretches } from './highlight.ts';
import { lettersInOrder } from './word-match.ts';

export interface Narrowed {
  /** Place in the list that was narrowed. */
  readonly index: number;
  /** What of the name was typed. */
  readonly letters: Letters;
}

/** How much of a name a word is, the better first; within a kind the order of the list stays. */
const GRADES = { whole: 5, beginning: 4, wordStart: 3, inside: 2, letters: 1 } as const;

/** The names that have every word of what was typed, best first; all of them where nothing was. Case is ignored. */
export function narrow(names: readonly string[], typed: string): readonly Narrowed[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return names.map((_, index) => ({ index, letters: [] }));
  const found: { readonly narrowed: Narrowed; readonly grade: number; readonly score: number }[] = [];
  for (const [index, name] of names.entries()) {
    const fits = words.map((word) => fitOf(word, name));
    if (!fits.every((fit) => fit !== undefined)) continue;
    const places = [...new Set(fits.flatMap((fit) => fit.letters))].sort((a, b) => a - b);
    found.push({
      narrowed: { index, letters: stretches(places) },
      grade: fits.reduce((sum, fit) => sum + fit.grade, 0),
      score: fits.reduce((sum, fit) => sum + fit.score, 0),
    });
  }
  return found.sort((a, b) => b.grade - a.grade || b.score - a.score).map(({ narrowed }) => narrowed);
}

interface Fit {
  readonly letters: readonly number[];
  readonly grade: number;
  /** Among those of one grade: letters that stand together are more than letters that do not. */
  readonly score: number;
}

function fitOf(word: string, name: string): Fit | undefined {
  const own = name.toLowerCase();
  // Where small letters are as many as large ones, places in one are places in the other.
  const at = own.length === name.length ? own.indexOf(word) : -1;
  if (at < 0) {
    const found = lettersInOrder(word, name);
    return found && { letters: found.letters, grade: GRADES.letters, score: found.score };
  }
  const letters = Array.from({ length: word.length }, (_, step) => at + step);
  const isWordStart = at > 0 && !/[\p{L}\p{N}]/u.test(own[at - 1] ?? '');
  const grade =
    at === 0 ? (own === word ? GRADES.whole : GRADES.beginning) : isWordStart ? GRADES.wordStart : GRADES.inside;
  return { letters, grade, score: 0 };
}
