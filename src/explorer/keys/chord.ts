// Key names as the user reads and writes them: `j`, `J`, `ctrl+d`, `alt+left`, `enter`. Knows no terminal and no UI library.
import { graphemes } from '../../text/width.ts';

/** A key with its modifiers in the order ctrl, alt, shift; a printable key is itself (`A`, not `shift+a`). */
export type Chord = string;

/** Keys pressed one after the other, with a blank between them, such as `z t`; most often it is one. */
export type KeySequence = string;

/** One key press: its chord, and the text that it types where it types any. */
export interface KeyPress {
  readonly chord: Chord;
  readonly text: string | undefined;
}

export const namedKeys = [
  'enter',
  'esc',
  'tab',
  'backspace',
  'delete',
  'up',
  'down',
  'left',
  'right',
  'home',
  'end',
  'pageup',
  'pagedown',
] as const;

/** Names of the keys that type nothing. */
export type NamedKey = (typeof namedKeys)[number];

export interface Modifiers {
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly shift?: boolean;
}

/** The chord of a key that types nothing. */
export function namedChord(name: NamedKey, modifiers: Modifiers = {}): Chord {
  return prefix(modifiers) + name;
}

/**
 * The press of a key that types `text`, one grapheme.
 *
 * Shift is part of the character already, so it never shows; space has a name of its own, since it cannot be seen.
 */
export function typedPress(text: string, modifiers: Modifiers = {}): KeyPress {
  const bare = { ctrl: modifiers.ctrl ?? false, alt: modifiers.alt ?? false };
  const chord = prefix(bare) + (text === ' ' ? 'space' : text);
  return { chord, text: bare.ctrl || bare.alt ? undefined : text };
}

/**
 * Presses of a run of characters as a terminal sends them, control bytes included.
 *
 * Keys pressed in quick succession arrive in one read, so a run may hold several; C0 bytes are what ctrl sends
 * (ECMA-48: ctrl+A is 0x01).
 */
export function pressesOfRun(run: string, alt = false): readonly KeyPress[] {
  const presses: KeyPress[] = [];
  for (const segment of ascii.test(run) ? run.split('') : graphemes(run)) {
    const code = segment.codePointAt(0) ?? 0;
    // A segmenter takes CR LF for one grapheme; as keys they are two.
    if (segment === '\r\n') presses.push(named('enter', alt), named('enter', alt));
    else if (segment === '\r' || segment === '\n') presses.push(named('enter', alt));
    else if (segment === '\t') presses.push(named('tab', alt));
    else if (code === 0x7f || code === 0x08) presses.push(named('backspace', alt));
    else if (code === 0x1b) presses.push(named('esc', alt));
    else if (code === 0) presses.push(typedPress(' ', { ctrl: true, alt }));
    else if (code < 0x1b) presses.push(typedPress(String.fromCharCode(code + 0x60), { ctrl: true, alt }));
    else if (code < 0x20) presses.push(typedPress(String.fromCharCode(code + 0x40), { ctrl: true, alt }));
    else presses.push(typedPress(segment, { alt }));
  }
  return presses;
}

/** Each character is a key, and needs no segmenter. */
const ascii = /^[\x00-\x7f]*$/;

function named(name: NamedKey, alt: boolean): KeyPress {
  return { chord: namedChord(name, { alt }), text: undefined };
}

function prefix(modifiers: Modifiers): string {
  return `${modifiers.ctrl ? 'ctrl+' : ''}${modifiers.alt ? 'alt+' : ''}${modifiers.shift ? 'shift+' : ''}`;
}

const shown: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  delete: 'Del',
};

/** A chord as help and hints print it: `alt+left` -> `alt+←`. */
export function chordLabel(chord: Chord): string {
  const plus = chord.lastIndexOf('+', chord.length - 2);
  const key = chord.slice(plus + 1);
  return chord.slice(0, plus + 1) + (shown[key] ?? key);
}

/** A sequence as help and hints print it; characters stand together, as one types them: `z t` -> `zt`. */
export function keysLabel(keys: KeySequence): string {
  if (!keys.includes(' ')) return chordLabel(keys);
  const chords = keys.split(' ');
  return chords.map(chordLabel).join(chords.every(isCharacter) ? '' : ' ');
}

/** The digit of a key that means a number by it: `alt+3` -> 3. */
export function digitOf(chord: Chord): number {
  return Number(/\d/.exec(chord)?.[0] ?? 1);
}

/** True for a key that types its own name. */
export function isCharacter(chord: Chord): boolean {
  return graphemes(chord).length === 1;
}
