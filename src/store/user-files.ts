// Files that the user names. The only room that reads them.
import { randomBytes } from 'node:crypto';
import { closeSync, createReadStream, ftruncateSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path, { join } from 'node:path';
import { Readable } from 'node:stream';

/** The whole file; rejects with Node's own error. */
export async function readUserFile(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}

/** Bytes of a regular file; undefined for what has no size of its own, such as a pipe. Rejects with Node's own error. */
export async function userFileSize(path: string): Promise<number | undefined> {
  const about = await stat(path);
  return about.isFile() ? about.size : undefined;
}

/** Bytes of a file that are read at once while it is sent. */
const sentBytes = 256 * 1024;

/**
 * A regular file that can be read, for sending it piece by piece; undefined for what has no size of its own, such as a pipe.
 * Rejects with Node's own error, or one that says what else is in the way.
 */
export async function openForSending(
  path: string,
): Promise<{ readonly size: number; readonly pieces: () => AsyncIterable<Uint8Array> } | undefined> {
  const about = await stat(path);
  if (about.isDirectory()) throw new Error('that is a folder');
  if (!about.isFile()) return undefined;
  // What may not be read is told before anything is sent.
  await (await open(path, 'r')).close();
  const { size } = about;
  const pieces = (): AsyncIterable<Uint8Array> =>
    size === 0 ? Readable.from([]) : createReadStream(path, { highWaterMark: sentBytes, end: size - 1 });
  return { size, pieces };
}

interface FolderEntry {
  readonly name: string;
  /** A link to a folder is one too. */
  readonly isFolder: boolean;
}

/** What a folder holds, by name; rejects with Node's own error. */
export async function readUserFolder(path: string): Promise<readonly FolderEntry[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const found = entries.map(async (entry): Promise<FolderEntry> => {
    const isLink = entry.isSymbolicLink();
    const target = isLink ? await stat(join(path, entry.name)).catch(() => undefined) : entry;
    return { name: entry.name, isFolder: target?.isDirectory() ?? false };
  });
  return (await Promise.all(found)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A file that is read piece by piece; throws Node's own errors. */
interface UserFile {
  /** Fills `into` from the file's offset `at` on, as far as the file goes; answers how many bytes that were. */
  readonly read: (into: Uint8Array, at: number) => number;
  readonly close: () => void;
}

export function openUserFile(path: string): UserFile {
  const descriptor = openSync(path, 'r');
  return {
    read: (into, at) => {
      let filled = 0;
      while (filled < into.length) {
        const read = readSync(descriptor, into, filled, into.length - filled, at + filled);
        if (read === 0) break;
        filled += read;
      }
      return filled;
    },
    close: () => closeSync(descriptor),
  };
}

/**
 * Writes a new file; one that is there is written over only where `mayReplace` says so.
 *
 * @returns false where a file is there that may not be replaced
 * @throws Node's own error; the file that was there is as it was
 */
export async function createUserFile(path: string, text: string, mayReplace: boolean): Promise<boolean> {
  if (!mayReplace) {
    try {
      await writeFile(path, text, { flag: 'wx' });
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      // What a full disk still took of it is no file of the user's.
      await rm(path, { force: true });
      throw error;
    }
  }
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
    return true;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Opens a file to append to it, made where it is not there, after all but its first `keep` bytes are dropped. Throws Node's own
 * error.
 */
export async function appendingFile(
  path: string,
  keep: number,
): Promise<{ readonly descriptor: number; readonly close: () => void }> {
  const descriptor = openSync(path, 'a', 0o666);
  ftruncateSync(descriptor, keep);
  return { descriptor, close: () => closeSync(descriptor) };
}

interface WriteOptions {
  /** Whether a file that is there may be written over. */
  readonly mayReplace: boolean;
  /** 0600, whatever the umask and the file that was there say. */
  readonly isPrivate: boolean;
}

/**
 * Writes chunks to a file as they come, all or none of them. A link is followed, and only regular files are replaced.
 *
 * @returns bytes written; undefined where a file is there that may not be replaced
 * @throws Node's own error, or one that says what else is in the way; the file that was there is as it was
 */
export async function writeUserFile(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  { mayReplace, isPrivate }: WriteOptions,
): Promise<number | undefined> {
  const before = await stat(file).catch(() => undefined);
  if (before?.isDirectory()) throw new Error('that is a folder');
  if (before && !before.isFile()) throw new Error('that is not a regular file');
  if (before && !mayReplace) return undefined;
  const mode = isPrivate ? 0o600 : before ? before.mode & 0o777 : 0o666;
  const target = before ? await realpath(file) : file;
  const staged = before ? `${target}.${randomBytes(6).toString('hex')}.tmp` : target;
  let handle: FileHandle;
  try {
    handle = await open(staged, 'wx', mode);
  } catch (error) {
    // It came there meanwhile.
    if (!mayReplace && error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
  try {
    if (before && !isPrivate) await handle.chmod(mode);
    let size = 0;
    for await (const chunk of chunks) size += await writeAll(handle, chunk);
    await handle.sync();
    await handle.close();
    if (before) await rename(staged, target);
    return size;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(staged, { force: true });
    throw error;
  }
}

const pieceBytes = 1024 * 1024;

/** In pieces of memory of this thread's own: what is shared with another thread no file takes everywhere. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<number> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = Buffer.from(bytes.subarray(at, at + pieceBytes));
    for (let done = 0; done < piece.length; ) done += (await handle.write(piece, done)).bytesWritten;
  }
  return bytes.length;
}

/** The path with `~/` at its beginning replaced, as a shell would. */
export function homeExpanded(file: string, home: string | undefined): string {
  return home !== undefined && (file === '~' || file.startsWith('~/')) ? path.join(home, file.slice(1)) : file;
}
