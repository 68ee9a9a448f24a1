// Which key a control sequence is: xterm's sequences, those of rxvt and of the consoles where they differ, and the two ways of
// telling every key with its modifiers (kitty's `CSI u`, xterm's modifyOtherKeys). Anything else is no key.
import { type KeyPress, type Modifiers, type NamedKey, namedChord, typedPress } from '../../explorer/keys/chord.ts';

/** The last letter of a CSI or SS3 sequence. */
const letters: Readonly<Record<string, NamedKey>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
};

/** `CSI number ~`. */
const numbers: Readonly<Record<number, NamedKey>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
};

/** Keys that `CSI u` and modifyOtherKeys tell by a control character's code. */
const codes: Readonly<Record<number, NamedKey>> = {
  9: 'tab',
  13: 'enter',
  27: 'esc',
  8: 'backspace',
  127: 'backspace',
};

/** Kitty's codes of keys on the number pad (its private use area), by what they do or type. */
const numberPad: Readonly<Record<number, NamedKey>> = {
  57414: 'enter',
  57417: 'left',
  57418: 'right',
  57419: 'up',
  57420: 'down',
  57421: 'pageup',
  57422: 'pagedown',
  57423: 'home',
  57424: 'end',
  57426: 'delete',
};

interface Press extends Modifiers {
  /** False where a key is let go, or held with one that means nothing here (super, hyper). */
  readonly counts: boolean;
}

/** The key of `CSI parameters final`; none where it is something else. */
export function pressOfCsi(parameters: string, final: string, isAlt: boolean): readonly KeyPress[] {
  // Private parameters and intermediates mark answers and mouse; rxvt's `$` comes as the last character.
  if (!/^[\d;:]*$/.test(parameters)) return [];
  const fields = parameters.split(';');
  const first = Number(fields[0]?.split(':')[0] || 1);
  if (final === 'u') return pressOfCode(Number(fields[0]?.split(':')[0]), fields[1], isAlt, fields[2]);
  if (final === '~' && first === 27 && fields.length === 3) return pressOfCode(Number(fields[2]), fields[1], isAlt);
  const press = modifiersOf(fields[1], isAlt);
  if (!press.counts) return [];
  if (final === 'Z' && parameters === '') return [named('tab', { shift: true })];
  if ('~^$@'.includes(final)) {
    const key = fields[0] === '' ? undefined : numbers[first];
    if (key === undefined) return [];
    const rxvt = { ctrl: '^@'.includes(final), shift: '$@'.includes(final) };
    return [named(key, final === '~' ? press : { ...rxvt, alt: isAlt })];
  }
  if (first !== 1) return [];
  // rxvt tells shift by a small letter.
  const small = 'abcd'.includes(final) && parameters === '';
  const key = letters[small ? final.toUpperCase() : final];
  return key === undefined ? [] : [named(key, small ? { shift: true, alt: isAlt } : press)];
}

/** The key of `SS3 parameters letter`. */
export function pressOfSs3(text: string, isAlt: boolean): readonly KeyPress[] {
  const final = text.slice(-1);
  const press = modifiersOf(text.slice(0, -1).split(';').at(-1), isAlt);
  if (final === 'M') return [named('enter', { alt: press.alt ?? false })];
  if ('abcd'.includes(final)) return [named(letters[final.toUpperCase()] ?? 'up', { ctrl: true, alt: isAlt })];
  const key = letters[final];
  return key === undefined ? [] : [named(key, press)];
}

/** A key told by its code; `typed` are the codes of the text that it types, where kitty tells them. */
function pressOfCode(code: number, modifiers: string | undefined, isAlt: boolean, typed?: string): readonly KeyPress[] {
  const press = modifiersOf(modifiers, isAlt, true);
  if (!press.counts) return [];
  const key = codes[code] ?? numberPad[code];
  if (key === 'esc') return [named('esc', {})];
  if (key === 'tab') return [named('tab', { shift: press.shift ?? false })];
  if (key === 'enter' || key === 'backspace') return [named(key, { alt: press.alt ?? false })];
  if (key !== undefined) return [named(key, press)];
  const isText = code >= 0x20 && code <= 0x10ffff && !(code >= 0x7f && code < 0xa0) && !isPrivate(code);
  const codesTyped = typed?.split(':').map(Number) ?? [];
  if (!isText || codesTyped.some((one) => !(one >= 0x20 && one <= 0x10ffff))) return [];
  const plain = codesTyped.length > 0 ? String.fromCodePoint(...codesTyped) : String.fromCodePoint(code);
  return [typedPress(press.shift && codesTyped.length === 0 ? plain.toUpperCase() : plain, press)];
}

/** Private use stands for keys without a character; surrogates for nothing. */
function isPrivate(code: number): boolean {
  return (code >= 0xd800 && code <= 0xf8ff) || code >= 0xf0000;
}

/**
 * One more than a sum of 1 shift, 2 alt, 4 ctrl and 8, which is meta, in kitty's protocol super; there come 16 hyper and 32 meta, and
 * after a colon the event: 3 lets the key go.
 */
function modifiersOf(field: string | undefined, isAlt: boolean, isKitty = false): Press {
  const [sum, event] = (field ?? '').split(':');
  const bits = Math.max(0, Number(sum || 1) - 1);
  return {
    shift: (bits & 1) !== 0,
    alt: isAlt || (bits & (isKitty ? 2 | 32 : 2 | 8)) !== 0,
    ctrl: (bits & 4) !== 0,
    counts: (bits & (isKitty ? 8 | 16 : 0)) === 0 && event !== '3',
  };
}

function named(name: NamedKey, modifiers: Modifiers): KeyPress {
  return { chord: namedChord(name, modifiers), text: undefined };
}
