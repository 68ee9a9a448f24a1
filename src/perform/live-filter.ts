// A filter over rows that go on. A program for each of them runs on the new ones alone, and what it puts out is added to what it had;
// any other has to see all rows, and sees them again a few times a minute at most.
import type { ReceivedBody } from '../api/received.ts';
import type { StreamRows } from '../explorer/model/effects.ts';
import { childAt, childrenOf } from '../json/children.ts';
import { endOf, type JsonDocument, startOf } from '../json/document.ts';
import { feedOf } from '../json/jq-feed.ts';
import { createLiveRows, documentFrom, type LiveRows } from '../json/live.ts';
import { defaultKeep } from './live-feed.ts';

interface Begun {
  readonly of: string;
  readonly filter: string;
  done: number;
  readonly out: LiveRows;
}

interface LiveFilter {
  /** What to run on what; undefined where all rows have to be seen. */
  readonly begin: (
    document: JsonDocument,
    filter: string,
    rows: StreamRows,
  ) => { readonly document: JsonDocument; readonly filter: string } | undefined;
  /** What there is, with what came of the new rows. */
  readonly take: (outcome: ReceivedBody, rows: StreamRows) => ReceivedBody;
}

const lineFeed = Uint8Array.of(0x0a);

/** @param keep bytes that are kept of what comes of it */
export function createLiveFilter(keep = defaultKeep): LiveFilter {
  let begun: Begun | undefined;
  return {
    begin: (document, filter, { of, rows, dropped }) => {
      const feed = feedOf(document, filter);
      if (!feed.isEach || feed.node !== 0) return undefined;
      if (begun?.of !== of || begun.filter !== filter || begun.done > rows) {
        begun = { of, filter, done: 0, out: createLiveRows(keep) };
      }
      const first = childAt(document, 0, Math.max(0, begun.done - dropped)) ?? document.nodeCount;
      // A row that the program cannot take costs only itself: the next is on its way.
      return { document: documentFrom(document, first), filter: `[.[] | (${feed.filter})?]` };
    },
    take: (outcome, { rows }) => {
      if (!begun) return outcome;
      const { out } = begun;
      if (outcome.kind === 'json') {
        const made = outcome.document;
        const lines = childrenOf(made, 0).flatMap((node) => [
          made.bytes.subarray(startOf(made, node), endOf(made, node)),
          lineFeed,
        ]);
        out.append(new Uint8Array(Buffer.concat(lines)));
      }
      begun.done = rows;
      const document = out.document();
      const live = { rows: out.count(), dropped: out.dropped(), said: undefined };
      return { kind: 'json', document, bytes: document.bytes, arriving: undefined, incomplete: undefined, live };
    },
  };
}
