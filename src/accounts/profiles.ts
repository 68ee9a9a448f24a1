// Adding profiles: what one needs before it is saved, and the vault that the first one makes. The command line and the
// explorer both add, change and protect profiles through here and through the vault that the keeper has open.

import type { Credential } from '../api/credential.ts';
import { addProfile, checkName, type Profile, type ProfileSet, putProfile } from '../store/profiles.ts';
import type { Vault, VaultPlace } from '../store/vault.ts';
import { KeychainRefusal, type Protector } from '../store/vault-protection.ts';
import { errorText } from '../text/sentences.ts';
import { type Account, checkedChannel, consentOf, type Environment, newAddress } from './account.ts';
import { AccountRefusal } from './choice.ts';
import type { VaultKeeper } from './vault-keeper.ts';

/** The name in its canonical form. Throws AccountRefusal with what a name is. */
export function checkedName(text: string): string {
  const name = checkName(text);
  if (name === undefined)
    throw new AccountRefusal('a name has 1 to 64 letters, digits or . _ @ + -, and starts with a letter or a digit');
  return name;
}

/** As it is before it is saved, and before its default account is known. Throws as `newPlace`. */
export function newProfile(env: Environment, name: string, credential: Credential): Profile {
  return {
    name,
    credential,
    baseUrl: checkedChannel(newAddress(env)),
    accountId: undefined,
    readOnly: false,
    production: false,
  };
}

/** The account of a credential that belongs to no profile yet. Throws as `newPlace`. */
export function newAccount(env: Environment, credential: Credential): Account {
  return { kind: 'typed', baseUrl: checkedChannel(newAddress(env)), credential, consent: consentOf(env) };
}

export type ProfileSaving =
  /** `isNew`: the vault was made for it. */
  | { readonly kind: 'saved'; readonly set: ProfileSet; readonly vault: Vault; readonly isNew: boolean }
  /** There is no vault, and nothing says how its key is to be protected; `reason` is why the keychain cannot. */
  | { readonly kind: 'unprotected'; readonly reason: string | undefined }
  /** Another program has made a vault meanwhile, which wants its passphrase. */
  | { readonly kind: 'locked' };

/**
 * Saves a profile in the vault that is open; makes the vault for the first one.
 *
 * @param how.by what protects the key of a new vault; without it a passphrase that came without asking
 * @param how.mayReplace puts it in the place of a profile of its name
 * @throws AccountRefusal where there is such a profile already, StorageFailure where it cannot be saved
 */
export async function saveProfile(
  keeper: VaultKeeper,
  profile: Profile,
  how: { readonly by: Protector | undefined; readonly mayReplace: boolean },
): Promise<ProfileSaving> {
  const former = keeper.vault();
  const made = former ? { kind: 'open' as const, vault: former } : await makeVault(keeper, how.by);
  if (made.kind !== 'open') return made;
  const { vault } = made;
  const done = await vault.change((set) => (how.mayReplace ? putProfile(set, profile) : addProfile(set, profile)));
  if (!done.ok) throw new AccountRefusal(done.reason);
  return { kind: 'saved', set: done.set, vault, isNew: former === undefined };
}

async function makeVault(
  keeper: VaultKeeper,
  by: Protector | undefined,
): Promise<{ readonly kind: 'open'; readonly vault: Vault } | Exclude<ProfileSaving, { readonly kind: 'saved' }>> {
  const given = keeper.given();
  const protector = by ?? (given && { kind: 'passphrase' as const, passphrase: given });
  if (!protector) return { kind: 'unprotected', reason: undefined };
  try {
    const made = await keeper.create(protector);
    if (made.kind === 'open' || made.kind === 'locked') return made;
    throw new AccountRefusal('reason' in made ? made.reason : 'The profiles could not be saved.');
  } catch (error) {
    if (!(error instanceof KeychainRefusal)) throw error;
    return { kind: 'unprotected', reason: error.message };
  }
}

/** No entry has this name: asking for it shows whether there is anyone to answer. */
const probe = 'probe';

/** The keychain by its name, or why there is none that would keep a key. */
export async function findKeychain({
  keychain,
}: VaultPlace): Promise<{ readonly keychain: string | undefined; readonly reason: string | undefined }> {
  try {
    await keychain.read(probe);
    return { keychain: keychain.name, reason: undefined };
  } catch (error) {
    const why = errorText(error);
    return { keychain: undefined, reason: `No keychain is available: ${why}.` };
  }
}

/** How the profiles are protected, and where they are. */
export function tellProtection(
  protection: Protector['kind'],
  { folder, keychain }: Pick<VaultPlace, 'folder' | 'keychain'>,
): string {
  const key = protection === 'keychain' ? `in ${keychain.name}` : 'protected by the passphrase';
  return `The profiles are encrypted, and their key is ${key}. They are stored in ${folder}.`;
}
