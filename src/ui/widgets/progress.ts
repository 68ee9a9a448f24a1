// How far something has come, in few cells: a bar, the size, the rate, what is left.
import { type Row, span } from '../../core/spans.ts';
import { formatBytes, formatDuration } from '../../text/numbers.ts';

export interface Progress {
  readonly received: number;
  readonly total: number | undefined;
  /** Undefined where it has not gone on for long enough to tell. */
  readonly bytesPerSecond: number | undefined;
}

/** Left part of a cell, in eighths. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `cells` cells; `fraction` beyond 0 and 1 counts as these. */
export function bar(fraction: number, cells: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * cells * 8);
  return ('█'.repeat(Math.floor(filled / 8)) + (eighths[filled % 8] ?? '')).padEnd(cells, '░');
}

const barCells = 10;
/** Narrower screens have better use for the cells than a bar and a rate. */
const allFrom = 100;

/** The parts that a row of `width` cells has room for beside other things. */
export function progressParts({ received, total, bytesPerSecond }: Progress, width: number): readonly Row[] {
  if (received === 0) return [];
  const size = total === undefined ? formatBytes(received) : `${formatBytes(received)} of ${formatBytes(total)}`;
  const parts: Row[] = [];
  const sized = span(size, 'warn');
  const isBarred = total !== undefined && total > 0 && width >= allFrom;
  parts.push(isBarred ? [span(bar(received / total, barCells), 'accent'), span(' '), sized] : [sized]);
  if (bytesPerSecond === undefined || bytesPerSecond < 1 || width < allFrom) return parts;
  parts.push([span(`${formatBytes(Math.round(bytesPerSecond))}/s`, 'warn')]);
  const left = total === undefined ? 0 : total - received;
  if (left > 0) parts.push([span(`${formatDuration((left / bytesPerSecond) * 1000)} left`, 'warn')]);
  return parts;
}
