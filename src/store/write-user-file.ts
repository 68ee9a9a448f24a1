// Writing a file that the user names: whole or not at all, and never over another one unasked.
import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

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
