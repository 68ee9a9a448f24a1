// A body of bytes as rows of a terminal: text broken at line ends and at the width, or a hex dump. Finding the rows is one
// pass over the bytes; showing some is work on those rows alone.
import { visible } from './untrusted.ts';

const cache = new WeakMap<Uint8Array, { readonly width: number; readonly starts: Uint32Array }>();

/**
 * Byte offsets at which the rows of `bytes` begin when no row is wider than `width` cells; at least one.
 *
 * Widths are upper bounds by the UTF-8 lead byte (two cells from U+0800 on, where wide characters live), so that no
 * character is lost at the edge; a row of narrow letters of those scripts may therefore end early.
 */
export function rowStarts(bytes: Uint8Array, width: number): Uint32Array {
  const known = cache.get(bytes);
  if (known?.width === width) return known.starts;
  const room = Math.max(1, width);
  let starts = new Uint32Array(1024);
  let count = 1;
  let used = 0;
  const begin = (offset: number): void => {
    if (count === starts.length) {
      const grown = new Uint32Array(count * 2);
      grown.set(starts);
      starts = grown;
    }
    starts[count] = offset;
    count += 1;
    used = 0;
  };
  for (let offset = 0; offset < bytes.length; offset += 1) {
    const byte = bytes[offset] ?? 0;
    if (byte === 0x0a) {
      if (offset + 1 < bytes.length) begin(offset + 1);
      continue;
    }
    const cells = cellsOfLead(byte);
    if (cells > 0 && used + cells > room && used > 0) begin(offset);
    used += cells;
  }
  const exact = starts.slice(0, count);
  cache.set(bytes, { width, starts: exact });
  return exact;
}

/** Most cells that a character beginning with this byte can take; 0 for a continuation byte. */
function cellsOfLead(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc0) return 0;
  return writtenOut.get(byte) ?? (byte < 0xe0 ? 1 : 2);
}

// Leads of blocks that hold format characters, which are shown as \u0085 or \u{e0041}.
const writtenOut = new Map([
  [0xc2, 6],
  [0xd8, 6],
  [0xdc, 6],
  [0xe0, 6],
  [0xe1, 6],
  [0xe2, 6],
  [0xef, 6],
  [0xf3, 9],
]);

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text of row `row`, safe to show; undecodable bytes become U+FFFD. */
export function textRow(bytes: Uint8Array, starts: Uint32Array, row: number): string {
  const from = starts[row] ?? bytes.length;
  const to = starts[row + 1] ?? bytes.length;
  return visible(decoder.decode(bytes.subarray(from, to)).replace(/\r?\n$/, ''));
}

/** Bytes in a row of a hex dump `width` cells wide: 16, 8 or 4. */
export function hexColumns(width: number): number {
  return width >= hexWidth(16) ? 16 : width >= hexWidth(8) ? 8 : 4;
}

function hexWidth(columns: number): number {
  return 8 + 2 + columns * 3 + 1 + columns;
}

/** One row of a hex dump: offset, bytes, and what of them is printable ASCII. */
export function hexRow(
  bytes: Uint8Array,
  columns: number,
  row: number,
): { readonly offset: string; readonly hex: string; readonly text: string } {
  const slice = bytes.subarray(row * columns, (row + 1) * columns);
  const hex = Array.from(slice, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = Array.from(slice, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
  return { offset: (row * columns).toString(16).padStart(8, '0'), hex: hex.padEnd(columns * 3 - 1), text };
}

/** Whether bytes look like anything but text: a NUL, or undecodable UTF-8, among the first 4 kB. */
export function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4096);
  if (head.includes(0)) return true;
  try {
    // A character cut by the end of the sample is no sign of binary data: stream mode waits for its rest.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return false;
  } catch {
    return true;
  }
}
