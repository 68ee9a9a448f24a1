import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTranscoder, markedEncoding, toUtf8, withoutMark } from '../../src/text/encoding.ts';

/** With its byte order mark, as PowerShell 5.1 writes. */
function utf16(text: string, isBigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
  return isBigEndian ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes;
}

function read(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

describe('text of another encoding', () => {
  test.each([false, true])('that is UTF-16 by its mark is read whole and in pieces alike (big endian: %s)', (isBig) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat({ max: 60 })), (text, cuts) => {
        const bytes = utf16(text, isBig);
        expect(read(toUtf8(bytes, undefined))).toBe(text);
        const transcoder = createTranscoder(isBig ? 'utf-16be' : 'utf-16le');
        const stops = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort(
          (a, b) => a - b,
        );
        const pieces = stops.slice(1).map((stop, index) => transcoder.write(bytes.subarray(stops[index], stop)));
        expect(read(Buffer.concat([...pieces, transcoder.end()]))).toBe(text);
      }),
    );
  });

  test('that is UTF-8 is left as it is, a mark of its own included', () => {
    const bytes = new TextEncoder().encode('\ufeff{"a":"é"}');
    expect(toUtf8(bytes, undefined)).toBe(bytes);
    expect(markedEncoding(bytes)).toBeUndefined();
  });

  test('is read as was chosen, whatever it looks like', () => {
    expect(read(toUtf8(Uint8Array.of(0x63, 0xe9, 0x80), 'latin1'))).toBe('cé€');
    expect(read(toUtf8(utf16('a', false), 'latin1'))).toBe('ÿþa\u0000');
    expect(read(toUtf8(utf16('a', false).subarray(2), 'utf-16le'))).toBe('a');
  });

  test('that ends inside a character says so', () => {
    expect(read(toUtf8(utf16('ab', false).subarray(0, 5), undefined))).toBe('a\ufffd');
    const transcoder = createTranscoder('utf-16le');
    expect(read(transcoder.write(utf16('ab', false).subarray(0, 5)))).toBe('a');
    expect(read(transcoder.end())).toBe('\ufffd');
  });
});

test.each<readonly [what: string, bytes: readonly number[], text: readonly number[]]>([
  ['no mark', [0x7b], [0x7b]],
  ['the mark of UTF-8', [0xef, 0xbb, 0xbf, 0x7b], [0x7b]],
  ['that of UTF-16', [0xff, 0xfe, 0x7b, 0], [0x7b]],
  ['that of UTF-16 the other way round', [0xfe, 0xff, 0, 0x7b], [0x7b]],
  ['only a mark', [0xff, 0xfe], []],
  ['half a character behind it', [0xff, 0xfe, 0x7b], [0xff, 0xfe, 0x7b]],
  ['half a pair behind it', [0xff, 0xfe, 0, 0xd8], [0xff, 0xfe, 0, 0xd8]],
])('without its mark a text is UTF-8, with %s', (_, bytes, text) => {
  expect([...withoutMark(Uint8Array.from(bytes))]).toEqual(text);
});
