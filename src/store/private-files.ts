// The program's own files on disk: read within a bound, put in place whole or not at all, set aside when damaged.
// Everything is for its owner alone (0600). Knows nothing of what is in the files.

import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { capitalised, errorText } from '../text/sentences.ts';
import { claimDescriptor, NotOurs } from './owned-files.ts';

/** The file's bytes; undefined where there is none, `too-large` beyond the bound. Throws Node's error for all else. */
export function readBounded(file: string, mostBytes: number): Uint8Array | 'too-large' | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT') && !isDanglingLink(file)) return undefined;
    throw error;
  }
  try {
    claimDescriptor(file, descriptor);
    if (fstatSync(descriptor).size > mostBytes) return 'too-large';
    const bytes = readFileSync(descriptor);
    return bytes.length > mostBytes ? 'too-large' : new Uint8Array(bytes);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a file so that after a crash at any moment it is there as it was, or as it is to be. A link in its place is
 * followed: people keep their settings elsewhere and link to them.
 *
 * @throws Node's own error; the file is then as it was
 */
export function replaceFile(file: string, bytes: Uint8Array): void {
  const target = realTarget(file);
  const staged = `${target}.new`;
  rmSync(staged, { force: true });
  try {
    const descriptor = openSync(staged, 'wx', 0o600);
    try {
      // A full disk may take a part of what it is given and report no error.
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  }
  putInPlace(staged, target);
}

/** Renames a finished file over another of the same folder, so that it is there after a power cut too. */
export function putInPlace(staged: string, target: string): void {
  renameSync(staged, target);
  syncFolder(path.dirname(target));
}

/** Where a write has to go: the file itself, or what a link in its place leads to. */
export function realTarget(file: string): string {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(file) : file;
}

/** Removes what writes that never finished have left of this file. Only for the holder of the folder's lock. */
export function removeLeftovers(target: string): void {
  const folder = path.dirname(target);
  const name = path.basename(target);
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(`${name}.new`)) rmSync(path.join(folder, entry), { force: true });
  }
}

/**
 * Moves damaged files of one folder into a folder beside them that is named for the moment; nothing is overwritten.
 *
 * @returns that folder
 */
export function setAside(folder: string, names: readonly string[], now: Date): string {
  const stamp = now
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(':', '-');
  let aside = path.join(folder, `damaged-${stamp}`);
  for (let count = 2; existsSync(aside); count++) aside = path.join(folder, `damaged-${stamp}-${count}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of names) {
    if (existsSync(path.join(folder, name))) renameSync(path.join(folder, name), path.join(aside, name));
  }
  syncFolder(aside);
  syncFolder(folder);
  return aside;
}

/** True for a link that leads to nothing: not the same as no file, since writing there would be anyone's guess. */
export function isDanglingLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true && !existsSync(file);
}

/**
 * A rename is on the disk only when its folder is. Where a file system knows no such thing, as on Windows and on some
 * network mounts, the rename has happened all the same.
 */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // As said above.
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** A file of the program's own that could not be read or written as it should. The message is the whole sentence. */
export class StorageFailure extends Error {
  override readonly name = 'StorageFailure';
}

/** Node's error codes in the words of someone who wants to go on working. Each fits after "because". */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'the system does not allow it',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the system allows no larger file',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its links form a loop',
  ENOENT: 'a part of its path is missing',
  EEXIST: 'a file with its name is in the way',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its path is too long',
  EBUSY: 'another program is using it',
};

/** What the user can do about it. Each is an imperative without a full stop. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space and try again',
  EDQUOT: 'Free some space and try again',
  EFBIG: 'Raise the limit (ulimit -f) and try again',
};

const usualRemedy = 'Correct that, or set another folder in FLARESCOPE_HOME';

/**
 * The failure behind an error of `node:fs`; a StorageFailure passes unchanged.
 *
 * @param tried what could not be done, such as `the profiles could not be saved`
 * @param place the file or folder that it was about
 */
export function storageFailure(tried: string, place: string, error: unknown): StorageFailure {
  if (error instanceof StorageFailure) return error;
  if (error instanceof NotOurs) return new StorageFailure(`${capitalised(tried)}: ${error.message}`, { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code] ?? errorText(error);
  return new StorageFailure(
    `${capitalised(tried)} in ${place}: ${reason}. Nothing was changed. ${remedies[code] ?? usualRemedy}.`,
    { cause: error },
  );
}
