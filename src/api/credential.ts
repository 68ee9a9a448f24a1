// What proves to Cloudflare who is asking. One kind is sent, never both.
// https://developers.cloudflare.com/fundamentals/api/get-started/

export type Credential =
  | { readonly kind: 'token'; readonly token: Secret }
  | { readonly kind: 'key'; readonly email: string; readonly key: Secret };

/** A program that prints the secret, with its arguments; it is run without a shell, when the secret is first needed. */
export interface SecretCommand {
  readonly kind: 'command';
  readonly words: readonly string[];
  /** Of the user whose global key it prints; undefined where it prints a token. */
  readonly email: string | undefined;
}

/** What a credential is made of when it is needed. */
export type StoredCredential = Credential | SecretCommand;

/** What a profile is sent with: one for a local API has no credential. */
export type ProfileCredential = StoredCredential | { readonly kind: 'local' };

const DOTS = '•••';
const values = new WeakMap<object, string>();

/** Every secret that something still holds. */
let made: WeakRef<Secret>[] = [];

export interface Secret {
  toString(): string;
  toJSON(): string;
}

const masked = {
  toString: () => DOTS,
  toJSON: () => DOTS,
  // The registered symbol is util.inspect.custom, reached without importing node:util.
  [Symbol.for('nodejs.util.inspect.custom')]: () => DOTS,
};

export function createSecret(value: string): Secret {
  const secret = Object.freeze({ ...masked });
  values.set(secret, value);
  made.push(new WeakRef(secret));
  return secret;
}

/** The secrets that this process holds: nothing that it writes may have one of them in it. */
export function liveSecrets(): readonly Secret[] {
  made = made.filter((reference) => reference.deref() !== undefined);
  return made.flatMap((reference) => reference.deref() ?? []);
}

/** The text itself. Throws on an object that createSecret did not make. */
export function unwrapSecret(secret: Secret): string {
  const value = values.get(secret);
  if (value === undefined) throw new TypeError('unwrapSecret was given something that is not a Secret');
  return value;
}

export function isSameSecret(a: Secret, b: Secret): boolean {
  return unwrapSecret(a) === unwrapSecret(b);
}

/**
 * Enough of a secret to tell two apart on the screen: dots and its last four characters.
 * A text shorter than 20 characters shows no character at all.
 */
export function secretTail(secret: Secret): string {
  const value = unwrapSecret(secret);
  return value.length < 20 ? '····' : `····${value.slice(-4)}`;
}

/**
 * The prefix that tells what kind of credential it is, such as `cfut_`; empty for one without, as they were before 2026.
 * https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
 */
export function secretPrefix(secret: Secret): string {
  return prefixOf(unwrapSecret(secret));
}

/**
 * True for what is a global key by its form: its prefix, or as many hexadecimal digits as keys had before 2026. 40 of them
 * are taken for a token: those have as many characters.
 */
export function isGlobalKey(secret: Secret): boolean {
  return /^(?:cfk_.*|[0-9a-f]{37,39}|[0-9a-f]{41,45})$/.test(unwrapSecret(secret));
}

function prefixOf(text: string): string {
  return /^cf[a-z]{1,4}_/.exec(text)?.[0] ?? '';
}

/** True for what may well be a secret: a prefix of Cloudflare's, or a long run of characters without a meaning. */
export function looksSecret(text: string): boolean {
  return /^cf(?:ut|at|k)_/.test(text) || /^[A-Za-z0-9_-]{32,}$/.test(text);
}
