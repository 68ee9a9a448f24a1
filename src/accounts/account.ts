// Whose account requests go to, as far as that is known before anything is opened. What the environment names is read here;
// choosing between it, a profile and the sandbox is the business of choice.ts.
import {
  isLocalApi,
  isLoopbackHost,
  isPrivateChannel,
  publicBaseUrl,
  readBaseUrl,
  shortAddress,
} from '../api/address.ts';
import { type Credential, createSecret, type StoredCredential } from '../api/credential.ts';
import { type ConsentSetting, consentSettings, isConsentSetting } from '../api/writes.ts';
import type { Profile } from '../store/profiles.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is known before anything is opened. */
export interface Account {
  readonly kind: 'sandbox' | 'environment' | 'profile' | 'typed' | 'local';
  /** Undefined for the sandbox, which gets its address when it starts. */
  readonly baseUrl: string | undefined;
  readonly credential: StoredCredential | undefined;
  /** Name of the profile; undefined for every other kind, and for a profile whose name is still encrypted. */
  readonly profile?: string | undefined;
  /** Stands where a request leaves `{account_id}` open. */
  readonly accountId?: string | undefined;
  readonly readOnly?: boolean;
  readonly production?: boolean;
  /** When it asks before it sends; undefined where it does not say. */
  readonly consent?: ConsentSetting | undefined;
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

/** The environment holds half a credential, or what can be none. The message names the variable. */
export class EnvironmentProblem extends Error {
  override readonly name = 'EnvironmentProblem';
}

/**
 * The account that the environment names, by the official SDK's variables; undefined where it names none.
 * An API token wins over a key with an email address: one kind is sent, never both. Half a credential, or one that can be none,
 * is no account and no reason for another one: most often a secret is missing where the variables are set.
 *
 * @throws EnvironmentProblem; Error with a sentence for the user where CLOUDFLARE_BASE_URL is no http(s) URL
 */
export function accountOf(env: Environment): Account | undefined {
  const credential = credentialOf(env);
  const problem = credential ? undefined : credentialProblem(env);
  if (problem !== undefined) throw new EnvironmentProblem(problem);
  const named = env.CLOUDFLARE_BASE_URL?.trim() || undefined;
  const accountId = env.CLOUDFLARE_ACCOUNT_ID?.trim() || undefined;
  const consent = consentOf(env);
  if (named === undefined)
    return credential && { kind: 'environment', baseUrl: publicBaseUrl, credential, accountId, consent };
  const baseUrl = checkedBaseUrl('CLOUDFLARE_BASE_URL', named);
  // A server on this machine may take requests from everyone on it.
  if (!credential && !isLoopbackHost(new URL(baseUrl).hostname))
    throw new EnvironmentProblem('CLOUDFLARE_BASE_URL is set, and no credential for it: set CLOUDFLARE_API_TOKEN too');
  return { kind: 'environment', baseUrl, credential: credentialFor(baseUrl, credential), accountId, consent };
}

/** Says for every account that is no profile when it asks before it sends. */
export const consentVariable = 'FLARESCOPE_CONFIRM_WRITES';

/**
 * What the environment says of that; undefined where it says nothing.
 *
 * @throws EnvironmentProblem where it says what nobody understands
 */
export function consentOf(env: Environment): ConsentSetting | undefined {
  const value = env[consentVariable]?.trim().toLowerCase();
  if (!value) return undefined;
  if (isConsentSetting(value)) return value;
  throw new EnvironmentProblem(`${consentVariable} takes ${consentSettings.join(', ')}`);
}

export function accountOfProfile(profile: Profile): Account {
  const { name, credential, baseUrl, accountId, readOnly, production, consent } = profile;
  const sent = credential.kind === 'local' ? undefined : credentialFor(baseUrl, credential);
  return { kind: 'profile', profile: name, credential: sent, baseUrl, accountId, readOnly, production, consent };
}

/** A local API asks for none, and what runs there is whatever is being developed: it gets none. */
function credentialFor<T extends StoredCredential>(baseUrl: string, credential: T | undefined): T | undefined {
  return isLocalApi(baseUrl) ? undefined : credential;
}

/** Where requests go with a credential that came without an address: where the environment says, or to the public API. */
export function newAddress(env: Environment): string {
  const named = env.CLOUDFLARE_BASE_URL?.trim();
  return named ? checkedBaseUrl('CLOUDFLARE_BASE_URL', named) : publicBaseUrl;
}

/**
 * The same for people, with what says so where it is not the public API.
 *
 * @throws Error with a sentence for the user where no credential may be sent there
 */
export function newPlace(env: Environment): string {
  const place = shortAddress(checkedChannel(newAddress(env)));
  return env.CLOUDFLARE_BASE_URL?.trim() ? `${place} (CLOUDFLARE_BASE_URL)` : place;
}

function credentialOf(env: Environment): Credential | undefined {
  const token = env.CLOUDFLARE_API_TOKEN?.trim();
  if (token && !malformation(token)) return { kind: 'token', token: createSecret(token) };
  const key = env.CLOUDFLARE_API_KEY?.trim();
  const email = env.CLOUDFLARE_EMAIL?.trim();
  if (!key || !email || malformation(key) || malformation(email)) return undefined;
  return { kind: 'key', email, key: createSecret(key) };
}

/** Why the variables, which hold no whole credential, can stand for none either; never with their values. */
function credentialProblem(env: Environment): string | undefined {
  for (const variable of ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_API_KEY', 'CLOUDFLARE_EMAIL'] as const) {
    const value = env[variable]?.trim();
    if (value === '') return `${variable} is set but empty. Give it a value, or unset it`;
    const wrong = value === undefined ? undefined : malformation(value);
    if (wrong !== undefined) return `${variable} ${wrong}`;
  }
  if (env.CLOUDFLARE_API_KEY !== undefined)
    return 'CLOUDFLARE_API_KEY is set without CLOUDFLARE_EMAIL, and a key works only with the email address of its user';
  if (env.CLOUDFLARE_EMAIL !== undefined) return 'CLOUDFLARE_EMAIL is set without CLOUDFLARE_API_KEY';
  return undefined;
}

/** What can be no part of a credential, as people copy it from documentation, .env files and consoles. */
function malformation(value: string): string | undefined {
  if (/^bearer(?:\s|$)/i.test(value)) return 'begins with "Bearer". Give it the token alone';
  if (/^["'`“”‘’]|["'`“”‘’]$/.test(value)) return 'has quotes around its value. Remove them';
  if (/^\$[({]?\w/.test(value)) return 'holds the name of a variable where its value should be';
  if (/[^\x21-\x7e]/.test(value)) return 'holds a space or a character that no credential has';
  return undefined;
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
