// One request as an answer sees it, and one line of the route table. No socket reaches an answer.
import type { IncomingHttpHeaders } from 'node:http';
import type { Reply } from './envelope.ts';
import type { JsonObject } from './request-body.ts';
import type { World } from './world.ts';

export type Call = {
  readonly world: World;
  readonly method: string;
  /** The path below the base, percent-encoded as it came: `/zones/…`. */
  readonly path: string;
  /** What the placeholders of the route's path stand for, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came; empty where there was none. */
  readonly bytes: Uint8Array;
  /** The decoded body of a route that takes JSON, else an empty object. */
  readonly body: JsonObject;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export type Answer = (call: Call) => Reply | Promise<Reply>;

export type Route = {
  readonly method: string;
  /** `/zones/{zone_id}`; what may stand for a placeholder is decided by its name (router.ts). */
  readonly path: string;
  readonly answer: Answer;
  /** `json`: anything but a JSON object is refused before the answer is asked. */
  readonly body: 'none' | 'json' | 'bytes';
  /** Answers without credentials and without counting against the quota. */
  readonly open?: boolean;
};
