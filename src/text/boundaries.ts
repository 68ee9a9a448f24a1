// Where a cursor may stand in a line: grapheme cluster boundaries (UAX #29) and the two kinds of word that readline knows.
// Must not know about editing. All offsets are UTF-16 offsets. Trap: an edit can join clusters around the cursor
// (a flag from two letters), so an offset that was a boundary must be snapped again after the text changed.
import { clustersOf } from './clusters.ts';
import { isPlain } from './plain.ts';
import { graphemes } from './width.ts';

/** readline's word for alt+b, alt+f, alt+d: letters and digits (a cluster counts by its first code point). */
const WORD = /^[\p{L}\p{N}]/u;
const SPACE = /^\s/u;

/** The nearest boundary at or after the offset; offsets outside the text are brought inside. */
export function snapBoundary(text: string, offset: number): number {
  if (offset >= text.length) return text.length;
  if (offset <= 0 || isPlain(text)) return Math.max(0, offset);
  const part = clustersOf(text).containing(offset);
  return part === undefined || part.index === offset ? offset : part.index + part.segment.length;
}

/** The first boundary after the offset, or the end of the text. */
export function nextBoundary(text: string, offset: number): number {
  return snapBoundary(text, offset + 1);
}

/** The last boundary before the offset, or 0. */
export function previousBoundary(text: string, offset: number): number {
  if (offset <= 1) return 0;
  if (isPlain(text)) return Math.min(offset, text.length) - 1;
  return clustersOf(text).containing(offset - 1)?.index ?? 0;
}

/** Start of the word before the offset: over what is no word, then over letters and digits (alt+b). */
export function previousWordStart(text: string, offset: number): number {
  const parts = graphemes(text.slice(0, offset));
  const end = skipBack(parts, parts.length, (part) => !WORD.test(part));
  return lengthOf(
    parts.slice(
      0,
      skipBack(parts, end, (part) => WORD.test(part)),
    ),
  );
}

/** End of the word after the offset (alt+f). */
export function nextWordEnd(text: string, offset: number): number {
  const parts = graphemes(text.slice(offset));
  const start = skipForward(parts, 0, (part) => !WORD.test(part));
  return (
    offset +
    lengthOf(
      parts.slice(
        0,
        skipForward(parts, start, (part) => WORD.test(part)),
      ),
    )
  );
}

/** Start of the run of non-spaces before the offset (ctrl+w, readline's unix-word-rubout). */
export function previousSpaceWordStart(text: string, offset: number): number {
  const parts = graphemes(text.slice(0, offset));
  const end = skipBack(parts, parts.length, (part) => SPACE.test(part));
  return lengthOf(
    parts.slice(
      0,
      skipBack(parts, end, (part) => !SPACE.test(part)),
    ),
  );
}

function skipBack(parts: readonly string[], from: number, matches: (part: string) => boolean): number {
  let index = from;
  while (index > 0 && matches(parts[index - 1] ?? '')) index--;
  return index;
}

function skipForward(parts: readonly string[], from: number, matches: (part: string) => boolean): number {
  let index = from;
  while (index < parts.length && matches(parts[index] ?? '')) index++;
  return index;
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
