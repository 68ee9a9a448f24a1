// The vault's two files: where they are, how they are read, and how damaged ones are set aside. Every function throws
// StorageFailure, whose message is sentences for the user.

import { lstatSync } from 'node:fs';
import path from 'node:path';
import { withFolderLock } from './folder-lock.ts';
import { isDanglingLink, readBounded, StorageFailure, setAside, storageFailure } from './private-files.ts';
import { emptySet, type ProfileSet } from './profiles.ts';
import { decodeHeader, type HeaderReading, longestHeader } from './vault-header.ts';

const headerName = 'vault.json';
const profilesName = 'profiles.vault';

export function headerFile(folder: string): string {
  return path.join(folder, headerName);
}

function profilesFile(folder: string): string {
  return path.join(folder, profilesName);
}

/** False where there is certainly no vault. Cheap: the start of the program asks it. */
export function hasVault(folder: string): boolean {
  try {
    return isDanglingLink(folder) || [headerFile(folder), profilesFile(folder)].some(isThere);
  } catch {
    // What cannot be looked at is for openVault to explain.
    return true;
  }
}

/** True where opening the vault takes a passphrase. False where that cannot be told: openVault explains why. */
export function isPassphraseWanted(folder: string): boolean {
  try {
    const reading = readHeader(folder);
    return reading?.kind === 'header' && reading.header.protection.kind === 'passphrase';
  } catch {
    return false;
  }
}

/** True where profiles are left without the header that their key is in. */
export function isOrphaned(folder: string): boolean {
  return !isThere(headerFile(folder)) && isThere(profilesFile(folder));
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Undefined where there is no header. Throws Node's own error where it cannot be read. */
export function readHeader(folder: string): HeaderReading | undefined {
  const bytes = readBounded(headerFile(folder), longestHeader);
  if (bytes === undefined) return undefined;
  if (bytes === 'too-large') return { kind: 'damaged', reason: 'it is too large' };
  return decodeHeader(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
}

type ReadSet =
  | { readonly kind: 'set'; readonly set: ProfileSet }
  | { readonly kind: 'damaged'; readonly reason: string };

/** The profiles; an empty set where none were saved. Throws NewerProfiles for those of a newer version. */
export async function readSet(folder: string, key: Uint8Array): Promise<ReadSet> {
  const file = profilesFile(folder);
  // conf is not loaded for what is not there.
  if (!isThere(file)) return { kind: 'set', set: emptySet };
  try {
    const reading = (await import('./profiles-file.ts')).readProfiles(file, key);
    if (reading.kind === 'newer') throw new NewerProfiles(madeByNewer(file));
    return reading.kind === 'absent' ? { kind: 'set', set: emptySet } : reading;
  } catch (error) {
    throw storageFailure('the profiles could not be read', file, error);
  }
}

/** Only for the holder of the folder's lock. */
export async function writeSet(folder: string, key: Uint8Array, set: ProfileSet): Promise<void> {
  (await import('./profiles-file.ts')).writeProfiles(profilesFile(folder), key, set);
}

/** What reading says of profiles that a newer version wrote. */
export class NewerProfiles extends StorageFailure {}

export function madeByNewer(file: string): string {
  return `${file} was written by a newer flarescope and was not changed. Update flarescope to use these profiles.`;
}

/** Moves damaged profiles out of the way. Only for the holder of the folder's lock. */
export function setProfilesAside(folder: string): string {
  return setAside(folder, [profilesName], new Date());
}

/**
 * Moves a damaged header, and the profiles that are lost without it, out of the way.
 *
 * @returns sentences on what was done, or on why it could not be; undefined where the header is not damaged any more
 */
export async function setVaultAside(folder: string): Promise<string | undefined> {
  try {
    return await withFolderLock(folder, () => {
      const reading = readHeader(folder);
      if (reading?.kind !== 'damaged') return undefined;
      // The profiles first: should the program end between the two, the header still tells that something is wrong.
      const aside = setAside(folder, [profilesName, headerName], new Date());
      return (
        `The vault of the profiles was damaged (${headerName}: ${reading.reason}) and was set aside in ${aside}. ` +
        'Put an undamaged copy back, or add the profiles again with flarescope auth add.'
      );
    });
  } catch (error) {
    const { message } = storageFailure('it could not be set aside', folder, error);
    return `${headerFile(folder)} is damaged. ${message}`;
  }
}

/** Runs `work` with the folder's lock; every error comes out as a StorageFailure. */
export async function locking<T>(folder: string, tried: string, work: () => Promise<T>): Promise<T> {
  try {
    if (isDanglingLink(folder)) throw new StorageFailure(leadsNowhere(folder));
    return await withFolderLock(folder, work);
  } catch (error) {
    throw storageFailure(tried, folder, error);
  }
}

export function leadsNowhere(link: string): string {
  return `${link} is a broken link. Create the folder that it points to, or remove the link.`;
}

export function lostHeader(folder: string): string {
  return (
    `${profilesFile(folder)} exists, but ${headerName}, which has its key, is missing. ` +
    `Put ${headerName} back beside it, or move ${profilesName} away to start over.`
  );
}
