// A body of bytes as rows of a terminal: text broken at line ends and at the width, or a hex dump. Finding the rows is one
// pass over the bytes; showing some is work on those rows alone.
import { visible } from './untrusted.ts';

/** Rows of a body at one width, as far as they have been looked for. */
interface ByteRows {
  /** Where each row begins, as a byte offset, and the number of its line from 1; beyond `count` they mean nothing. */
  readonly starts: Uint32Array;
  readonly lines: Uint32Array;
  readonly count: number;
  /** False where there may be more rows. */
  readonly isAll: boolean;
}

type Scan = {
  readonly width: number;
  starts: Uint32Array;
  lines: Uint32Array;
  count: number;
  /** The next byte, cells used in the row before it, and whether it begins a line. */
  at: number;
  used: number;
  isLineStart: boolean;
};

/** By the memory that the bytes lie in, since more of a body that arrives lies in the same; then by where they begin in it. */
const scans = new WeakMap<ArrayBufferLike, Map<number, Scan>>();

/**
 * Rows of `bytes` when no row is wider than `width` cells: at least one, at least up to row `last` where there is one, and
 * what was found before. Costs the bytes up to there, once.
 *
 * Widths are upper bounds by the UTF-8 lead byte (two cells from U+0800 on, where wide characters live), so that no
 * character is lost at the edge; a row of narrow letters of those scripts may therefore end early.
 */
export function byteRows(bytes: Uint8Array, width: number, last: number): ByteRows {
  const scan = scanOf(bytes, Math.max(1, width));
  scanUpTo(scan, bytes, last);
  const { starts, lines, count } = scan;
  return { starts, lines, count, isAll: scan.at >= bytes.length };
}

function scanOf(bytes: Uint8Array, width: number): Scan {
  const known = scans.get(bytes.buffer) ?? new Map<number, Scan>();
  scans.set(bytes.buffer, known);
  const before = known.get(bytes.byteOffset);
  if (before?.width === width && before.at <= bytes.length) return before;
  const [starts, lines] = [new Uint32Array(1024), new Uint32Array(1024)];
  lines[0] = 1;
  const scan: Scan = { width, starts, lines, count: 1, at: 0, used: 0, isLineStart: false };
  known.set(bytes.byteOffset, scan);
  return scan;
}

function scanUpTo(scan: Scan, bytes: Uint8Array, last: number): void {
  const { width } = scan;
  let { at, used, isLineStart } = scan;
  for (; at < bytes.length && scan.count <= last + 1; at += 1) {
    const byte = bytes[at] ?? 0;
    if (isLineStart) {
      begin(scan, at, 1);
      used = 0;
    }
    isLineStart = byte === 0x0a;
    if (isLineStart) continue;
    const cells = cellsOfLead(byte);
    if (cells > 0 && used + cells > width && used > 0) {
      begin(scan, at, 0);
      used = 0;
    }
    used += cells;
  }
  scan.at = at;
  scan.used = used;
  scan.isLineStart = isLineStart;
}

function begin(scan: Scan, offset: number, lines: 0 | 1): void {
  if (scan.count === scan.starts.length) {
    scan.starts = grown(scan.starts);
    scan.lines = grown(scan.lines);
  }
  scan.starts[scan.count] = offset;
  scan.lines[scan.count] = (scan.lines[scan.count - 1] ?? 1) + lines;
  scan.count += 1;
}

function grown(numbers: Uint32Array): Uint32Array {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
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

/** The row that holds the byte at `offset`. Costs the bytes up to there, once. */
export function rowAtByte(bytes: Uint8Array, width: number, offset: number): number {
  let last = 1024;
  let rows = byteRows(bytes, width, last);
  while (!rows.isAll && (rows.starts[rows.count - 1] ?? 0) <= offset) {
    last *= 2;
    rows = byteRows(bytes, width, last);
  }
  let low = 0;
  let high = rows.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a row begins, as a byte offset. */
export function startOfRow(bytes: Uint8Array, width: number, row: number): number {
  const { starts, count } = byteRows(bytes, width, row);
  return row < count ? (starts[Math.max(0, row)] ?? 0) : bytes.length;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text of row `row`, safe to show; undecodable bytes become U+FFFD. */
export function textRow(bytes: Uint8Array, { starts, count }: ByteRows, row: number): string {
  const from = row < count ? (starts[row] ?? 0) : bytes.length;
  const to = row + 1 < count ? (starts[row + 1] ?? 0) : bytes.length;
  return visible(decoder.decode(bytes.slice(from, to)).replace(/\r?\n$/, ''));
}

/** True for the first row of a line. */
export function beginsLine({ lines }: ByteRows, row: number): boolean {
  return row === 0 || lines[row] !== lines[row - 1];
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

/** Control characters that stand in text: backspace, tab, line ends, form feed, escape. */
const textControls = new Set([0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b]);

/**
 * Whether bytes look like anything but text: a NUL, or undecodable UTF-8 and control characters, among the first 4 kB. Text of
 * other encodings has the one, but not the other.
 */
export function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4096);
  if (head.includes(0)) return true;
  if (!head.some((byte) => byte < 0x20 && !textControls.has(byte))) return false;
  try {
    // A character cut by the end of the sample is no sign of binary data: stream mode waits for its rest.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return false;
  } catch {
    return true;
  }
}
