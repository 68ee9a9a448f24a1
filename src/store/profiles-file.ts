// The encrypted file of profiles, `profiles.vault`, which conf encodes and decodes. What conf 16 does: JSON in and out; AES-256-GCM
// with a new salt, which is the IV too, and the tag at the end; the mode 0600; a temporary file, fsync and rename. It makes the key
// of each write from the one it is handed with PBKDF2 (10,000 rounds of SHA-512): ours is 32 random bytes (vault-header.ts), so the
// rounds add nothing but 10 ms.
// What we do around it, and why: its writer calls `writeSync` once and does not look how much was taken, so that on a full disk it
// renames a cut-off file over the good one; and in a snap, or after EXDEV, it writes in place. So conf writes beside the file, what it
// wrote is read back and compared, and only then renamed. It knows no lock between processes (folder-lock.ts), no limit of size, and
// would write through a link that leads to nothing.
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
    return { kind: 'damaged', reason: 'it cannot be decrypted with its key' };
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
  if (isDanglingLink(file)) throw new StorageFailure(`${file} is a broken link. Remove it, then try again.`);
  const target = realTarget(file);
  const home = path.dirname(target);
  const stagedName = `${path.basename(target)}.new`;
  removeLeftovers(target);
  try {
    const value = encodeSet(set);
    openConf(home, stagedName, key).store = value;
    if (!isDeepStrictEqual(readBack(home, stagedName, key), value)) {
      throw new StorageFailure(
        `The profiles could not be saved in ${home}: only a part of them was written, which happens when a disk is full. ` +
          'Nothing was changed. Free some space and try again.',
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
