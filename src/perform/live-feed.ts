// Rows that come for as long as their source runs, as a document that arrives: a pipe, a file that grows, a response that goes on,
// the events of a Worker. They are shown as they come, a few times a second at most.

import { fileReceived, type Received, type ReceivedBody } from '../api/received.ts';
import { createLiveRows } from '../json/live.ts';
import type { Arrival } from '../workers/indexing.ts';

/** Bytes that the rows of a stream and their index take, where nothing else is set. */
export const defaultKeep = 64 * 1024 * 1024;

/** Milliseconds between two looks at what has come: a screen shows no more. */
const pause = 50;

export interface LiveFeed extends Arrival {
  /** What there is now, for the first screen. */
  readonly received: () => Received;
  /** More rows: JSON, each with a line feed after it. */
  readonly add: (rows: Uint8Array) => void;
  /** Something happened to the source: a sentence without its full stop. */
  readonly say: (text: string) => void;
  /** No more rows will come. */
  readonly end: () => void;
}

interface FeedOptions {
  /** Bytes that may be kept; the oldest rows go beyond that. */
  readonly keep?: number | undefined;
  /** Called once when nobody wants more, or when there is no more. */
  readonly onStop?: () => void;
}

export function createLiveFeed({ keep = defaultKeep, onStop }: FeedOptions = {}): LiveFeed {
  const rows = createLiveRows(keep);
  const startedAt = performance.now();
  let bytesInAll = 0;
  let said: { readonly text: string } | undefined;
  let listener: ((body: ReceivedBody) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  const body = (): ReceivedBody => {
    const document = rows.document(isOver);
    const bytesPerSecond = bytesInAll / Math.max(1, (performance.now() - startedAt) / 1000);
    return {
      kind: 'json',
      document,
      bytes: document.bytes,
      arriving: isOver ? undefined : { received: bytesInAll, total: undefined, bytesPerSecond },
      incomplete: undefined,
      live: { rows: rows.count(), dropped: rows.dropped(), said },
    };
  };
  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    listener?.(body());
  };
  const tellSoon = (): void => {
    timer ??= setTimeout(tell, pause);
  };
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    tell();
    onStop?.();
  };
  return {
    received: () => fileReceived(body()),
    listen: (given) => {
      listener = given;
      tell();
    },
    add: (more) => {
      if (isOver || more.length === 0) return;
      bytesInAll += more.length;
      rows.append(more);
      tellSoon();
    },
    say: (text) => {
      if (isOver) return;
      said = { text };
      tellSoon();
    },
    end,
    stop: () => {
      if (!isOver) said = { text: 'Stopped: what has come stays' };
      end();
    },
  };
}
