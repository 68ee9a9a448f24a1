import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlain } from '../../src/text/plain.ts';
import { visible } from '../../src/text/untrusted.ts';
import {
  cellWidth,
  graphemes,
  padEnd,
  padStart,
  sliceCells,
  truncate,
  truncateMiddle,
  truncateStart,
} from '../../src/text/width.ts';
import { runs } from '../helpers/runs.ts';

const piece = fc.constantFrom(
  'a',
  'b',
  ' ',
  '区',
  '域',
  'e\u0301',
  '🔥',
  '👨‍👩‍👧',
  '🇩🇪',
  'ｱ',
  '한',
  '\u0301',
  '❤️',
  'สำ',
);
const pieces = fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(''));
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), pieces);
const shownText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), pieces).map(visible);
const cells = fc.integer({ min: -2, max: 30 });

describe('cellWidth', () => {
  it.each([
    ['', 0],
    ['zone', 4],
    ['区域', 4],
    ['e\u0301', 1],
    ['👨‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['한', 2],
    ['ｱ', 1],
    ['a…b', 3],
  ])('measures %s as %i', (text, width) => {
    expect(cellWidth(text)).toBe(width);
  });

  it('is the sum over the graphemes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(graphemes(text).join('')).toBe(text);
        expect(graphemes(text).reduce((sum, part) => sum + cellWidth(part), 0)).toBe(cellWidth(text));
      }),
    );
  });
});

describe('isPlain', () => {
  it.each([
    ['', true],
    ['a ~', true],
    ['a\t', false],
    ['é │ …', true],
    ['e\u0301', false],
    ['日', false],
    ['\x7f', false],
  ])('of %j is %s', (text, is) => {
    expect(isPlain(text)).toBe(is);
  });
});

describe('truncating', () => {
  it.each([
    ['zones', 5, 'zones', 'zones', 'zones'],
    ['dns_records', 5, 'dns_…', '…ords', 'dn…ds'],
    ['dns_records', 6, 'dns_r…', '…cords', 'dns…ds'],
    ['dns_records', 1, '…', '…', '…'],
    ['dns_records', 0, '', '', ''],
    ['dns_records', -1, '', '', ''],
    ['dns_records', Number.NaN, '', '', ''],
    ['区域区域', 8, '区域区域', '区域区域', '区域区域'],
    ['区域区域', 7, '区域区…', '…域区域', '区…域'],
    ['区域区域', 6, '区域…', '…区域', '区…域'],
    ['区域区域', 2, '…', '…', '…'],
    ['ae\u0301\u0302x', 3, 'ae\u0301\u0302x', 'ae\u0301\u0302x', 'ae\u0301\u0302x'],
    ['ae\u0301\u0302xy', 3, 'ae\u0301\u0302…', '…xy', 'a…y'],
    ['👨‍👩‍👧👨‍👩‍👧', 3, '👨‍👩‍👧…', '…👨‍👩‍👧', '…'],
    ['abc🔥', 4, 'abc…', '…c🔥', 'ab…'],
  ])('cuts %s to %i cells', (text, width, end, start, middle) => {
    expect(truncate(text, width)).toBe(end);
    expect(truncateStart(text, width)).toBe(start);
    expect(truncateMiddle(text, width)).toBe(middle);
  });

  it.each([
    ['truncate', truncate],
    ['truncateStart', truncateStart],
    ['truncateMiddle', truncateMiddle],
  ])('%s never takes more cells than asked for, and keeps what fits', (_name, cut) => {
    fc.assert(
      fc.property(anyText, cells, (text, width) => {
        const result = cut(text, width);
        expect(cellWidth(result)).toBeLessThanOrEqual(Math.max(0, width));
        if (width > 0 && cellWidth(text) <= width) expect(result).toBe(text);
        else if (width > 0) expect(graphemes(result.replace('…', '')).every((part) => text.includes(part))).toBe(true);
      }),
      runs(150),
    );
  });

  it('does not look at all of a text that is too long', () => {
    const long = `区${'x'.repeat(20_000_000)}`;
    expect(truncate(long, 4)).toBe('区x…');
  });
});

describe('padding', () => {
  it.each([
    ['a', 3, 'a  ', '  a'],
    ['区', 3, '区 ', ' 区'],
    ['abc', 3, 'abc', 'abc'],
    ['abcd', 3, 'abcd', 'abcd'],
    ['', 2, '  ', '  '],
    ['a', -1, 'a', 'a'],
  ])('fills %j to %i cells', (text, width, end, start) => {
    expect(padEnd(text, width)).toBe(end);
    expect(padStart(text, width)).toBe(start);
  });

  it('after cutting gives exactly the width', () => {
    fc.assert(
      fc.property(shownText, fc.nat(30), (text, width) => {
        expect(cellWidth(padEnd(truncate(text, width), width))).toBe(width);
        expect(cellWidth(padStart(truncateStart(text, width), width))).toBe(width);
      }),
    );
  });
});

describe('sliceCells', () => {
  it.each([
    ['abcdef', 1, 3, 'bc'],
    ['abcdef', -4, 2, 'ab'],
    ['abcdef', 4, 99, 'ef'],
    ['abcdef', 3, 3, ''],
    ['abcdef', 4, 2, ''],
    ['a区b', 0, 2, 'a '],
    ['a区b', 2, 4, ' b'],
    ['a区b', 1, 3, '区'],
    ['区域', 1, 3, '  '],
    ['xe\u0301y', 1, 2, 'e\u0301'],
    ['a👨‍👩‍👧b', 1, 4, '👨‍👩‍👧b'],
  ])('of %s from %i to %i is %j', (text, from, to, part) => {
    expect(sliceCells(text, from, to)).toBe(part);
  });

  it('takes exactly the cells asked for, as far as there is text', () => {
    fc.assert(
      fc.property(shownText, cells, cells, (text, from, to) => {
        const start = Math.max(0, from);
        const end = Math.min(to, cellWidth(text));
        expect(cellWidth(sliceCells(text, from, to))).toBe(Math.max(0, end - start));
      }),
      runs(150),
    );
  });
});
