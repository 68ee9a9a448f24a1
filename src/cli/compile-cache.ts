// Keeps what V8 makes of the program's code until the next start. What lies there is run: it has to be this user's own work.

import { rmSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { locate } from '../store/locations.ts';
import { claimAllIn, makePrivateFolder, NotOurs } from '../store/owned-files.ts';
import { visible } from '../text/untrusted.ts';

/** Commands that are run often. */
const often = ['api', 'completion', 'endpoints', 'history', 'open'];

/**
 * Does without where the folder cannot be made. NODE_DISABLE_COMPILE_CACHE and NODE_COMPILE_CACHE are heeded by Node.
 *
 * What is kept of a file is what the run that kept it had used of it: so each command that is run often has a folder of its own, and
 * none has to make do with what another needed.
 */
export function keepCompiledCode(argv: readonly string[], io: Pick<NodeJS.Process, 'env' | 'stderr'>): void {
  const { cache } = locate(io.env);
  const [first = 'explorer'] = argv;
  const all = path.join(cache, 'code');
  const code = path.join(all, often.includes(first) || first === 'explorer' ? first : 'others');
  try {
    // Whoever could get in may have put something there, under any name and mode.
    if (makePrivateFolder(cache)) rmSync(all, { recursive: true, force: true });
    makePrivateFolder(all);
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
    if (error instanceof NotOurs) io.stderr.write(`flarescope: compiled code is not kept: ${visible(error.message)}\n`);
  }
}
