// Files that the user names. The only room that reads them.
import { readFile } from 'node:fs/promises';

/** The whole file; rejects with Node's own error. */
export async function readUserFile(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}
