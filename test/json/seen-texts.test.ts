import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeenTexts } from '../../src/json/search.ts';

test('says of every text whether it was there before, as a set of the texts does', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 4 }), { maxLength: 3000 }), (texts) => {
      const seen = createSeenTexts();
      const real = new Set<string>();
      for (const text of texts) {
        expect(seen.has(text)).toBe(real.has(text));
        expect(seen.add(text)).toBe(!real.has(text));
        real.add(text);
      }
      expect(seen.size).toBe(real.size);
    }),
  );
});

test('tells 300,000 ids apart that differ in one digit', () => {
  const seen = createSeenTexts();
  for (let index = 0; index < 300_000; index += 1) seen.add(`id=${index.toString(16).padStart(32, '0')}`);
  expect(seen.size).toBe(300_000);
});
