// Where the program keeps its own files (design section 8), and how their folders are made. Knows nothing of what is in them.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';

/** Absolute folders; none of them need exist yet. */
export interface Locations {
  /** Profiles and settings. */
  readonly config: string;
  /** The history and drafts. */
  readonly data: string;
  /** What can be made again. */
  readonly cache: string;
}

/**
 * The platform's own places (on Linux the XDG base directories), or three folders below `FLARESCOPE_HOME` where that is set.
 * A relative `FLARESCOPE_HOME` counts from the current directory.
 */
export function locate(env: Readonly<Record<string, string | undefined>>): Locations {
  if (env.FLARESCOPE_HOME) {
    const home = path.resolve(env.FLARESCOPE_HOME);
    return { config: path.join(home, 'config'), data: path.join(home, 'data'), cache: path.join(home, 'cache') };
  }
  const { config, data, cache } = envPaths('flarescope', { suffix: '' });
  return { config, data, cache };
}

/**
 * Makes a folder, and those above it, for its owner alone (0700); one that is there stays as it is.
 *
 * @throws Node's own error where it cannot be made
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}
