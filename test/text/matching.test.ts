// Matching what was typed with a text: the grades, where the letters stand, and the order of a list that is narrowed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distance, GRADES, matchWord, narrow, narrowItems } from '../../src/text/matching.ts';

/** The text with what was matched in brackets. */
function marked(word: string, text: string): string | undefined {
  const letters = matchWord(word, text)?.letters;
  return letters && [...text].map((letter, index) => (letters.includes(index) ? `[${letter}]` : letter)).join('');
}

describe('a word', () => {
  test.each<readonly [string, string, keyof typeof GRADES, string]>([
    ['zone', 'Zone', 'whole', '[Z][o][n][e]'],
    ['zo', 'zones', 'beginning', '[z][o]nes'],
    ['rec', 'dns_records', 'wordStart', 'dns_[r][e][c]ords'],
    ['cord', 'dns_records', 'inside', 'dns_re[c][o][r][d]s'],
    // Where it begins a word comes before where it first stands.
    ['set', 'reset settings', 'wordStart', 'reset [s][e][t]tings'],
    // The letters nearest to each other, not the first ones.
    ['dre', 'd dns_records', 'letters', 'd [d]ns_[r][e]cords'],
    ['ab', 'a\0b', 'letters', '[a]\0[b]'],
    // A small letter that takes two units, in which places would be other places.
    ['x', 'İİx', 'inside', 'İİ[x]'],
  ])('%j in %j', (word, text, grade, shown) => {
    expect(matchWord(word, text)?.grade).toBe(GRADES[grade]);
    expect(marked(word, text)).toBe(shown);
  });

  test('whose letters are not there in their order is not matched', () => {
    expect(matchWord('zz', 'zones')).toBeUndefined();
    expect(matchWord('senoz', 'zones')).toBeUndefined();
  });

  test('is matched where its letters are there in their order, at ascending places that hold them', () => {
    const unit = fc.constantFrom(...'abcdAB _-/é');
    const anyText = fc.string({ maxLength: 40, unit: fc.constantFrom(...'abcdAB _-/é\0') });
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 6, unit }), anyText, (word, text) => {
        const pattern = [...word.toLowerCase()].map((letter) => letter.replace(/[/-]/, '\\$&')).join('[^]*');
        const match = matchWord(word, text);
        expect(match !== undefined).toBe(new RegExp(pattern).test(text.toLowerCase()));
        if (!match) return;
        expect(match.letters.map((at) => text[at]!.toLowerCase()).join('')).toBe(word.toLowerCase());
        expect([...match.letters].sort((a, b) => a - b)).toEqual(match.letters);
        expect(match.closeness).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a list', () => {
  const names = ['dns_records', 'rate_limits', 'records', 'reset', 'direct_orders'];

  test('is whole, in its order, where nothing is typed', () => {
    expect(narrowItems(names, '  ', (name) => name)).toEqual(names);
  });

  test('has the best first', () => {
    expect(narrowItems(names, 're', (name) => name)).toEqual(['records', 'reset', 'dns_records', 'direct_orders']);
  });

  test('finds letters with others between them only where no name has the word itself', () => {
    expect(narrowItems(names, 'res', (name) => name)).toEqual(['reset']);
    expect(narrowItems(names, 'rcds', (name) => name)).toEqual(['dns_records', 'records', 'direct_orders']);
  });

  test('keeps what has every word', () => {
    expect(narrow(names, 'rec dns')).toEqual([
      {
        index: 0,
        letters: [
          [0, 3],
          [4, 7],
        ],
      },
    ]);
    expect(narrow(names, 'rec nothing')).toEqual([]);
  });
});

test.each([
  ['zone', 'zone', 2, 0],
  ['zoen', 'zone', 2, 1],
  ['zne', 'zone', 2, 1],
  ['abcd', 'wxyz', 2, 3],
])('from %j to %j', (left, right, most, slips) => {
  expect(distance(left, right, most)).toBe(slips);
});
