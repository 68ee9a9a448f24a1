// Sources of rows that go on: a pipe whose lines come one after the other, and a file that is written while it is read.

import type { Received } from '../api/received.ts';
import { createRowLines, type RowReader } from '../json/row-lines.ts';
import { followFile } from '../store/followed-file.ts';
import { createTranscoder, type TextEncoding } from '../text/encoding.ts';
import { formatBytes } from '../text/numbers.ts';
import type { Arrival } from '../workers/indexing.ts';
import { createLiveFeed, defaultKeep, type LiveFeed } from './live-feed.ts';

interface Opening {
  readonly received: Received;
  readonly arrival: Arrival;
}

/** A file that grows, as its rows. Rejects with Node's own error where it cannot be read. */
export async function openFollowed(path: string, encoding?: TextEncoding, keep = defaultKeep): Promise<Opening> {
  const feed = createLiveFeed({ keep, onStop: () => void following.then(({ stop }) => stop()) });
  const following = followRows(path, encoding, keep, feed);
  await following;
  return { received: feed.received(), arrival: feed };
}

interface RowSink {
  /** Rows of JSON, each with a line feed after it. */
  readonly add: (rows: Uint8Array) => void | Promise<void>;
  /** What has happened to the file, as a sentence without its full stop. */
  readonly say: (text: string) => void;
}

/** Reads the rows of a file that grows until it is stopped. Rejects with Node's own error where it cannot be read. */
export function followRows(
  path: string,
  encoding: TextEncoding | undefined,
  most: number,
  { add, say }: RowSink,
): ReturnType<typeof followFile> {
  const readLines = (): RowReader => {
    const lines = createRowLines();
    if (encoding === undefined || encoding === 'utf-8') return lines;
    const { write } = createTranscoder(encoding);
    return { ...lines, write: (chunk) => lines.write(write(chunk)) };
  };
  let lines = readLines();
  /** Up to the first line feed it is the end of a line of which the beginning is not read. */
  let isCut = false;
  return followFile(path, most, async (news) => {
    switch (news.type) {
      case 'bytes': {
        const from = isCut ? news.bytes.indexOf(0x0a) + 1 : 0;
        if (isCut && from === 0) return;
        isCut = false;
        return add(lines.write(news.bytes.subarray(from)));
      }
      case 'restarted':
        await add(lines.end());
        lines = readLines();
        isCut = false;
        return say(`${path} ${news.what}: reading it from its start`);
      case 'missing':
        return say(`${path} is gone: waiting for another file of that name`);
      case 'skipped':
        isCut = true;
        return say(`The first ${formatBytes(news.bytes)} of ${path} are not read: more is not kept`);
      case 'unreadable':
        return say(`${path} cannot be read now: ${news.reason}`);
    }
  });
}

/** Milliseconds without a further byte after which rows that have come are a list that goes on. */
const calm = 50;

/** Milliseconds after which they are one even if bytes come all the time. */
const longest = 500;

/** Bytes of what comes so fast that it is a large document, shown as such. */
const mostUndecided = 4 * 1024 * 1024;

interface PipeWatch {
  /** The next bytes. True where they have been taken in as rows. */
  readonly take: (chunk: Uint8Array) => boolean;
  readonly end: () => void;
}

/**
 * Looks at what comes over a pipe for lines that come one after the other, each a row: two of them, and then a pause. Until then
 * what comes is a document that arrives, and stays one where it ends sooner.
 *
 * @param turn it is rows from now on: takes those that have come, and is given the others
 */
export function watchForRows(turn: (rows: readonly Uint8Array[]) => LiveFeed): PipeWatch {
  const lines = createRowLines();
  const rows: Uint8Array[] = [];
  let feed: LiveFeed | undefined;
  let size = 0;
  let firstAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isDocument = false;

  const decide = (): void => {
    timer = undefined;
    if (feed || isDocument || lines.count() < 2) return;
    feed = turn(rows.splice(0));
  };
  return {
    take: (chunk) => {
      if (isDocument) return false;
      size += chunk.length;
      const more = lines.write(chunk);
      if (feed) {
        feed.add(more);
        return true;
      }
      if (size > mostUndecided) {
        isDocument = true;
        rows.length = 0;
        clearTimeout(timer);
        return false;
      }
      if (more.length > 0) rows.push(more);
      clearTimeout(timer);
      if (rows.length === 0) return false;
      const now = performance.now();
      firstAt ??= now;
      if (now - firstAt > longest) decide();
      else timer = setTimeout(decide, calm);
      return feed !== undefined;
    },
    end: () => {
      clearTimeout(timer);
      isDocument = true;
      feed?.add(lines.end());
      feed?.say('The pipe has ended');
      feed?.end();
    },
  };
}
