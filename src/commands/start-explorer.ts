// Starts the explorer with the account of the environment, for the commands that end in it.

import { accountOf } from '../runtime/connection.ts';
import { readUserFile } from '../store/user-files.ts';
import type { ExplorerOptions } from '../ui/run.tsx';
import { exitCodes } from './exit-codes.ts';
import { historyOptions } from './own-history.ts';
import { complain, messageOf } from './terminal-text.ts';
import { version } from './version.ts';

/** Runs until the user quits; gives the exit status. Ink is loaded only here. */
export async function startExplorer(options: Pick<ExplorerOptions, 'stdin' | 'document'>): Promise<number> {
  let account: ExplorerOptions['account'];
  try {
    account = accountOf(process.env);
  } catch (error) {
    complain(messageOf(error));
    return exitCodes.usage;
  }
  const { runExplorer } = await import('../ui/run.tsx');
  return runExplorer({
    account,
    version,
    files: { read: readUserFile },
    history: historyOptions(process.env),
    ...options,
  });
}
