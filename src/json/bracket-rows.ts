// One row of a document as it is written, with its quotes, brackets and commas, as spans for a width. All rows of a document with
// nothing folded are its JSON. Tokens are shown as they were received; what a terminal would obey or hides is made visible.
import { formatCount } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, padEnd, truncate } from '../text/width.ts';
import { childCount } from './children.ts';
import {
  endOf,
  hasChildren,
  isContainer,
  isUnfinished,
  type JsonDocument,
  keyStart,
  kindOf,
  type NodeId,
  startOf,
} from './document.ts';
import { brokenExcerpt, type Excerpt } from './excerpts.ts';
import { isOpenAtDepth } from './folds.ts';
import { depthOf } from './levels.ts';
import { brokenText, type TokenSpan } from './lines.ts';
import type { TreeRow } from './rows.ts';
import { siblingIn } from './shaped-rows.ts';
import { boundaryBefore } from './strings.ts';
import { endOfString } from './tokens.ts';
import type { TreeView } from './tree-view.ts';
import { decodeUtf8 } from './utf8.ts';

type BracketTree = Pick<TreeView, 'document' | 'folds' | 'shape'>;

const INDENT = 2;

/** Source bytes that are worth decoding to fill a cell. */
const BYTES_PER_CELL = 16;

/**
 * The row in at most `width` cells. `excerptFor` gives another part of a string than its beginning; `previewFor` what a closed container
 * holds.
 */
export function bracketSpans(
  view: TreeView,
  row: TreeRow,
  width: number,
  excerptFor: (cells: number) => Excerpt | undefined = () => undefined,
  previewFor: (cells: number) => string | undefined = () => undefined,
): readonly TokenSpan[] {
  const doc = view.document;
  const { node, depth, isEnd = false } = row;
  const comma: readonly TokenSpan[] = hasComma(view, node) ? [{ text: ',', role: 'punctuation' }] : [];
  const indent = indentSpans(depth, width);
  if (isEnd) return fitted([...indent, { text: closing(doc, node), role: 'punctuation' }, ...comma], width);
  const head = [...indent, ...keySpans(doc, node, width - cellsOf(indent))];
  const room = width - cellsOf(head) - comma.length;
  if (!isContainer(doc, node)) return fitted([...head, scalarSpan(doc, node, room, excerptFor), ...comma], width);
  const [open, close] = kindOf(doc, node) === 'object' ? ['{', '}'] : ['[', ']'];
  if (!hasChildren(doc, node)) {
    const empty = isUnfinished(doc, node) ? `${open}…` : open + close;
    return fitted([...head, { text: empty, role: 'punctuation' }, ...comma], width);
  }
  if (isOpenAtDepth(view.folds, doc, node, depth)) return fitted([...head, { text: open, role: 'punctuation' }], width);
  const more = isUnfinished(doc, node) ? '+' : '';
  const count = ` ${formatCount(childCount(doc, node))}${more}`;
  const folded: readonly TokenSpan[] = [
    ...head,
    { text: `${open}…${close}`, role: 'punctuation' },
    ...comma,
    { text: count, role: 'count' },
  ];
  const preview = previewFor(width - cellsOf(folded) - 1);
  return fitted(preview ? [...folded, { text: ` ${preview}`, role: 'preview' }] : folded, width);
}

/** The cells that a visible scalar's value has in its row of `width` cells. */
export function bracketRoom(view: BracketTree, node: NodeId, width: number): number {
  const indent = indentSpans(depthOf(view.document, node), width);
  const head = cellsOf(indent) + cellsOf(keySpans(view.document, node, width - cellsOf(indent)));
  return Math.max(0, width - head - (hasComma(view, node) ? 1 : 0));
}

/** What stands before and behind a visible scalar, whose own text takes several rows. */
export function bracketFrame(
  view: BracketTree,
  { node, depth }: TreeRow,
  width: number,
): { readonly before: readonly TokenSpan[]; readonly behind: string } {
  const indent = indentSpans(depth, width);
  const before = [...indent, ...keySpans(view.document, node, width - cellsOf(indent))];
  return { before, behind: hasComma(view, node) ? ',' : '' };
}

function hasComma({ document, folds, shape }: BracketTree, node: NodeId): boolean {
  if (node === 0 || shape === undefined) return false;
  return siblingIn({ document, folds, shape }, node, 1) !== undefined;
}

/** Of a container whose end has not come, a mark that more may come. */
function closing(doc: JsonDocument, node: NodeId): string {
  if (isUnfinished(doc, node)) return '…';
  return kindOf(doc, node) === 'object' ? '}' : ']';
}

/** Past half of the width the indent stands still and shows the depth instead. */
function indentSpans(depth: number, width: number): readonly TokenSpan[] {
  const widest = Math.floor(width / 2);
  if (depth * INDENT <= widest) return depth === 0 ? [] : [{ text: ' '.repeat(depth * INDENT), role: 'marker' }];
  return [{ text: padEnd(truncate(`…${depth} `, widest), widest), role: 'count' }];
}

/** The value keeps half of what is there. */
function keySpans(doc: JsonDocument, node: NodeId, cells: number): readonly TokenSpan[] {
  const at = keyStart(doc, node);
  if (at === undefined) return [];
  const widest = Math.max(1, Math.floor(cells / 2) - 4);
  const { text, complete } = sourceExcerpt(doc, at + 1, endOfString(doc.bytes, at) - 1, widest);
  return [
    { text: '"', role: 'punctuation' },
    { text: truncate(complete ? text : `${text}…`, widest), role: 'key' },
    { text: '": ', role: 'punctuation' },
  ];
}

function scalarSpan(
  doc: JsonDocument,
  node: NodeId,
  cells: number,
  excerptFor: (cells: number) => Excerpt | undefined,
): TokenSpan {
  const kind = kindOf(doc, node);
  const [from, to] = [startOf(doc, node), endOf(doc, node)];
  switch (kind) {
    case 'string': {
      const { text, complete } = excerptFor(cells) ?? sourceExcerpt(doc, from + 1, to - 1, cells);
      return { text: truncate(`"${text}${complete ? '"' : '…'}`, cells), role: 'string' };
    }
    case 'number': {
      const { text, complete } = excerptFor(cells) ?? sourceExcerpt(doc, from, to, cells);
      return { text: truncate(complete ? text : `${text}…`, cells), role: 'number' };
    }
    case 'broken': {
      const place = `not JSON: ${brokenText(doc, node)} `;
      return { text: place + brokenExcerpt(doc, node, cells - cellWidth(place)), role: 'broken' };
    }
    default:
      return { text: kind, role: 'literal' };
  }
}

/** The beginning of what is written in `[from, to)`, made visible, long enough to fill `cells`. */
export function sourceExcerpt(doc: JsonDocument, from: number, to: number, cells: number): Excerpt {
  const most = from + BYTES_PER_CELL * (Math.max(0, cells) + 4);
  if (to <= most) return { text: visible(decodeUtf8(doc.bytes, from, to)), complete: true };
  return { text: visible(decodeUtf8(doc.bytes, from, boundaryBefore(doc.bytes, from, most))), complete: false };
}

function cellsOf(spans: readonly TokenSpan[]): number {
  return spans.reduce((cells, { text }) => cells + cellWidth(text), 0);
}

function fitted(spans: readonly TokenSpan[], width: number): readonly TokenSpan[] {
  const result: TokenSpan[] = [];
  let left = width;
  for (const { text, role } of spans) {
    const cut = truncate(text, left);
    if (cut !== '') result.push({ text: cut, role });
    if (cut !== text) break;
    left -= cellWidth(cut);
  }
  return result;
}
