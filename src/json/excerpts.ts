// The beginnings of values as text for so many cells, made visible. Costs what is shown, however long the value is.
import { visible } from '../text/untrusted.ts';
import { truncate } from '../text/width.ts';
import { endOf, type JsonDocument, type NodeId, startOf } from './document.ts';
import { decodeStringStart } from './strings.ts';
import { decodeUtf8 } from './utf8.ts';

/** The source bytes that are worth decoding to fill a cell: a surrogate pair of escapes is 12 for two cells. */
const BYTES_PER_CELL = 16;

export type Excerpt = { readonly text: string; readonly complete: boolean };

/** The beginning of the string literal at `from`, made visible, long enough to fill `cells`. */
export function stringExcerpt(bytes: Uint8Array, from: number, cells: number): Excerpt {
  const { text, complete } = decodeStringStart(bytes, from, BYTES_PER_CELL * (cells + 4));
  return { text: visible(text), complete };
}

/** The excerpt in at most `cells`, with an ellipsis where that is not all. */
export function clip(excerpt: Excerpt, cells: number): string {
  return truncate(excerpt.complete ? excerpt.text : `${excerpt.text}…`, cells);
}

/** A number's or a literal's source as far as `cells` cells can show it, and one more so that cutting is noticed. */
export function sourceStart(doc: JsonDocument, node: NodeId, cells: number): string {
  const from = startOf(doc, node);
  return decodeUtf8(doc.bytes, from, Math.min(endOf(doc, node), from + Math.max(cells, 0) + 1));
}

/** The beginning of a line that is no JSON, made visible, in at most `cells`. */
export function brokenExcerpt(doc: JsonDocument, node: NodeId, cells: number): string {
  return truncate(visible(sourceStart(doc, node, BYTES_PER_CELL * Math.max(0, cells))), cells);
}
