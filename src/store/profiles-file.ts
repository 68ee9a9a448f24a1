// The encrypted file of profiles, `profiles.vault`: conf with AES-256-GCM. conf makes the key of each write from the one it
// is handed by PBKDF2 with a fresh salt; that one is 32 random bytes already, so the round trip only costs its 10 ms.
// The trap: on a full disk conf takes a cut-off file for a written one and puts it over the good one. So conf writes beside
// it, what it wrote is read back and compared, and only then put in place.

import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Conf from 'conf';
import {
  isDanglingLink,
  putInPlace,
  readBounded,
  realTarget,
  removeLeftovers,
  StorageFailure,
} from './private-files.ts';
import { decodeSet, encodeSet, type ProfileSet, type SetReading } from './profiles.ts';

/** Thousands of profiles; a file beyond it was not written here, and is not read into memory. */
const mostBytes = 16 * 1024 * 1024;

/** The profiles, `absent` where nothing was saved yet. Throws Node's error where the file cannot be read. */
export function readProfiles(file: string, key: Uint8Array): SetReading | { readonly kind: 'absent' } {
  const bytes = readBounded(file, mostBytes);
  if (bytes === undefined) return { kind: 'absent' };
  if (bytes === 'too-large') return { kind: 'damaged', reason: 'it is too large' };
  let store: unknown;
  try {
    store = openConf(path.dirname(file), path.basename(file), key).store;
  } catch (error) {
    // conf's own errors, for a file that the key does not open or that holds no JSON, carry no code.
    if (error instanceof Error && 'code' in error) throw error;
    return { kind: 'damaged', reason: 'it does not open with its key' };
  }
  return decodeSet(store);
}

/**
 * Writes the profiles so that after a crash at any moment the old or the new ones are there. Only for the holder of the
 * folder's lock.
 *
 * @throws Node's own error, or StorageFailure; the file is then as it was
 */
export function writeProfiles(file: string, key: Uint8Array, set: ProfileSet): void {
  if (isDanglingLink(file))
    throw new StorageFailure(`${file} is a link that leads to nothing. Remove it, then try again.`);
  const target = realTarget(file);
  const home = path.dirname(target);
  const stagedName = `${path.basename(target)}.new`;
  removeLeftovers(target);
  try {
    const value = encodeSet(set);
    openConf(home, stagedName, key).store = value;
    if (!isDeepStrictEqual(readBack(home, stagedName, key), value)) {
      throw new StorageFailure(
        `The profiles could not be saved in ${home}: the disk took only a part of them, as a full one does. ` +
          'What was there is unchanged. Free some space and try again.',
      );
    }
    putInPlace(path.join(home, stagedName), target);
  } catch (error) {
    removeLeftovers(target);
    throw error;
  }
}

/** Undefined where the key does not open what is there. */
function readBack(folder: string, name: string, key: Uint8Array): unknown {
  try {
    return { ...openConf(folder, name, key).store };
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    return undefined;
  }
}

function openConf(folder: string, name: string, key: Uint8Array): Conf<Record<string, unknown>> {
  return new Conf({
    cwd: folder,
    configName: name,
    fileExtension: '',
    encryptionKey: key,
    encryptionAlgorithm: 'aes-256-gcm',
    configFileMode: 0o600,
    // With a wrong key it would write an empty store over the profiles.
    clearInvalidConfig: false,
    accessPropertiesByDotNotation: false,
  });
}
