// The `{name}` parts of a path that somebody has to fill in: the user, the catalog's completion, or the profile.
// Must not know what the names mean. A literal brace in a path is written %7B.
import type { RequestLine } from './types.ts';

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
