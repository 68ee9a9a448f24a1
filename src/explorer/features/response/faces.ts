// The faces of an answer that are plain rows: its header fields and its raw bytes. Row n is made when it is asked for.
import { beginsLine, byteRows, hexColumns, hexRow, textRow } from '../../../text/byte-rows.ts';
import { formatDuration } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, padStart } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import type { ResponseFacts } from '../../model/received.ts';
import { type Row, span } from '../../model/spans.ts';
import type { Face, Page } from '../../model/state.ts';

export interface Rows {
  readonly count: number;
  /** False where there may be more: no more was looked for than was asked for. */
  readonly isAll: boolean;
  readonly row: (index: number) => Row;
}

/** Rows of the face at this width, at least one, and at least up to row `last` where there is one. */
export function faceRows(page: Page, face: Exclude<Face, 'tree' | 'table'>, width: number, last: number): Rows {
  return face === 'headers' ? headerRows(page, width) : rawRows(page, width, last);
}

function headerRows(page: Page, width: number): Rows {
  const { response } = page;
  if (!response) return fixed([[span('A file has no headers', 'dim')]]);
  const rows: Row[] = [[span(String(response.status), 'number'), span(` ${visible(response.statusText)}`)], []];
  const column = Math.min(28, Math.max(0, ...response.headers.map(([name]) => name.length)));
  for (const [name, value] of response.headers) {
    const label = padEnd(visible(name), column);
    const lines = wrap(visible(value), Math.max(8, width - cellWidth(label) - 2));
    for (const [index, line] of (lines.length > 0 ? lines : ['']).entries()) {
      rows.push([span(index === 0 ? label : ' '.repeat(cellWidth(label)), 'key'), span('  '), span(line)]);
    }
  }
  return fixed([...rows, ...timingRows(response)]);
}

/** Where the time went, each part with a bar of its share. */
function timingRows({ timing, durationMs, attempts }: ResponseFacts): readonly Row[] {
  if (!timing) return [];
  const { connection, firstByteMs, downloadMs } = timing;
  const parts: readonly (readonly [name: string, ms: number | undefined])[] = [
    ['DNS', connection?.dnsMs],
    ['connect', connection?.tcpMs],
    ['TLS', connection?.tlsMs],
    ['first byte', firstByteMs],
    ['download', downloadMs],
  ];
  const sum = parts.reduce((total, [, ms]) => total + (ms ?? 0), 0);
  const rows = parts.flatMap(([name, ms]): readonly Row[] => {
    if (ms === undefined) return [];
    const bar = '█'.repeat(Math.round((ms / Math.max(1, sum)) * 20));
    return [
      [span(padEnd(name, 12), 'key'), span(padStart(formatDuration(ms), 8), 'number'), span(`  ${bar}`, 'accent')],
    ];
  });
  const kept: readonly Row[] = connection ? [] : [[span('The connection stood already, or a proxy made it', 'dim')]];
  const total: Row = [span(padEnd('in all', 12), 'key'), span(padStart(formatDuration(durationMs), 8), 'number')];
  const tries: Row = attempts > 1 ? [span(`  of the last of ${attempts} tries`, 'dim')] : [];
  return [[], [span('Timing', 'title')], ...kept, ...rows, [...total, ...tries]];
}

function rawRows(page: Page, width: number, last: number): Rows {
  const { body } = page;
  if (body.kind === 'empty') return fixed([[span('The answer has no body', 'dim')]]);
  if (body.kind === 'binary') {
    const columns = hexColumns(width);
    return {
      count: Math.ceil(body.bytes.length / columns),
      isAll: true,
      row: (index) => {
        const { offset, hex, text } = hexRow(body.bytes, columns, index);
        return [span(offset, 'dim'), span('  '), span(hex), span(' '), span(text, 'string')];
      },
    };
  }
  const { bytes } = body;
  const digits = lineDigits(bytes.length);
  const rows = byteRows(bytes, width - digits - 1, last);
  return {
    count: rows.count,
    isAll: rows.isAll,
    row: (index) => {
      const number = beginsLine(rows, index) ? formatNumber(rows.lines[index] ?? 0, digits) : ' '.repeat(digits);
      return [span(`${number} `, 'dim'), span(textRow(bytes, rows, index))];
    },
  };
}

/** Cells of the line numbers: as many as lines of a usual length have, so that nothing moves where a longer one is reached. */
function lineDigits(bytes: number): number {
  return Math.min(7, Math.max(2, String(Math.ceil(bytes / 16)).length));
}

/** Of a number that is too long its end. */
function formatNumber(number: number, digits: number): string {
  const text = String(number);
  return text.length > digits ? `…${text.slice(1 - digits)}` : text.padStart(digits);
}

function fixed(rows: readonly Row[]): Rows {
  return { count: rows.length, isAll: true, row: (index) => rows[index] ?? [] };
}
