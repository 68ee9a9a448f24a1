// Keeps what V8 makes of the program's code until the next start.
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { locate, makePrivateFolder } from '../store/locations.ts';

/** Does without where the folder cannot be made. NODE_DISABLE_COMPILE_CACHE and NODE_COMPILE_CACHE are heeded by Node. */
export function keepCompiledCode(env: Readonly<Record<string, string | undefined>>): void {
  const { cache } = locate(env);
  try {
    makePrivateFolder(cache);
    enableCompileCache(path.join(cache, 'code'));
  } catch {
    // A start that takes a little longer is no reason to say anything.
  }
}
