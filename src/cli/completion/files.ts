// Files for a word that names one, a folder at a time.

import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Suggestion } from '../../catalog/word-completion.ts';
import { readUserFolder } from '../../store/user-files.ts';

/**
 * Hidden files only for who begins with a dot, as shells do; none where the folder cannot be read.
 *
 * @param typed as much of the name as is there
 * @param before what stands before the name in its word, such as `@`
 */
export async function listFiles(typed: string, before = ''): Promise<readonly Suggestion[]> {
  const start = typed.lastIndexOf('/') + 1;
  const folder = typed.slice(0, start);
  const name = typed.slice(start);
  // The shell puts the home folder in only where the tilde begins the word.
  const place = before === '' && folder.startsWith('~/') ? join(homedir(), folder.slice(2)) : folder || '.';
  const entries = await readUserFolder(place).catch(() => []);
  return entries
    .filter((entry) => entry.name.startsWith(name) && (name.startsWith('.') || !entry.name.startsWith('.')))
    .map((entry) => ({
      value: `${before}${folder}${entry.name}${entry.isFolder ? '/' : ''}`,
      description: '',
      isWhole: !entry.isFolder,
    }));
}
