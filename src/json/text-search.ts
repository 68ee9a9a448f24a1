// Finds where a query matches in plain text, line by line, in slices as `search.ts` does in documents. What is no UTF-8 counts as
// U+FFFD. The trap: a line may be all of a text of megabytes.
import { queryMatches } from './match-excerpt.ts';
import type { SearchQuery } from './query.ts';
import type { Latin1 } from './search.ts';
import { decodeUtf8, isContinuation } from './utf8.ts';

/** Bytes that are looked at in one go, and bytes of a line that are looked at at once; these overlap. */
const WINDOW = 64 * 1024;
const OVERLAP = 1024;

const LINE_FEED = 0x0a;

/** Searches on from an offset, the beginning of a line or of a part of one, and tells where matches begin. Answers the next offset. */
export function searchTextOn(
  bytes: Uint8Array,
  query: SearchQuery,
  from: number,
  until: number,
  latin1: Latin1,
  found: (offset: number) => void,
): number {
  const limit = Math.min(until, bytes.length);
  let at = from;
  while (at < limit) {
    const end = windowEnd(bytes, at);
    // Where only the text can tell, every line is looked at; marks may stand for what is plain ASCII here.
    const anchor = query.isDrawn ? undefined : query.anchor;
    const text = anchor && latin1(bytes, at, Math.min(bytes.length, end + OVERLAP));
    let line = at;
    while (line < end) {
      if (anchor && text !== undefined) {
        anchor.lastIndex = line - at;
        const next = anchor.exec(text)?.index;
        if (next === undefined || at + next >= end) break;
        line = Math.max(line, bytes.lastIndexOf(LINE_FEED, at + next) + 1);
      }
      const feed = bytes.indexOf(LINE_FEED, line);
      const lineEnd = feed === -1 || feed >= end ? end : feed;
      searchLine(
        bytes,
        query,
        line,
        lineEnd,
        feed === lineEnd ? lineEnd : Math.min(bytes.length, end + OVERLAP),
        found,
      );
      line = lineEnd === end ? end : lineEnd + 1;
    }
    at = end;
  }
  return at;
}

/** After the last line feed of a window, so that lines are whole; of a longer line between two characters. */
function windowEnd(bytes: Uint8Array, from: number): number {
  if (bytes.length - from <= WINDOW) return bytes.length;
  const feed = bytes.lastIndexOf(LINE_FEED, from + WINDOW - 1);
  if (feed >= from) return feed + 1;
  let end = from + WINDOW;
  while (end > from + 1 && isContinuation(bytes[end]!)) end--;
  return end;
}

/** Tells of the matches that begin in `[from, to)`; what comes after it up to `more` belongs to the same line. */
function searchLine(
  bytes: Uint8Array,
  query: SearchQuery,
  from: number,
  to: number,
  more: number,
  found: (offset: number) => void,
): void {
  let end = more;
  if (bytes[end - 1] === 0x0d && end === to) end--;
  const text = decodeUtf8(bytes, from, end);
  const isAscii = text.length === end - from;
  const encoder = new TextEncoder();
  let last = from - 1;
  for (const match of queryMatches(query, text)) {
    const offset = from + (isAscii ? match.from : encoder.encode(text.slice(0, match.from)).length);
    // Beyond broken bytes the text is longer than they are.
    if (offset >= to) break;
    if (offset > last) found(offset);
    last = offset;
  }
}
