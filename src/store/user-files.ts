// Files that the user names. The only room that reads them.
import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The whole file; rejects with Node's own error. */
export async function readUserFile(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}

/** Bytes of a regular file; undefined for what has no size of its own, such as a pipe. Rejects with Node's own error. */
export async function userFileSize(path: string): Promise<number | undefined> {
  const about = await stat(path);
  return about.isFile() ? about.size : undefined;
}

export interface FolderEntry {
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
export interface UserFile {
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
