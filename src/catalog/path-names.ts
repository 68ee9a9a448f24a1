// What a path or an address tells by itself, so that whoever has no use for the catalog need not load it.
import type { RequestLine } from '../request/types.ts';

/** True for a path in which a zone or an account may be named otherwise than by its id. */
export function mayHoldNames({ path }: RequestLine): boolean {
  return /\/(?:zones|accounts)\/(?![0-9a-f]{32}(?:\/|$))[^/{]/i.test(path);
}

/** Where `wrangler dev` serves its API below its server; the API's own description is at this path itself. */
const localBasePath = '/cdn-cgi/explorer/api';

/** True for the address of the API that `wrangler dev` serves: it has no accounts and no zones. */
export function isLocalApi(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && new URL(baseUrl).pathname.replace(/\/+$/, '') === localBasePath;
}
