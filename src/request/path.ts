// The path word of a line: a path below the base URL, in any of the ways people have one at hand (copied from the
// documentation, from a browser, from a script). Must not know what is done with it.
// Trap: URL() resolves `..` and `%2e%2e` silently, so a URL is taken apart by hand and only its origin is given to URL().
import { isGraphql, taggedKind, variableOf } from './graphql.ts';
import { findSeparator } from './item.ts';
import { quoted } from './message.ts';
import type { RequestLine } from './types.ts';

interface PathQuery {
  readonly name: string;
  readonly value: string;
}

type PathResult = { readonly ok: true; readonly path: string; readonly query: readonly PathQuery[] } | PathProblem;

interface PathProblem {
  readonly ok: false;
  /** Offset and length in the word. */
  readonly index: number;
  readonly length: number;
  readonly expected: string;
  readonly message: string;
}

const URL_PARTS = /^([a-z][a-z0-9+.-]*:)\/\/([^/?#\\]*)/i;
const DOT_SEGMENT = /[/\\]((?:\.|%2e){1,2})(?=[/\\]|$)/i;
const CONTROL = /[\x00-\x1f\x7f]/;

/**
 * Reads a path: `/zones`, `zones`, `{account_id}/x`, or, given the base URL, a full URL below it, its host and path, or a
 * path that repeats the base path. A query string becomes query items (`+` and %XX decoded, WHATWG URL section 5.1).
 * Refused: another origin, a fragment, dot segments (`..` or `%2e%2e`: servers and clients resolve them), controls.
 */
export function readPath(word: string, baseUrl: string | undefined): PathResult {
  const base = baseUrl === undefined ? undefined : parseBase(baseUrl);
  const found = locatePath(word, base);
  if (!found.ok) return found;
  const { skipped } = found;
  const hash = word.indexOf('#', skipped);
  if (hash >= 0) {
    const message = 'A fragment is never sent. Remove it, or write %23 for a # in the path.';
    return problem(hash, word.length - hash, 'a path without #', message);
  }
  const mark = word.indexOf('?', skipped);
  const end = mark < 0 ? word.length : mark;
  const rest = word.slice(skipped, end);
  const path = withoutBase(rest.startsWith('/') ? rest : `/${rest}`, base?.path ?? '');
  const wrong = pathProblem(path);
  if (wrong !== undefined) {
    // The path is the end of what was read, perhaps with a slash put before it.
    const index = Math.max(skipped, end - path.length + wrong.index);
    return problem(index, Math.min(wrong.length, end - index), 'a path', wrong.message);
  }
  const query = mark < 0 ? [] : readQuery(word, mark + 1);
  return 'ok' in query ? query : { ok: true, path, query };
}

/** Why the path must not be sent, and where in it; undefined where it may be. */
export function pathProblem(
  path: string,
): { readonly index: number; readonly length: number; readonly message: string } | undefined {
  if (!path.startsWith('/') || path.startsWith('//')) {
    return { index: 0, length: path.length, message: `The path ${quoted(path)} must start with one slash.` };
  }
  const mark = path.search(/[?#]/);
  if (mark >= 0) return { index: mark, length: 1, message: 'The path contains ? or #. Write %3F or %23 instead.' };
  const dots = DOT_SEGMENT.exec(path);
  if (dots !== null) {
    const message = `The path contains the segment ${quoted(dots[1] ?? '')}. Write the full path.`;
    return { index: dots.index + 1, length: dots[1]?.length ?? 0, message };
  }
  const control = path.search(CONTROL);
  return control < 0
    ? undefined
    : { index: control, length: 1, message: 'The path contains a control character. Write it as %XX.' };
}

interface Base {
  readonly origin: string;
  readonly host: string;
  /** Without a slash at its end: empty for a base URL that is only an origin. */
  readonly path: string;
}

/** Origin and path of a base URL; undefined where it is none. */
export function parseBase(baseUrl: string): Base | undefined {
  if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) return undefined;
  const url = new URL(baseUrl);
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return undefined;
  return { origin: url.origin, host: url.host, path: url.pathname.replace(/\/+$/, '') };
}

/** How much of the word stands before the path: origin and host are checked here and left off. */
function locatePath(
  word: string,
  base: Base | undefined,
): { readonly ok: true; readonly skipped: number } | PathProblem {
  const url = URL_PARTS.exec(word);
  if (url !== null) return locateUrl(word, url, base);
  if (word.startsWith('//')) {
    const message = `${quoted(word)} names another host: start the path with one slash.`;
    return problem(0, 2, 'a path with one slash at its start', message);
  }
  if (base !== undefined && word.startsWith(`${base.host}/`)) return { ok: true, skipped: base.host.length };
  const separator = findSeparator(word);
  const slash = word.search(/[/?]/);
  if (word === '' || (separator !== undefined && (slash < 0 || separator.index < slash))) {
    const message = `${quoted(word)} is not a path: a line begins with a method and a path, such as GET /zones.`;
    return problem(0, word.length, 'a path', message);
  }
  return { ok: true, skipped: 0 };
}

function locateUrl(
  word: string,
  [whole, scheme = '', authority = '']: RegExpExecArray,
  base: Base | undefined,
): { readonly ok: true; readonly skipped: number } | PathProblem {
  if (base === undefined) {
    return problem(0, word.length, 'a path', 'There is no base URL to compare this URL with. Write only the path.');
  }
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    const message =
      'The URL must not contain a user name or password. Credentials come from the profile or the environment.';
    return problem(scheme.length + 2, at + 1, 'a host', message);
  }
  const origin = URL.canParse(whole) ? new URL(whole).origin : whole;
  if (origin !== base.origin) {
    const message = `This URL is on ${quoted(whole)}, but requests go to ${base.origin}. Write only the path, or use another account.`;
    return problem(0, whole.length, `a path or a URL on ${base.origin}`, message);
  }
  const path = /^[^?#]*/.exec(word.slice(whole.length))?.[0] ?? '';
  if (path !== base.path && !path.startsWith(`${base.path}/`)) {
    const message = `This URL is not below the account's base URL ${base.origin}${base.path}.`;
    return problem(whole.length, path.length, `a path below ${base.path}`, message);
  }
  return { ok: true, skipped: whole.length };
}

function withoutBase(path: string, basePath: string): string {
  let rest = path;
  while (basePath !== '' && (rest === basePath || rest.startsWith(`${basePath}/`))) {
    rest = rest.slice(basePath.length);
  }
  return rest === '' ? '/' : rest;
}

function readQuery(word: string, start: number): readonly PathQuery[] | PathProblem {
  const query: PathQuery[] = [];
  let index = start;
  for (const pair of word.slice(start).split('&')) {
    if (pair !== '') {
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
      if (name === undefined || value === undefined) {
        const message = `${quoted(pair)} is not percent-encoded UTF-8: write %25 for a percent sign.`;
        return problem(index, pair.length, 'name=value, percent-encoded', message);
      }
      if (name === '') {
        return problem(index, pair.length, 'name=value', `${quoted(pair)} in the query string has no name.`);
      }
      query.push({ name, value });
    }
    index += pair.length + 1;
  }
  return query;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function problem(index: number, length: number, expected: string, message: string): PathProblem {
  return { ok: false, index, length, expected, message };
}

/** True for a request in which a zone or an account may be named otherwise than by its id. */
export function mayHoldNames(request: RequestLine): boolean {
  const { path, items } = request;
  if (isGraphql(request)) return items.some((item) => taggedKind(variableOf(item) ?? '') !== undefined);
  return /\/(?:zones|accounts)\/(?![0-9a-f]{32}(?:\/|$))[^/{]/i.test(path);
}
