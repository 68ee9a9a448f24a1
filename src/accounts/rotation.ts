// A new secret for a token, and the end of one: what is asked of the API, and what becomes of the profile.
import { createSecret, isSameSecret, type Secret } from '../api/credential.ts';
import { type Failure, HttpFailure } from '../api/failures.ts';
import { findProfile, type Profile, type ProfileSet, type ProfileSetChange, putProfile } from '../store/profiles.ts';
import { createAsker } from './asker.ts';
import type { Connection } from './connection.ts';
import type { Verified } from './verify.ts';

/** Where the API has a token, below the base URL; undefined for what is none. */
export function pathOfToken({ owner, tokenId }: Pick<Verified, 'owner' | 'tokenId'>): string | undefined {
  if (tokenId === undefined) return undefined;
  const tokens = owner === undefined ? '/user/tokens' : `/accounts/${encodeURIComponent(owner)}/tokens`;
  return `${tokens}/${encodeURIComponent(tokenId)}`;
}

type Done<T> =
  | ({ readonly ok: true } & T)
  /** `isKnown` false: no response came, and it may have been done. */
  | { readonly ok: false; readonly failure: Failure; readonly isKnown: boolean };

/**
 * Gives the token a new secret; the old one ends with it. The connection must not repeat requests: the second would be refused.
 *
 * @param path of the token
 */
export async function rollToken(connection: Connection, path: string): Promise<Done<{ readonly secret: Secret }>> {
  const asked = await askOnce(connection, `${path}/value`, 'PUT');
  if (!asked.ok) return asked;
  const { result } = asked;
  if (typeof result === 'string' && result !== '') return { ok: true, secret: createSecret(result) };
  const next = 'roll the token in the dashboard';
  const failure: Failure = { kind: 'unusable', tried: `PUT ${path}/value`, happened: 'it gave no new secret', next };
  return { ok: false, failure, isKnown: false };
}

/** Deletes the token at the API. */
export async function deleteToken(connection: Connection, path: string): Promise<Done<object>> {
  const asked = await askOnce(connection, path, 'DELETE');
  return asked.ok ? { ok: true } : asked;
}

/** Failures of what was never sent. */
const unsent: ReadonlySet<Failure['kind']> = new Set(['refused', 'dns', 'tls']);

async function askOnce(
  connection: Connection,
  path: string,
  method: 'PUT' | 'DELETE',
): Promise<Done<{ readonly result: unknown }>> {
  try {
    const asked = await createAsker(connection, undefined)(path, method);
    if (asked.ok) return asked;
    // A status of 5xx, or a page of something on the way, does not tell.
    const isKnown = asked.failure.kind === 'api' && asked.failure.status < 500;
    return { ...asked, isKnown };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const { failure } = error;
    return { ok: false, failure, isKnown: unsent.has(failure.kind) };
  }
}

/** The profile with its new secret, unless it has another credential by now than the one that was rolled. */
export function putNewSecret(set: ProfileSet, rolled: Profile, secret: Secret): ProfileSetChange {
  const found = findProfile(set, rolled.name);
  if (found === undefined) return { ok: false, reason: `the profile ${rolled.name} has been removed meanwhile` };
  const isSame =
    found.credential.kind === 'token' &&
    rolled.credential.kind === 'token' &&
    isSameSecret(found.credential.token, rolled.credential.token);
  if (!isSame) return { ok: false, reason: `the profile ${rolled.name} has another credential by now` };
  return putProfile(set, { ...found, credential: { kind: 'token', token: secret } });
}
