// Whose account a command works with: --profile, the environment, the current profile, the sandbox. What is in no vault
// loads no vault.

import {
  type AccountChoice,
  accountFrom,
  bodyKeyOf,
  type ChosenAccount,
  chooseAccount,
  type StartAccount,
  startAccount,
} from '../accounts/choice.ts';
import type { Secret } from '../api/credential.ts';
import { locate } from '../store/locations.ts';
import { hasVault } from '../store/vault-files.ts';
import { complain, Refusal } from './messages.ts';
import { type Asking, createAsking, takePassphrase, unlockVault } from './unlocking.ts';

/** For parseArgs, in every command that sends requests. */
export const accountOptions = { profile: { type: 'string' }, 'passphrase-fd': { type: 'string' } } as const;

export const accountHelp = `      --profile NAME   the profile to use, whatever the environment says
      --passphrase-fd N
                       read the passphrase of the profiles from this file descriptor`;

export interface AccountFlags {
  readonly profile?: string | undefined;
  readonly 'passphrase-fd'?: string | undefined;
}

/**
 * The account, once and for all; asks for a passphrase at the terminal where one is wanted.
 *
 * @throws AccountRefusal, Refusal, Cancelled, or Error with a sentence
 */
export async function findAccount(flags: AccountFlags): Promise<ChosenAccount> {
  const { choice, given } = read(flags);
  if (choice.kind === 'account') return { account: choice.account, notice: undefined };
  const asking = createAsking();
  try {
    return await openProfile(choice.name, given, asking);
  } finally {
    asking.close();
  }
}

/**
 * The same where nobody can be asked; a passphrase that would have to be typed is missing then.
 *
 * @throws as `findAccount`
 */
export async function findAccountUnasked(flags: AccountFlags): Promise<ChosenAccount> {
  const { choice, given } = read(flags);
  if (choice.kind === 'account') return { account: choice.account, notice: undefined };
  return openProfile(choice.name, given, { terminal: async () => undefined, close: () => undefined });
}

/**
 * The account to start the explorer with. The explorer opens the vault itself, once its first frame stands.
 *
 * @throws AccountRefusal, Refusal, or Error with a sentence
 */
export function findStartAccount(flags: AccountFlags): StartAccount {
  const { choice, given } = read(flags);
  return startAccount(process.env, choice, given);
}

/** The key of the bodies in the history; undefined, with the reason on standard error, where it cannot be had. */
export async function findBodyKey(): Promise<Uint8Array | undefined> {
  if (!hasVault(locate(process.env).config)) return undefined;
  const asking = createAsking();
  try {
    const given = takePassphrase(undefined);
    const { found } = await unlockVault(given, asking);
    return found.kind === 'open' ? bodyKeyOf(found.vault) : undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    complain(`bodies are not shown: ${error.message}`);
    return undefined;
  } finally {
    asking.close();
  }
}

function read(flags: AccountFlags): { readonly choice: AccountChoice; readonly given: Secret | undefined } {
  const given = takePassphrase(flags['passphrase-fd']);
  return { choice: chooseAccount(process.env, flags.profile, hasVault(locate(process.env).config)), given };
}

async function openProfile(
  name: string | undefined,
  given: Secret | undefined,
  asking: Asking,
): Promise<ChosenAccount> {
  return accountFrom((await unlockVault(given, asking)).found, name);
}
