import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHostile, replaceHostile, visible } from '../../src/text/untrusted.ts';
import { runs } from '../helpers/runs.ts';

const rows: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['plain ASCII', 'www.example.com', 'www.example.com'],
  ['the empty string', '', ''],
  ['escape', '\x1b[31mred', '␛[31mred'],
  ['line feed, return and tab', 'a\r\n\tb', 'a␍␊␉b'],
  ['NUL and BEL', '\0\x07', '␀␇'],
  ['delete', 'a\x7f', 'a␡'],
  ['an OSC that sets the clipboard', '\x1b]52;c;aGk=\x07', '␛]52;c;aGk=␇'],
  ['C1 CSI', '\x9b31m', '\\u009b31m'],
  ['next line', 'a\x85b', 'a\\u0085b'],
  ['bidi override', 'user\u202egnp.exe', 'user\\u202egnp.exe'],
  ['bidi isolates', '\u2066x\u2069', '\\u2066x\\u2069'],
  ['direction marks', '\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
  ['zero-width space', 'exam\u200bple', 'exam\\u200bple'],
  ['word joiner and byte order mark', '\u2060\ufeff', '\\u2060\\ufeff'],
  ['soft hyphen', 'a\u00adb', 'a\\u00adb'],
  ['line and paragraph separator', '\u2028\u2029', '\\u2028\\u2029'],
  ['tag characters', 'a\u{e0041}\u{e007f}', 'a\\u{e0041}\\u{e007f}'],
  ['interlinear annotation', '\ufff9x\ufffb', '\\ufff9x\\ufffb'],
  ['Hangul filler', '\u3164', '\\u3164'],
  ['a variation selector without an emoji', 'a\ufe0f', 'a\\ufe0f'],
  ['a supplementary variation selector', 'a\u{e0100}', 'a\\u{e0100}'],
  ['a joiner between letters', 'a\u200db', 'a\\u200db'],
  ['lone high surrogate', 'a\ud800', 'a\\ud800'],
  ['lone low surrogate', '\udfffb', '\\udfffb'],
  ['noncharacter', '\uffff', '\\uffff'],
  ['letters with accents', 'crème e\u0301', 'crème e\u0301'],
  ['Chinese, Hebrew, Thai', '区域 אזור โซน', '区域 אזור โซน'],
  ['emoji', '🔥🇩🇪👍🏽', '🔥🇩🇪👍🏽'],
  ['emoji joined to a family', '👨‍👩‍👧', '👨‍👩‍👧'],
  ['emoji with a selector', '❤️1️⃣', '❤️1️⃣'],
  [
    'a flag spelled with tags',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  ],
  ['a joiner at the end of an emoji', '👨\u200d', '👨\\u200d'],
  ['an emoji train that no font joins', '👨\u200d👨\u200d👨', '👨\\u200d👨\\u200d👨'],
  ['the 31st mark in a row', `a${'\u0301'.repeat(32)}`, `a${'\u0301'.repeat(30)}\\u0301\\u0301`],
  ['marks on several letters', 'a\u0301'.repeat(40), 'a\u0301'.repeat(40)],
];

describe('visible', () => {
  it.each(rows)('shows %s', (_what, text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(isHostile(text)).toBe(text !== shown);
  });

  const hostile = fc.constantFrom(
    ...['\x1b', '\n', '\x7f', '\x9b', '\u202e', '\u2066', '\u200b', '\u200d', '\ufe0f', '\ufeff', '\u2028', '\u0301'],
    ...['\ud800', '\udc00', '\u{e0041}', '\u20e3', '1', '👨', '❤', '🇩', '🏽', '🏴', 'a', '区', '\u0600'],
  );
  const mixed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(hostile, { maxLength: 60 }).map((parts) => parts.join('')),
  );

  it('leaves no character that a terminal obeys or hides outside a recommended emoji', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        const rest = visible(text).replace(/\p{RGI_Emoji}/gv, '');
        expect(rest).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/v);
      }),
      runs(150),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
      runs(150),
    );
  });

  it('leaves printable text unchanged', () => {
    const printable = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/v.test(text));
    fc.assert(fc.property(printable, (text) => visible(text) === text));
  });

  it('gets over a million combining marks', () => {
    expect(visible('\u0301'.repeat(1_000_000))).toHaveLength(30 + 6 * 999_970);
  });
});

describe('replaceHostile', () => {
  it('hands over one code point at a time and keeps the rest', () => {
    const seen: string[] = [];
    const result = replaceHostile('a\n\u{e0041}❤️', (character) => {
      seen.push(character);
      return '?';
    });
    expect(result).toBe('a??❤️');
    expect(seen).toEqual(['\n', '\u{e0041}']);
  });
});
