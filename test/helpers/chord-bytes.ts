// What a terminal sends for a key: xterm's sequences, as `infocmp xterm-256color` and its "ctlseqs" page have them.
import type { Chord } from '../../src/explorer/keys/chord.ts';

/** `CSI 1 ; modifier LETTER`, plain `CSI LETTER`, or `SS3 LETTER` where the program asked for application cursor keys. */
const letters: Readonly<Record<string, string>> = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' };

/** `CSI number ~`. */
const numbers: Readonly<Record<string, number>> = { delete: 3, pageup: 5, pagedown: 6 };

const single: Readonly<Record<string, string>> = {
  enter: '\r',
  esc: '\u001b',
  tab: '\t',
  backspace: '\u007f',
  space: ' ',
};

/** The bytes of one key press. Throws for a chord that no terminal of xterm's kind can send. */
export function chordBytes(chord: Chord, applicationCursorKeys = false): string {
  const parts = chord === '+' ? ['+'] : chord.split(/\+(?=.)/);
  const key = parts.at(-1) ?? '';
  const [ctrl, alt, shift] = ['ctrl', 'alt', 'shift'].map((name) => parts.slice(0, -1).includes(name));
  const modifier = 1 + (shift ? 1 : 0) + (alt ? 2 : 0) + (ctrl ? 4 : 0);
  const letter = letters[key];
  if (letter !== undefined) {
    if (modifier > 1) return `\u001b[1;${modifier}${letter}`;
    return `\u001b${applicationCursorKeys ? 'O' : '['}${letter}`;
  }
  const number = numbers[key];
  if (number !== undefined) return `\u001b[${number}${modifier > 1 ? `;${modifier}` : ''}~`;
  if (chord === 'shift+tab') return '\u001b[Z';
  const plain = single[key] ?? key;
  if ([...plain].length !== 1 || shift) throw new Error(`no terminal sends ${chord}`);
  const typed = ctrl ? controlOf(plain, chord) : plain;
  return alt ? `\u001b${typed}` : typed;
}

/** ctrl takes the upper bits off `@` … `_` and the lower-case letters (ECMA-48: C0 is columns 4 and 5 less 0x40). */
function controlOf(text: string, chord: Chord): string {
  if (text === ' ') return '\u0000';
  const code = text.toUpperCase().charCodeAt(0);
  if (code < 0x40 || code > 0x5f) throw new Error(`no terminal sends ${chord}`);
  return String.fromCharCode(code - 0x40);
}
