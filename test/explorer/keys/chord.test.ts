import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chordLabel, namedChord, pressesOfRun, typedPress } from '../../../src/explorer/keys/chord.ts';

describe('a run of characters from the terminal', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['keys pressed faster than they are read', 'jjk', ['j', 'j', 'k']],
    ['a line and its Enter', 'ab\r', ['a', 'b', 'enter']],
    ['a line feed, as ctrl+j sends it', '\n', ['enter']],
    ['CR LF, which are two keys', '\r\n', ['enter', 'enter']],
    ['a tab', '\t', ['tab']],
    ['a space, by name', ' ', ['space']],
    ['both backspaces', '\u007f\u0008', ['backspace', 'backspace']],
    ['ctrl with a letter', '\u0004\u0004', ['ctrl+d', 'ctrl+d']],
    ['ctrl with punctuation', '\u001f', ['ctrl+_']],
    ['ctrl+space', '\u0000', ['ctrl+space']],
    ['a capital, without shift', 'G', ['G']],
    ['an emoji of several code points as one key', '👩‍🚀', ['👩‍🚀']],
    ['a letter with a combining accent as one key', 'e\u0301', ['e\u0301']],
  ])('%s', (_, run, chords) => {
    expect(pressesOfRun(run).map((press) => press.chord)).toEqual(chords);
  });

  test('with alt, types nothing', () => {
    expect(pressesOfRun('b', true)).toEqual([{ chord: 'alt+b', text: undefined }]);
  });

  test('loses no printable text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const typed = pressesOfRun(text)
          .map((press) => press.text ?? '')
          .join('');
        expect(typed).toBe(text.replace(/[\u0000-\u001f\u007f]/g, ''));
      }),
    );
  });
});

test('chords name their modifiers in one order', () => {
  expect(namedChord('left', { shift: true, alt: true, ctrl: true })).toBe('ctrl+alt+shift+left');
  expect(typedPress('x', { alt: true, ctrl: true }).chord).toBe('ctrl+alt+x');
});

test.each([
  ['alt+left', 'alt+←'],
  ['pagedown', 'PgDn'],
  ['+', '+'],
  ['ctrl++', 'ctrl++'],
  ['J', 'J'],
])('%s is printed as %s', (chord, label) => {
  expect(chordLabel(chord)).toBe(label);
});
