// Starts the explorer with the account of the environment, for the commands that end in it.

import { enableCompileCache } from 'node:module';
import path from 'node:path';
import type { StartAccount } from '../accounts/choice.ts';
import { openDrafts } from '../store/drafts.ts';
import { locate, makePrivateFolder } from '../store/locations.ts';
import { readSettings } from '../store/settings.ts';
import { readUserFile } from '../store/user-files.ts';
import type { ExplorerOptions } from '../terminal/run.tsx';
import { type AccountFlags, findStartAccount } from './account.ts';
import { complain, exitCodes, messageOf } from './messages.ts';
import { historyOptions } from './own-history.ts';
import { version } from './version.ts';

/** Runs until the user quits; gives the exit status. Ink is loaded only here. */
export async function startExplorer(
  flags: AccountFlags,
  options: Pick<ExplorerOptions, 'stdin' | 'document'>,
): Promise<number> {
  let start: StartAccount;
  try {
    start = findStartAccount(flags);
  } catch (error) {
    complain(messageOf(error));
    return exitCodes.usage;
  }
  const { settings, notices } = await readSettings(locate(process.env).config);
  const notice = notices.length === 0 ? undefined : notices.join(' ');
  const drafts = openDrafts(locate(process.env).data);
  const [{ runExplorer }, draft] = await Promise.all([
    import('../terminal/run.tsx'),
    // A document has the keys, not the prompt.
    options.document ? undefined : drafts.takeOver(),
  ]);
  return runExplorer({
    ...start,
    // A document can be read without an account.
    asksToUnlock: start.isLocked && (options.document === undefined || flags.profile !== undefined),
    idleLockMinutes: settings.idleLockMinutes,
    version,
    files: { read: readUserFile },
    history: historyOptions(process.env, settings.historyBudgetMiB),
    settings,
    notice,
    drafts,
    draft,
    ...options,
  });
}

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
