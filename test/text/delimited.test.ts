import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRow, tsvRow } from '../../src/text/delimited.ts';

/** A reader of RFC 4180 as the RFC puts it, for one record. */
function readCsv(record: string): readonly string[] {
  const cells: string[] = [];
  let rest = record.replace(/\r?\n$/, '');
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
    const found = quoted ?? /^([^",\r\n]*)(,|$)/.exec(rest);
    if (!found) throw new Error(`no record: ${record}`);
    cells.push(quoted ? (found[1] ?? '').replaceAll('""', '"') : (found[1] ?? ''));
    if (found[2] === '') return cells;
    rest = rest.slice(found[0].length);
  }
}

describe('CSV', () => {
  test('reads back as the cells that went in', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('a,b', 'say "hi"', 'two\nlines', '\r\n', '', ' '));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        expect(readCsv(csvRow(cells))).toEqual(cells);
        expect(readCsv(csvRow(cells, '\r\n'))).toEqual(cells);
        expect(csvRow(cells, '\r\n').endsWith('\r\n')).toBe(true);
      }),
    );
  });
});

describe('TSV', () => {
  test('keeps every cell in its column and every record on its line', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
        const row = tsvRow(cells);
        expect(row.slice(0, -1)).not.toMatch(/[\n\r]/);
        const read = row
          .slice(0, -1)
          .split('\t')
          .map((cell) =>
            cell.replace(/\\([tnr\\])/g, (_, letter) => ({ t: '\t', n: '\n', r: '\r' })[letter as 't'] ?? '\\'),
          );
        expect(read).toEqual(cells);
      }),
    );
  });
});
