// Keeps what V8 makes of the program's code until the next start. What lies there is run: it has to be this user's own work.

import { rmSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { locate } from '../store/locations.ts';
import { claimAllIn, makePrivateFolder, NotOurs } from '../store/owned-files.ts';
import { complain } from './complain.ts';
import type { Io } from './io.ts';

/** Does without where the folder cannot be made. NODE_DISABLE_COMPILE_CACHE and NODE_COMPILE_CACHE are heeded by Node. */
export function keepCompiledCode(io: Pick<Io, 'env' | 'stderr'>): void {
  const { cache } = locate(io.env);
  const code = path.join(cache, 'code');
  try {
    // Whoever could get in may have put something there, under any name and mode.
    if (makePrivateFolder(cache)) rmSync(code, { recursive: true, force: true });
    makePrivateFolder(code);
    claimAllIn(code);
    // Node makes a folder there for its version, of the mode that the user's mask allows.
    const mask = process.umask(0o077);
    try {
      enableCompileCache(code);
    } finally {
      process.umask(mask);
    }
  } catch (error) {
    // A start that takes a little longer is no reason to say anything.
    if (error instanceof NotOurs) complain(io, `compiled code is not kept: ${error.message}`);
  }
}
