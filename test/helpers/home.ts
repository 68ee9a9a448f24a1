// A home with profiles in it, for tests of `flarescope auth` in this process and as programs of their own.
import path from 'node:path';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { makeCheapVault } from './cheap-vault.ts';
import { type Ended, temporaryFolder } from './command.ts';
import type { CommandOptions } from './run-command.ts';

export const passphrase = 'a passphrase for tests';

type Run = (args: readonly string[], options?: CommandOptions) => Promise<Ended>;

export interface Home {
  readonly folder: string;
  readonly config: string;
  readonly run: Run;
  /** Adds a profile for the sandbox. */
  readonly add: (name: string, ...more: readonly string[]) => Promise<Ended>;
}

/** A home with a vault without profiles in it, or a bare one. */
export async function homeWithVault(flarescope: Run, sandbox: Sandbox, isBare?: 'bare'): Promise<Home> {
  const folder = await temporaryFolder();
  if (!isBare) await makeCheapVault(folder, passphrase);
  const common = { FLARESCOPE_HOME: folder, FLARESCOPE_PASSPHRASE: passphrase };
  const run: Run = (args, options = {}) => flarescope(args, { ...options, env: { ...common, ...options.env } });
  const add: Home['add'] = (name, ...more) =>
    run(['auth', 'add', '--secret-stdin', '--base-url', sandbox.baseUrl, ...more, name], {
      input: `${sandbox.token}\n`,
    });
  return { folder, config: path.join(folder, 'config'), run, add };
}
