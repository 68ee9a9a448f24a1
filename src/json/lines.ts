// One row of the tree as spans for a width: indent, marker, key or index, value. The UI only colours them by role.
// Every span is one row of visible text and all together take at most `width` cells. The cost is bounded by the width,
// whatever the document: a long string is decoded as far as it shows.
import { formatCount } from '../text/numbers.ts';
import { cellWidth, padEnd, truncate } from '../text/width.ts';
import { brokenLine } from './broken-lines.ts';
import { BLOCK_SIZE, childBlock, childCount, indexInParent } from './children.ts';
import {
  hasChildren,
  isUnfinished,
  type JsonDocument,
  keyStart,
  kindOf,
  type NodeId,
  siblingAfter,
  startOf,
} from './document.ts';
import { brokenExcerpt, clip, type Excerpt, sourceStart, stringExcerpt } from './excerpts.ts';
import { type Folds, isOpenAtDepth } from './folds.ts';
import { depthOf } from './levels.ts';
import { closedPreview, keysPreview } from './previews.ts';

/** What a span is, for its colour. */
export type TokenRole =
  | 'marker'
  | 'key'
  | 'index'
  | 'punctuation'
  | 'string'
  | 'number'
  | 'literal'
  | 'preview'
  | 'count'
  /** A line that is no JSON, and where and why. */
  | 'broken';

export type TokenSpan = { readonly text: string; readonly role: TokenRole };

const INDENT = 2;

/** Cells between a column of keys and the values. */
const KEY_GAP = 2;

const WIDEST_KEY_COLUMN = 24;

/**
 * The row of a visible node in at most `width` cells; a view will do for `tree`. Who knows the node's depth, as
 * `windowRows` does, passes it and saves the climb. `excerptFor` gives another part of a string than its beginning,
 * `previewFor` another preview of a closed object.
 */
export function rowSpans(
  tree: { readonly document: JsonDocument; readonly folds: Folds },
  node: NodeId,
  width: number,
  depth: number = depthOf(tree.document, node),
  excerptFor: ExcerptFor = () => undefined,
  previewFor: PreviewFor = () => undefined,
): readonly TokenSpan[] {
  const doc = tree.document;
  const opened = isOpenAtDepth(tree.folds, doc, node, depth);
  const spans = headSpans(doc, node, width, depth, opened);
  const left = width - cellsOf(spans);
  return fitSpans([...spans, ...valueSpans(doc, node, left, opened, { excerptFor, previewFor })], width);
}

/** The cells that a visible scalar's value has in its row of `width` cells. */
export function valueRoom(doc: JsonDocument, node: NodeId, width: number): number {
  return Math.max(0, width - cellsOf(headSpans(doc, node, width, depthOf(doc, node), false)));
}

/** What stands before the value. */
export function headSpans(
  doc: JsonDocument,
  node: NodeId,
  width: number,
  depth: number,
  opened: boolean,
): readonly TokenSpan[] {
  const lead = leadSpans(doc, node, width, depth, opened);
  return [...lead, ...labelSpans(doc, node, width - cellsOf(lead))];
}

function cellsOf(spans: readonly TokenSpan[]): number {
  return spans.reduce((cells, { text }) => cells + cellWidth(text), 0);
}

/** Indent and marker. Past half of the width the indent stands still and shows the depth instead. */
function leadSpans(
  doc: JsonDocument,
  node: NodeId,
  width: number,
  depth: number,
  opened: boolean,
): readonly TokenSpan[] {
  const marker = hasChildren(doc, node) ? (opened ? '▾ ' : '▸ ') : '  ';
  const widest = Math.floor(width / 2);
  if (depth * INDENT <= widest) return [{ text: ' '.repeat(depth * INDENT) + marker, role: 'marker' }];
  const label = padEnd(truncate(`…${depth} `, widest), widest);
  return [
    { text: label, role: 'count' },
    { text: marker, role: 'marker' },
  ];
}

function labelSpans(doc: JsonDocument, node: NodeId, cells: number): readonly TokenSpan[] {
  if (node === 0) return [];
  // The value keeps half of what is there.
  const widest = Math.max(1, Math.floor(cells / 2));
  const key = keyLabel(doc, node, widest);
  if (key === undefined) return [{ text: `${indexInParent(doc, node)}`, role: 'index' }, SPACE];
  if (hasChildren(doc, node)) return [{ text: key, role: 'key' }, SPACE];
  const column = Math.min(keyColumn(doc, node), widest);
  return [
    { text: key, role: 'key' },
    { text: ' '.repeat(Math.max(0, column - cellWidth(key)) + KEY_GAP), role: 'punctuation' },
  ];
}

/** What of a value to show in so many cells; undefined for its beginning. */
type ExcerptFor = (cells: number) => Excerpt | undefined;

/** What a closed object holds, made visible, in so many cells; undefined for what can be told of any. */
type PreviewFor = (cells: number) => string | undefined;

const SPACE: TokenSpan = { text: ' ', role: 'punctuation' };
const KEY_COLUMNS = new WeakMap<JsonDocument, Map<NodeId, number>>();

/** The width of the key column that the node shares with the members around it that have nothing to unfold. */
function keyColumn(doc: JsonDocument, node: NodeId): number {
  let columns = KEY_COLUMNS.get(doc);
  if (columns === undefined) {
    columns = new Map();
    KEY_COLUMNS.set(doc, columns);
  }
  const first = childBlock(doc, node).node;
  const known = columns.get(first);
  if (known !== undefined) return known;
  let column = 0;
  let n: NodeId | undefined = first;
  for (let seen = 0; n !== undefined && seen < BLOCK_SIZE; seen++, n = siblingAfter(doc, n)) {
    if (hasChildren(doc, n)) continue;
    column = Math.max(column, cellWidth(keyLabel(doc, n, WIDEST_KEY_COLUMN) ?? ''));
  }
  columns.set(first, column);
  return column;
}

function valueSpans(
  doc: JsonDocument,
  node: NodeId,
  cells: number,
  opened: boolean,
  { excerptFor, previewFor }: { readonly excerptFor: ExcerptFor; readonly previewFor: PreviewFor },
): readonly TokenSpan[] {
  const kind = kindOf(doc, node);
  switch (kind) {
    case 'object':
      return [{ text: '{}', role: 'punctuation' }, ...previewSpans(doc, node, cells - 2, opened, previewFor)];
    case 'array': {
      if (!hasChildren(doc, node)) return [{ text: '[]', role: 'punctuation' }];
      // More of an array that is still arriving may come.
      const count = `${childCount(doc, node)}${isUnfinished(doc, node) ? '+' : ''}`;
      return [
        { text: '[', role: 'punctuation' },
        { text: count, role: 'count' },
        { text: ']', role: 'punctuation' },
        ...(opened ? [] : previewSpans(doc, node, cells - count.length - 2, opened)),
      ];
    }
    case 'string': {
      const { text, complete } = excerptFor(cells) ?? stringExcerpt(doc.bytes, startOf(doc, node), cells);
      return [{ text: clip({ text: `"${text}${complete ? '"' : ''}`, complete }, cells), role: 'string' }];
    }
    case 'number': {
      const excerpt = excerptFor(cells);
      return [
        { text: excerpt ? clip(excerpt, cells) : truncate(sourceStart(doc, node, cells), cells), role: 'number' },
      ];
    }
    case 'broken':
      return brokenSpans(doc, node, cells);
    default:
      return [{ text: kind, role: 'literal' }];
  }
}

/** Where and why a line is no JSON, then what stands there. */
function brokenSpans(doc: JsonDocument, node: NodeId, cells: number): readonly TokenSpan[] {
  const place = `not JSON: ${brokenText(doc, node)} `;
  return [
    { text: place, role: 'broken' },
    { text: brokenExcerpt(doc, node, cells - cellWidth(place)), role: 'preview' },
  ];
}

/** `line 3, column 5: expected a value, found 'b'`; empty for any other node. */
export function brokenText(doc: JsonDocument, node: NodeId): string {
  const broken = brokenLine(doc, node);
  if (broken === undefined) return '';
  const { line, column, reason } = broken;
  return `line ${formatCount(line)}, column ${formatCount(column)}: ${reason}`;
}

/** An open object other than the root shows its keys right below; the root's may be screens apart. */
function previewSpans(
  doc: JsonDocument,
  node: NodeId,
  cells: number,
  opened: boolean,
  previewFor: PreviewFor = () => undefined,
): readonly TokenSpan[] {
  if (opened && node !== 0) return [];
  const text = opened
    ? keysPreview(doc, node, cells - 1)
    : (previewFor(cells - 1) ?? closedPreview(doc, node, cells - 1));
  return text === '' ? [] : [SPACE, { text, role: 'preview' }];
}

/** The spans up to `width` cells; the one that reaches over is cut, and none is empty. */
function fitSpans(spans: readonly TokenSpan[], width: number): readonly TokenSpan[] {
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

/** A member's key as a label of at most `cells`; undefined for elements and for the root. */
function keyLabel(doc: JsonDocument, node: NodeId, cells: number): string | undefined {
  const at = keyStart(doc, node);
  if (at === undefined) return undefined;
  const label = stringExcerpt(doc.bytes, at, cells);
  return clip(label.text === '' ? { ...label, text: '""' } : label, cells);
}
