// The user's own themes: files that only people write, in the folder `themes` beside the settings. What is in them is not known here.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** More than any theme needs. */
const mostBytes = 64 * 1024;

/** A name that cannot lead out of the folder. */
const safeName = /^[\w-]+$/;

/** Where the theme of that name is, or would be. */
export function themeFile(configFolder: string, name: string): string {
  return path.join(configFolder, 'themes', `${name}.json`);
}

/**
 * Undefined where there is none of that name.
 *
 * @throws what the file system says, where it cannot be read
 */
export function readThemeFile(configFolder: string, name: string): Uint8Array | undefined {
  const file = themeFile(configFolder, name);
  if (!safeName.test(name) || !existsSync(file)) return undefined;
  if (statSync(file).size > mostBytes) throw new Error('it is larger than any theme');
  return new Uint8Array(readFileSync(file));
}

/** Their names, in order; none where there is no folder. */
export function listThemes(configFolder: string): readonly string[] {
  try {
    return readdirSync(path.join(configFolder, 'themes'))
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .filter((name) => safeName.test(name))
      .toSorted();
  } catch {
    return [];
  }
}
