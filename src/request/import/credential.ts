// Credentials in a command: which headers carry them, which values are real and which only stand for one. A real one is sealed
// at once, and everything that looks like one is taken out of every other text.
import type { Marks } from './marks.ts';
import type { ImportedCredential } from './types.ts';

/** Headers whose value is a secret or belongs to a session. Names with `key` alone are not: Idempotency-Key is none. */
const SECRET_HEADER =
  /^(?:authorization|proxy-authorization|cookie2?|set-cookie|x-auth-\w+(?:-\w+)*|x-api-key|api-key|apikey|x-atok|x-cross-site-security|.*(?:secret|token|passw|passphrase|credential|authorization|signature|session).*)$/i;

/** Cloudflare's own prefixes (https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/). */
const TOKEN_PREFIX = /cf(?:k|ut|at)_[A-Za-z0-9_-]{8,}|v1\.0-[0-9a-f]{20,}-[0-9a-f]{20,}/g;

/** What the documentation shows in a credential's place. */
const EXAMPLES: ReadonlySet<string> = new Set([
  'Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY',
  '8M7wS6hCpXVc-DoRnPPY_UCWPgy8aea4Wy6kCe5T',
  'c2547eb745079dac9320b638f5e225cf483cc5cfdda41',
  '144c9defac04969c7bfad8efaa8ea194',
]);

interface FoundCredential<Sealed> {
  readonly credential: ImportedCredential<Sealed> | undefined;
  /** The headers that are left. */
  readonly headers: readonly (readonly [string, string])[];
  readonly notes: readonly string[];
  /** Puts `•••` in place of every secret that was found; true where there was one. */
  readonly scrub: (text: string) => string;
}

/** Takes the credentials out of the headers of a call. Texts may hold marks. */
export function takeCredential<Sealed>(
  given: readonly (readonly [string, string])[],
  bearer: string | undefined,
  marks: Marks,
  seal: (text: string) => Sealed,
): FoundCredential<Sealed> {
  const secrets: string[] = [];
  const notes: string[] = [];
  const headers: (readonly [string, string])[] = [];
  let token = bearer === undefined ? undefined : realOf(bearer, marks);
  let key: string | undefined;
  let email: string | undefined;
  for (const [name, value] of given) {
    const lower = name.trim().toLowerCase();
    if (!SECRET_HEADER.test(lower)) {
      headers.push([name, value]);
      continue;
    }
    if (lower === 'authorization') token ??= tokenIn(value, marks, notes, secrets);
    else if (lower === 'x-auth-key') key = realOf(value, marks);
    else if (lower === 'x-auth-email')
      email = /@/.test(value) && !/@example\.(?:com|org)$/i.test(value) ? realOf(value, marks) : undefined;
    else {
      const real = realOf(value, marks);
      if (real !== undefined) secrets.push(real);
      notes.push(
        `The header ${name.slice(0, 40)} contains a secret and was left out, because requests are kept in the history.`,
      );
    }
  }
  if (token !== undefined) secrets.push(token);
  if (key !== undefined) secrets.push(key);
  if (key !== undefined && email === undefined && token === undefined) {
    notes.push('The key (X-Auth-Key) was left out: it only works with the email address of its account.');
  }
  return {
    credential: credentialOf(token, key, email, seal),
    headers,
    notes,
    scrub: (text) => scrubbed(text, secrets),
  };
}

function credentialOf<Sealed>(
  token: string | undefined,
  key: string | undefined,
  email: string | undefined,
  seal: (text: string) => Sealed,
): ImportedCredential<Sealed> | undefined {
  if (token !== undefined) return { kind: 'token', token: seal(token) };
  return key !== undefined && email !== undefined ? { kind: 'key', email, key: seal(key) } : undefined;
}

function tokenIn(value: string, marks: Marks, notes: string[], secrets: string[]): string | undefined {
  const bearer = /^\s*bearer\s+([\s\S]*)$/i.exec(value)?.[1] ?? (/\s/.test(value.trim()) ? undefined : value);
  if (bearer !== undefined) return realOf(bearer, marks);
  const rest = realOf(value.trim().replace(/^\S+\s+/, ''), marks);
  if (rest !== undefined) {
    secrets.push(rest);
    notes.push('The header Authorization was left out: the API expects a Bearer token there.');
  }
  return undefined;
}

/** The secret that a text is; undefined where it only stands for one: a variable, `<API_TOKEN>`, `YOUR_TOKEN`, `xxx`. */
function realOf(value: string, marks: Marks): string | undefined {
  const text = value.trim().replace(/^(["'])(.*)\1$/s, '$2');
  if (text === '' || marks.find(text).length > 0 || EXAMPLES.has(text)) return undefined;
  if (/[<>{}[\]()$%\u2026\u2022]|\.\.\.|\*{3}|^[xX._-]+$/.test(text)) return undefined;
  // What stands behind a blank is no part of it, but was run into it where quotes are missing.
  if (/\s/.test(text)) return realOf(text.replace(/\s[\s\S]*$/, ''), marks);
  const isWords =
    !/\d/.test(text) &&
    (/^[A-Z_\- ]+$/.test(text) ||
      /token|key|secret|your|api|here|redacted|example|value|undefined|null/i.test(text) ||
      text.length < 12);
  return isWords ? undefined : text;
}

/** Secrets shorter than this are words as well as secrets: they are not looked for in other texts. */
const SHORTEST = 8;

function scrubbed(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST) clean = clean.replaceAll(secret, '\u2022\u2022\u2022');
    const encoded = encodeURIComponent(secret.toWellFormed());
    if (encoded !== secret && secret.length >= SHORTEST) clean = clean.replaceAll(encoded, '\u2022\u2022\u2022');
  }
  return clean.replace(TOKEN_PREFIX, '\u2022\u2022\u2022');
}
