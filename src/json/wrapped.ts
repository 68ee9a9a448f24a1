// Long strings over several rows. Lines are found from the beginning on, as far as they are asked for, and remembered: a string of
// megabytes costs what is shown of it. Lines end between clusters, wherever there is no more room.
import { isPlain } from '../text/plain.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, graphemes } from '../text/width.ts';
import { bracketRoom } from './bracket-rows.ts';
import { endOf, type JsonDocument, kindOf, type NodeId, startOf } from './document.ts';
import { valueRoom } from './lines.ts';
import { decodeStringPart, sourceLength } from './strings.ts';
import type { TreeView } from './tree-view.ts';
import { decodeUtf8 } from './utf8.ts';

/** Narrower lines help nobody. */
const LEAST_ROOM = 8;

/** Source bytes that are worth decoding to fill a cell. */
const BYTES_PER_CELL = 16;

/** Cells: `\u202e` stands for three bytes, `␊` for one. */
const WIDEST_BYTE = 2;

/** Values whose lines are remembered. */
const MOST_KEPT = 500;

type Wrapped = {
  readonly text: (from: number, most: number) => { readonly text: string; readonly complete: boolean };
  readonly bytesOf: (at: number, text: string) => number;
  /** Where each line begins that was asked for. */
  readonly starts: number[];
  isAll: boolean;
};

type WrappedTree = Pick<TreeView, 'document' | 'folds' | 'shape' | 'wrap'>;

/** Of a document as it is: of a later snapshot, nodes may be others. */
const KNOWN = new WeakMap<JsonDocument, Map<string, Wrapped>>();

/** How many rows the value of a visible node takes, counted up to `most`. */
export function wrappedHeight(view: WrappedTree, node: NodeId, most: number): number {
  const wrapped = wrappedOf(view, node);
  if (wrapped === undefined) return 1;
  findLines(wrapped, roomOf(view, node), most);
  return Math.min(most, wrapped.starts.length);
}

interface WrappedLine {
  readonly text: string;
  /** True for the last line. */
  readonly isLast: boolean;
}

/** The lines in `[from, to)` of a value that takes several rows; undefined for one that takes one. */
export function wrappedLines(
  view: WrappedTree,
  node: NodeId,
  from: number,
  to: number,
): readonly WrappedLine[] | undefined {
  const wrapped = wrappedOf(view, node);
  if (wrapped === undefined) return undefined;
  const room = roomOf(view, node);
  findLines(wrapped, room, to + 1);
  if (wrapped.isAll && wrapped.starts.length === 1) return undefined;
  return wrapped.starts.slice(from, to).map((start, index) => {
    const { text, isRest } = lineAt(wrapped, start, room);
    return { text: visible(text), isLast: isRest && from + index === wrapped.starts.length - 1 };
  });
}

/** Cells for the text of a line, beside quotes and a comma. */
function roomOf(view: WrappedTree, node: NodeId): number {
  const { document, wrap = 0 } = view;
  return (view.shape?.isLines ? bracketRoom(view, node, wrap) : valueRoom(document, node, wrap)) - 2;
}

function wrappedOf(view: WrappedTree, node: NodeId): Wrapped | undefined {
  const { document } = view;
  if (view.wrap === undefined || kindOf(document, node) !== 'string') return undefined;
  const size = endOf(document, node) - startOf(document, node);
  const room = roomOf(view, node);
  // The widest that a byte may be is the mark that is drawn for a control character.
  if (room < LEAST_ROOM || size <= room / WIDEST_BYTE) return undefined;
  const known = KNOWN.get(document) ?? new Map<string, Wrapped>();
  KNOWN.set(document, known);
  const isSource = view.shape?.isLines === true;
  const key = `${node} ${room} ${isSource}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  if (known.size >= MOST_KEPT) known.clear();
  const wrapped = isSource ? sourceOf(document, node) : textOf(document, node);
  known.set(key, wrapped);
  return wrapped;
}

function textOf(doc: JsonDocument, node: NodeId): Wrapped {
  const { bytes } = doc;
  return {
    text: (from, most) => decodeStringPart(bytes, from, most),
    bytesOf: (at, text) => sourceLength(bytes, at, text.length),
    starts: [startOf(doc, node) + 1],
    isAll: false,
  };
}

/** As it is written, with its escapes. */
function sourceOf(doc: JsonDocument, node: NodeId): Wrapped {
  const end = endOf(doc, node) - 1;
  return {
    text: (from, most) => {
      let to = Math.min(end, from + most);
      while (to < end && (doc.bytes[to]! & 0xc0) === 0x80) to--;
      return { text: decodeUtf8(doc.bytes, from, to), complete: to === end };
    },
    bytesOf: (_, text) => new TextEncoder().encode(text).length,
    starts: [startOf(doc, node) + 1],
    isAll: false,
  };
}

function findLines(wrapped: Wrapped, room: number, most: number): void {
  while (!wrapped.isAll && wrapped.starts.length < most) {
    const start = wrapped.starts.at(-1)!;
    const { text, isRest } = lineAt(wrapped, start, room);
    if (isRest) wrapped.isAll = true;
    else wrapped.starts.push(start + wrapped.bytesOf(start, text));
  }
}

/** What fits into the line that begins there; `isRest` where that is all that is left. */
function lineAt(
  { text: textFrom }: Wrapped,
  start: number,
  room: number,
): { readonly text: string; readonly isRest: boolean } {
  const near = textFrom(start, 2 * room + 16);
  const begin = near.text.slice(0, room + 1);
  // Every character of plain text is one cell.
  if (isPlain(begin) && begin.length > room) return { text: begin.slice(0, room), isRest: false };
  return lineOf(near, room) ?? lineOf(textFrom(start, BYTES_PER_CELL * (room + 4)), room, true)!;
}

/** Undefined where more has to be known of the text, unless it is taken as it is. */
function lineOf(
  { text, complete }: ReturnType<Wrapped['text']>,
  room: number,
  isEnough = complete,
): { readonly text: string; readonly isRest: boolean } | undefined {
  let used = 0;
  let length = 0;
  for (const part of graphemes(text)) {
    used += cellWidth(visible(part));
    if (used > room && length > 0) return { text: text.slice(0, length), isRest: false };
    length += part.length;
  }
  return isEnough ? { text, isRest: complete } : undefined;
}
