// The one redactor for header fields: history, snippets, logs and error text all pass through it.

import type { HeaderList } from './messages.ts';

export const REDACTED = '•••';

const SECRET_NAMES = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-auth-email',
  'cf-authorization',
  'cf-access-jwt-assertion',
]);

/** Any name with one of these words in it: X-Auth-Key, CF-Access-Client-Secret, cf-aig-authorization, X-My-Token … */
const SECRET_WORDS = /secret|token|passw|passphrase|key|credential|authorization|signature|session/i;

/** True where the value of a field of this name must not be written down. */
export function isSecretHeader(name: string): boolean {
  const lower = name.trim().toLowerCase();
  return SECRET_NAMES.has(lower) || SECRET_WORDS.test(lower);
}

/** The same fields in the same order, secret values replaced by dots. */
export function redactHeaders(headers: HeaderList): HeaderList {
  return headers.map(([name, value]) => [name, isSecretHeader(name) ? REDACTED : value] as const);
}

/** Parameters that carry a secret by their name; the tokens of paging are none. */
const SECRET_PARAMETER = /secret|passw|passphrase|credential|signature|authorization|api_?key$|(?:^|[_-])token$/i;
const PAGE_TOKEN = /^(?:next_)?(?:page|continuation|start)_token$/i;

/** True where the value of a query parameter of this name must not be written down. */
export function isSecretParameter(name: string): boolean {
  return SECRET_PARAMETER.test(name) && !PAGE_TOKEN.test(name);
}

/** The URL with the values of secret query parameters replaced by dots, and without user info; other text as it is. */
export function redactQuery(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  // By hand, since writing searchParams would encode the other values anew.
  const search = parsed.search.slice(1).split('&');
  const redacted = search.map((pair) => {
    const [name = ''] = pair.split('=', 1);
    return name.length < pair.length && isSecretParameter(decodeName(name)) ? `${name}=${REDACTED}` : pair;
  });
  parsed.search = '';
  const [before, ...fragment] = parsed.href.split('#');
  const query = redacted.join('&');
  return [`${before}${query === '' ? '' : `?${query}`}`, ...fragment].join('#');
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
