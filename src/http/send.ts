// Sending as this room offers it: one function from a request to its response, what happens on the way, and where a large body
// goes. Types only: nothing of undici is loaded for them.
import type { HeaderList, RateLimit, WireRequest, WireResponse } from '../api/messages.ts';

export type SendEvent =
  /** A wait of `waitMs` begins, after which attempt number `attempt` (2 …) of at most `of` starts. */
  | {
      readonly type: 'retrying';
      readonly attempt: number;
      readonly of: number;
      readonly waitMs: number;
      readonly because: string;
    }
  /** Bytes of an upload that were handed over to be sent, of `total`. One event per piece. */
  | { readonly type: 'sent'; readonly sent: number; readonly total: number }
  /**
   * `isOpenEnded`: the body is a stream of events, whose next may be long in coming. `isShared`: the connection carries many
   * requests at once, as HTTP/2 does.
   */
  | { readonly type: 'headers'; readonly status: number; readonly isOpenEnded?: boolean; readonly isShared?: boolean }
  /** Bytes of the encoded body received so far, of `total` where the server announced it. One event per chunk. */
  | { readonly type: 'progress'; readonly received: number; readonly total: number | undefined }
  /** The body has come as a whole, and is still to be decoded and looked at. */
  | { readonly type: 'received' }
  | { readonly type: 'rate-limit'; readonly limit: RateLimit };

/** What a request is to whoever keeps a history; the program's own questions have none, and are not kept. */
export interface Asked {
  /** In the request language. */
  readonly line: string;
  /** The sender's own number for it. */
  readonly id: number;
  /** The number of the request whose list this one turns a page of. */
  readonly partOf: number | undefined;
  /** The number of the request whose list this one asks for in another way: pages of it belong to this one from then on. */
  readonly relists?: number | undefined;
  /** Its row in the history, where it has one already: a write that can be taken back is kept before it is sent. */
  readonly row?: number | undefined;
}

/** What is known of a response before its body has come. */
export interface BodyHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly url: string;
  /** Bytes of the decoded body, where the server's word for them holds: not where the body is compressed. */
  readonly total: number | undefined;
}

/** Takes in a large body while it comes, so that nobody has to hold it twice. */
export interface BodySink {
  /** The next decoded bytes, whose memory is used again afterwards. False: no more fit, and no more are wanted. */
  readonly write: (chunk: Uint8Array) => boolean | Promise<boolean>;
  /** All has come. */
  readonly end: () => void;
  /** What was taken in, for the response; empty where it was not kept. */
  readonly bytes: () => Uint8Array;
}

export interface SendContext {
  /** Aborting it closes the connection at once and rejects with a `cancelled` failure. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: SendEvent) => void;
  readonly asked?: Asked;
  /**
   * Called for the body of a success that turns out to be large, with its first bytes; once for each attempt. Without a sink
   * the body is collected, as smaller ones always are. It is not called again in the attempt where it gives none.
   */
  readonly openSink?: (head: BodyHead, start: Uint8Array) => BodySink | undefined;
  /** Milliseconds for which a body may stand still before what has come of it goes to the sink. @default none: only its size counts */
  readonly sinkAfterMs?: number | undefined;
  /** True for what the program itself has made and clears away: a profile that may only read lets it pass. */
  readonly isHousekeeping?: boolean;
  /** True where the sender asks for a smaller page when this one takes too long: then it is not sent again as it is. */
  readonly asksForLess?: boolean;
}

/** Sends one request. Resolves for every HTTP status; rejects only with an HttpFailure. */
export type Send = (request: WireRequest, context: SendContext) => Promise<WireResponse>;

/** One concern around a send. Interceptors are composed in one list, the first one outermost. */
export type Interceptor = (next: Send) => Send;
