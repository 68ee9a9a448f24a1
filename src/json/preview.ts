// What a container's row tells of its inside without opening it: telling values, else keys. Looks at a bounded number
// of children and of bytes, whatever the container holds, because rows are painted on every frame.

import { visible } from '../text/untrusted.ts';
import { cellWidth, truncate } from '../text/width.ts';
import { endOf, isContainer, type JsonDocument, keyStart, kindOf, type NodeId, nextOf, startOf } from './document.ts';
import { decodeStringStart } from './strings.ts';
import { decodeUtf8 } from './utf8.ts';

/** No preview looks further into a container than this. */
const MEMBERS_SEEN = 64;
const ELEMENTS_SHOWN = 8;
const VALUES_SHOWN = 3;
const CELLS_PER_VALUE = 40;

/** Members that say what an object is, most telling first. */
const TELLING = ['type', 'name', 'title', 'email', 'key', 'code', 'message', 'content', 'value', 'status', 'id'];

/** The source bytes that are worth decoding to fill a cell: a surrogate pair of escapes is 12 for two cells. */
const BYTES_PER_CELL = 16;

export type Excerpt = { readonly text: string; readonly complete: boolean };

/** The beginning of the string literal at `from`, made visible, long enough to fill `cells`. */
export function stringExcerpt(bytes: Uint8Array, from: number, cells: number): Excerpt {
  const { text, complete } = decodeStringStart(bytes, from, BYTES_PER_CELL * (cells + 4));
  return { text: visible(text), complete };
}

/** A member's key as a label of at most `cells`; undefined for elements and for the root. */
export function keyLabel(doc: JsonDocument, node: NodeId, cells: number): string | undefined {
  const at = keyStart(doc, node);
  if (at === undefined) return undefined;
  const label = stringExcerpt(doc.bytes, at, cells);
  return clip(label.text === '' ? { ...label, text: '""' } : label, cells);
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

/** What a closed container holds, in at most `cells`; empty where nothing short would tell. */
export function closedPreview(doc: JsonDocument, node: NodeId, cells: number): string {
  if (kindOf(doc, node) === 'array') return joinPieces(elementPieces(doc, node), cells);
  const values = tellingValues(doc, node);
  return values.length > 0 ? joinPieces(values, cells) : keysPreview(doc, node, cells);
}

/** The keys of an object, in order, in at most `cells`. */
export function keysPreview(doc: JsonDocument, node: NodeId, cells: number): string {
  return joinPieces(memberKeys(doc, node, cells), cells);
}

function* memberKeys(doc: JsonDocument, node: NodeId, cells: number): Generator<string> {
  for (const member of members(doc, node)) yield clip(stringExcerpt(doc.bytes, member.key, cells), cells);
}

function* elementPieces(doc: JsonDocument, node: NodeId): Generator<string> {
  const limit = nextOf(doc, node);
  for (let n = node + 1, seen = 0; n < limit && seen < ELEMENTS_SHOWN; n = nextOf(doc, n), seen++) {
    const piece = scalarPiece(doc, n);
    if (piece === undefined) return;
    yield piece;
  }
  if (childIsLeft(doc, node)) yield '…';
}

function childIsLeft(doc: JsonDocument, node: NodeId): boolean {
  const limit = nextOf(doc, node);
  let n = node + 1;
  for (let seen = 0; seen < ELEMENTS_SHOWN && n < limit; seen++) n = nextOf(doc, n);
  return n < limit;
}

/** The values of the most telling members, else of the first strings: a number or a flag tells nothing without its key. */
function tellingValues(doc: JsonDocument, node: NodeId): readonly string[] {
  const told: { readonly rank: number; readonly member: NodeId }[] = [];
  const others: NodeId[] = [];
  for (const { node: member, key } of members(doc, node)) {
    const kind = kindOf(doc, member);
    if (isContainer(doc, member) || kind === 'null') continue;
    // The longest telling name has 7 letters: no other key is decoded.
    const name = decodeStringStart(doc.bytes, key, 8);
    const rank = name.complete ? TELLING.indexOf(name.text) : -1;
    if (rank >= 0) told.push({ rank, member });
    else if (kind === 'string' && others.length < VALUES_SHOWN) others.push(member);
  }
  const chosen = told.length > 0 ? told.sort((a, b) => a.rank - b.rank).map(({ member }) => member) : others;
  return chosen.slice(0, VALUES_SHOWN).flatMap((member) => scalarPiece(doc, member) ?? []);
}

/** A scalar without its quotes, cut to a share of the row; undefined for containers. */
function scalarPiece(doc: JsonDocument, node: NodeId): string | undefined {
  if (isContainer(doc, node)) return undefined;
  if (kindOf(doc, node) !== 'string') return truncate(sourceStart(doc, node, CELLS_PER_VALUE), CELLS_PER_VALUE);
  return clip(stringExcerpt(doc.bytes, startOf(doc, node), CELLS_PER_VALUE), CELLS_PER_VALUE);
}

/** The first members of an object with the offsets of their keys. */
function* members(doc: JsonDocument, node: NodeId): Generator<{ readonly node: NodeId; readonly key: number }> {
  const limit = nextOf(doc, node);
  for (let n = node + 1, seen = 0; n < limit && seen < MEMBERS_SEEN; n = nextOf(doc, n), seen++) {
    const key = keyStart(doc, n);
    if (key !== undefined) yield { node: n, key };
  }
}

/** Pieces with a space between them, as many as begin within `cells`. */
function joinPieces(pieces: Iterable<string>, cells: number): string {
  let text = '';
  for (const piece of pieces) {
    if (cellWidth(text) > cells) break;
    if (piece !== '') text += text === '' ? piece : ` ${piece}`;
  }
  return truncate(text, cells);
}
