// The one redactor for header fields: history, snippets, logs and error text all pass through it. Pure.

import type { HeaderList } from './types.ts';

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
