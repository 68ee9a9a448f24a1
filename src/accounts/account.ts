// Whose account requests go to, as far as that is known before anything is opened. What the environment names is read here;
// choosing between it, a profile and the sandbox is the business of choice.ts.
import { isPrivateChannel, publicBaseUrl, readBaseUrl } from '../api/address.ts';
import { type Credential, createSecret, type Secret } from '../api/credential.ts';
import type { Profile } from '../store/profiles.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is known before anything is opened. */
export interface Account {
  readonly kind: 'sandbox' | 'environment' | 'profile' | 'typed';
  /** Undefined for the sandbox, which gets its address when it starts. */
  readonly baseUrl: string | undefined;
  readonly credential: Credential | undefined;
  /** Name of the profile; undefined for every other kind, and for a profile whose name is still encrypted. */
  readonly profile?: string | undefined;
  /** Stands where a request leaves `{account_id}` open. */
  readonly accountId?: string | undefined;
  readonly readOnly?: boolean;
}

/** An account as the history names it. */
export interface AccountName {
  readonly profile: string;
  readonly origin: string;
}

/** The sandbox has another port in every session, and is the same to its user. */
export function accountName({ kind, profile: name, baseUrl }: Account): AccountName {
  const profile = name ?? (kind === 'typed' ? 'typed token' : kind);
  return { profile, origin: baseUrl === undefined ? 'sandbox' : new URL(baseUrl).origin };
}

/**
 * The account that the environment names, by the official SDK's variables; the sandbox where it names none.
 * An API token wins over a key with an email address: one kind is sent, never both. Empty variables count as unset.
 *
 * @throws Error with a sentence for the user where CLOUDFLARE_BASE_URL is no http(s) URL
 */
export function accountOf(env: Environment): Account {
  const credential = credentialOf(env);
  const named = env.CLOUDFLARE_BASE_URL || undefined;
  const accountId = env.CLOUDFLARE_ACCOUNT_ID?.trim() || undefined;
  if (named !== undefined)
    return { kind: 'environment', baseUrl: checkedBaseUrl('CLOUDFLARE_BASE_URL', named), credential, accountId };
  return credential
    ? { kind: 'environment', baseUrl: publicBaseUrl, credential, accountId }
    : { kind: 'sandbox', baseUrl: undefined, credential };
}

export function accountOfProfile({ name, credential, baseUrl, accountId, readOnly }: Profile): Account {
  return { kind: 'profile', profile: name, credential, baseUrl, accountId, readOnly };
}

/** A session of its own with a token that was typed. */
export function accountOfToken(env: Environment, token: Secret): Account {
  return { kind: 'typed', baseUrl: newAddress(env), credential: { kind: 'token', token } };
}

/** Where requests go with a credential that came without an address: where the environment says, or to the public API. */
export function newAddress(env: Environment): string {
  return env.CLOUDFLARE_BASE_URL ? checkedBaseUrl('CLOUDFLARE_BASE_URL', env.CLOUDFLARE_BASE_URL) : publicBaseUrl;
}

function credentialOf(env: Environment): Credential | undefined {
  const token = env.CLOUDFLARE_API_TOKEN?.trim();
  if (token) return { kind: 'token', token: createSecret(token) };
  const key = env.CLOUDFLARE_API_KEY?.trim();
  const email = env.CLOUDFLARE_EMAIL?.trim();
  return key && email ? { kind: 'key', email, key: createSecret(key) } : undefined;
}

/**
 * @param source what the address was given in: a variable, an option
 * @throws Error with a sentence for the user where it is no http(s) URL
 */
export function checkedBaseUrl(source: string, text: string): string {
  const url = readBaseUrl(text);
  if (url === undefined)
    throw new Error(`${source} must be an http or https URL without a query, such as ${publicBaseUrl}`);
  return url;
}

/**
 * The address, once it is certain that a credential may be sent to it.
 *
 * @throws Error with a sentence for the user where everyone on the way could read the credential
 */
export function checkedChannel(baseUrl: string): string {
  if (!isPrivateChannel(new URL(baseUrl)))
    throw new Error(
      `plain http would expose the credential: use https, not ${baseUrl} (plain http is allowed for this machine only)`,
    );
  return baseUrl;
}
