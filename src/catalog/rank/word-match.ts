// How well a word of a query fits a word of the catalog: equal, begun, abbreviated, mistyped, or called otherwise.
// A fit is from 0 (none) to 1 (the same word). And which letters of a title or path a query has matched, for highlighting.
import { distance, hasLettersInOrder, type Letters, lettersInOrder, stretches } from '../../text/matching.ts';
import { singular } from '../terms.ts';
import type { QueryWord } from './query.ts';
import { synonymsOf } from './synonyms.ts';

/** Fits of another kind than the same word; each is less than the ones before it. */
const FITS = { root: 0.88, synonym: 0.8, beginning: 0.75, longer: 0.6, mistyped: 0.65, letters: 0.3 } as const;

/** Below this, words have too little in common to be shown as a match. */
const leastFit = 0.3;

export interface WordFit {
  /** Number of the word in the catalog. */
  readonly word: number;
  readonly fit: number;
}

/**
 * All words that fit, best first.
 *
 * @param isOpen the word may be still being typed, so that its beginning is as good as the whole
 * @param words in order of their letters, each once
 */
export function fitsOf(text: string, isOpen: boolean, words: readonly string[]): readonly WordFit[] {
  const synonyms = synonymsOf(text);
  const root = rootOf(text);
  const found: WordFit[] = [];
  let hasWhole = false;
  for (const word of candidatesOf(text, root, synonyms, words)) {
    const candidate = words[word]!;
    const fit =
      candidate === text
        ? 1
        : Math.max(
            synonyms.includes(candidate) ? FITS.synonym : 0,
            rootFit(root, candidate),
            beginningFit(text, candidate, isOpen),
          );
    if (fit >= leastFit) found.push({ word, fit });
    hasWhole ||= fit > FITS.synonym;
  }
  // A word that is there, or begun, as it was typed is no slip and no abbreviation.
  if (!hasWhole) {
    for (const [word, candidate] of words.entries()) {
      const fit = Math.max(slipFit(text, candidate), lettersFit(text, candidate));
      if (fit >= leastFit) found.push({ word, fit });
    }
  }
  return bestOfEach(found);
}

/**
 * The numbers, ascending, of all words that may fit without a slip: those with the same beginning, those that the text begins with,
 * and those that mean the same. Few of all.
 */
function candidatesOf(
  text: string,
  root: string,
  synonyms: readonly string[],
  words: readonly string[],
): readonly number[] {
  const found = new Set<number>();
  for (const beginning of root.length < leastRoot ? [text] : [text, root]) {
    for (let word = placeOf(beginning, words); words[word]?.startsWith(beginning); word++) found.add(word);
  }
  const wholes = [...Array.from({ length: text.length }, (_, length) => text.slice(0, length)), ...synonyms];
  for (const whole of wholes) {
    const word = placeOf(whole, words);
    if (words[word] === whole) found.add(word);
  }
  return [...found].sort((a, b) => a - b);
}

/** Of the first word that is not before it. */
function placeOf(wanted: string, words: readonly string[]): number {
  let from = 0;
  let to = words.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (words[middle]! < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Letters of a beginning that says what a word is about. */
const leastRoot = 4;

/** `balancing` and `balancer`, `validate` and `validation`. */
function rootFit(root: string, candidate: string): number {
  if (root.length < leastRoot || !candidate.startsWith(root)) return 0;
  const other = rootOf(candidate);
  // `register` and `registration` differ by a letter more.
  return other === root || (root.length > 5 && other.length === root.length + 1) ? FITS.root : 0;
}

function rootOf(word: string): string {
  return word.replace(/(?:ations?|at(?:es?|ed|ing|ors?)|ions?|ings?|ers?|ors?|ments?|als?|ed|es?|y)$/, '');
}

/** `rec` for `record`, and the other way round: `configs` typed as `configuration` for `config`. */
function beginningFit(text: string, candidate: string, isOpen: boolean): number {
  if (candidate.startsWith(text)) {
    const share = text.length / candidate.length;
    return isOpen || text.length > 2 ? FITS.beginning + (isOpen ? 0.2 : 0.1) * share : 0;
  }
  return candidate.length > 2 && text.startsWith(candidate) ? FITS.longer * (candidate.length / text.length) : 0;
}

/** One slip of the fingers in a word of four letters and more, two in one of eight and more. */
function slipFit(text: string, candidate: string): number {
  const allowed = text.length >= 8 ? 2 : text.length >= 4 ? 1 : 0;
  if (allowed === 0 || Math.abs(text.length - candidate.length) > allowed || candidate.length < 3) return 0;
  const slips = distance(text, candidate, allowed);
  if (slips > allowed) return 0;
  // People get the first letter right.
  const start = text[0] === candidate[0] ? 1 : 0.75;
  return FITS.mistyped * start * (1 - (slips - 1) * 0.25);
}

/** The letters in order with others between, as people abbreviate: `cfg` for `config`. */
function lettersFit(text: string, candidate: string): number {
  if (text.length < 3 || text[0] !== candidate[0] || text.length * 3 < candidate.length) return 0;
  return hasLettersInOrder(text, candidate) ? FITS.letters + 0.25 * (text.length / candidate.length) : 0;
}

function bestOfEach(fits: readonly WordFit[]): readonly WordFit[] {
  const best = new Map<number, WordFit>();
  for (const entry of fits) if ((best.get(entry.word)?.fit ?? 0) < entry.fit) best.set(entry.word, entry);
  return [...best.values()].sort((a, b) => b.fit - a.fit);
}

/** Where the letters of a query's word stand in a word of a title or path; none where the two do not fit. */
function matchedLetters(text: string, isOpen: boolean, candidate: string): readonly number[] {
  const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
  if (candidate === text || text.startsWith(candidate))
    return candidate.length > 2 || candidate === text ? range(candidate.length) : [];
  if (candidate.startsWith(text)) return isOpen || text.length > 2 ? range(text.length) : [];
  if (
    synonymsOf(text).includes(candidate) ||
    rootFit(rootOf(text), candidate) > 0 ||
    slipFit(text, candidate) >= leastFit
  )
    return range(candidate.length);
  return lettersFit(text, candidate) < leastFit ? [] : (lettersInOrder(text, candidate)?.letters ?? []);
}

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
