// Bytes as terminals send them, whole and in pieces, and the keys and pastes that they are.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createDecoder,
  type Decoder,
  type InputEvent,
  largestPaste,
  localPatience,
  remotePatience,
} from '../../../src/terminal/input/decode.ts';
import { createClicks } from '../../../src/terminal/input/mouse.ts';
import { chordBytes } from '../../helpers/chord-bytes.ts';
import { runs } from '../../helpers/runs.ts';

const encoder = new TextEncoder();

/** Chords, and pastes in brackets; answers to questions do nothing of their own (`background.test.ts`). */
function told(events: readonly InputEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'key') return event.key.chord;
    if (event.type === 'background' || event.type === 'attributes') return [];
    if (event.type === 'mouse') return [`mouse ${event.mouse.kind} ${event.mouse.x},${event.mouse.y}`];
    return event.type === 'paste' ? `<${event.text}>` : `refused ${event.characters}`;
  });
}

/** What pieces bring that come one right after the other. */
function read(decoder: Decoder, ...pieces: readonly string[]): readonly string[] {
  return pieces.flatMap((piece) => told(decoder.push(encoder.encode(piece), 0)));
}

/** The same, and then the wait is over until nothing is waited for. */
function readToEnd(...pieces: readonly string[]): readonly string[] {
  const decoder = createDecoder();
  const events = [...read(decoder, ...pieces)];
  while (decoder.wait() !== undefined) events.push(...told(decoder.giveUp(0)));
  return events;
}

/** The text cut before each of these places. */
function cut(text: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const edges = [...new Set(places.map((place) => place % (text.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...edges].map((from, index, all) => text.slice(from, all[index + 1] ?? text.length));
}

describe('keys', () => {
  test.each([
    ['j', ['j']],
    ['jj', ['j', 'j']],
    ['\r', ['enter']],
    ['\n', ['enter']],
    ['\t', ['tab']],
    ['\u001b[Z', ['shift+tab']],
    ['\u001b[A', ['up']],
    ['\u001bOB', ['down']],
    ['\u001b[1;3D', ['alt+left']],
    ['\u001b[1;9D', ['alt+left']],
    ['\u001b[1;5C', ['ctrl+right']],
    ['\u001b[1;2H', ['shift+home']],
    ['\u001b[5~', ['pageup']],
    ['\u001b[6;5~', ['ctrl+pagedown']],
    ['\u001b[H', ['home']],
    ['\u001b[4~', ['end']],
    ['\u001b[3~', ['delete']],
    ['\u001b[3$', ['shift+delete']],
    ['\u001b[3^', ['ctrl+delete']],
    ['\u001b[a', ['shift+up']],
    ['\u001bOa', ['ctrl+up']],
    ['\u001b\u001b[A', ['alt+up']],
    ['\u001b\u001bOA', ['alt+up']],
    ['\u001bb', ['alt+b']],
    ['\u001bé', ['alt+é']],
    ['\u001b\u007f', ['alt+backspace']],
    ['\u001b\r', ['alt+enter']],
    ['\u0007', ['ctrl+g']],
    ['\u001f', ['ctrl+_']],
    ['\u001a', ['ctrl+z']],
    ['\u0003', ['ctrl+c']],
    ['\u0000', ['ctrl+space']],
    ['G', ['G']],
    ['é', ['é']],
    ['日本', ['日', '本']],
    ['👍🏽', ['👍🏽']],
    [' ', ['space']],
    // kitty and modifyOtherKeys
    ['\u001b[99;5u', ['ctrl+c']],
    ['\u001b[97u', ['a']],
    ['\u001b[97;2u', ['A']],
    ['\u001b[97:65;2u', ['A']],
    ['\u001b[97;2;65u', ['A']],
    ['\u001b[97;1:3u', []],
    ['\u001b[27;1:3u', []],
    ['\u001b[27u', ['esc']],
    ['\u001b[13;3u', ['alt+enter']],
    ['\u001b[9;2u', ['shift+tab']],
    ['\u001b[127u', ['backspace']],
    ['\u001b[57419u', ['up']],
    ['\u001b[57441u', []],
    ['\u001b[1;1:3A', []],
    ['\u001b[1;1:2A', ['up']],
    ['\u001b[27;5;103~', ['ctrl+g']],
    ['\u001b[115;9u', []],
  ])('%j is %j', (bytes, chords) => {
    expect(readToEnd(bytes)).toEqual(chords);
  });

  test.each(['up', 'left', 'alt+right', 'ctrl+g', 'esc', 'alt+b', 'pagedown', 'shift+tab', 'ctrl+space', 'é', '.'])(
    'what a terminal sends for %s is read in any pieces',
    (chord) => {
      const bytes = encoder.encode(chordBytes(chord));
      fc.assert(
        fc.property(fc.array(fc.nat()), (places) => {
          const decoder = createDecoder();
          const events = cut(bytes, places).flatMap((piece) => decoder.push(piece, 0));
          expect(told([...events, ...decoder.giveUp(1)])).toEqual([chord]);
        }),
      );
    },
  );

  test('Esc is one when nothing follows for a moment, longer where a network is between', () => {
    for (const patience of [localPatience, remotePatience]) {
      const decoder = createDecoder(patience);
      expect(read(decoder, '\u001b')).toEqual([]);
      expect(decoder.wait()).toBe(patience.escape);
      expect(told(decoder.giveUp(0))).toEqual(['esc']);
      expect(decoder.wait()).toBeUndefined();
    }
    expect(remotePatience.escape).toBeGreaterThan(localPatience.escape);
    expect(readToEnd('\u001b\u001b')).toEqual(['esc', 'esc']);
    expect(readToEnd('\u001b\u001bj')).toEqual(['esc', 'alt+j']);
  });

  test.each([
    [':', 1, ['esc', ':']],
    [']', 1, ['esc', ']']],
    ['\r', 1, ['esc', 'enter']],
    [':', 0, ['alt+:']],
    ['[A', 1, ['up']],
    ['OP', 1, []],
    [']52;c;cQ==\u0007', 1, []],
    ['\\j', 1, ['j']],
  ])('a busy program reads Esc and then %j, %i ms beyond the pause, as an idle one', (next, beyond, expected) => {
    const decoder = createDecoder();
    const early = told(decoder.push(encoder.encode('\u001b'), 1000));
    const events = told(decoder.push(encoder.encode(next), 1000 + localPatience.escape + beyond));
    expect([...early, ...events]).toEqual(expected);
    expect(decoder.wait()).toBeUndefined();
  });

  test('an arrow that comes apart runs no letter, however late its end', () => {
    expect(readToEnd('\u001b', '[', 'A')).toEqual(['up']);
    const decoder = createDecoder();
    read(decoder, '\u001b[');
    expect(decoder.wait()).toBe(localPatience.rest);
    expect(read(decoder, 'A')).toEqual(['up']);
    // Esc was taken for a key before the rest came.
    read(decoder, '\u001b');
    expect(told(decoder.giveUp(0))).toEqual(['esc']);
    expect(read(decoder, '[A')).toEqual([]);
    expect(read(decoder, 'A')).toEqual(['A']);
    // What hands type comes one by one, and much later counts as typed.
    read(decoder, '\u001b');
    decoder.giveUp(0);
    expect(read(decoder, '[', 'A')).toEqual(['[', 'A']);
    read(decoder, '\u001b');
    decoder.giveUp(0);
    expect(told(decoder.push(encoder.encode('[A'), localPatience.rest + 1))).toEqual(['[', 'A']);
  });
});

/** What terminals answer, and what mice, focus and others send. */
const noKeys = [
  '\u001b]11;rgb:1e1e/1e1e/2e2e\u001b\\',
  '\u001b]10;rgb:ffff/ffff/ffff\u0007',
  '\u001b]52;c;R0VUIC96b25lcw==\u0007',
  '\u001bP>|XTerm(379)\u001b\\',
  '\u001bP1$r0m\u001b\\',
  '\u001bP!|00000000\u001b\\',
  '\u001b_Gi=31;OK\u001b\\',
  '\u001b^private\u001b\\',
  '\u001bXanything A q\r\u001b\\',
  '\u001b[?62;22c',
  '\u001b[>0;276;0c',
  '\u001b[12;40R',
  '\u001b[?1u',
  '\u001b[?2026;2$y',
  '\u001b[4;1080;1920t',
  '\u001b[I',
  '\u001b[O',
  '\u001b[<35;10;20M',
  '\u001b[<2;10;20M',
  '\u001b[<0;0;1M',
  '\u001b[<0;1;99999M',
  '\u001b[<0;1;123456M',
  '\u001b[<0;-1;1M',
  '\u001b[<0;1M',
  '\u001b[<0;1;2;3M',
  '\u001b[<;;M',
  '\u001b[<66;3;4M',
  '\u001b[M !!',
  '\u001b[[A',
  '\u001b[15~',
  '\u001b[2~',
  '\u001bOP',
  '\u001b[201~',
  '\u001b\\',
  '\ufffd',
];

describe('what is no key', () => {
  test.each(noKeys)('%j does nothing, in any pieces', (text) => {
    const bytes = encoder.encode(text);
    fc.assert(
      fc.property(fc.array(fc.nat()), (places) => {
        const decoder = createDecoder();
        const events = cut(bytes, places).flatMap((piece) => decoder.push(piece, 0));
        expect(told(events)).toEqual([]);
        expect(decoder.wait()).toBeUndefined();
        expect(read(decoder, 'j')).toEqual(['j']);
      }),
    );
  });

  test('a string that never ends is forgotten after a pause, and what is left of it does nothing', () => {
    const decoder = createDecoder();
    expect(read(decoder, '\u001b]11;rgb:', '1e1e')).toEqual([]);
    expect(decoder.wait()).toBe(localPatience.rest);
    expect(told(decoder.giveUp(0))).toEqual([]);
    expect(read(decoder, '/1e1e/2e2e\u001b\\j')).toEqual(['j']);
    read(decoder, '\u001bP1');
    decoder.giveUp(0);
    expect(read(decoder, 'j')).toEqual(['j']);
  });

  test('ctrl+c ends a string and is heard', () => {
    expect(readToEnd('\u001b]11;rgb', '\u0003j')).toEqual(['ctrl+c', 'j']);
    expect(readToEnd('\u001b[1;', '\u0003j')).toEqual(['ctrl+c', 'j']);
  });

  test('a sequence of whatever length is one', () => {
    expect(readToEnd(`\u001b[${'1;'.repeat(100_000)}q`, 'j')).toEqual(['j']);
    const decoder = createDecoder();
    for (let piece = 0; piece < 1000; piece++) expect(read(decoder, '1;'.repeat(100))).not.toContain('esc');
  });
});

describe('the mouse', () => {
  const words: readonly (readonly [bytes: string, told: string])[] = [
    ['\u001b[<0;1;1M', 'mouse press 0,0'],
    ['\u001b[<0;10;20m', 'mouse release 9,19'],
    ['\u001b[<32;200;60M', 'mouse drag 199,59'],
    ['\u001b[<64;5;6M', 'mouse wheel 4,5'],
    ['\u001b[<65;5;6M', 'mouse wheel 4,5'],
    // With ctrl, alt and shift held, where the terminal lets these through.
    ['\u001b[<28;3;4M', 'mouse press 2,3'],
  ];

  test('is told in whatever pieces, between keys and pastes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 5 }), fc.array(fc.nat()), (chosen, places) => {
        const decoder = createDecoder();
        const bytes = encoder.encode(`a${chosen.map(([text]) => text).join('b')}\u001b[200~p\u001b[201~`);
        const events = cut(bytes, places).flatMap((piece) => decoder.push(piece, 0));
        const between = chosen.flatMap(([, one], index) => (index === 0 ? [one] : ['b', one]));
        expect(told(events)).toEqual(['a', ...between, '<p>']);
      }),
      runs(50),
    );
  });

  test('has a place on some screen or none, whatever stands there', () => {
    const number = fc.oneof(
      fc.nat(300),
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(number, number, number, fc.constantFrom('M', 'm'), (button, x, y, final) => {
        const decoder = createDecoder();
        const events = decoder.push(encoder.encode(`\u001b[<${button};${x};${y}${final}`), 0);
        for (const event of events) {
          if (event.type !== 'mouse') continue;
          expect(event.mouse.x).toBeGreaterThanOrEqual(0);
          expect(event.mouse.y).toBeGreaterThanOrEqual(0);
          expect(Math.max(event.mouse.x, event.mouse.y)).toBeLessThanOrEqual(10_000);
        }
        while (decoder.wait() !== undefined) decoder.giveUp(0);
        expect(read(createDecoder(), 'j')).toEqual(['j']);
      }),
      runs(100),
    );
  });

  test('a sequence whose end comes late is no typed text', () => {
    const decoder = createDecoder();
    expect(read(decoder, '\u001b')).toEqual([]);
    expect(told(decoder.giveUp(0))).toEqual(['esc']);
    expect(read(decoder, '[<0;10;20M', 'j')).toEqual(['j']);
  });

  test('two presses in one cell within a moment are told apart from two', () => {
    const clicks = createClicks();
    const at = (x: number, now: number) => clicks({ kind: 'press', x, y: 1, by: 1 }, now).isAgain;
    expect([at(1, 0), at(1, 200), at(1, 300), at(2, 350), at(2, 800)]).toEqual([false, true, false, false, false]);
  });
});

describe('pastes', () => {
  const paste = (text: string): string => `\u001b[200~${text}\u001b[201~`;

  test('come as text, whatever stands in them', () => {
    expect(readToEnd(`j${paste('GET /zones\r\u0003\u001b[A\u0007\u009b')}k`)).toEqual([
      'j',
      '<GET /zones\r\u0003\u001b[A\u0007\u009b>',
      'k',
    ]);
    expect(readToEnd(paste(''))).toEqual([]);
  });

  test('are whole in any pieces, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat()), (text, places) => {
        fc.pre(!text.includes('\u001b[201~'));
        const decoder = createDecoder();
        const events = cut(encoder.encode(`${paste(text)}j`), places).flatMap((piece) => decoder.push(piece, 0));
        expect(told(events)).toEqual(text === '' ? ['j'] : [`<${text}>`, 'j']);
      }),
    );
  });

  test('without an end are pasted after a pause, and ctrl+c is heard', () => {
    const decoder = createDecoder();
    expect(read(decoder, '\u001b[200~DELETE /zones\r', '\u0003')).toEqual([]);
    expect(decoder.wait()).toBe(localPatience.rest);
    expect(told(decoder.giveUp(0))).toEqual(['<DELETE /zones\r\u0003>']);
    expect(decoder.wait()).toBeUndefined();
    expect(read(decoder, '\u0003')).toEqual(['ctrl+c']);
  });

  test('held up by the network run nothing: the rest is pasted too, until the end comes', () => {
    const decoder = createDecoder();
    read(decoder, '\u001b[200~one');
    expect(told(decoder.giveUp(0))).toEqual(['<one>']);
    expect(read(decoder, ' two\rthree', '\u001b[201~', 'jj')).toEqual(['< two\rthree>', 'j', 'j']);
    read(decoder, '\u001b[200~one\u001b[20');
    expect(told(decoder.giveUp(0))).toEqual(['<one>']);
    expect(read(decoder, '1~', 'jj')).toEqual(['j', 'j']);
    // After a long time nothing is left of it.
    read(decoder, '\u001b[200~one');
    decoder.giveUp(0);
    expect(told(decoder.push(encoder.encode('jj'), 10 * localPatience.rest))).toEqual(['j', 'j']);
  });

  test('whose beginning came apart for long are pastes all the same', () => {
    const decoder = createDecoder();
    read(decoder, '\u001b');
    expect(told(decoder.giveUp(0))).toEqual(['esc']);
    expect(read(decoder, '[200~DELETE /zones\rq\r\u001b[201~j')).toEqual(['<DELETE /zones\rq\r>', 'j']);
    read(decoder, '\u001b[20');
    expect(told(decoder.giveUp(0))).toEqual([]);
    expect(read(decoder, '0~q\r\u001b[201~j')).toEqual(['<q\r>', 'j']);
  });

  test('beyond what is taken are swallowed to their end, and told', () => {
    const decoder = createDecoder();
    const half = 'x\r'.repeat(largestPaste / 4 + 1);
    expect(read(decoder, '\u001b[200~', half, half, 'q', '\u001b[201~', 'j')).toEqual([
      `refused ${2 * half.length + 1}`,
      'j',
    ]);
    read(decoder, '\u001b[200~', half, half);
    expect(told(decoder.giveUp(0))).toEqual([`refused ${2 * half.length}`]);
    expect(read(decoder, 'qqq\r', '\u001b[201~', 'jj')).toEqual(['j', 'j']);
  });
});

/** Pieces that begin, continue, end or spoil sequences, and any bytes. */
const piece = fc.oneof(
  fc
    .constantFrom(
      ...noKeys,
      '\u001b',
      '[',
      'O',
      '\u001b[',
      '\u001b]',
      '\u001bP',
      '\u001b[200~',
      '\u001b[20',
      '1~',
      '\u0003',
      '\u001b\\',
      'j',
      '日',
    )
    .map((text) => encoder.encode(text)),
  fc.uint8Array({ maxLength: 12 }),
);

describe('any bytes in any pieces', () => {
  test('never throw, and end in the ground state', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, fc.nat(3)), { maxLength: 60 }), (pieces) => {
        const decoder = createDecoder();
        let now = 0;
        for (const [bytes, pause] of pieces) {
          for (const event of decoder.push(bytes, now)) {
            if (event.type === 'key') expect(event.key.chord).not.toMatch(/^(?:ctrl\+|alt\+|shift\+)*$/);
          }
          if (pause === 0 && decoder.wait() !== undefined) {
            now += decoder.wait() ?? 0;
            decoder.giveUp(now);
          }
        }
        for (let round = 0; decoder.wait() !== undefined; round++) {
          expect(round).toBeLessThan(3);
          now += decoder.wait() ?? 0;
          decoder.giveUp(now);
        }
        now += 60_000;
        expect(told(decoder.push(encoder.encode('j'), now)).at(-1)).toBe('j');
        expect(told(decoder.push(encoder.encode('\u0003'), now))).toEqual(['ctrl+c']);
      }),
      runs(2000),
    );
  });

  test('do nothing between two keys where they are no key, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...noKeys)), fc.array(fc.nat()), (texts, places) => {
        const decoder = createDecoder();
        const bytes = encoder.encode(`a${texts.join('')}b`);
        expect(told(cut(bytes, places).flatMap((one) => decoder.push(one, 0)))).toEqual(['a', 'b']);
      }),
      runs(500),
    );
  });
});
