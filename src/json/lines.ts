// One row of the tree as spans for a width: indent, marker, key or index, value. The UI only colours them by role.
// Every span is one row of visible text and all together take at most `width` cells. The cost is bounded by the width,
// whatever the document: a long string is decoded as far as it shows.

import { cellWidth, padEnd, truncate } from '../text/width.ts';
import { BLOCK_SIZE, childBlock, childCount, indexInParent } from './children.ts';
import { hasChildren, isUnfinished, type JsonDocument, kindOf, type NodeId, nextSibling, startOf } from './document.ts';
import { type Folds, isOpenAtDepth } from './folds.ts';
import { depthOf } from './levels.ts';
import { clip, closedPreview, keyLabel, keysPreview, sourceStart, stringExcerpt } from './preview.ts';

/** What a span is, for its colour. */
export type Role = 'marker' | 'key' | 'index' | 'punctuation' | 'string' | 'number' | 'literal' | 'preview' | 'count';

export type Span = { readonly text: string; readonly role: Role };

const INDENT = 2;
/** Cells between a column of keys and the values. */
const KEY_GAP = 2;
const WIDEST_KEY_COLUMN = 24;

/**
 * The row of a visible node in at most `width` cells; a view will do for `tree`. Who knows the node's depth, as
 * `windowRows` does, passes it and saves the climb.
 */
export function rowSpans(
  tree: { readonly document: JsonDocument; readonly folds: Folds },
  node: NodeId,
  width: number,
  depth: number = depthOf(tree.document, node),
): readonly Span[] {
  const doc = tree.document;
  const opened = isOpenAtDepth(tree.folds, doc, node, depth);
  const spans = [...leadSpans(doc, node, width, depth, opened)];
  const used = spans.reduce((cells, { text }) => cells + cellWidth(text), 0);
  spans.push(...labelSpans(doc, node, width - used));
  const left = width - spans.reduce((cells, { text }) => cells + cellWidth(text), 0);
  return fitSpans([...spans, ...valueSpans(doc, node, left, opened)], width);
}

/** Indent and marker. Past half of the width the indent stands still and shows the depth instead. */
function leadSpans(doc: JsonDocument, node: NodeId, width: number, depth: number, opened: boolean): readonly Span[] {
  const marker = hasChildren(doc, node) ? (opened ? '▾ ' : '▸ ') : '  ';
  const widest = Math.floor(width / 2);
  if (depth * INDENT <= widest) return [{ text: ' '.repeat(depth * INDENT) + marker, role: 'marker' }];
  const label = padEnd(truncate(`…${depth} `, widest), widest);
  return [
    { text: label, role: 'count' },
    { text: marker, role: 'marker' },
  ];
}

function labelSpans(doc: JsonDocument, node: NodeId, cells: number): readonly Span[] {
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

const SPACE: Span = { text: ' ', role: 'punctuation' };

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
  for (let seen = 0; n !== undefined && seen < BLOCK_SIZE; seen++, n = nextSibling(doc, n)) {
    if (hasChildren(doc, n)) continue;
    column = Math.max(column, cellWidth(keyLabel(doc, n, WIDEST_KEY_COLUMN) ?? ''));
  }
  columns.set(first, column);
  return column;
}

function valueSpans(doc: JsonDocument, node: NodeId, cells: number, opened: boolean): readonly Span[] {
  const kind = kindOf(doc, node);
  switch (kind) {
    case 'object':
      return [{ text: '{}', role: 'punctuation' }, ...previewSpans(doc, node, cells - 2, opened)];
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
      const { text, complete } = stringExcerpt(doc.bytes, startOf(doc, node), cells);
      return [{ text: clip({ text: `"${text}${complete ? '"' : ''}`, complete }, cells), role: 'string' }];
    }
    case 'number':
      return [{ text: truncate(sourceStart(doc, node, cells), cells), role: 'number' }];
    default:
      return [{ text: kind, role: 'literal' }];
  }
}

/** An open object other than the root shows its keys right below; the root's may be screens apart. */
function previewSpans(doc: JsonDocument, node: NodeId, cells: number, opened: boolean): readonly Span[] {
  if (opened && node !== 0) return [];
  const text = opened ? keysPreview(doc, node, cells - 1) : closedPreview(doc, node, cells - 1);
  return text === '' ? [] : [SPACE, { text, role: 'preview' }];
}

/** The spans up to `width` cells; the one that reaches over is cut, and none is empty. */
function fitSpans(spans: readonly Span[], width: number): readonly Span[] {
  const result: Span[] = [];
  let left = width;
  for (const { text, role } of spans) {
    const cut = truncate(text, left);
    if (cut !== '') result.push({ text: cut, role });
    if (cut !== text) break;
    left -= cellWidth(cut);
  }
  return result;
}
