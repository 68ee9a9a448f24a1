// UTF-8 (RFC 3629): how long the sequence at a byte is, and bytes to text.
// ignoreBOM: a U+FEFF that begins a string is part of that string; the default would swallow it.
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** Below this many bytes a loop beats the fixed cost of a TextDecoder call. */
const SHORT_TEXT = 48;

/** The length in bytes (2, 3 or 4) of the well-formed multi-byte sequence at `at`, or 0 where there is none. */
export function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  if (lead < 0xe0) return isContinuation(second) ? 2 : 0;
  // The second byte carries the overlong, surrogate and range rules; the others are any continuation byte.
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  if (!isContinuation(bytes[at + 2] ?? 0)) return 0;
  if (lead < 0xf0) return 3;
  return isContinuation(bytes[at + 3] ?? 0) ? 4 : 0;
}

export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** The text of `bytes[from, to)`, which an index pass has already found well-formed. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string {
  if (to - from <= SHORT_TEXT) {
    let text = '';
    let at = from;
    for (; at < to; at++) {
      const byte = bytes[at]!;
      if (byte >= 0x80) break;
      text += String.fromCharCode(byte);
    }
    if (at === to) return text;
  }
  return DECODER.decode(bytes.subarray(from, to));
}
