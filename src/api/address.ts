// The address that all requests of an account go below.

/** The API's public address, from Cloudflare's documentation. */
export const publicBaseUrl = 'https://api.cloudflare.com/client/v4';

/** An http(s) address without a slash at its end; undefined for what cannot be one: a query, a fragment, user info. */
export function readBaseUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined;
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}

/** Host of a base URL, with the path where it is not the public API's. */
export function shortAddress(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  return pathname === '/' || pathname === '/client/v4' ? host : `${host}${pathname}`;
}

/**
 * True for 127.0.0.0/8, ::1 and localhost (RFC 6761 §6.3). Only for URL-parsed host names: the parser has by then
 * turned spellings such as 0x7f.1 into dotted decimal.
 */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** True where nobody on the way can read along: https, or plain http that never leaves this machine. */
export function isPrivateChannel(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

/** Where `wrangler dev` serves its API below its server, the newer place first; the API's own description is at this path itself. */
export const localBasePaths = ['/cdn-cgi/local/explorer/api', '/cdn-cgi/explorer/api'] as const;

/** True for the address of the API that `wrangler dev` serves: it has no accounts and no zones, and gets no credential. */
export function isLocalApi(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const path = new URL(baseUrl).pathname.replace(/\/+$/, '');
  return localBasePaths.some((base) => path.endsWith(base));
}
