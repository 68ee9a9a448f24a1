// The only reader of keys and pastes. It gives keys their names and hands them on; what they mean is core's to say.

import { type Key, useInput, usePaste } from 'ink';
import { type KeyPress, type NamedKey, namedChord, pressesOfRun, typedPress } from '../explorer/keys/chord.ts';

interface Props {
  readonly onKey: (key: KeyPress) => void;
  readonly onPaste: (text: string) => void;
}

export function KeyInput({ onKey, onPaste }: Props): undefined {
  useInput((input, key) => {
    for (const press of pressesOf(input, key)) onKey(press);
  });
  usePaste(onPaste);
  return undefined;
}

const named: readonly (readonly [keyof Key, NamedKey])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['delete', 'delete'],
];

/** Key presses of one event of Ink's, which holds a whole run when keys came in one read. */
export function pressesOf(input: string, key: Key): readonly KeyPress[] {
  if (key.eventType === 'release') return [];
  const modifiers = { ctrl: key.ctrl, alt: key.meta, shift: key.shift };
  const entry = named.find(([flag]) => key[flag] === true);
  if (entry) return [{ chord: namedChord(entry[1], modifiers), text: undefined }];
  // A lone Esc is reported with `meta` set, as Alt and nothing; Esc has no modifiers here.
  if (key.escape) return [{ chord: 'esc', text: undefined }];
  if (key.return) return [{ chord: namedChord('enter', { alt: key.meta }), text: undefined }];
  if (key.tab) return [{ chord: namedChord('tab', { shift: key.shift }), text: undefined }];
  if (key.backspace) return [{ chord: namedChord('backspace', { alt: key.meta }), text: undefined }];
  if (key.ctrl && input.length === 1) return [typedPress(input, { ctrl: true, alt: key.meta })];
  return pressesOfRun(input, key.meta);
}
