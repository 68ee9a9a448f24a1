import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginsLine, byteRows, textRow } from '../../src/text/byte-rows.ts';
import { cellWidth } from '../../src/text/width.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function rowsOf(text: string, width: number): readonly string[] {
  const bytes = bytesOf(text);
  const rows = byteRows(bytes, width, Number.POSITIVE_INFINITY);
  return Array.from({ length: rows.count }, (_, row) => textRow(bytes, rows, row));
}

describe('rows of a body', () => {
  test.each([
    ['', ['']],
    ['ab', ['ab']],
    ['abcdefgh', ['abcd', 'efgh']],
    ['ab\ncd\n', ['ab', 'cd']],
    ['ab\r\ncd', ['ab', 'cd']],
    ['\n\n', ['', '']],
    ['日本語', ['日本', '語']],
  ])('%j at four cells', (text, rows) => {
    expect(rowsOf(text, 4)).toEqual(rows);
  });

  test('are numbered by their lines', () => {
    const bytes = bytesOf('abcdefgh\nij\n\nk');
    const rows = byteRows(bytes, 4, 100);
    expect([...rows.lines.subarray(0, rows.count)]).toEqual([1, 1, 2, 3, 4]);
    expect([0, 1, 2, 3, 4].map((row) => beginsLine(rows, row))).toEqual([true, false, true, true, true]);
  });

  test('are found as far as they are asked for', () => {
    const bytes = bytesOf('x\n'.repeat(100_000));
    const few = byteRows(bytes, 10, 20);
    expect(few.count).toBeLessThan(30);
    expect(few.isAll).toBe(false);
    expect(byteRows(bytes, 10, Number.POSITIVE_INFINITY)).toMatchObject({ count: 100_000, isAll: true });
  });

  test('are the same whether a body came at once or in parts, and none is wider than its place', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.array(fc.nat(100)),
        fc.integer({ min: 2, max: 30 }),
        (text, steps, width) => {
          const all = bytesOf(text);
          const shared = new Uint8Array(new SharedArrayBuffer(all.length + 1));
          shared.set(all);
          let size = 0;
          let last = 0;
          for (const step of steps) {
            size = Math.min(all.length, size + step);
            last += step % 5;
            byteRows(shared.subarray(0, size), width, last);
          }
          const rows = byteRows(shared.subarray(0, all.length), width, Number.POSITIVE_INFINITY);
          const found = Array.from({ length: rows.count }, (_, row) =>
            textRow(shared.subarray(0, all.length), rows, row),
          );
          expect(found).toEqual(rowsOf(text, width));
          if (width >= 10) for (const row of found) expect(cellWidth(row)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
