// Text that is not UTF-8, made UTF-8 while it comes. What PowerShell 5.1 writes with `>` is UTF-16 with a byte order mark; older
// programs write what their machine is set to, of which only its user knows.

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'latin1'] as const;

/** `latin1` is Windows-1252, as on the web (WHATWG Encoding): ISO 8859-1 with letters where that has control characters. */
export type TextEncoding = (typeof encodings)[number];

/** What the byte order mark at the beginning says; undefined where there is none, or that of UTF-8. */
export function markedEncoding(start: Uint8Array): TextEncoding | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : undefined;
}

/** Bytes that tell whether there is a mark. */
export const markLength = 2;

interface Transcoder {
  /** The next bytes as UTF-8, as far as whole characters of them have come. */
  readonly write: (bytes: Uint8Array) => Uint8Array;
  /** What is left, and cannot be a whole character. */
  readonly end: () => Uint8Array;
}

/** Takes the mark off. What cannot be read becomes U+FFFD. */
export function createTranscoder(encoding: Exclude<TextEncoding, 'utf-8'>): Transcoder {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  return {
    write: (bytes) => encoder.encode(decoder.decode(bytes, { stream: true })),
    end: () => encoder.encode(decoder.decode()),
  };
}

/** All of a text as UTF-8, read as what was chosen, or as its mark says; the very same bytes where that is UTF-8 already. */
export function toUtf8(bytes: Uint8Array, chosen: TextEncoding | undefined): Uint8Array {
  const encoding = chosen ?? markedEncoding(bytes) ?? 'utf-8';
  if (encoding === 'utf-8') return bytes;
  return new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
}

/** The text begins with a mark, of UTF-8 or another. */
export function hasMark(start: Uint8Array): boolean {
  return markedEncoding(start) !== undefined || (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf);
}

/**
 * A text that a program is to read, as UTF-8 without a mark: as its mark says, which Windows PowerShell puts before all that it writes. What
 * then is no text is given back as it is.
 */
export function withoutMark(bytes: Uint8Array): Uint8Array {
  const encoding = markedEncoding(bytes);
  if (encoding === undefined) return hasMark(bytes) ? bytes.subarray(3) : bytes;
  try {
    return new TextEncoder().encode(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return bytes;
  }
}
