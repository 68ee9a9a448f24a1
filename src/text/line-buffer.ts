// A one-line edit buffer as an immutable value, with the editing commands of readline (emacs mode) as functions.
// Must not know which keys run them, nor about the screen. A command that changes nothing returns the buffer it got.
// Trap: `cursor` is always on a grapheme boundary of `text`; every new value goes through `edited` or `moved`.
import {
  nextBoundary,
  nextWordEnd,
  previousBoundary,
  previousSpaceWordStart,
  previousWordStart,
  snapBoundary,
} from './boundaries.ts';

/** A state that undo or redo can come back to; newest first. */
interface Moment {
  readonly text: string;
  readonly cursor: number;
  readonly older: Moment | undefined;
  /** How many there are, with itself. */
  readonly count: number;
}

/** Undo steps that are kept, and at times up to twice as many: each has the text of its moment, and a line may be edited all day. */
const keptSteps = 500;

/** What the last command was, as far as the next one joins it: typing and erasing to one undo step, kills to one kill. */
type LastCommand = 'type-word' | 'type-space' | 'erase' | 'kill' | 'other';

export interface LineBuffer {
  readonly text: string;
  /** UTF-16 offset into `text`, on a grapheme boundary, 0 to `text.length`. */
  readonly cursor: number;
  readonly undoable: Moment | undefined;
  readonly redoable: Moment | undefined;
  /** What `yank` puts back: the last killed text. */
  readonly killed: string;
  readonly last: LastCommand;
}

/** A buffer that holds the text (made one line as `insert` does) with the cursor at its end, and nothing to undo. */
export function createLine(text = ''): LineBuffer {
  const line = toOneLine(text);
  return {
    text: line,
    cursor: line.length,
    undoable: undefined,
    redoable: undefined,
    killed: '',
    last: 'other',
  };
}

/**
 * Inserts typed or pasted text before the cursor. Line breaks and tabs become spaces, other controls are dropped.
 * Characters typed one by one join into one undo step per word (with the spaces after it); pasted text is a step of its own.
 */
export function insert(buffer: LineBuffer, text: string): LineBuffer {
  const line = toOneLine(text);
  if (line === '') return buffer;
  const next = buffer.text.slice(0, buffer.cursor) + line + buffer.text.slice(buffer.cursor);
  const isTyped = nextBoundary(line, 0) === line.length;
  const last = !isTyped ? 'other' : /^\s/u.test(line) ? 'type-space' : 'type-word';
  const joins =
    (last === 'type-word' && buffer.last === 'type-word') ||
    (last === 'type-space' && (buffer.last === 'type-word' || buffer.last === 'type-space'));
  return edited(buffer, next, buffer.cursor + line.length, last, joins);
}

/** The same for a buffer of several lines: line breaks stay, and a tab is two blanks. */
export function insertLines(buffer: LineBuffer, text: string): LineBuffer {
  const lines = text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', '  ')
    .replace(/[^\P{Cc}\n]/gu, '');
  if (!lines.includes('\n')) return insert(buffer, lines);
  const next = buffer.text.slice(0, buffer.cursor) + lines + buffer.text.slice(buffer.cursor);
  return edited(buffer, next, buffer.cursor + lines.length, 'other', false);
}

/** Puts a text in the place of a stretch, the cursor behind it. */
export function replaceBetween(buffer: LineBuffer, from: number, to: number, text: string): LineBuffer {
  return edited(buffer, buffer.text.slice(0, from) + text + buffer.text.slice(to), from + text.length, 'other', false);
}

/** Kills a stretch that begins or ends at the cursor. */
export function killBetween(buffer: LineBuffer, from: number, to: number): LineBuffer {
  return kill(buffer, from, to);
}

/** Deletes the grapheme before the cursor; a run of them is one undo step. */
export function backspace(buffer: LineBuffer): LineBuffer {
  return erase(buffer, previousBoundary(buffer.text, buffer.cursor), buffer.cursor);
}

/** Deletes the grapheme under the cursor (ctrl+d, delete); a run of them is one undo step. */
export function deleteForward(buffer: LineBuffer): LineBuffer {
  return erase(buffer, buffer.cursor, nextBoundary(buffer.text, buffer.cursor));
}

export function moveLeft(buffer: LineBuffer): LineBuffer {
  return moved(buffer, previousBoundary(buffer.text, buffer.cursor));
}

export function moveRight(buffer: LineBuffer): LineBuffer {
  return moved(buffer, nextBoundary(buffer.text, buffer.cursor));
}

/** To the start of this or the previous word of letters and digits (alt+b). */
export function moveWordLeft(buffer: LineBuffer): LineBuffer {
  return moved(buffer, previousWordStart(buffer.text, buffer.cursor));
}

/** To the end of this or the next word of letters and digits (alt+f). */
export function moveWordRight(buffer: LineBuffer): LineBuffer {
  return moved(buffer, nextWordEnd(buffer.text, buffer.cursor));
}

export function moveStart(buffer: LineBuffer): LineBuffer {
  return moved(buffer, 0);
}

export function moveEnd(buffer: LineBuffer): LineBuffer {
  return moved(buffer, buffer.text.length);
}

/** Puts the cursor at an offset (a click, a parse error); inside a grapheme it goes to that grapheme's end. */
export function moveCursor(buffer: LineBuffer, offset: number): LineBuffer {
  return moved(buffer, offset);
}

/** Kills from the cursor to the end (ctrl+k). */
export function killToEnd(buffer: LineBuffer): LineBuffer {
  return kill(buffer, buffer.cursor, buffer.text.length);
}

/** Kills from the start to the cursor (ctrl+u). */
export function killToStart(buffer: LineBuffer): LineBuffer {
  return kill(buffer, 0, buffer.cursor);
}

/** Kills back to the last white space (ctrl+w). */
export function killWordBack(buffer: LineBuffer): LineBuffer {
  return kill(buffer, previousSpaceWordStart(buffer.text, buffer.cursor), buffer.cursor);
}

/** Kills back to the start of the word of letters and digits (alt+backspace). */
export function deleteWordBack(buffer: LineBuffer): LineBuffer {
  return kill(buffer, previousWordStart(buffer.text, buffer.cursor), buffer.cursor);
}

/** Kills to the end of the word of letters and digits (alt+d). */
export function deleteWordForward(buffer: LineBuffer): LineBuffer {
  return kill(buffer, buffer.cursor, nextWordEnd(buffer.text, buffer.cursor));
}

/** Inserts the last killed text (ctrl+y). */
export function yank(buffer: LineBuffer): LineBuffer {
  if (buffer.killed === '') return buffer;
  const next = buffer.text.slice(0, buffer.cursor) + buffer.killed + buffer.text.slice(buffer.cursor);
  return edited(buffer, next, buffer.cursor + buffer.killed.length, 'other', false);
}

/** Swaps the graphemes around the cursor and steps on (ctrl+t); at the end of the line, the last two. */
export function transpose(buffer: LineBuffer): LineBuffer {
  const { text, cursor } = buffer;
  if (cursor === 0) return buffer;
  const middle = cursor === text.length ? previousBoundary(text, cursor) : cursor;
  if (middle === 0) return buffer;
  const start = previousBoundary(text, middle);
  const end = nextBoundary(text, middle);
  const next = text.slice(0, start) + text.slice(middle, end) + text.slice(start, middle) + text.slice(end);
  return edited(buffer, next, end, 'other', false);
}

/** Replaces the whole text as one undo step (history, completion); the cursor goes to `cursor`, by default the end. */
export function setText(buffer: LineBuffer, text: string, cursor = Number.POSITIVE_INFINITY): LineBuffer {
  return edited(buffer, toOneLine(text), cursor, 'other', false);
}

/** Back to the text and cursor before the last undo step (ctrl+_). */
export function undo(buffer: LineBuffer): LineBuffer {
  const to = buffer.undoable;
  if (to === undefined) return buffer;
  const redoable = remember(buffer, buffer.redoable);
  return { ...buffer, text: to.text, cursor: to.cursor, undoable: to.older, redoable, last: 'other' };
}

/** Forward again over the last undo; an edit in between forgets what could be redone. */
export function redo(buffer: LineBuffer): LineBuffer {
  const to = buffer.redoable;
  if (to === undefined) return buffer;
  const undoable = remember(buffer, buffer.undoable);
  return { ...buffer, text: to.text, cursor: to.cursor, undoable, redoable: to.older, last: 'other' };
}

function erase(buffer: LineBuffer, start: number, end: number): LineBuffer {
  const next = buffer.text.slice(0, start) + buffer.text.slice(end);
  return edited(buffer, next, start, 'erase', buffer.last === 'erase');
}

/** Kills in a row collect into one text, as in readline: what was before the cursor in front, what was after it behind. */
function kill(buffer: LineBuffer, start: number, end: number): LineBuffer {
  if (start === end) return buffer;
  const removed = buffer.text.slice(start, end);
  const isBackward = end === buffer.cursor;
  const collected = isBackward ? removed + buffer.killed : buffer.killed + removed;
  const killed = buffer.last === 'kill' ? collected : removed;
  const next = buffer.text.slice(0, start) + buffer.text.slice(end);
  return { ...edited(buffer, next, start, 'kill', false), killed };
}

function moved(buffer: LineBuffer, offset: number): LineBuffer {
  const cursor = snapBoundary(buffer.text, offset);
  return cursor === buffer.cursor && buffer.last === 'other' ? buffer : { ...buffer, cursor, last: 'other' };
}

function edited(buffer: LineBuffer, text: string, offset: number, last: LastCommand, joins: boolean): LineBuffer {
  if (text === buffer.text) return moved(buffer, offset);
  const cursor = snapBoundary(text, offset);
  const undoable = joins ? buffer.undoable : remember(buffer, buffer.undoable);
  return { text, cursor, undoable, redoable: undefined, killed: buffer.killed, last };
}

function remember({ text, cursor }: Pick<Moment, 'text' | 'cursor'>, before: Moment | undefined): Moment {
  const older = before !== undefined && before.count >= 2 * keptSteps ? newest(before) : before;
  return { text, cursor, older, count: (older?.count ?? 0) + 1 };
}

/** Only the steps that are kept. */
function newest(moment: Moment): Moment | undefined {
  const kept: Moment[] = [];
  for (let at: Moment | undefined = moment; at && kept.length < keptSteps; at = at.older) kept.push(at);
  return kept.reduceRight<Moment | undefined>((older, { text, cursor }) => {
    return { text, cursor, older, count: (older?.count ?? 0) + 1 };
  }, undefined);
}

function toOneLine(text: string): string {
  return text.replace(/\r\n|[\n\r\t\v\f\u0085\u2028\u2029]/g, ' ').replace(/\p{Cc}/gu, '');
}
