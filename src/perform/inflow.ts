// The body of a response as a document that arrives: what http hands on is indexed while it comes.

import { headerValue, streamKind, type WireRequest } from '../api/messages.ts';
import { claimsJson, isBodyArriving, looksLikeJson, type ReceivedBody, type ResponseFacts } from '../api/received.ts';
import { recognisePage } from '../api/recognise.ts';
import type { BodyHead, BodySink } from '../http/send.ts';
import { createEventRows } from '../json/event-rows.ts';
import { indexStart } from '../json/parse.ts';
import { createRowLines, type RowReader } from '../json/row-lines.ts';
import { type Inflow, indexInflow } from '../workers/indexing.ts';
import type { ArrivingResponse } from './exchange.ts';
import { createLiveFeed, defaultKeep, type LiveFeed } from './live-feed.ts';

/** Bytes of a stream that the history keeps. */
const mostKept = 1024 * 1024;

/** The most of lines that can be indexed, with room for more. */
const mostLines = 1024 * 1024 * 1024;

/** Lines may be a list that ends, of which more is kept: so many times as much. */
const linesFactor = 8;

const noFacts = { resultInfo: undefined, count: undefined, firstId: undefined };

interface ResponseInflow {
  /** For `SendContext.openSink`. */
  readonly openSink: (head: BodyHead, start: Uint8Array) => BodySink | undefined;
  /** The whole body, where it came this way. */
  readonly body: () => Promise<ReceivedBody | undefined>;
  /** Nothing more will come; what has come stays. */
  readonly stop: () => void;
}

/**
 * `onArrival` is told of a JSON body with what its first bytes hold.
 *
 * @param keep bytes that are kept of events that go on
 */
export function openInflow(
  request: WireRequest,
  onArrival: (arrived: ArrivingResponse) => void,
  keep = defaultKeep,
): ResponseInflow {
  let inflow: Inflow | undefined;
  let whole: Promise<ReceivedBody> | undefined;
  const startedAt = performance.now();

  let stream: { readonly feed: LiveFeed; lines: RowReader } | undefined;

  const factsOf = ({ status, statusText, headers, url }: BodyHead): ResponseFacts => {
    return { status, statusText, headers, url, durationMs: performance.now() - startedAt, attempts: 1 };
  };
  const page = recognisePage({ query: [...new URL(request.url).searchParams], ...noFacts });
  /** Parts that come for as long as the server likes are rows, be the connection made again in between. */
  const openStream = (head: BodyHead, kind: NonNullable<ReturnType<typeof streamKind>>): BodySink => {
    const lines = kind === 'events' ? createEventRows() : createRowLines();
    const kept: Uint8Array[] = [];
    let size = 0;
    if (stream) {
      stream.lines = lines;
      stream.feed.say('The connection was lost and made again: parts in between may be missing');
    } else {
      const feed = createLiveFeed({ keep: kind === 'lines' ? Math.min(linesFactor * keep, mostLines) : keep });
      const done = Promise.withResolvers<ReceivedBody>();
      whole = done.promise;
      stream = { feed, lines };
      const { body } = feed.received();
      onArrival({
        received: { response: factsOf(head), body, info: page, failure: undefined },
        arrival: {
          stop: feed.stop,
          listen: (listener) =>
            feed.listen((grown) => {
              listener(grown);
              if (!isBodyArriving(grown)) done.resolve(grown);
            }),
        },
      });
    }
    const { feed } = stream;
    return {
      write: (chunk) => {
        if (size < mostKept) kept.push(chunk.slice());
        size += chunk.length;
        feed.add(lines.write(chunk));
        return true;
      },
      end: () => {
        feed.add(lines.end());
        feed.say('The server has ended the stream');
        feed.end();
      },
      bytes: () => (size > mostKept ? new Uint8Array(0) : new Uint8Array(Buffer.concat(kept))),
    };
  };
  const openSink = (head: BodyHead, start: Uint8Array): BodySink | undefined => {
    const kind = streamKind(head.headers);
    if (kind !== undefined && (kind === 'events' || head.total === undefined)) return openStream(head, kind);
    const isJson = claimsJson(headerValue(head.headers, 'content-type') ?? '') || looksLikeJson(start);
    const document = isJson ? indexStart(start) : undefined;
    if (document === undefined) return undefined;
    // A lost connection makes the request begin again, and with it the document.
    inflow?.stop();
    const opened = indexInflow(head.total, { first: { document, bytes: start } });
    inflow = opened;
    const done = Promise.withResolvers<ReceivedBody>();
    whole = done.promise;
    const { total } = head;
    const arriving = { received: start.length, total, bytesPerSecond: 0 };
    onArrival({
      received: {
        response: factsOf(head),
        body: { kind: 'json', document, bytes: start, arriving, incomplete: undefined },
        // Which page of which list it is shows in the end.
        info: page,
        failure: undefined,
      },
      arrival: {
        stop: opened.stop,
        listen: (listener) =>
          opened.listen((body) => {
            listener(body);
            if (!isBodyArriving(body)) done.resolve(body);
          }),
      },
    });
    return {
      write: (chunk) => {
        const isTaken = opened.write(chunk);
        if (!isTaken) opened.end();
        return isTaken;
      },
      end: opened.end,
      bytes: opened.bytes,
    };
  };
  const stop = (): void => {
    inflow?.stop();
    stream?.feed.stop();
  };
  return { openSink, body: async () => whole, stop };
}
