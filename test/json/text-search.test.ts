import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSearchQuery, type SearchQuery } from '../../src/json/query.ts';
import { searchTextOn } from '../../src/json/text-search.ts';
import { matchesIn, searchable } from '../../src/text/searchable.ts';
import { bytesOf } from './indexed.ts';

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

function queryOf(text: string): SearchQuery {
  const read = readSearchQuery(text, 'both');
  if (!read.ok) throw new Error(read.reason);
  return read.query;
}

function find(text: string | Uint8Array, wanted: string, slice = Number.POSITIVE_INFINITY): readonly number[] {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const found: number[] = [];
  const query = queryOf(wanted);
  for (let at = 0; at < bytes.length; )
    at = searchTextOn(bytes, query, at, at + slice, latin1, (offset) => found.push(offset));
  return found;
}

describe('a search in a text', () => {
  test.each<readonly [text: string, wanted: string, offsets: readonly number[]]>([
    ['one two\nTwo one\n', 'two', [4, 8]],
    ['one two\nTwo one\n', 'Two', [8]],
    ['one one', 'one', [0, 4]],
    ['a\nb', '/^b$/', [2]],
    ['a\r\nb\r\n', '/a$/', [0]],
    ['x "quoted"', '"q', [2]],
    ['né ne\u0301', 'né', [0, 4]],
    ['né ne', 'ne', [4]],
    ['a\u00a0b a b', 'a b', [0, 5]],
    ['tab\there \u001b[1m', '␛', [9]],
    ['tab\there \u001b[1m', '␉here', [3]],
    ['x\u202ey', '\\u202e', [1]],
    ['', 'x', []],
  ])('of %j for %j finds %j', (text, wanted, offsets) => {
    expect(find(text, wanted)).toEqual(offsets);
  });

  test('finds what is behind bytes that are no UTF-8, in the line that it is in', () => {
    const text = Uint8Array.of(...bytesOf('caf'), 0xe9, ...bytesOf(' one\ntwo'));
    expect(find(text, 'two')).toEqual([9]);
    expect(find(text, 'caf')).toEqual([0]);
  });

  test('finds what lies across the parts of a line of megabytes', () => {
    const text = `${'x'.repeat(64 * 1024 - 3)}needle${'é'.repeat(40_000)}needle`;
    expect(find(text, 'needle')).toEqual([64 * 1024 - 3, 64 * 1024 + 3 + 80_000]);
    expect(find(text, '/needle/')).toEqual([64 * 1024 - 3, 64 * 1024 + 3 + 80_000]);
  });

  const letters = ['a', 'b', 'A', ' ', '\u00a0', 'é', 'e\u0301', 'e', '漢', '😀', '.', '"'];
  const word = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
  const line = fc.array(fc.constantFrom(...letters), { maxLength: 12 }).map((parts) => parts.join(''));

  test('finds what a look at every line finds, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(line), word, fc.integer({ min: 1, max: 40 }), (lines, wanted, slice) => {
        const query = queryOf(wanted);
        let at = 0;
        const expected: number[] = [];
        for (const text of lines) {
          for (const { from } of matchesIn(query.pattern, text))
            expected.push(at + bytesOf(text.slice(0, from)).length);
          at += bytesOf(text).length + 1;
        }
        expect(find(lines.join('\n'), wanted)).toEqual([...new Set(expected)]);
        expect(find(lines.join('\n'), wanted, slice)).toEqual([...new Set(expected)]);
      }),
    );
  });
});

describe('text as it is looked for', () => {
  test('is the same however its letters are composed, and once it is so stays so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const seen = searchable(text);
        expect(searchable(text.normalize('NFD'))).toBe(seen);
        expect(searchable(text.normalize('NFC'))).toBe(seen);
        expect(searchable(seen)).toBe(seen);
      }),
    );
  });

  test('has a stretch in the text for every match, which is a match itself', () => {
    const units = fc.array(fc.constantFrom('a', 'e\u0301', 'é', '\u00a0', ' ', '漢', '각', '\u1100\u1161\u11a8'));
    fc.assert(
      fc.property(units, (parts) => {
        const text = parts.join('');
        const found = [...matchesIn(/é|각| /, text)].map(({ from, to }) => text.slice(from, to));
        expect(found).toEqual(parts.filter((part) => /^(?:é|각| )$/.test(searchable(part))));
      }),
    );
  });
});
