// A line on standard error that tells how far something is, where that is a terminal.
import type { SendEvent } from '../http/send.ts';
import { formatBytes, formatDuration, progressBar, timeLeft } from '../text/numbers.ts';
import { truncate } from '../text/width.ts';
import type { Output } from './io.ts';

interface ProgressLine<Progress> {
  readonly show: (progress: Progress) => void;
  /** Takes the line off, for what is printed in its place; it comes back by itself. */
  readonly hide: () => void;
  readonly close: () => void;
}

/** Milliseconds between two paintings: often enough to be seen to move. */
const every = 200;

/** Nothing is shown in the first moment: what is over sooner needs no bar. */
export function createProgress<Progress>(
  output: Output,
  textOf: (progress: Progress, elapsedMs: number) => string,
  patienceMs = 0,
): ProgressLine<Progress> {
  if (!output.isTTY) return { show: () => undefined, hide: () => undefined, close: () => undefined };
  const startedAt = performance.now();
  let latest: Progress | undefined;
  let isShown = false;
  const hide = (): void => {
    if (isShown) output.write('\r\u001b[K');
    isShown = false;
  };
  const paint = (): void => {
    if (latest === undefined || performance.now() - startedAt < patienceMs) return;
    isShown = true;
    output.write(`\r${truncate(textOf(latest, performance.now() - startedAt), (output.columns || 80) - 1)}\u001b[K`);
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

/** Milliseconds that sending may take before its bar is shown. */
const uploadPatienceMs = 500;

interface UploadProgress {
  readonly hear: (event: SendEvent) => void;
  readonly close: () => void;
}

/** Shows how much of an upload has gone out, from what is told of the send. */
export function createUploadProgress(output: Output): UploadProgress {
  let line: ProgressLine<Sent> | undefined;
  const close = (): void => {
    line?.close();
    line = undefined;
  };
  return {
    hear: (event) => {
      if (event.type === 'sent') {
        line ??= createProgress(output, sentText, uploadPatienceMs);
        line.show(event);
      } else if (event.type === 'headers') close();
    },
    close,
  };
}

type Sent = Extract<SendEvent, { readonly type: 'sent' }>;

const barCells = 20;

/** `████░░░░ sending 12 MB of 100 MB · 1.2 MB/s · 14 s left` */
function sentText({ sent, total }: Sent, elapsedMs: number): string {
  if (sent >= total) return `sent ${formatBytes(total)}, waiting for the response`;
  const left = timeLeft(sent, total, elapsedMs);
  const parts = [
    `sending ${formatBytes(sent)} of ${formatBytes(total)}`,
    `${formatBytes(Math.round(sent / Math.max(0.001, elapsedMs / 1000)))}/s`,
    ...(left === undefined ? [] : [`${formatDuration(left)} left`]),
  ];
  return `${progressBar(sent / total, barCells)} ${parts.join(' · ')}`;
}
