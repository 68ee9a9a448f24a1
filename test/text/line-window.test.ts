import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLine, moveCursor } from '../../src/text/line-buffer.ts';
import { offsetInRow, placeInRows, rowStarts, visibleWindow } from '../../src/text/line-window.ts';
import { visible } from '../../src/text/untrusted.ts';
import { cellWidth, graphemes, padEnd, sliceCells } from '../../src/text/width.ts';
import { runs } from '../helpers/runs.ts';

/** The window as `‹ab|c›`: marks where text is cut off, and a bar before the cell of the cursor. */
function drawn(text: string, cursor: number, width: number): string {
  const window = visibleWindow(moveCursor(createLine(text), cursor), width);
  const padded = padEnd(window.text, window.cursorCell);
  const before = sliceCells(padded, 0, window.cursorCell);
  const after = sliceCells(padded, window.cursorCell, width);
  return `${window.hasBefore ? '‹' : ''}${before}|${after}${window.hasAfter ? '›' : ''}`;
}

describe('visibleWindow', () => {
  it.each([
    ['', 0, 8, '|'],
    ['GET', 3, 8, 'GET|'],
    ['GET', 0, 8, '|GET'],
    ['abcdefg', 7, 8, 'abcdefg|'],
    ['abcdefgh', 8, 8, '‹…cdefgh|'],
    ['abcdefgh', 0, 8, '|abcdefgh'],
    ['abcdefghijklmnop', 0, 8, '|abcdefg…›'],
    ['abcdefghijklmnop', 6, 8, 'abcdef|g…›'],
    ['abcdefghijklmnop', 7, 8, '‹…fg|hijk…›'],
    ['abcdefghijklmnop', 10, 8, '‹…fghij|k…›'],
    ['abcdefghijklmnop', 11, 8, '‹…jk|lmnop'],
    ['abcdefghijklmnop', 16, 8, '‹…klmnop|'],
    ['abc', 3, 1, '‹|'],
    ['abc', 1, 1, '‹|b›'],
    ['区域区域区域', 0, 5, '|区域 ›'],
    ['区域区域区域', 6, 5, '‹区域|'],
    ['区域区域区域区域', 8, 9, '‹… 域区域|'],
    ['区域区域区域区域', 4, 8, '‹… 域|区 …›'],
    ['a\u202eb', 0, 10, '|a\\u202eb'],
    ['a\u202eb', 3, 10, 'a\\u202eb|'],
  ])('of %j with the cursor at %i in %i cells is %s', (text, cursor, width, expected) => {
    expect(drawn(text, cursor, width)).toBe(expected);
  });

  it('always holds the cursor and what is under it, and is never wider than asked for', () => {
    const unit = fc.constantFrom('a', 'b', ' ', '区', '🔥', 'e\u0301', '🇩🇪', '\u200b', '\u202e', '👨‍👩‍👧');
    const line = fc.array(unit, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(line, fc.nat(60), fc.integer({ min: 1, max: 30 }), (text, offset, width) => {
        const buffer = moveCursor(createLine(text), offset);
        const window = visibleWindow(buffer, width);
        expect(window.cursorCell).toBeGreaterThanOrEqual(0);
        expect(window.cursorCell).toBeLessThan(width);
        expect(cellWidth(window.text)).toBeLessThanOrEqual(width);
        expect(visible(window.text)).toBe(window.text);
        const under = visible(graphemes(buffer.text.slice(buffer.cursor))[0] ?? '');
        const cells = cellWidth(under);
        if (cells <= width) expect(sliceCells(window.text, window.cursorCell, window.cursorCell + cells)).toBe(under);
      }),
      runs(150),
    );
  });
});

it('a line in rows has all of its text in them, none too wide, and a cursor is found again by its row and cell', () => {
  const unit = fc.constantFrom('a', 'b', ' ', '区', '🔥', 'e\u0301', '🇩🇪', '\u202e', '👨‍👩‍👧');
  const line = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(line, fc.nat(120), fc.integer({ min: 8, max: 20 }), (text, offset, width) => {
      const buffer = moveCursor(createLine(text), offset);
      const starts = rowStarts(buffer, width);
      const room = cellWidth(visible(text));
      if (!starts) {
        expect(room).toBeLessThan(width);
        return;
      }
      expect(starts[0]).toBe(0);
      const rows = starts.map((start, row) => buffer.text.slice(start, starts[row + 1]));
      expect(rows.join('')).toBe(buffer.text);
      for (const row of rows) expect(cellWidth(visible(row))).toBeLessThanOrEqual(width);
      const { row, cell } = placeInRows(buffer, starts);
      expect(cell).toBeLessThan(width);
      expect(offsetInRow(buffer, starts, row, cell)).toBe(buffer.cursor);
    }),
    runs(150),
  );
});
