// How many terminal cells text takes, and cutting it to cells without splitting a grapheme cluster (UAX #29).
// Must not know about colours: style after measuring, an escape sequence here counts as its letters.
// Trap: text from elsewhere goes through `visible` first; a control character measures 0 but moves the cursor.
import stringWidth from 'string-width';
import { clustersOf } from './clusters.ts';
import { isPlain } from './plain.ts';

const ELLIPSIS = '…';

/** Letters of scripts in which one may stand inside a cluster that another begins. Made when a text needs it, as V8 takes a while. */
let joiningLetter: RegExp | undefined;
const makeJoiningLetter = (): RegExp =>
  /[\p{Lo}--[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\uff00-\uffef]]/gv;

/**
 * Terminal cells that the text takes: 2 for wide East Asian characters and emoji, 0 for marks and controls.
 *
 * The library counts a cluster by its first letter; terminals give a cell to every one: Thai and Lao AM (U+0E33, U+0EB3), and the
 * consonants of Indic and Khmer conjuncts.
 */
export function cellWidth(text: string): number {
  if (isPlain(text)) return text.length;
  const width = stringWidth(text, { countAnsiEscapeCodes: true });
  joiningLetter ??= makeJoiningLetter();
  return text.search(joiningLetter) === -1 ? width : width + lettersWithin(text, joiningLetter);
}

function lettersWithin(text: string, letter: RegExp): number {
  let count = 0;
  for (const { segment } of clustersOf(text)) {
    if (segment.length > 1) count += Math.max(0, (segment.match(letter)?.length ?? 0) - 1);
  }
  return count;
}

/** The grapheme clusters of the text in order; joined they give the text again. */
export function graphemes(text: string): readonly string[] {
  return isPlain(text) ? text.split('') : Array.from(clustersOf(text), (part) => part.segment);
}

/**
 * The text when it fits into `cells`, else its beginning and `…`. The result never takes more than `cells` (a wide
 * character that would stick out is left off, so it may take one less); 0 or less gives the empty string.
 * Reads no more of a long text than it shows.
 */
export function truncate(text: string, cells: number): string {
  if (!(cells > 0)) return '';
  // Every grapheme of plain text is one cell: the first cells + 1 characters decide.
  if (isPlain(text.slice(0, cells + 1))) {
    return text.length <= cells ? text : text.slice(0, cells - 1) + ELLIPSIS;
  }
  let used = 0;
  let kept = 0;
  for (const { segment, index } of clustersOf(text)) {
    used += cellWidth(segment);
    if (used > cells) return text.slice(0, kept) + ELLIPSIS;
    if (used <= cells - 1) kept = index + segment.length;
  }
  return text;
}

/** Like `truncate`, but keeps the end: `…` and the last cells. */
export function truncateStart(text: string, cells: number): string {
  if (!(cells > 0)) return '';
  if (cellWidth(text) <= cells) return text;
  return ELLIPSIS + suffixOf(graphemes(text), cells - 1);
}

/** Like `truncate`, but keeps both ends with `…` between them; the beginning gets the odd cell. */
export function truncateMiddle(text: string, cells: number): string {
  if (!(cells > 0)) return '';
  if (cellWidth(text) <= cells) return text;
  const parts = graphemes(text);
  const head = Math.ceil((cells - 1) / 2);
  return prefixOf(parts, head) + ELLIPSIS + suffixOf(parts, cells - 1 - head);
}

/** The text with spaces after it up to `cells`; text that is wider already comes back as it is. */
export function padEnd(text: string, cells: number): string {
  return text + spaces(cells - cellWidth(text));
}

/** The text with spaces before it up to `cells`; text that is wider already comes back as it is. */
export function padStart(text: string, cells: number): string {
  return spaces(cells - cellWidth(text)) + text;
}

/**
 * What stands in the cells `from` (included) to `to` (excluded). A wide character that an edge cuts in two becomes a
 * space, so that the result takes exactly the cells asked for, or fewer only where the text ends.
 */
export function sliceCells(text: string, from: number, to: number): string {
  const first = Math.max(0, from);
  if (isPlain(text)) return text.slice(first, Math.max(first, to));
  let result = '';
  let cell = 0;
  for (const { segment } of clustersOf(text)) {
    const width = cellWidth(segment);
    const end = cell + width;
    if (width === 0) {
      // A mark without a base belongs to the cell before it.
      if (cell <= to && (cell > first || (cell === 0 && first === 0 && to > 0))) result += segment;
    } else if (cell >= first && end <= to) {
      result += segment;
    } else {
      result += spaces(Math.min(end, to) - Math.max(cell, first));
    }
    if (cell > to) break;
    cell = end;
  }
  return result;
}

function prefixOf(parts: readonly string[], cells: number): string {
  let used = 0;
  let count = 0;
  for (const part of parts) {
    used += cellWidth(part);
    if (used > cells) break;
    count++;
  }
  return parts.slice(0, count).join('');
}

function suffixOf(parts: readonly string[], cells: number): string {
  let used = 0;
  let start = parts.length;
  while (start > 0) {
    used += cellWidth(parts[start - 1] ?? '');
    if (used > cells) break;
    start--;
  }
  return parts.slice(start).join('');
}

function spaces(count: number): string {
  return count > 0 ? ' '.repeat(count) : '';
}
