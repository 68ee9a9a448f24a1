// A value that is longer than its row: going through it sideways. Where it is scrolled to is a byte of its source, since cells of
// a string of megabytes cannot be counted for a key; every step costs what is shown.
import { visible } from '../text/untrusted.ts';
import { cellWidth } from '../text/width.ts';
import { bracketRoom, sourceExcerpt } from './bracket-rows.ts';
import { endOf, isContainer, type JsonDocument, kindOf, type NodeId, startOf } from './document.ts';
import type { Excerpt } from './excerpts.ts';
import { valueRoom } from './lines.ts';
import { boundaryBefore, decodeStringPart } from './strings.ts';
import type { TreeView } from './tree-view.ts';
import { decodeUtf8 } from './utf8.ts';

/** Where to: on or back by half of the room, or to the end, and from there to the beginning. */
type ScrollWish = 'right' | 'left' | 'ends';

/** What is wrong with the wish: the value is shown whole, or its end, or its beginning is shown already. */
type ScrollStop = 'whole' | 'end' | 'begin';

/** Scrolls the value under the cursor in a tree of `width` cells. */
export function scrollValue(view: TreeView, width: number, wish: ScrollWish): TreeView | ScrollStop {
  const { document, cursor } = view;
  if (isContainer(document, cursor)) return 'whole';
  const isSource = view.shape?.isLines === true;
  const room = isSource ? bracketRoom(view, cursor, width) : valueRoom(document, cursor, width);
  const { from, to } = contentOf(document, cursor);
  const at = view.scrolled?.node === cursor ? view.scrolled.at : from;
  const last = lastPlace(document, cursor, room, isSource);
  if (last === from) return 'whole';
  const half = Math.max(1, Math.floor(room / 2));
  switch (wish) {
    case 'right':
      if (at >= last) return 'end';
      return scrolledTo(view, Math.min(last, placeAfter(document, cursor, at, half, to)));
    case 'left':
      if (at === from) return 'begin';
      return scrolledTo(view, placeBefore(document, cursor, from, at - half));
    case 'ends':
      return scrolledTo(view, at >= last ? from : last);
  }
}

/** What is shown of a value that was scrolled, in so many cells; undefined where that is its beginning. */
export function scrolledExcerpt(
  { document, scrolled, shape }: TreeView,
  node: NodeId,
  cells: number,
): Excerpt | undefined {
  if (scrolled?.node !== node) return undefined;
  const { from, to } = contentOf(document, node);
  if (scrolled.at <= from || scrolled.at >= to) return undefined;
  const { text, complete } = partOf(document, node, scrolled.at, bytesPerCell * (cells + 4), shape?.isLines);
  return { text: `…${text}`, complete };
}

/** Source bytes that are worth decoding to fill a cell. */
const bytesPerCell = 16;

function scrolledTo(view: TreeView, at: number): TreeView {
  return { ...view, scrolled: { node: view.cursor, at } };
}

/** The bytes of a scalar, without the quotes of a string. */
function contentOf(doc: JsonDocument, node: NodeId): { readonly from: number; readonly to: number } {
  const [from, to] = [startOf(doc, node), endOf(doc, node)];
  return kindOf(doc, node) === 'string' ? { from: from + 1, to: to - 1 } : { from, to };
}

/** @param isSource as it is written, with its escapes */
function partOf(doc: JsonDocument, node: NodeId, at: number, most: number, isSource = false): Excerpt {
  if (kindOf(doc, node) === 'string') {
    if (isSource) return sourceExcerpt(doc, at, endOf(doc, node) - 1, Math.ceil(most / bytesPerCell));
    const { text, complete } = decodeStringPart(doc.bytes, at, most);
    return { text: visible(text), complete };
  }
  const end = endOf(doc, node);
  return { text: visible(decodeUtf8(doc.bytes, at, Math.min(end, at + most))), complete: at + most >= end };
}

function placeAfter(doc: JsonDocument, node: NodeId, at: number, bytes: number, to: number): number {
  if (kindOf(doc, node) !== 'string') return Math.min(to, at + bytes);
  const { end } = decodeStringPart(doc.bytes, at, bytes);
  // A pair of surrogate escapes is 12 bytes: fewer would stand still.
  return end > at ? end : decodeStringPart(doc.bytes, at, 12).end;
}

function placeBefore(doc: JsonDocument, node: NodeId, from: number, at: number): number {
  if (at <= from) return from;
  return kindOf(doc, node) === 'string' ? boundaryBefore(doc.bytes, from, at) : at;
}

/** From where on the rest fits into so many cells, about; the beginning where all does. */
function lastPlace(doc: JsonDocument, node: NodeId, room: number, isSource: boolean): number {
  const { from, to } = contentOf(doc, node);
  const quotes = kindOf(doc, node) === 'string' ? 2 : 0;
  if (to - from <= bytesPerCell * (room + 4)) {
    const { text, complete } = partOf(doc, node, from, to - from, isSource);
    if (complete && cellWidth(text) + quotes <= room) return from;
  }
  // A mark stands for what is left out.
  let size = Math.max(1, room - quotes - 1);
  for (let tries = 0; tries < 8; tries++) {
    const at = placeBefore(doc, node, from, to - size);
    const cells = cellWidth(partOf(doc, node, at, to - at, isSource).text);
    const isEnough = cells + quotes + 1 >= room - 2;
    if (cells + quotes + 1 <= room && (isEnough || at === from)) return Math.max(at, from + 1 <= to ? at : from);
    size = Math.max(1, Math.floor((size * (room - quotes - 1)) / Math.max(1, cells)));
  }
  return placeBefore(doc, node, from, to - Math.max(1, Math.floor((room - quotes - 1) / 2)));
}
