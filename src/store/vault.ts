// The vault: profiles on disk, readable only with a key that is not on disk. Two files in the config folder: `vault.json`
// says which way the key is protected and holds it sealed, `profiles.vault` holds the profiles. Whoever opens the vault
// gets a sum type and decides what to ask the user; nothing here speaks to a terminal.

import { setTimeout as wait } from 'node:timers/promises';
import type { Secret } from '../api/credential.ts';
import type { Keychain } from './keychain.ts';
import { isDanglingLink, removeLeftovers, StorageFailure, storageFailure } from './private-files.ts';
import { emptySet, type ProfileSet, type ProfileSetChange } from './profiles.ts';
import {
  hasVault,
  headerFile,
  isOrphaned,
  leadsNowhere,
  locking,
  lostHeader,
  madeByNewer,
  NewerProfiles,
  readHeader,
  readSet,
  setProfilesAside,
  setVaultAside,
  writeSet,
} from './vault-files.ts';
import { deriveKey, keyOfPassphrase, openHeader, randomId, randomKey, type VaultHeader } from './vault-header.ts';
import { askKeychain, type Protector, releaseFormer, writeHeader } from './vault-protection.ts';

export interface VaultPlace {
  /** The config folder (locations.ts); it need not exist. */
  readonly folder: string;
  readonly keychain: Keychain;
  /** Waits so many milliseconds after wrong tries. @default a timer */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** How opening went. Every `reason` and `notice` is whole sentences for the user. */
export type Opening =
  | Settled
  /** A passphrase is wanted. `unlock` may be called again after a wrong one; it holds the next try back by itself. */
  | { readonly kind: 'locked'; readonly unlock: (passphrase: Secret) => Promise<Unlocking> };

export type Settled =
  /** There is no vault: none was made yet. */
  | { readonly kind: 'absent' }
  /** `notice` tells of damaged profiles that were set aside. */
  | { readonly kind: 'open'; readonly vault: Vault; readonly set: ProfileSet; readonly notice: string | undefined }
  /** The header is damaged and was set aside where that was possible: there is nothing to open any more. */
  | { readonly kind: 'damaged'; readonly reason: string }
  /** A newer version made it; it is left alone. */
  | { readonly kind: 'newer'; readonly reason: string }
  /** It is there, but its key or its files cannot be had now. Nothing was changed. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** A wrong try says for how many milliseconds the next one will be held back. */
type Unlocking = Settled | { readonly kind: 'wrong'; readonly pauseMs: number };

/** An open vault. Its functions throw StorageFailure, whose message is sentences for the user. */
export interface Vault {
  /** How its key is protected. */
  readonly protection: () => Protector['kind'];
  /** The profiles as they are on disk now, and what there is to say about them. */
  readonly read: () => Promise<{ readonly set: ProfileSet; readonly notice: string | undefined }>;
  /** Changes the profiles as they are on disk now; no other process changes them meanwhile. */
  readonly change: (apply: (set: ProfileSet) => ProfileSetChange) => Promise<ProfileSetChange>;
  /** Protects the key another way. What was encrypted with the vault's keys stays readable. */
  readonly protect: (by: Protector) => Promise<void>;
  /** 32 bytes for one use, the same as long as the vault lives, whatever protects it (HKDF). */
  readonly deriveKey: (purpose: string) => Uint8Array;
  /** Forgets the key. All other functions throw from then on. */
  readonly lock: () => void;
}

/** Opens the vault, or says what is missing for that. Never throws for the state of files and keychain. */
export async function openVault(place: VaultPlace): Promise<Opening> {
  const { folder, keychain } = place;
  try {
    if (isDanglingLink(folder)) return unreachable(leadsNowhere(folder));
    const reading = readHeader(folder);
    if (reading === undefined) return isOrphaned(folder) ? unreachable(lostHeader(folder)) : { kind: 'absent' };
    if (reading.kind === 'newer') return { kind: 'newer', reason: madeByNewer(headerFile(folder)) };
    if (reading.kind === 'damaged') {
      const told = await setVaultAside(folder);
      return told === undefined ? await openVault(place) : { kind: 'damaged', reason: told };
    }
    const { header } = reading;
    if (header.protection.kind === 'passphrase') return locked(place);
    const answer = await askKeychain(folder, keychain, header, header.protection.entry);
    return answer.kind === 'key' ? await opened(place, header, answer.master) : answer;
  } catch (error) {
    return unreadable(folder, error);
  }
}

/** Makes the passphrase wanted. Wrong ones hold back the next try, longer each time. */
function locked(place: VaultPlace): Opening {
  const { folder, pause = wait } = place;
  let wrong = 0;
  const unlock = async (passphrase: Secret): Promise<Unlocking> => {
    try {
      if (wrong > 0) await pause(pauseAfter(wrong));
      // Read now: it may have been protected another way since the passphrase was asked for.
      const reading = readHeader(folder);
      if (reading?.kind !== 'header' || reading.header.protection.kind !== 'passphrase') {
        const opening = await openVault(place);
        return opening.kind === 'locked' ? await opening.unlock(passphrase) : opening;
      }
      const { header } = reading;
      const protector = await keyOfPassphrase(passphrase, reading.header.protection.scrypt);
      const master = openHeader(header, protector);
      protector.fill(0);
      if (master) return await opened(place, header, master);
      wrong += 1;
      return { kind: 'wrong', pauseMs: pauseAfter(wrong) };
    } catch (error) {
      return unreadable(folder, error);
    }
  };
  return { kind: 'locked', unlock };
}

async function opened(place: VaultPlace, header: VaultHeader, master: Uint8Array): Promise<Settled> {
  const vault = createHandle(place, header, master);
  return { kind: 'open', vault, ...(await vault.read()) };
}

/**
 * Makes a vault and opens it; where there is one already, opens that one.
 *
 * @throws KeychainRefusal where the keychain cannot keep its key, StorageFailure where it cannot be written
 */
export async function createVault(place: VaultPlace, by: Protector): Promise<Opening> {
  const { folder, keychain } = place;
  const made = { id: randomId(), master: randomKey() };
  const header = await locking(folder, 'the profiles could not be saved', async () =>
    hasVault(folder) ? undefined : writeHeader(folder, keychain, made, by),
  );
  if (header) return opened(place, header, made.master);
  const opening = await openVault(place);
  if (opening.kind !== 'locked' || by.kind !== 'passphrase') return opening;
  const unlocking = await opening.unlock(by.passphrase);
  return unlocking.kind === 'wrong' ? opening : unlocking;
}

const lockedSentence = 'The profiles are locked. Unlock them first.';

function createHandle({ folder, keychain }: VaultPlace, header: VaultHeader, master: Uint8Array): Vault {
  const { id } = header;
  let protection = header.protection.kind;
  let isForgotten = false;
  const keyFor = (purpose: string): Uint8Array => {
    if (isForgotten) throw new StorageFailure(lockedSentence);
    return deriveKey(master, id, purpose);
  };
  /** A key that is overwritten after its use. */
  const withKey = async <T>(use: (key: Uint8Array) => Promise<T>): Promise<T> => {
    const key = keyFor('profiles');
    try {
      return await use(key);
    } finally {
      key.fill(0);
    }
  };
  /** The header on disk, which must still be this vault's. */
  const ownHeader = (): VaultHeader => {
    const reading = readHeader(folder);
    if (reading?.kind === 'header' && reading.header.id === id) return reading.header;
    throw new StorageFailure(
      `${headerFile(folder)} was replaced since it was opened. Nothing was changed. Start flarescope again.`,
    );
  };
  return {
    protection: () => protection,
    deriveKey: keyFor,
    read: () =>
      withKey(async (key) => {
        const reading = await readSet(folder, key);
        if (reading.kind === 'set') return { set: reading.set, notice: undefined };
        return locking(folder, 'the damaged profiles could not be set aside', async () => {
          ownHeader();
          // Another process may have set them aside, and written new ones.
          const again = await readSet(folder, key);
          if (again.kind === 'set') return { set: again.set, notice: undefined };
          const aside = setProfilesAside(folder);
          const notice = `The profiles were damaged (${again.reason}) and were set aside in ${aside}. Add them again with flarescope auth add.`;
          return { set: emptySet, notice };
        });
      }),
    change: (apply) =>
      locking(folder, 'the profiles could not be saved', () =>
        withKey(async (key) => {
          ownHeader();
          const reading = await readSet(folder, key);
          if (reading.kind === 'damaged') {
            throw new StorageFailure(
              `The profiles are damaged (${reading.reason}). Nothing was saved. flarescope auth list sets them aside.`,
            );
          }
          const change = apply(reading.set);
          if (change.ok) await writeSet(folder, key, change.set);
          return change;
        }),
      ),
    protect: (by) =>
      locking(folder, 'the protection could not be changed', async () => {
        if (isForgotten) throw new StorageFailure(lockedSentence);
        const former = ownHeader();
        removeLeftovers(headerFile(folder));
        const next = await writeHeader(folder, keychain, { id, master }, by);
        protection = next.protection.kind;
        await releaseFormer(keychain, former);
      }),
    lock: () => {
      isForgotten = true;
      master.fill(0);
    },
  };
}

function unreachable(reason: string): Settled & { readonly kind: 'unreachable' } {
  return { kind: 'unreachable', reason };
}

function unreadable(folder: string, error: unknown): Settled {
  if (error instanceof NewerProfiles) return { kind: 'newer', reason: error.message };
  return unreachable(storageFailure('the profiles could not be read', folder, error).message);
}

const longestPause = 30_000;

/** Milliseconds: 1, 2, 4 … seconds, at most 30; none after no wrong try. */
export function pauseAfter(wrongTries: number): number {
  return wrongTries < 1 ? 0 : Math.min(longestPause, 1000 * 2 ** (wrongTries - 1));
}
