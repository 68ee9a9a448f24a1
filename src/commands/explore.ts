// `flarescope`: the explorer.
import { accountOf } from '../runtime/connection.ts';
import { readUserFile } from '../store/user-files.ts';
import { exitCodes } from './exit-codes.ts';
import { complain, messageOf } from './terminal-text.ts';
import { version } from './version.ts';

export async function explore(): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    complain(
      'the explorer needs a terminal for its keys and its screen; flarescope api sends one request without either',
    );
    return exitCodes.usage;
  }
  let account: ReturnType<typeof accountOf>;
  try {
    account = accountOf(process.env);
  } catch (error) {
    complain(messageOf(error));
    return exitCodes.usage;
  }
  const { runExplorer } = await import('../ui/run.tsx');
  return runExplorer({ account, version, files: { read: readUserFile }, stdin: process.stdin, document: undefined });
}
