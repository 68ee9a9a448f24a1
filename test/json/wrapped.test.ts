import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringValue } from '../../src/json/document.ts';
import { isCursorRow, type TreeView, windowRows } from '../../src/json/tree-view.ts';
import * as view from '../../src/json/view.ts';
import { wrappedLines } from '../../src/json/wrapped.ts';
import { heightOf } from '../../src/json/wrapped-window.ts';
import { visible } from '../../src/text/untrusted.ts';
import { cellWidth } from '../../src/text/width.ts';
import { runs } from '../helpers/runs.ts';
import { countReads, indexed } from './indexed.ts';

const wrap = 30;

function opened(json: string, height: number): TreeView {
  return view.resize(view.openView(indexed(json), height, 'all'), height, { wrap });
}

/** The rows of the screen as `node:line`, the cursor's with a `>`. */
function screen(v: TreeView): string {
  const rows: string[] = [];
  for (const row of windowRows(v)) {
    const skip = rows.length === 0 ? (v.topSkip ?? 0) : 0;
    const lines = heightOf(v, row, skip + v.height);
    for (let line = skip; line < lines && rows.length < v.height; line++)
      rows.push(`${isCursorRow(v, row) ? '>' : ''}${row.node}:${line}`);
  }
  return rows.join(' ');
}

describe('long strings over several rows', () => {
  const text = 'abcdefghij'.repeat(5);
  const json = JSON.stringify({ a: 1, b: text, c: 2, d: 3 });

  test('take as many as they need, and keep their text', () => {
    const v = opened(json, 10);
    expect(wrappedLines(v, 2, 0, 9)).toEqual([
      { text: 'abcdefghijabcdefghija', isLast: false },
      { text: 'bcdefghijabcdefghijab', isLast: false },
      { text: 'cdefghij', isLast: true },
    ]);
    expect(wrappedLines(v, 1, 0, 9)).toBeUndefined();
    expect(screen(v)).toBe('>0:0 1:0 2:0 2:1 2:2 3:0 4:0');
    expect(view.visibleCount(v)).toBe(5);
  });

  test('the window keeps all of the cursor’s value on the screen', () => {
    let v = opened(json, 3);
    expect(screen(v)).toBe('>0:0 1:0 2:0');
    v = view.moveDown(view.moveDown(v));
    expect(screen(v)).toBe('>2:0 >2:1 >2:2');
    v = view.moveDown(v);
    expect(screen(v)).toBe('2:2 >3:0 4:0');
    expect(screen(view.moveLast(v))).toBe('2:2 3:0 >4:0');
    expect(screen(view.moveUp(v))).toBe('>2:0 >2:1 >2:2');
    expect(view.rowNumber(v)).toBe(4);
  });

  test('a value that is higher than the window is gone through row by row', () => {
    let v = view.moveDown(opened(JSON.stringify([text, 1]), 2));
    expect(screen(v)).toBe('>1:0 >1:1');
    v = view.moveDown(v);
    expect(screen(v)).toBe('>1:1 >1:2');
    expect(screen(view.moveUp(v))).toBe('>1:0 >1:1');
    v = view.moveDown(v);
    expect(screen(v)).toBe('1:2 >2:0');
    expect(screen(view.pageDown(view.moveDown(opened(JSON.stringify([text, 1]), 2))))).toBe('>1:1 >1:2');
  });

  test('one of a megabyte costs what is shown', () => {
    const document = indexed(`["${'lorem \\n ipsum'.repeat(100_000)}",1]`);
    const reads = countReads(document.bytes);
    const watched = { ...document, bytes: reads.bytes };
    let v = view.moveDown(view.resize(view.openView(watched, 20, 'all'), 20, { wrap }));
    for (let i = 0; i < 50; i++) v = view.pageDown(v);
    expect(screen(v).startsWith('>1:1000 ')).toBe(true);
    v = view.nextSibling(v);
    expect(screen(v)).toBe('>2:0');
    v = view.moveUp(v);
    expect(screen(v).startsWith('>1:0 ')).toBe(true);
    expect(reads.count()).toBeLessThan(400_000);
  });

  test('lines joined are the text, none is too wide, and the cursor is always on the screen', () => {
    const part = fc.constantFrom('a', 'lorem ', '"', '\\', '\n', 'é', '日本', '👩‍👩‍👧', '\u202e', '😀', 'e\u0301');
    const value = fc.array(part, { maxLength: 60 }).map((parts) => parts.join(''));
    const moves = [
      view.moveDown,
      view.moveUp,
      view.pageDown,
      view.pageUp,
      view.halfPageDown,
      view.moveLast,
      view.moveFirst,
    ];
    const lines = (v: TreeView): TreeView => view.reshape(v, { isLines: v.shape?.isLines !== true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.constantFrom(...moves, lines), { maxLength: 12 }),
        (values, height, steps) => {
          let v = opened(JSON.stringify(values), height);
          for (const step of steps) {
            v = step(v);
            const rows = screen(v).split(' ');
            expect(rows.some((row) => row.startsWith('>'))).toBe(true);
            // No blank rows while there are rows above.
            if (v.topRow > 0) expect(rows).toHaveLength(height);
          }
          if (v.shape !== undefined) return;
          for (const [index, text] of values.entries()) {
            const shown = wrappedLines(v, index + 1, 0, 1000);
            if (shown === undefined) continue;
            expect(shown.map((line) => line.text).join('')).toBe(visible(stringValue(v.document, index + 1)!));
            for (const line of shown) expect(cellWidth(line.text)).toBeLessThanOrEqual(wrap - 6);
            expect(shown.at(-1)!.isLast).toBe(true);
            expect(text).toBe(stringValue(v.document, index + 1));
          }
        },
      ),
      runs(25),
    );
  });
});
