// The one redactor for header fields and addresses: history, snippets, logs and error text all pass through it. Texts pass
// through secret-text, request lines through redact-line; names are judged in secret-names.
import { LEFT_OUT } from './known-secrets.ts';
import type { HeaderList } from './messages.ts';
import { decoded, isSecretHeader } from './secret-names.ts';
import { isSecretParameter, redactText } from './secret-text.ts';

/** The same fields in the same order, secret values replaced by dots. */
export function redactHeaders(headers: HeaderList): HeaderList {
  return headers.map(([name, value]) => [name, isSecretHeader(name) ? LEFT_OUT : redactText(value)] as const);
}

/** The URL with the values of secret query parameters replaced by dots, and without user info; other text as it is. */
export function redactQuery(url: string): string {
  if (!URL.canParse(url)) return redactText(url);
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  // By hand, since writing searchParams would encode the other values anew.
  const search = parsed.search.slice(1).split('&');
  const redacted = search.map((pair) => {
    const [name = ''] = pair.split('=', 1);
    return name.length < pair.length && isSecretParameter(decoded(name)) ? `${name}=${LEFT_OUT}` : pair;
  });
  parsed.search = '';
  const [before, ...fragment] = parsed.href.split('#');
  const query = redacted.join('&');
  return redactText([`${before}${query === '' ? '' : `?${query}`}`, ...fragment].join('#'));
}
