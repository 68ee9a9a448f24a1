// The one decoder of what a terminal sends: keys, pastes, the mouse, answers to our questions, and all that is none of these
// (answers to somebody else's, focus), which does nothing. It never throws and always comes back to its ground state, whatever comes in whatever pieces: where a sequence
// or a paste never ends, `giveUp` ends it. Node's own reader and Ink's know no control strings and wait for a paste's end for good.
import { type KeyPress, namedChord, pressesOfRun } from '../../explorer/keys/chord.ts';
import type { Mouse } from '../../explorer/model/mouse.ts';
import type { Rgb } from '../../explorer/model/theme.ts';
import { pressOfCsi, pressOfSs3 } from './keys.ts';
import { mouseOf } from './mouse.ts';

export type InputEvent =
  | { readonly type: 'key'; readonly key: KeyPress }
  | { readonly type: 'paste'; readonly text: string }
  /** A paste beyond what is taken; none of it is kept. */
  | { readonly type: 'paste.refused'; readonly characters: number }
  /** The colour behind text, as the terminal tells it when it is asked (OSC 11). */
  | { readonly type: 'background'; readonly rgb: Rgb }
  /** What the mouse did, where it is listened to. */
  | { readonly type: 'mouse'; readonly mouse: Omit<Mouse, 'isAgain'> }
  /** What kind of terminal it is (DA1), which every terminal answers, and after what it was asked before. */
  | { readonly type: 'attributes' };

/** How long, in milliseconds, the rest of something may take to come. */
export interface Patience {
  /** After Esc: it is a key of its own, and the beginning of others. */
  readonly escape: number;
  /** Within a sequence, a control string or a paste. */
  readonly rest: number;
}

export const localPatience: Patience = { escape: 30, rest: 1000 };

/** A network holds packets up; what belongs together comes apart. */
export const remotePatience: Patience = { escape: 120, rest: 3000 };

/** Characters (UTF-16 units) of one paste; no request that is typed or copied comes near. */
export const largestPaste = 1024 * 1024;

export interface Decoder {
  /** What these bytes complete; `now` in milliseconds of any clock. */
  readonly push: (bytes: Uint8Array, now: number) => readonly InputEvent[];
  /** How long to wait, from the last bytes on, before `giveUp`; undefined where nothing is waited for. */
  readonly wait: () => number | undefined;
  /** Takes what has not ended for what it can be: Esc for a key, a paste for what came of it, anything else for nothing. */
  readonly giveUp: (now: number) => readonly InputEvent[];
}

const esc = '\u001b';
const pasteEnd = '\u001b[201~';

/** After Esc. */
const pasteBegin = '[200~';

/** Introducers of control strings (ECMA-48 8.3: DCS, SOS, OSC, PM, APC), after Esc. */
const stringIntroducers = 'PX]^_';

/** What no key types: bytes that are not UTF-8, and C1. */
const untyped = /[\ufffd\u0080-\u009f]/g;

/** What ends a control string: BEL, ST. Ctrl+C, CAN and SUB cancel one, and are keys. */
const stringEnd = /[\u0007\u001b\u0003\u0018\u001a]/g;

/** What goes on with an Esc however late: an arrow's rest, or a control string's, of which no hand types two characters in one read. */
const restOfEscape = /^(?:[[O\u001b]|[\\PX\]^_].)/s;

/** The rest of a key whose Esc was given up: only in one read, which no hand types. */
const lateTail = /^(?:\[[0-?]*[ -/]*[@-~]|O[A-Za-z])/;

/** The rest of a control string that was given up. */
const lateString = /^[^\u001b\u0007]*(?:\u0007|\u001b\\)/;

/** OSC 11 with a colour as X11 writes it: 1 to 4 hexadecimal digits each. */
const backgroundAnswer = /^\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i;

/** Parameters are kept so far: no key has more, and a sequence without an end must not fill the memory. */
const longestSequence = 64;

export function createDecoder(patience: Patience = localPatience): Decoder {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The beginning of what has not ended; begins with Esc, or is empty. */
  let pending = '';
  /** When its last bytes were read. */
  let pendingSince = 0;
  let isInString = false;
  /** The control string so far, with its introducer; of a long one the beginning. */
  let string = '';
  let paste: { parts: string[]; characters: number } | undefined;
  /** Until when something that was given up may still go on. */
  let late: { kind: 'key' | 'string' | 'paste' | 'refused'; given: string; until: number } | undefined;
  let events: InputEvent[] = [];

  const press = (presses: readonly KeyPress[]): void => {
    for (const key of presses) events.push({ type: 'key', key });
  };
  const escKey: KeyPress = { chord: namedChord('esc'), text: undefined };
  /** True where all that is waited for is whether Esc was a key of its own. */
  const isEscape = (): boolean => paste === undefined && !isInString && (pending === esc || pending === esc + esc);
  const pressEscapes = (): void => {
    press(Array.from(pending, () => escKey));
    pending = '';
  };

  const addToPaste = (text: string): void => {
    if (paste === undefined) return;
    paste.characters += text.length;
    if (paste.characters <= largestPaste) paste.parts.push(text);
    else paste.parts = [];
  };
  const endPaste = (): void => {
    if (paste === undefined) return;
    const { parts, characters } = paste;
    paste = undefined;
    if (characters > largestPaste) events.push({ type: 'paste.refused', characters });
    else if (characters > 0) events.push({ type: 'paste', text: parts.join('') });
  };

  /** Characters that no Esc begins. */
  const typed = (run: string): void => {
    const text = run.replace(untyped, '');
    // A hand's keys seldom come together; the rest of a paste whose end was given up does, and must not run as keys.
    if (late?.kind === 'paste' && text.length > 1) events.push({ type: 'paste', text });
    else if (late?.kind !== 'refused' || text.length <= 1) press(pressesOfRun(text));
  };

  /** Reads from a place inside a paste to its end, or to the end of what is there. */
  const readPaste = (text: string, at: number): number => {
    const end = text.indexOf(pasteEnd, at);
    if (end !== -1) {
      addToPaste(text.slice(at, end));
      endPaste();
      return end + pasteEnd.length;
    }
    const held = heldBack(text.slice(at));
    addToPaste(text.slice(at, text.length - held));
    pending = text.slice(text.length - held);
    return text.length;
  };

  const readString = (text: string, at: number): number => {
    stringEnd.lastIndex = at;
    const end = stringEnd.exec(text)?.index;
    string += text.slice(at, end).slice(0, longestSequence - string.length);
    if (end === undefined) return text.length;
    const next = text[end + 1];
    if (text[end] === esc && next === undefined) {
      pending = esc;
      return text.length;
    }
    isInString = false;
    const isEnded = text[end] === '\u0007' || (text[end] === esc && next === '\\');
    // Any other Esc begins something new.
    if (!isEnded) return end;
    const [, ...parts] = backgroundAnswer.exec(string) ?? [];
    if (parts.length > 0) events.push({ type: 'background', rgb: rgbOfAnswer(parts) });
    return text[end] === '\u0007' ? end + 1 : end + 2;
  };

  /** Reads one sequence from its Esc on; the end of what is there where it is incomplete. */
  const readEscape = (text: string, at: number): number => {
    const wait = (): number => {
      pending = text.slice(at, at + longestSequence);
      return text.length;
    };
    const next = text[at + 1];
    if (next === undefined) return wait();
    if (next === esc) {
      const third = text[at + 2];
      if (third === undefined) return wait();
      if (third !== '[' && third !== 'O') {
        press([escKey]);
        return at + 1;
      }
    }
    // Some terminals put an Esc before what the key sends without alt.
    const isAlt = next === esc;
    const start = at + (isAlt ? 2 : 1);
    if (text[start] === '[') return readCsi(text, start + 1, isAlt, wait);
    if (text[start] === 'O') {
      const final = text.slice(start + 1).match(/^[\d;]*([^\d;])/);
      if (final === null) return wait();
      const [whole, letter = ''] = final;
      if (letter < '@' || letter > '~') return start + whole.length;
      press(pressOfSs3(whole, isAlt));
      return start + 1 + whole.length;
    }
    if (stringIntroducers.includes(next)) {
      isInString = true;
      string = next;
      return at + 2;
    }
    // ST without a string ends one that was given up.
    if (next === '\\') return at + 2;
    const character = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
    press(pressesOfRun(character.replace(untyped, ''), true));
    return at + 1 + character.length;
  };

  const readCsi = (text: string, start: number, isAlt: boolean, wait: () => number): number => {
    // The Linux console's F1 to F5: CSI [ A.
    if (text[start] === '[') return text[start + 1] === undefined ? wait() : start + 2;
    let end = start;
    while (end < text.length && text[end]! >= ' ' && text[end]! <= '?') {
      // rxvt ends a shifted key in $, which elsewhere stands before the last character.
      if (text[end] === '$' && /^[2-8]$/.test(text.slice(start, end))) break;
      end++;
    }
    const final = text[end];
    if (final === undefined) return wait();
    // A control character, or none of ASCII: the sequence is broken off, and that one is read for itself.
    if (final < ' ' || final > '~') return end;
    const parameters = text.slice(start, end);
    if (final === 'M' && parameters === '') {
      // A mouse in the oldest manner: three characters follow.
      return text.length < end + 4 ? wait() : end + 4;
    }
    if (final === '~' && parameters === '200') paste = { parts: [], characters: 0 };
    else if (final === '~' && parameters === '201') late = undefined;
    else if ((final === 'M' || final === 'm') && parameters.startsWith('<')) {
      const mouse = mouseOf(parameters, final);
      if (mouse) events.push({ type: 'mouse', mouse });
    } else if (final === 'c' && parameters.startsWith('?')) events.push({ type: 'attributes' });
    else press(pressOfCsi(parameters, final, isAlt));
    return end + 1;
  };

  const push: Decoder['push'] = (bytes, now) => {
    events = [];
    let text = utf8.decode(bytes, { stream: true });
    let at = 0;
    if (late !== undefined && now > late.until) late = undefined;
    if (late?.kind === 'key' || late?.kind === 'string') {
      const { given } = late;
      const tail = (late.kind === 'key' ? lateTail : lateString).exec(given + text)?.[0] ?? '';
      // What a paste begins with is no key, however late: its text must not run. One character is what a hand may have typed.
      if (tail === pasteBegin && given.length < tail.length) pending = esc + given;
      else if (tail.length - given.length > 1) at = tail.length - given.length;
      late = undefined;
    }
    const isLate = now - pendingSince > patience.escape;
    if (isEscape() && isLate && text !== '' && !restOfEscape.test(text)) {
      // A busy program has read the next key before it could give up the Esc.
      pressEscapes();
    }
    text = pending + text.slice(at);
    pending = '';
    for (at = 0; at < text.length; ) {
      if (paste !== undefined) at = readPaste(text, at);
      else if (isInString) at = readString(text, at);
      else if (text[at] === esc) at = readEscape(text, at);
      else {
        const next = text.indexOf(esc, at);
        const end = next === -1 ? text.length : next;
        typed(text.slice(at, end));
        at = end;
      }
    }
    pendingSince = now;
    return events;
  };

  return {
    push,
    wait: () => {
      if (paste !== undefined || isInString) return patience.rest;
      if (pending === '') return undefined;
      return isEscape() ? patience.escape : patience.rest;
    },
    giveUp: (now) => {
      events = [];
      const until = now + 5 * patience.rest;
      if (paste !== undefined) {
        late = { kind: paste.characters > largestPaste ? 'refused' : 'paste', given: '', until };
        endPaste();
        // The rest of an end that has begun is then that of a sequence.
        if (pending === esc) pending = '';
      } else if (isInString) {
        isInString = false;
        pending = '';
        late = { kind: 'string', given: '', until };
      } else {
        if (isEscape()) pressEscapes();
        late = { kind: 'key', given: pending.replace(/^\u001b+/, ''), until: now + patience.rest };
        pending = '';
      }
      return events;
    },
  };
}

/** Digits are a share of the most that so many can say. */
function rgbOfAnswer(parts: readonly string[]): Rgb {
  const [red = 0, green = 0, blue = 0] = parts.map((digits) =>
    Math.round((Number.parseInt(digits, 16) / (16 ** digits.length - 1)) * 255),
  );
  return [red, green, blue];
}

/** How many of the last characters may be the beginning of a paste's end. */
function heldBack(text: string): number {
  for (let length = Math.min(text.length, pasteEnd.length - 1); length > 0; length--) {
    if (pasteEnd.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
