// What a profile needs before it is saved: a name that can be one, an address that a credential may be sent to, and for the
// first one something that protects its key.
import { isPrivateChannel, placeOf } from '../api/address.ts';
import type { Credential } from '../api/credential.ts';
import type { ProfileRow } from '../explorer/model/accounts.ts';
import type { ProfileChange } from '../explorer/model/effects.ts';
import {
  checkName,
  findProfile,
  noSuchProfile,
  type Profile,
  type ProfileSet,
  type ProfileSetChange,
  putProfile,
  removeProfile,
  selectProfile,
} from '../store/profiles.ts';
import type { Vault, VaultPlace } from '../store/vault.ts';
import { type Account, describe, type Environment, newAddress } from './connection.ts';

/** The name in its canonical form. Throws an Error with a clause on what a name is. */
export function checkedName(text: string): string {
  const name = checkName(text);
  if (name === undefined)
    throw new Error('A name is 1 to 64 letters, digits and . _ @ + -, the first a letter or a digit');
  return name;
}

/**
 * Where requests of a new profile go: to the address that the environment names, or the public one.
 *
 * @throws Error with a sentence where that is no address, or where everyone on the way could read the credential
 */
export function checkedAddress(env: Environment): string {
  const address = newAddress(env);
  if (!isPrivateChannel(new URL(address)))
    throw new Error(`${address} is plain http, which would show the credential to everyone on the way: use https`);
  return address;
}

/** As it is before it is saved, and before its default account is known. */
export function newProfile(env: Environment, name: string, credential: Credential): Profile {
  return { name, credential, baseUrl: checkedAddress(env), accountId: undefined, readOnly: false };
}

/** The account of a credential that belongs to no profile yet. */
export function newAccount(env: Environment, credential: Credential): Account {
  return { kind: 'typed', baseUrl: checkedAddress(env), credential };
}

/** No entry has this name: asking for it shows whether there is anyone to response. */
const probe = 'probe';

/** The keychain by its name, or why there is none that would keep a key. */
export async function findKeychain({
  keychain,
}: VaultPlace): Promise<{ readonly keychain: string | undefined; readonly reason: string | undefined }> {
  try {
    await keychain.read(probe);
    return { keychain: keychain.name, reason: undefined };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { keychain: undefined, reason: `There is no keychain to use: ${why}.` };
  }
}

export function rowsOf({ profiles, current }: ProfileSet): readonly ProfileRow[] {
  return profiles.map(({ name, credential, baseUrl, accountId, readOnly }) => ({
    name,
    credential: describe(credential),
    place: placeOf(baseUrl),
    accountId,
    readOnly,
    isCurrent: name === current,
  }));
}

/** The set with one profile changed. */
export function changed(set: ProfileSet, name: string, change: ProfileChange): ProfileSetChange {
  if (change.kind === 'remove') return removeProfile(set, name);
  if (change.kind === 'current') return selectProfile(set, name);
  const profile = findProfile(set, name);
  if (!profile) return { ok: false, reason: noSuchProfile(set, name) };
  return putProfile(
    set,
    change.kind === 'readOnly'
      ? { ...profile, readOnly: change.readOnly }
      : { ...profile, accountId: change.accountId },
  );
}

export function protectionText(
  protection: ReturnType<Vault['protection']>,
  { folder, keychain }: Pick<VaultPlace, 'folder' | 'keychain'>,
): string {
  const key = protection === 'keychain' ? `in ${keychain.name}` : 'behind the passphrase';
  return `The profiles are encrypted, and their key is ${key}. They are kept in ${folder}.`;
}
