// Where the program keeps its own files (design section 8). Knows nothing of what is in them.
import path from 'node:path';
import envPaths from 'env-paths';

/** Absolute folders; none of them need exist yet. */
interface Locations {
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
