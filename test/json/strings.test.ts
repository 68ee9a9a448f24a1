import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeString, decodeStringStart } from '../../src/json/strings.ts';
import { runs } from '../helpers/runs.ts';
import { bytesOf } from './indexed.ts';

const anyLiteral = fc
  .array(fc.constantFrom('a', 'é', '€', '😀', '\\n', '\\"', '\\\\', '\\u00e9', '\\ud83d\\ude00', '\\ud83d', '\\ude00'))
  .map((parts) => `"${parts.join('')}"`);

test('the start of a string is as much of it as the bytes allow, and parts no character and no escape', () => {
  fc.assert(
    fc.property(anyLiteral, (literal) => {
      const bytes = bytesOf(literal);
      const whole = decodeString(bytes, 0, bytes.length);
      expect(whole).toBe(JSON.parse(literal));
      let longest = 0;
      for (let limit = 0; limit <= bytes.length; limit++) {
        const { text, complete } = decodeStringStart(bytes, 0, limit);
        expect(whole.startsWith(text)).toBe(true);
        expect(complete).toBe(text === whole);
        expect(text.length).toBeGreaterThanOrEqual(longest);
        longest = text.length;
        // What follows the cut does not belong to the character before it.
        const parted = /[\ud800-\udbff]$/.test(text) && /^[\udc00-\udfff]/.test(whole.slice(text.length));
        expect(parted).toBe(false);
      }
    }),
    runs(150),
  );
});

test('no start of a string reads past its bytes', () => {
  const bytes = bytesOf('["aé\\u00e9\\ud83d\\ude00z"]');
  const starts = [0, 1, 2, 3, 8, 9, 14, 20, 21, 22].map((limit) => decodeStringStart(bytes, 1, limit).text);
  expect(starts).toEqual(['', 'a', 'a', 'aé', 'aé', 'aéé', 'aéé', 'aéé', 'aéé😀', 'aéé😀z']);
});
