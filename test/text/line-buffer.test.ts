import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backspace,
  createLine,
  deleteForward,
  deleteWordBack,
  deleteWordForward,
  insert,
  killToEnd,
  killToStart,
  killWordBack,
  type LineBuffer,
  moveCursor,
  moveEnd,
  moveLeft,
  moveRight,
  moveStart,
  moveWordLeft,
  moveWordRight,
  redo,
  setText,
  transpose,
  undo,
  yank,
} from '../../src/text/line-buffer.ts';
import { graphemes } from '../../src/text/width.ts';
import { runs } from '../helpers/runs.ts';

type Command = (buffer: LineBuffer) => LineBuffer;

/** The keys of the tests, in readline's notation. */
const commands: Readonly<Record<string, Command>> = {
  'C-a': moveStart,
  'C-e': moveEnd,
  'C-b': moveLeft,
  'C-f': moveRight,
  'M-b': moveWordLeft,
  'M-f': moveWordRight,
  DEL: backspace,
  'C-d': deleteForward,
  'C-k': killToEnd,
  'C-u': killToStart,
  'C-w': killWordBack,
  'M-DEL': deleteWordBack,
  'M-d': deleteWordForward,
  'C-y': yank,
  'C-t': transpose,
  'C-_': undo,
  REDO: redo,
};

/** "GET /zo|nes": the text with the cursor as a bar. */
function at(marked: string): LineBuffer {
  const cursor = marked.indexOf('|');
  return moveCursor(createLine(marked.replace('|', '')), cursor);
}

function marked(buffer: LineBuffer): string {
  return `${buffer.text.slice(0, buffer.cursor)}|${buffer.text.slice(buffer.cursor)}`;
}

/** Presses keys one after the other: a known key name, `paste:…`, or letters that are typed one by one. */
function press(buffer: LineBuffer, ...keys: readonly string[]): LineBuffer {
  return keys.reduce((current, key) => {
    const command = commands[key];
    if (command !== undefined) return command(current);
    if (key.startsWith('paste:')) return insert(current, key.slice('paste:'.length));
    return graphemes(key).reduce((typed, letter) => insert(typed, letter), current);
  }, buffer);
}

const triples: readonly (readonly [before: string, keys: readonly string[], after: string])[] = [
  // Typing and pasting.
  ['|', ['GET'], 'GET|'],
  ['GET /|nes', ['zo'], 'GET /zo|nes'],
  ['a|b', ['paste:1\r\n2\n3'], 'a1 2 3|b'],
  ['|', ['paste:a\tb\x1b[31m\x00c\x7f\u2028d'], 'a b[31mc d|'],
  ['a|', ['paste:\x1b'], 'a|'],
  ['|', ['区域🔥'], '区域🔥|'],
  ['|\u0301', ['paste:e'], 'e\u0301|'],
  ['|🇪', ['paste:🇩'], '🇩🇪|'],
  // Moving.
  ['GET /zo|nes', ['C-b'], 'GET /z|ones'],
  ['GET /zo|nes', ['C-f'], 'GET /zon|es'],
  ['|abc', ['C-b'], '|abc'],
  ['abc|', ['C-f'], 'abc|'],
  ['a|bc', ['C-e'], 'abc|'],
  ['ab|c', ['C-a'], '|abc'],
  ['ae\u0301|x', ['C-b'], 'a|e\u0301x'],
  ['a|👨‍👩‍👧x', ['C-f'], 'a👨‍👩‍👧|x'],
  ['🇩🇪🇫🇷|', ['C-b'], '🇩🇪|🇫🇷'],
  ['GET /zones/abc|', ['M-b'], 'GET /zones/|abc'],
  ['GET /zones/|abc', ['M-b'], 'GET /|zones/abc'],
  ['GET /|zones', ['M-b'], '|GET /zones'],
  ['G|ET /zones', ['M-f'], 'GET| /zones'],
  ['GET| /zones', ['M-f'], 'GET /zones|'],
  ['zone_id|', ['M-b'], 'zone_|id'],
  ['|区域 x', ['M-f'], '区域| x'],
  ['|--', ['M-f'], '--|'],
  ['--|', ['M-b'], '|--'],
  // Deleting.
  ['GET /zo|nes', ['DEL'], 'GET /z|nes'],
  ['GET /zo|nes', ['C-d'], 'GET /zo|es'],
  ['|abc', ['DEL'], '|abc'],
  ['abc|', ['C-d'], 'abc|'],
  ['e\u0301|', ['DEL'], '|'],
  ['a👨‍👩‍👧|', ['DEL'], 'a|'],
  ['🇩|x🇪', ['C-d'], '🇩🇪|'],
  // Killing and yanking.
  ['GET |/zones', ['C-k'], 'GET |'],
  ['GET |/zones', ['C-u'], '|/zones'],
  ['GET /zones name==a|', ['C-w'], 'GET /zones |'],
  ['GET /zones name==a  |x', ['C-w'], 'GET /zones |x'],
  ['a-b-c|', ['C-w'], '|'],
  ['GET /zones/abc|', ['M-DEL'], 'GET /zones/|'],
  ['GET /zones/|', ['M-DEL'], 'GET /|'],
  ['GET |/zones/abc', ['M-d'], 'GET |/abc'],
  ['GET |/zones', ['C-k', 'C-y', 'C-y'], 'GET /zones/zones|'],
  ['a b c|', ['C-w', 'C-w', 'C-y'], 'a b c|'],
  ['a b c|', ['C-w', 'C-b', 'C-w', 'C-y'], 'a b|' + ' '],
  ['a |b c', ['M-d', 'M-d', 'C-y'], 'a b c|'],
  ['ab|cd', ['C-u', 'C-k', 'C-y'], 'abcd|'],
  ['abc|', ['C-y'], 'abc|'],
  // Transposing.
  ['ab|', ['C-t'], 'ba|'],
  ['a|bc', ['C-t'], 'ba|c'],
  ['|abc', ['C-t'], '|abc'],
  ['a|', ['C-t'], 'a|'],
  ['e\u0301|🔥x', ['C-t'], '🔥e\u0301|x'],
  ['aa|', ['C-t'], 'aa|'],
  // Undo and redo.
  ['|', ['GET', 'C-_'], '|'],
  ['|', ['GET /zones', 'C-_'], 'GET |'],
  ['|', ['GET /zones', 'C-_', 'C-_'], '|'],
  ['|', ['GET /zones', 'C-_', 'REDO'], 'GET /zones|'],
  ['|', ['a', 'C-_', 'C-_', 'C-_', 'REDO', 'REDO'], 'a|'],
  ['|', ['ab', 'C-b', 'c', 'C-_'], 'a|b'],
  ['|', ['ab', 'C-b', 'c', 'C-_', 'C-_'], '|'],
  ['|', ['ab', 'C-_', 'x', 'REDO'], 'x|'],
  ['abcd|', ['DEL', 'DEL', 'DEL', 'C-_'], 'abcd|'],
  ['abcd|', ['DEL', 'C-b', 'DEL', 'C-_'], 'ab|c'],
  ['a b|', ['C-w', 'C-w', 'C-_'], 'a |'],
  ['a|', ['paste:b', 'paste:c d', 'C-_'], 'ab|'],
  ['a|', ['paste:c d', 'paste:e', 'C-_'], 'ac d|'],
  ['ab|cd', ['C-u', 'C-_'], 'ab|cd'],
  ['a|bc', ['C-t', 'C-_'], 'a|bc'],
  ['abc|', ['C-_'], 'abc|'],
  ['abc|', ['REDO'], 'abc|'],
];

describe('editing a line', () => {
  it.each(triples)('%j after %j is %j', (before, keys, after) => {
    expect(marked(press(at(before), ...keys))).toBe(after);
  });

  it('replaces the whole text as one step that can be undone', () => {
    const replaced = setText(at('GET /zo|nes'), 'POST\n/zones');
    expect(marked(replaced)).toBe('POST /zones|');
    expect(marked(undo(replaced))).toBe('GET /zo|nes');
    expect(marked(setText(at('|'), 'GET /zones', 4))).toBe('GET |/zones');
  });

  it('makes one line of the text it starts with', () => {
    expect(createLine('a\r\nb\x07').text).toBe('a b');
    expect(createLine()).toMatchObject({ text: '', cursor: 0, undoable: undefined });
  });

  it.each([
    ['C-b', '|a'],
    ['DEL', '|a'],
    ['C-u', '|a'],
    ['C-w', '|a'],
    ['C-y', '|a'],
    ['C-t', '|a'],
    ['C-_', '|a'],
    ['REDO', '|a'],
    ['C-d', 'a|'],
    ['C-k', 'a|'],
    ['M-d', 'a|'],
  ])('gives the same buffer back where %s has nothing to change', (key, before) => {
    const buffer = at(before);
    expect(press(buffer, key)).toBe(buffer);
  });
});

const key = fc.constantFrom(...Object.keys(commands));
const typed = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
  fc.constantFrom(
    'a',
    ' ',
    '🇩',
    '🇪',
    '\u0301',
    '\u200d',
    '👨',
    '👩',
    '\ud83d',
    '\udc68',
    '🏽',
    '한',
    'ᄀ',
    'ᅡ',
    '\r',
    '\n',
  ),
);
const step = fc.oneof(
  key.map(
    (name): Command =>
      (buffer) =>
        press(buffer, name),
  ),
  typed.map(
    (text): Command =>
      (buffer) =>
        insert(buffer, text),
  ),
  typed.map(
    (text): Command =>
      (buffer) =>
        setText(buffer, text),
  ),
  fc.nat(12).map(
    (offset): Command =>
      (buffer) =>
        moveCursor(buffer, offset),
  ),
);
const steps = fc.array(step, { maxLength: 40 });

describe('whatever the keys', () => {
  it('the cursor is on a grapheme boundary and the text is one line without controls', () => {
    fc.assert(
      fc.property(typed, steps, (start, keys) => {
        keys.reduce((buffer, press) => {
          const next = press(buffer);
          const before = graphemes(next.text.slice(0, next.cursor));
          expect([...before, ...graphemes(next.text.slice(next.cursor))]).toEqual(graphemes(next.text));
          expect(next.text).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          return next;
        }, createLine(start));
      }),
      runs(150),
    );
  });

  it('keeps the newest 500 steps at least, and no more than twice as many', () => {
    let line = createLine();
    for (let step = 0; step < 5000; step++) line = setText(line, `step ${step}`);
    let steps = 0;
    for (let back = undo(line); back !== line; back = undo(line)) {
      line = back;
      steps++;
      expect(line.text).toBe(`step ${4999 - steps}`);
    }
    expect(steps).toBeGreaterThanOrEqual(500);
    expect(steps).toBeLessThanOrEqual(1001);
  });

  it('undoing every step gives the first text, and redoing them the last', () => {
    fc.assert(
      fc.property(typed, steps, (start, keys) => {
        const first = createLine(start);
        const last = keys.reduce((buffer, press) => press(buffer), first);
        const unwound = exhaust(last, undo);
        expect(unwound.text).toBe(first.text);
        expect(exhaust(unwound, redo).text).toBe(exhaust(last, redo).text);
      }),
      runs(150),
    );
  });

  it('one undo and one redo are inverse', () => {
    fc.assert(
      fc.property(typed, steps, (start, keys) => {
        const last = keys.reduce((buffer, press) => press(buffer), createLine(start));
        if (last.undoable !== undefined) expect(marked(redo(undo(last)))).toBe(marked(last));
        if (last.redoable !== undefined) expect(marked(undo(redo(last)))).toBe(marked(last));
      }),
    );
  });

  it('killing and yanking at once changes no text', () => {
    const kill = fc.constantFrom(killToEnd, killToStart, killWordBack, deleteWordBack, deleteWordForward);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), kill, (text, offset, command) => {
        const buffer = moveCursor(createLine(text), offset);
        const after = command(buffer);
        if (after !== buffer) expect(yank(after).text).toBe(buffer.text);
      }),
    );
  });
});

function exhaust(buffer: LineBuffer, command: Command): LineBuffer {
  const next = command(buffer);
  return next === buffer ? buffer : exhaust(next, command);
}
