import * as library from '@alcalzone/ansi-tokenize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { styledCharsFromTokens, styledCharsToString, tokenize } from '../../src/text/quick-tokenize.ts';
import { runs } from '../helpers/runs.ts';
import { characters } from './code-points.ts';

test('a character of the BMP is taken apart as the library does it, alone and beside others', () => {
  const wrong: string[] = [];
  for (const character of characters()) {
    for (const text of [character, `a${character}│`, `│\u001b[2m${character}\n${character}`]) {
      if (JSON.stringify(tokenize(text)) !== JSON.stringify(library.tokenize(text))) wrong.push(JSON.stringify(text));
    }
  }
  expect(wrong).toEqual([]);
});

const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('─', '│ ▾ ', '…', '⠋', '↔', '↔\ufe0f', '日本', '👩‍🚀', 'e\u0301', '\u0301', '\u200d', '\r', '\n'),
      fc.constantFrom('\u001b[2m', '\u001b[22;36m', '\u001b[1;2m', '\u001b[22m', '\u001b[39m', '\u001b[0m', '\u001b[m'),
      fc.constantFrom('\u001b[38;5;1;4m', '\u001b[38;2;1;2m', '\u001b[48;2;1;2;3m', '\u001b[7m', '\u001b[27m'),
      fc.constantFrom(
        '\u001b]8;;x\u0007',
        '\u001b]8;;\u0007',
        '\u001b]0;a\nb\u0007',
        '\u009b1m',
        '\u001b',
        '\u001b[2K',
      ),
    ),
  )
  .map((pieces) => pieces.join(''));

test('any text is taken apart as the library does it', () => {
  fc.assert(
    fc.property(anyText, fc.option(fc.nat({ max: 20 }), { nil: undefined }), (text, end) => {
      expect(tokenize(text, end)).toEqual(library.tokenize(text, end));
      expect(styledCharsFromTokens(tokenize(text))).toEqual(library.styledCharsFromTokens(library.tokenize(text)));
    }),
    runs(250),
  );
});

test('any styled characters are put together as the library does it', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.nat(), (one, other, at) => {
      const own = [...styledCharsFromTokens(tokenize(one)), ...styledCharsFromTokens(tokenize(other))];
      // Ink puts characters of its own among them, whose styles are arrays of their own.
      const blank = { type: 'char', value: ' ', fullWidth: false, styles: [] } as const;
      const mixed = own.toSpliced(at % (own.length + 1), 0, { ...blank, styles: [] });
      expect(styledCharsToString(mixed)).toBe(library.styledCharsToString(mixed));
    }),
    runs(250),
  );
});
