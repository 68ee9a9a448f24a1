// Query items of a request: what paging, sorting and forms change. Must not know what any name means.
import type { Item, RequestLine } from './types.ts';

/** The first value of a query item; undefined where there is none. */
export function queryValue(request: RequestLine, name: string): string | undefined {
  const found = request.items.find((item) => item.kind === 'query' && item.name === name);
  return found?.kind === 'query' ? found.value : undefined;
}

/** The query items of a request, in order. */
export function queryOf({ items }: RequestLine): readonly (readonly [name: string, value: string])[] {
  return items.flatMap((item) => (item.kind === 'query' ? [[item.name, item.value] as const] : []));
}

/**
 * The request with query items set or, for undefined, taken out. An item that is there keeps its place (repeated ones become one);
 * new ones follow the last query item, in the order of `changes`, or stand first.
 */
export function withQuery(request: RequestLine, changes: Readonly<Record<string, string | undefined>>): RequestLine {
  const pending = new Map(Object.entries(changes));
  const items: Item[] = [];
  for (const item of request.items) {
    if (item.kind !== 'query' || !Object.hasOwn(changes, item.name)) {
      items.push(item);
      continue;
    }
    const value = pending.get(item.name);
    pending.delete(item.name);
    if (value !== undefined) items.push({ ...item, value });
  }
  const added: Item[] = [];
  for (const [name, value] of pending) if (value !== undefined) added.push({ kind: 'query', name, value });
  const at = items.findLastIndex((item) => item.kind === 'query') + 1;
  return { ...request, items: [...items.slice(0, at), ...added, ...items.slice(at)] };
}

/** The request with these values for a query item, one item each: at the place of the first that is there, or as new ones. */
export function withQueryValues(request: RequestLine, name: string, values: readonly string[]): RequestLine {
  const [first, ...others] = values;
  const single = withQuery(request, { [name]: first });
  const at = single.items.findIndex((item) => item.kind === 'query' && item.name === name);
  return {
    ...single,
    items: single.items.toSpliced(at + 1, 0, ...others.map((value): Item => ({ kind: 'query', name, value }))),
  };
}

const PLACEHOLDER = /\{([A-Za-z_][\w-]*)\}/g;

/** Names of the placeholders that are left in the path, in order, each once. */
export function placeholders(request: RequestLine): readonly string[] {
  return [...new Set(Array.from(request.path.matchAll(PLACEHOLDER), (match) => match[1] ?? ''))];
}

/**
 * The request with the placeholders that `values` has filled in. A value is one segment or part of one: everything in it but
 * unreserved characters (RFC 3986 section 2.3) is percent-encoded, slashes too. Names without a value, or an empty one, stay.
 */
export function fillPlaceholders(request: RequestLine, values: Readonly<Record<string, string>>): RequestLine {
  const path = request.path.replace(PLACEHOLDER, (written, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined || value === '' ? written : encodeURIComponent(value.toWellFormed());
  });
  return { ...request, path };
}
