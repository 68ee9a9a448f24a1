import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPretty, formatSpans } from '../../src/json/format.ts';
import { runs } from '../helpers/runs.ts';
import { bytesOf, indexed } from './indexed.ts';

function pretty(source: string | Uint8Array, indent?: number): string {
  return [...formatPretty(indexed(source), indent === undefined ? {} : { indent })].join('');
}

function prettyLines(source: string): string[] {
  return [...formatSpans(indexed(source))].map((spans) => spans.map(({ text }) => text).join(''));
}

describe('a formatted document', () => {
  test('is laid out as JSON.stringify lays it out, whatever the whitespace it came with', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.integer({ min: 0, max: 10 }),
        fc.constantFrom(undefined, 1, '\t', '\r\n '),
        (value, indent, space) => {
          const source = JSON.stringify(value, null, space);
          // Without an indent JSON.stringify puts all on one line; ours keeps the lines.
          if (indent > 0) expect(pretty(source, indent)).toBe(JSON.stringify(value, null, indent));
          expect(pretty(pretty(source, indent), indent)).toBe(pretty(source, indent));
          expect(JSON.stringify(JSON.parse(pretty(source, indent)))).toBe(JSON.stringify(value));
        },
      ),
      runs(150),
    );
  });

  test('keeps digits, escapes, key order and duplicate keys as they were received', () => {
    const source = '{ "b" :1.10,"a":[ ] ,"\\u0061": { }, "b":[9007199254740993,1E+2,"\\/\\u00e9\\ud800"]}';
    expect(pretty(source)).toBe(`{
  "b": 1.10,
  "a": [],
  "\\u0061": {},
  "b": [
    9007199254740993,
    1E+2,
    "\\/\\u00e9\\ud800"
  ]
}`);
  });

  test('leaves a byte order mark in front out, and one in a string in', () => {
    expect(pretty('\ufeff["\ufeff"]')).toBe('[\n  "\ufeff"\n]');
  });

  test('is made of chunks that join to the whole even where they part a character', () => {
    const text = '日本語é😀'.repeat(30_000);
    const source = JSON.stringify({ [text]: [text, 1, { short: text.slice(0, 5000) }], list: Array(20_000).fill('é') });
    expect(pretty(source)).toBe(JSON.stringify(JSON.parse(source), null, 2));
    const chunks = [...formatPretty(indexed(source))];
    expect(chunks.length).toBeGreaterThan(10);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(128 * 1024);
  });

  test('of 100,000 levels neither overflows nor grows with the square of the nesting', () => {
    const levels = 100_000;
    let length = 0;
    for (const chunk of formatPretty(indexed('['.repeat(levels) + ']'.repeat(levels)))) length += chunk.length;
    expect(length).toBeLessThan(levels * 2 * (2 * 128 + 2));
    expect(pretty('['.repeat(130) + ']'.repeat(130)).split('\n')[129]).toBe(`${' '.repeat(256)}[]`);
  });
});

describe('formatted lines for a terminal', () => {
  test('are the lines of the formatted document where nothing in it is hostile', () => {
    const plain = fc.stringMatching(/^[ -~]{0,20}$/);
    const value = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme-ascii' });
    fc.assert(
      fc.property(fc.dictionary(plain, value), (record) => {
        const source = JSON.stringify(record);
        expect(prettyLines(source).join('\n')).toBe(pretty(source));
      }),
      runs(120),
    );
  });

  test('name the role of every token', () => {
    expect([...formatSpans(indexed('{"a":[1,"s",null],"b":{}}'))]).toEqual([
      [{ text: '{', role: 'punctuation' }],
      [
        { text: '  ', role: 'punctuation' },
        { text: '"a"', role: 'key' },
        { text: ': ', role: 'punctuation' },
        { text: '[', role: 'punctuation' },
      ],
      [
        { text: '    ', role: 'punctuation' },
        { text: '1', role: 'number' },
        { text: ',', role: 'punctuation' },
      ],
      [
        { text: '    ', role: 'punctuation' },
        { text: '"s"', role: 'string' },
        { text: ',', role: 'punctuation' },
      ],
      [
        { text: '    ', role: 'punctuation' },
        { text: 'null', role: 'literal' },
      ],
      [
        { text: '  ', role: 'punctuation' },
        { text: ']', role: 'punctuation' },
        { text: ',', role: 'punctuation' },
      ],
      [
        { text: '  ', role: 'punctuation' },
        { text: '"b"', role: 'key' },
        { text: ': ', role: 'punctuation' },
        { text: '{}', role: 'punctuation' },
      ],
      [{ text: '}', role: 'punctuation' }],
    ]);
  });

  test('hold no character that a terminal obeys, and a long token comes in parts', () => {
    const long = '\u009b31m\u202eé'.repeat(40_000);
    const lines = [...formatSpans(indexed(JSON.stringify({ '\u007f\u0085': long })))];
    const spans = lines.flat();
    expect(spans.length).toBeGreaterThan(8);
    for (const { text } of spans) expect(text).not.toMatch(/[\p{Cc}\u202e\ufffd]/u);
    expect(spans[2]).toEqual({ text: '"␡\\u0085"', role: 'key' });
  });

  test('end where the document ends', () => {
    expect(prettyLines('[]')).toEqual(['[]']);
    expect(prettyLines(' "x" ')).toEqual(['"x"']);
    expect(prettyLines('[[],{}]')).toEqual(['[', '  [],', '  {}', ']']);
    expect(bytesOf(pretty('7'))).toEqual(bytesOf('7'));
  });
});
