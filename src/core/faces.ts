// The faces of an answer that are plain rows: its header fields and its raw bytes. Row n is made when it is asked for.
import { hexColumns, hexRow, rowStarts, textRow } from '../text/byte-rows.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, padEnd } from '../text/width.ts';
import { wrap } from '../text/wrap.ts';
import { type Row, span } from './spans.ts';
import type { Face, Page } from './state.ts';

export interface Rows {
  readonly count: number;
  readonly row: (index: number) => Row;
}

/** Rows of the face at this width, at least one. */
export function faceRows(page: Page, face: Exclude<Face, 'tree' | 'table'>, width: number): Rows {
  return face === 'headers' ? headerRows(page, width) : rawRows(page, width);
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
  return fixed(rows);
}

function rawRows(page: Page, width: number): Rows {
  const { body } = page;
  if (body.kind === 'empty') return fixed([[span('The answer has no body', 'dim')]]);
  if (body.kind === 'binary') {
    const columns = hexColumns(width);
    return {
      count: Math.ceil(body.bytes.length / columns),
      row: (index) => {
        const { offset, hex, text } = hexRow(body.bytes, columns, index);
        return [span(offset, 'dim'), span('  '), span(hex), span(' '), span(text, 'string')];
      },
    };
  }
  const starts = rowStarts(body.bytes, width);
  return { count: starts.length, row: (index) => [span(textRow(body.bytes, starts, index))] };
}

function fixed(rows: readonly Row[]): Rows {
  return { count: rows.length, row: (index) => rows[index] ?? [] };
}
