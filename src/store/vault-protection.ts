// Puts the vault's key under a protection: sealed by a random key that the keychain keeps, or by a passphrase. The new way
// works before the old one ends, so that a crash at any moment leaves one of the two.

import type { Secret } from '../api/credential.ts';
import { capitalised, errorText } from '../text/sentences.ts';
import type { Keychain } from './keychain.ts';
import { replaceFile, StorageFailure } from './private-files.ts';
import { headerFile } from './vault-files.ts';
import {
  encodeHeader,
  isTooShort,
  keyLength,
  keyOfPassphrase,
  openHeader,
  randomId,
  randomKey,
  randomSalt,
  type ScryptCost,
  scryptCost,
  sealHeader,
  shortestPassphrase,
  type VaultHeader,
} from './vault-header.ts';

/** What is to protect the vault's key. */
export type Protector =
  | { readonly kind: 'keychain' }
  /** @default cost scryptCost */
  | { readonly kind: 'passphrase'; readonly passphrase: Secret; readonly cost?: ScryptCost };

/** The keychain does not keep the key: the passphrase way is left. The message is a sentence. */
export class KeychainRefusal extends StorageFailure {}

/**
 * Writes a header for a key. Only for the holder of the folder's lock.
 *
 * @throws KeychainRefusal, or Node's own error; the header is then as it was
 */
export async function writeHeader(
  folder: string,
  keychain: Keychain,
  vault: { readonly id: string; readonly master: Uint8Array },
  by: Protector,
): Promise<VaultHeader> {
  const { id, master } = vault;
  if (by.kind === 'passphrase') {
    if (isTooShort(by.passphrase)) {
      throw new StorageFailure(
        `A passphrase must have at least ${shortestPassphrase} characters. Nothing was changed. Choose a longer one.`,
      );
    }
    const scrypt = { ...(by.cost ?? scryptCost), salt: randomSalt() };
    const protector = await keyOfPassphrase(by.passphrase, scrypt);
    const header = sealHeader({ id, protection: { kind: 'passphrase', scrypt } }, protector, master);
    protector.fill(0);
    replaceFile(headerFile(folder), Buffer.from(encodeHeader(header)));
    return header;
  }
  const entry = `vault-${randomId()}`;
  const protector = randomKey();
  await keep(keychain, entry, protector);
  const header = sealHeader({ id, protection: { kind: 'keychain', entry } }, protector, master);
  protector.fill(0);
  try {
    replaceFile(headerFile(folder), Buffer.from(encodeHeader(header)));
  } catch (error) {
    await forget(keychain, entry);
    throw error;
  }
  return header;
}

/** Gives a key to the keychain and asks for it back: one that takes keys and loses them would lose the profiles. */
async function keep(keychain: Keychain, entry: string, key: Uint8Array): Promise<void> {
  try {
    await keychain.write(entry, key);
    const kept = await keychain.read(entry);
    const isKept = kept !== undefined && Buffer.compare(kept, key) === 0;
    kept?.fill(0);
    if (!isKept) throw new Error('it did not store the key');
  } catch (error) {
    const reason = errorText(error);
    throw new KeychainRefusal(`${capitalised(keychain.name)} cannot keep the key: ${reason}.`, { cause: error });
  }
}

/** Removes what a former header had in the keychain. That it stays where this fails harms nobody: it opens nothing. */
export async function releaseFormer(keychain: Keychain, { protection }: VaultHeader): Promise<void> {
  if (protection.kind === 'keychain') await forget(keychain, protection.entry);
}

async function forget(keychain: Keychain, entry: string): Promise<void> {
  await keychain.remove(entry).catch(() => undefined);
}

type KeychainReading =
  | { readonly kind: 'key'; readonly master: Uint8Array }
  /** Sentences for the user. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** The vault's key by way of the keychain. */
export async function askKeychain(
  folder: string,
  keychain: Keychain,
  header: VaultHeader,
  entry: string,
): Promise<KeychainReading> {
  const { name } = keychain;
  let protector: Uint8Array | undefined;
  try {
    protector = await keychain.read(entry);
  } catch (error) {
    const reason = errorText(error);
    return unreachable(
      `The key of the profiles could not be read from ${name}: ${reason}. Nothing was changed. Start or unlock it, then try again.`,
    );
  }
  const master = protector?.length === keyLength ? openHeader(header, protector) : undefined;
  protector?.fill(0);
  if (master) return { kind: 'key', master };
  const what = protector ? 'is not the one they were encrypted with' : 'is missing';
  return unreachable(
    `The key of the profiles in ${name} (flarescope, ${entry}) ${what}. Nothing was changed. ` +
      `Restore the key, or move ${headerFile(folder)} and the file beside it away to start over.`,
  );
}

function unreachable(reason: string): KeychainReading {
  return { kind: 'unreachable', reason };
}
