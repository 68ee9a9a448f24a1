// A text in a file of its own, for an editor: in a folder for this user alone, which goes with the text and all that the editor has
// left beside it. What a session that was killed has left is taken away when the next one starts.
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makePrivateFolder } from './owned-files.ts';

interface EditedFile {
  readonly file: string;
  /** What stands there now. Rejects with Node's own error, or with a clause that says what is wrong. */
  readonly read: () => Promise<string>;
  /** Takes the folder away. Never throws. */
  readonly remove: () => void;
}

/** Bytes that are read back; nobody types more. */
const most = 16 * 1024 * 1024;

/** @param name of the file: editors tell by its ending what is in it */
export async function makeEditedFile(cacheFolder: string, name: string, text: string): Promise<EditedFile> {
  const folder = path.join(foldersIn(cacheFolder), `${process.pid}-${randomBytes(6).toString('hex')}`);
  // Whoever may write above it could put another folder in its place.
  for (const place of [cacheFolder, foldersIn(cacheFolder), folder]) makePrivateFolder(place);
  const remove = (): void => {
    process.off('exit', remove);
    removeFolder(folder);
  };
  // Also where the program ends while the editor is open.
  process.on('exit', remove);
  const file = path.join(folder, name);
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    remove();
    throw error;
  }
  const read = async (): Promise<string> => {
    const about = await stat(file);
    if (!about.isFile()) throw new Error('it is no file any more');
    if (about.size > most) throw new Error('it is larger than 16 MB');
    const bytes = await readFile(file);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new Error('it is not UTF-8');
    }
  };
  return { file, read, remove };
}

function foldersIn(cacheFolder: string): string {
  return path.join(cacheFolder, 'edited');
}

/** Takes away what sessions have left that are gone. Never throws. */
export function sweepEditedFiles(cacheFolder: string): void {
  const folder = foldersIn(cacheFolder);
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) {
    const pid = Number(/^(\d+)-[0-9a-f]{12}$/.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isNaN(pid) && !isAlive(pid)) removeFolder(path.join(folder, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else's is one all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another machine may hold it open: the next session tries again.
  }
}
