// One line on standard error that tells how far reading has come, while that is a terminal; nothing anywhere else.
import type { ReadAllProgress } from '../explorer/model/all-pages.ts';
import { formatBytes, formatCount, formatDuration } from '../text/numbers.ts';
import { progressBar, timeLeft } from '../text/progress.ts';
import { truncate } from '../text/width.ts';

export interface ProgressLine {
  readonly show: (progress: ReadAllProgress) => void;
  /** Takes the line off, for what is printed in its place; it comes back by itself. */
  readonly hide: () => void;
  readonly close: () => void;
}

/** Milliseconds between two paintings: often enough to be seen to move. */
const every = 200;

const barCells = 20;

/** Nothing is shown in the first moment: what is over sooner needs no bar. */
export function createProgress(output: NodeJS.WriteStream): ProgressLine {
  if (!output.isTTY) return { show: () => undefined, hide: () => undefined, close: () => undefined };
  const startedAt = performance.now();
  let latest: ReadAllProgress | undefined;
  let isShown = false;
  const hide = (): void => {
    if (isShown) output.write('\r\u001b[K');
    isShown = false;
  };
  const paint = (): void => {
    if (!latest) return;
    isShown = true;
    output.write(`\r${truncate(progressText(latest, performance.now() - startedAt), output.columns - 1)}\u001b[K`);
  };
  const timer = setInterval(paint, every);
  return {
    hide,
    show: (progress) => {
      latest = progress;
    },
    close: () => {
      clearInterval(timer);
      hide();
    },
  };
}

/** `████░░░░ 12/200 pages · 1,200 of 20,000 items · 3.4 MB · 1.2 MB/s · 14 s left` */
export function progressText(progress: ReadAllProgress, elapsedMs: number): string {
  const { pages, ofPages, items, ofItems, bytes, pausedUntil } = progress;
  const parts = [
    `${formatCount(pages)}${ofPages === undefined ? '' : `/${formatCount(ofPages)}`} ${pages === 1 && ofPages === undefined ? 'page' : 'pages'}`,
    `${formatCount(items)}${ofItems === undefined || ofItems < items ? '' : ` of ${formatCount(ofItems)}`} items`,
    formatBytes(bytes),
    `${formatBytes(Math.round(bytes / Math.max(0.001, elapsedMs / 1000)))}/s`,
  ];
  const left = ofPages === undefined ? undefined : timeLeft(pages, ofPages, elapsedMs);
  if (pausedUntil !== undefined && pausedUntil > Date.now()) {
    parts.push(`waits ${formatDuration(pausedUntil - Date.now())} for the rate limit`);
  } else if (left !== undefined) {
    parts.push(`${formatDuration(left)} left`);
  }
  const bar = ofPages === undefined ? '' : `${progressBar(pages / ofPages, barCells)} `;
  return bar + parts.join(' · ');
}
