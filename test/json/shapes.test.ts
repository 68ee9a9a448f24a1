// Shapes that break viewers: each is opened, unfolded, walked to its end, folded and searched; none may take a walk over it.
import { describe, expect, test } from 'vitest';
import { childCount } from '../../src/json/children.ts';
import { type JsonDocument, keyOf, kindOf, sourceText, stringValue } from '../../src/json/document.ts';
import { rowSpans } from '../../src/json/lines.ts';
import { indexDocuments } from '../../src/json/parse.ts';
import { readSearchQuery } from '../../src/json/query.ts';
import { SEARCH_START, searchOn } from '../../src/json/search.ts';
import { type TreeView, windowRows } from '../../src/json/tree-view.ts';
import * as view from '../../src/json/view.ts';
import { cellWidth } from '../../src/text/width.ts';
import { type Shape, shapes } from './shapes.ts';

function open({ make }: Shape): JsonDocument {
  const result = indexDocuments(make());
  if (!result.ok) throw new Error(`${result.error.line}:${result.error.column} ${result.error.reason}`);
  return result.document;
}

function find(doc: JsonDocument, text: string): number[] {
  const read = readSearchQuery(text, 'both');
  if (!read.ok) throw new Error(read.reason);
  const matches: number[] = [];
  const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
  searchOn(doc, read.query, SEARCH_START, doc.bytes.length, latin1, (node) => matches.push(node));
  return matches;
}

/** Text of the rows on screen, each of which must fit. */
function paint(v: TreeView): readonly string[] {
  return windowRows(v).map(({ node, depth }) => {
    const text = rowSpans(v, node, 80, depth)
      .map((span) => span.text)
      .join('');
    expect(cellWidth(text)).toBeLessThanOrEqual(80);
    expect(text).not.toMatch(
      /[\u0000-\u001f\u007f-\u009f\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u,
    );
    return text;
  });
}

describe.each(shapes.map((shape) => [shape.name, shape] as const))('%s', (_, shape) => {
  test('is opened, unfolded, walked, folded and searched', () => {
    const doc = open(shape);
    expect(doc.nodeCount).toBe(shape.nodes);
    expect(doc.maxDepth).toBe(shape.depth);
    let v = view.openView(doc, 30);
    paint(v);
    v = view.openAll(v);
    expect(view.visibleCount(v)).toBe(doc.nodeCount);
    v = view.moveLast(v);
    expect(view.rowNumber(v)).toBe(doc.nodeCount);
    paint(v);
    v = view.pageUp(v);
    paint(v);
    v = view.setDepth(v, 1);
    expect(view.visibleCount(v)).toBe(1 + childCount(doc, 0));
    v = view.closeAll(v);
    expect(view.visibleCount(v)).toBe(1);
    const matches = find(doc, shape.needle);
    expect(matches).toHaveLength(shape.matches);
    if (matches.length > 0) {
      v = view.moveTo(v, matches.at(-1)!);
      expect(v.cursor).toBe(matches.at(-1));
      paint(v);
    }
  });
});

test('a number of 400 digits, lone surrogates and duplicate keys stay what they are', () => {
  const doc = open(shapes.find(({ name }) => name === 'odd values')!);
  const texts = Array.from({ length: doc.nodeCount }, (_, n) =>
    kindOf(doc, n) === 'number' ? sourceText(doc, n) : '',
  );
  expect(texts.filter((text) => text.length === 400)).toHaveLength(1);
  const strings = Array.from({ length: doc.nodeCount }, (_, n) => stringValue(doc, n));
  expect(strings).toContain('\ud83d');
  expect(strings).toContain('a\u0000b');
  const keys = Array.from({ length: doc.nodeCount }, (_, n) => keyOf(doc, n));
  expect(keys.filter((key) => key === 'twice')).toHaveLength(2);
});

test.each([
  ['bytes that are no UTF-8', [0x5b, 0x22, 0xff, 0x22, 0x5d], 'invalid UTF-8 in a string: byte 0xFF never occurs'],
  ['a NUL between tokens', [0x5b, 0x31, 0x00, 0x5d], "expected ',' or ']' after an element, found U+0000"],
  ['a NUL in a string', [0x5b, 0x22, 0x00, 0x22, 0x5d], 'control character U+0000 in a string'],
])('%s are refused by name', (_, bytes, reason) => {
  const result = indexDocuments(Uint8Array.from(bytes));
  expect(result.ok ? '' : result.error.reason).toBe(reason);
});
