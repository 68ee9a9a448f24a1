// The body of a response as a document that arrives: what http hands on is indexed while it comes.

import { headerValue, type WireRequest } from '../api/messages.ts';
import { claimsJson, isBodyArriving, looksLikeJson, type ReceivedBody } from '../api/received.ts';
import { recognisePage } from '../api/recognise.ts';
import type { BodyHead, BodySink } from '../http/send.ts';
import { indexStart } from '../json/parse.ts';
import { type Inflow, indexInflow } from '../workers/indexing.ts';
import type { ArrivingResponse } from './exchange.ts';

const noFacts = { resultInfo: undefined, count: undefined, firstId: undefined };

interface ResponseInflow {
  /** For `SendContext.openSink`. */
  readonly openSink: (head: BodyHead, start: Uint8Array) => BodySink | undefined;
  /** The whole body, where it came this way. */
  readonly body: () => Promise<ReceivedBody | undefined>;
  /** Nothing more will come; what has come stays. */
  readonly stop: () => void;
}

/** `onArrival` is told of a JSON body with what its first bytes hold. */
export function openInflow(request: WireRequest, onArrival: (arrived: ArrivingResponse) => void): ResponseInflow {
  let inflow: Inflow | undefined;
  let whole: Promise<ReceivedBody> | undefined;
  const startedAt = performance.now();

  const openSink = (head: BodyHead, start: Uint8Array): BodySink | undefined => {
    const isJson = claimsJson(headerValue(head.headers, 'content-type') ?? '') || looksLikeJson(start);
    const document = isJson ? indexStart(start) : undefined;
    if (document === undefined) return undefined;
    // A lost connection makes the request begin again, and with it the document.
    inflow?.stop();
    const opened = indexInflow(head.total, { first: { document, bytes: start } });
    inflow = opened;
    const done = Promise.withResolvers<ReceivedBody>();
    whole = done.promise;
    const { status, statusText, headers, url, total } = head;
    const arriving = { received: start.length, total, bytesPerSecond: 0 };
    onArrival({
      received: {
        response: { status, statusText, headers, url, durationMs: performance.now() - startedAt, attempts: 1 },
        body: { kind: 'json', document, bytes: start, arriving, incomplete: undefined },
        // Which page of which list it is shows in the end.
        info: recognisePage({ query: [...new URL(request.url).searchParams], ...noFacts }),
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
  return { openSink, body: async () => whole, stop: () => inflow?.stop() };
}
