import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import quickWidth from '../../src/text/quick-width.ts';
import { runs } from '../helpers/runs.ts';
import { characters } from './code-points.ts';

const options = [undefined, { countAnsiEscapeCodes: true }, { ambiguousIsNarrow: false }];

test('a character of the BMP is as wide as the library says, alone and beside others', () => {
  const wrong: string[] = [];
  for (const character of characters()) {
    for (const text of [character, `a${character}│`, `│${character}`]) {
      if (quickWidth(text) !== stringWidth(text)) wrong.push(JSON.stringify(text));
    }
  }
  expect(wrong).toEqual([]);
});

test('any text is as wide as the library says', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '─',
      '│ ▾ ',
      '…',
      '❯',
      '⠋',
      '↔',
      '↔\ufe0f',
      '日本',
      '👩‍🚀',
      'e\u0301',
      '#\u20e3',
      '✓\ufe0f',
      '\u00ad',
    ),
    fc.constantFrom('\u001b[2m', '\u001b[22;36m', '\u001b[0m', '\u001b]8;;x\u0007', '\u001b', '\u001b[2K'),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.constantFrom(...options), (pieces, chosen) => {
      const text = pieces.join('');
      expect(quickWidth(text, chosen)).toBe(stringWidth(text, chosen));
    }),
    runs(250),
  );
});
