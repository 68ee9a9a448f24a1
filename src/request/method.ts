// The methods of RFC 9110 (and PATCH, RFC 5789) that the API has, and which of them a request really uses.
import type { Item, Method, RequestLine } from './types.ts';

export const METHODS: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The method that the word names in any case, or undefined. */
export function methodOf(word: string): Method | undefined {
  const upper = word.toUpperCase();
  return METHODS.find((method) => method === upper);
}

/** False for the methods whose content has no meaning (RFC 9110 sections 9.3.1, 9.3.2 and 9.3.7). */
export function takesBody(method: Method): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/** True for the items that become the body: fields, `:=json`, `=text` and `@file`. */
export function isBodyItem(item: Item): boolean {
  return item.kind !== 'query' && item.kind !== 'header';
}

/** The method as written, else GET without body items and POST with. */
export function effectiveMethod(request: RequestLine): Method {
  return request.method ?? (request.items.some(isBodyItem) ? 'POST' : 'GET');
}
