// `flarescope`: the explorer.

import { parseArgs } from 'node:util';
import { type AccountFlags, accountOptions } from './account.ts';
import { complain, exitCodes, messageOf } from './messages.ts';
import { startExplorer } from './start-explorer.ts';

export async function explore(argv: readonly string[]): Promise<number> {
  let flags: AccountFlags;
  try {
    flags = parseArgs({ args: [...argv], options: accountOptions }).values;
  } catch (error) {
    complain(messageOf(error));
    return exitCodes.usage;
  }
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    complain(
      'the explorer needs a terminal for its keys and its screen; flarescope api sends one request without either',
    );
    return exitCodes.usage;
  }
  return startExplorer(flags, { stdin: process.stdin, document: undefined });
}
