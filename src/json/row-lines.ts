// Lines that come piece by piece, as rows for a live list: a line of JSON is a row as it stands, any other line is a row that is a
// string. A document that is laid out over several lines is one row. Blank lines are none.

import { hasByteOrderMark } from './diagnose.ts';
import { NODE_SIZE } from './document.ts';
import { type ScanState, scan, startScan } from './scan.ts';
import { isWhitespace, OPEN_ARRAY, OPEN_OBJECT, skipWhitespace } from './tokens.ts';

/** What makes rows of what comes. */
export type RowReader = {
  /** The rows that have become whole, each with a line feed after it. */
  readonly write: (chunk: Uint8Array) => Uint8Array;
  /** What is left when nothing more comes. */
  readonly end: () => Uint8Array;
  /** How many rows have come. */
  readonly count: () => number;
};

/** Bytes of a line beyond which it is cut, and of the lines of one document that are waited for. */
const longestLine = 8 * 1024 * 1024;
const longestHold = 1024 * 1024;

const lineFeed = Uint8Array.of(0x0a);
const nothing = new Uint8Array(0);

export function createRowLines(): RowReader {
  let rest: Uint8Array[] = [];
  let restSize = 0;
  let isFirst = true;
  let isSkipping = false;
  let count = 0;
  const held = createHold();

  const takeLine = (rows: Uint8Array[], line: Uint8Array): void => {
    const from = isFirst && hasByteOrderMark(line) ? 3 : 0;
    isFirst = false;
    let [start, end] = [from, line.length];
    while (start < end && isWhitespace(line[end - 1])) end--;
    if (start < end) held.take(rows, line.subarray(start, end));
  };
  const takeRest = (rows: Uint8Array[], last: Uint8Array): void => {
    const line = rest.length === 0 ? last : new Uint8Array(Buffer.concat([...rest, last]));
    rest = [];
    restSize = 0;
    if (isSkipping) isSkipping = false;
    else takeLine(rows, line);
  };
  const joined = (rows: readonly Uint8Array[]): Uint8Array => {
    count += rows.length;
    return rows.length === 0 ? nothing : new Uint8Array(Buffer.concat(rows.flatMap((row) => [row, lineFeed])));
  };
  return {
    write: (chunk) => {
      const rows: Uint8Array[] = [];
      let from = 0;
      for (let feed = chunk.indexOf(0x0a); feed !== -1; feed = chunk.indexOf(0x0a, from)) {
        takeRest(rows, chunk.subarray(from, feed));
        from = feed + 1;
      }
      if (from < chunk.length && !isSkipping) {
        rest.push(chunk.slice(from));
        restSize += chunk.length - from;
        if (restSize > longestLine) {
          const cut = new Uint8Array(Buffer.concat(rest)).subarray(0, longestLine);
          held.flush(rows);
          rows.push(asText(cut));
          rest = [];
          restSize = 0;
          isSkipping = true;
        }
      }
      return joined(rows);
    },
    end: () => {
      const rows: Uint8Array[] = [];
      takeRest(rows, nothing);
      held.flush(rows);
      return joined(rows);
    },
    count: () => count,
  };
}

/** Lines that begin a document which is not over. */
function createHold(): {
  readonly take: (rows: Uint8Array[], line: Uint8Array) => void;
  readonly flush: (rows: Uint8Array[]) => void;
} {
  let lines: Uint8Array[] = [];
  let bytes = nothing;
  let state: ScanState | undefined;
  const clear = (): void => {
    lines = [];
    bytes = nothing;
    state = undefined;
  };
  const flush = (rows: Uint8Array[]): void => {
    for (const line of lines) rows.push(isDocument(line) ? line : asText(line));
    clear();
  };
  const hold = (line: Uint8Array): 'more' | 'whole' | 'no' => {
    bytes = new Uint8Array(Buffer.concat([bytes, line, lineFeed]));
    state ??= startScan(new Int32Array(64 * NODE_SIZE), grown, 0, false);
    const result = scan(state, bytes, false);
    if (result.type !== 'more') return 'no';
    if (state.depth > 0) return 'more';
    // Of what comes after it the pass may not have said yet that it does not belong there.
    return skipWhitespace(bytes, state.at) === bytes.length ? 'whole' : 'no';
  };
  const take = (rows: Uint8Array[], line: Uint8Array): void => {
    if (lines.length === 0) {
      const isWhole = isDocument(line);
      if (isWhole || !mayBegin(line)) {
        rows.push(isWhole ? line : asText(line));
        return;
      }
    }
    switch (hold(line)) {
      case 'whole':
        rows.push(bytes.subarray(0, -1));
        clear();
        return;
      case 'more':
        lines.push(line.slice());
        if (bytes.length > longestHold) flush(rows);
        return;
      case 'no': {
        if (lines.length === 0) {
          rows.push(asText(line));
          clear();
          return;
        }
        // None of them began a document after all; the last one still may.
        flush(rows);
        take(rows, line);
      }
    }
  };
  return { take, flush };
}

function grown(nodes: Int32Array): Int32Array {
  const larger = new Int32Array(2 * nodes.length);
  larger.set(nodes);
  return larger;
}

/** Whether a line that is no document by itself may be the first of one. */
function mayBegin(line: Uint8Array): boolean {
  const first = line.find((byte) => !isWhitespace(byte));
  return first === OPEN_OBJECT || first === OPEN_ARRAY;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function isDocument(line: Uint8Array): boolean {
  try {
    JSON.parse(strict.decode(line));
    return true;
  } catch {
    return false;
  }
}

/** A text as a JSON string. */
function asText(line: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.from(JSON.stringify(new TextDecoder().decode(line))));
}
