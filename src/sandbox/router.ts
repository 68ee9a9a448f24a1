// One request as a handler sees it, and one line of the route table. No socket reaches a handler.

import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './policies.ts';
import { failure, type Reply } from './reply.ts';
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
  readonly caller: Caller;
};

export type Handler = (call: Call) => Reply | Promise<Reply>;

export type Route = {
  readonly method: string;
  /** `/zones/{zone_id}`; what may stand for a placeholder is decided by its name (`ID_SHAPES`). */
  readonly path: string;
  readonly handler: Handler;
  /** `json`: anything but a JSON object is refused before the handler is called. */
  readonly body: 'none' | 'json' | 'bytes';
  /** Bytes of a body that are taken; fewer than other routes take where it is left out. */
  readonly largestBody?: number;
  /** Needs no credentials and does not count against the quota. */
  readonly open?: boolean;
};

const HEX_ID = /^[0-9a-f]{32}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What may stand for a placeholder; `*_id` is 32 hexadecimal digits unless listed here, other names take any text. */
const ID_SHAPES: Readonly<Record<string, RegExp>> = {
  database_id: UUID,
  certificate_pack_id: UUID,
  image_id: /^.+$/,
};

/** Placeholders that take the rest of the path where they are its end: slashes in keys of objects may come as they are. */
const WITH_SLASHES: readonly string[] = ['{object_key}'];

type Routing =
  | { readonly kind: 'route'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly reply: Reply };

type Match = { readonly literals: number; readonly isWellShaped: boolean; readonly params: Record<string, string> };

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function isWellShaped(name: string, value: string): boolean {
  const shape = ID_SHAPES[name] ?? (name.endsWith('_id') ? HEX_ID : undefined);
  return shape === undefined || shape.test(value);
}

function matchPath(template: string, path: readonly string[]): Match | undefined {
  const parts = segmentsOf(template);
  const takesRest = WITH_SLASHES.includes(parts.at(-1) ?? '') && path.length > parts.length;
  if (parts.length !== path.length && !takesRest) return undefined;
  const params: Record<string, string> = {};
  let literals = 0;
  let shaped = true;
  for (const [index, part] of parts.entries()) {
    const isRest = takesRest && index === parts.length - 1;
    const value = decodeSegment(isRest ? path.slice(index).join('/') : path[index]!);
    if (part.startsWith('{')) {
      const name = part.slice(1, -1);
      if (value === undefined || !isWellShaped(name, value)) shaped = false;
      params[name] = value ?? '';
    } else if (part === value) {
      literals += 1;
    } else {
      return undefined;
    }
  }
  return { literals, isWellShaped: shaped, params };
}

/** What the sandbox lacks is not what the API lacks. */
const missing = 'The sandbox does not have this operation';

function unroutable(base: string, path: string, isKnown: boolean): Reply {
  if (!isKnown) return failure(404, [{ code: 7000, message: `${missing}: nothing is at ${path}` }]);
  const message = `Could not route to ${base}${path}, perhaps your object identifier is invalid?`;
  return failure(404, [{ code: 7003, message }]);
}

/**
 * The most literal route wins, so `/dns_records/export` is never taken for a record's id. HEAD is routed as GET
 * (RFC 9110 section 9.3.2). `base` is only repeated in the error text.
 */
export function findRoute(routes: readonly Route[], method: string, path: string, base: string): Routing {
  const segments = segmentsOf(path);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const candidates = routes
    .map((route) => ({ route, match: matchPath(route.path, segments) }))
    .filter((entry): entry is { route: Route; match: Match } => entry.match !== undefined);
  const shaped = candidates.filter((entry) => entry.match.isWellShaped);
  const best = shaped
    .filter((entry) => entry.route.method === wanted || entry.route.method === 'ANY')
    .sort((left, right) => right.match.literals - left.match.literals)[0];
  if (best !== undefined) return { kind: 'route', route: best.route, params: best.match.params };
  if (shaped.length > 0) {
    const allow = [...new Set(shaped.map((entry) => entry.route.method))];
    if (allow.includes('GET')) allow.push('HEAD');
    const error = { code: 10405, message: `${missing}: ${path} takes ${allow.join(', ')}` };
    return { kind: 'refused', reply: failure(405, [error], { allow: allow.join(', ') }) };
  }
  return { kind: 'refused', reply: unroutable(base, path, candidates.length > 0) };
}
