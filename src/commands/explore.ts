// `flarescope`: the explorer.
import { exitCodes } from './exit-codes.ts';
import { startExplorer } from './start-explorer.ts';
import { complain } from './terminal-text.ts';

export async function explore(): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    complain(
      'the explorer needs a terminal for its keys and its screen; flarescope api sends one request without either',
    );
    return exitCodes.usage;
  }
  return startExplorer({ stdin: process.stdin, document: undefined });
}
