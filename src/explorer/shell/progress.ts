// How far something has come, in few cells: a bar, the size, the rate, what is left.

import { formatBytes, formatCount, formatDuration } from '../../text/numbers.ts';
import { progressBar, timeLeft } from '../../text/progress.ts';
import type { ReadAllProgress } from '../model/all-pages.ts';
import { type Row, span } from '../model/spans.ts';

export interface Progress {
  readonly received: number;
  readonly total: number | undefined;
  /** Undefined where it has not gone on for long enough to tell. */
  readonly bytesPerSecond: number | undefined;
}

const barCells = 10;
/** Narrower screens have better use for the cells than a bar and a rate. */
const allFrom = 100;
/** And yet narrower ones than the total. */
const totalFrom = 60;

/** The parts that a row of `width` cells has room for beside other things. */
export function progressParts({ received, total, bytesPerSecond }: Progress, width: number): readonly Row[] {
  if (received === 0) return [];
  const isBrief = total === undefined || width < totalFrom;
  const size = isBrief ? formatBytes(received) : `${formatBytes(received)} of ${formatBytes(total)}`;
  const parts: Row[] = [];
  const sized = span(size, 'warn');
  const isBarred = total !== undefined && total > 0 && width >= allFrom;
  parts.push(isBarred ? [span(progressBar(received / total, barCells), 'accent'), span(' '), sized] : [sized]);
  if (bytesPerSecond === undefined || bytesPerSecond < 1 || width < allFrom) return parts;
  parts.push([span(`${formatBytes(Math.round(bytesPerSecond))}/s`, 'warn')]);
  const left = total === undefined ? 0 : total - received;
  if (left > 0) parts.push([span(`${formatDuration((left / bytesPerSecond) * 1000)} left`, 'warn')]);
  return parts;
}

/** How far reading all pages has come: pages, items, bytes, rate, time left, or what it waits for. */
export function pagesParts(all: ReadAllProgress, elapsedMs: number, now: number, width: number): readonly Row[] {
  const { pages, ofPages, items, bytes, pausedUntil } = all;
  const counted = `${formatCount(pages)}${ofPages === undefined ? '' : `/${formatCount(ofPages)}`} pages`;
  const isBarred = ofPages !== undefined && width >= allFrom;
  const parts: Row[] = [
    isBarred
      ? [span(progressBar(pages / ofPages, barCells), 'accent'), span(' '), span(counted, 'warn')]
      : [span(counted, 'warn')],
  ];
  if (pausedUntil !== undefined && pausedUntil > now) {
    return [...parts, [span(`waits ${formatDuration(pausedUntil - now)} for the rate limit`, 'warn')]];
  }
  if (width < allFrom) return parts;
  parts.push([span(`${formatCount(items)} items`, 'warn')]);
  const rate = elapsedMs < 500 ? 0 : Math.round((bytes / elapsedMs) * 1000);
  parts.push([span(rate === 0 ? formatBytes(bytes) : `${formatBytes(bytes)} at ${formatBytes(rate)}/s`, 'warn')]);
  const left = ofPages === undefined ? undefined : timeLeft(pages, ofPages, elapsedMs);
  return left === undefined ? parts : [...parts, [span(`${formatDuration(left)} left`, 'warn')]];
}
