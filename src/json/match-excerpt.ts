// The part of a long value that a search found, for the row that has no room for all of it.
import { matchesIn, type Stretch } from '../text/searchable.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, graphemes } from '../text/width.ts';
import { endOf, type JsonDocument, kindOf, type NodeId, startOf } from './document.ts';
import type { Excerpt } from './excerpts.ts';
import type { SearchQuery } from './query.ts';
import { decodeStringPart } from './strings.ts';

/** Bytes of a value that are looked through: a match beyond them is in the reader, or nowhere. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Bytes that are looked through at once, and characters that are looked through again with those after them. */
const PART = 16 * 1024;
const OVERLAP = 1024;

/** The text around the first match, from an ellipsis on; undefined where the beginning of the value shows it. */
export function matchExcerpt(doc: JsonDocument, node: NodeId, query: SearchQuery, cells: number): Excerpt | undefined {
  const from = startOf(doc, node);
  const size = endOf(doc, node) - from;
  if (kindOf(doc, node) !== 'string' || query.scope === 'keys' || size <= cells) return undefined;
  // Of a member that is found by key and value, what is looked for in the value.
  const inValue = query.pair?.value;
  let before = '';
  for (let at = from + 1; at - from < MOST_BYTES; ) {
    const part = decodeStringPart(doc.bytes, at, PART);
    const text = before + part.text;
    const [match = inValue && firstMatch(inValue, text)] = queryMatches(query, text);
    if (match !== undefined) {
      const isFirst = at === from + 1;
      if (isFirst && cellWidth(visible(text.slice(0, match.to))) < cells - 2) return undefined;
      const start = startOfContext(text, match.from, Math.floor(cells / 3));
      const more = part.complete ? undefined : decodeStringPart(doc.bytes, part.end, 16 * cells);
      const shown = visible(text.slice(start, start + 16 * cells) + (more?.text ?? ''));
      const complete = part.complete && text.length - start <= 16 * cells;
      return { text: start > 0 || !isFirst ? `…${shown}` : shown, complete };
    }
    if (part.complete) return undefined;
    before = text.slice(-OVERLAP);
    at = part.end;
  }
  return undefined;
}

function firstMatch(query: SearchQuery, text: string): Stretch | undefined {
  const [match] = queryMatches(query, text);
  return match;
}

/** Where a query matches a text, in its units; where it is for marks that are drawn, the characters that these stand for. */
export function* queryMatches({ pattern, isDrawn, isExpression }: SearchQuery, text: string): Generator<Stretch> {
  const drawn = isDrawn ? visible(text) : text;
  if (drawn === text) {
    yield* matchesIn(pattern, text);
    return;
  }
  if (isExpression) yield* matchesIn(pattern, text);
  const parts = graphemes(text);
  let [part, from, drawnTo] = [0, 0, visible(parts[0] ?? '').length];
  for (const match of matchesIn(pattern, drawn)) {
    while (drawnTo <= match.from && part + 1 < parts.length) {
      from += (parts[part] ?? '').length;
      part++;
      drawnTo += visible(parts[part] ?? '').length;
    }
    yield { from, to: from + (parts[part] ?? '').length };
  }
}

/** Where to begin so that about so many cells stand before a place. */
function startOfContext(text: string, place: number, cells: number): number {
  const near = graphemes(text.slice(Math.max(0, place - 4 * cells), place));
  let start = place;
  let used = 0;
  for (const part of near.toReversed()) {
    used += cellWidth(visible(part));
    if (used > cells) break;
    start -= part.length;
  }
  return start;
}
