// Whose account a command works with: --profile, the environment, the current profile, the sandbox. What is in no vault
// loads no vault.

import {
  type AccountChoice,
  accountFrom,
  bodyKeyOf,
  type ChosenAccount,
  chooseAccount,
  type StartAccount,
  sandboxAccount,
  startAccount,
} from '../accounts/choice.ts';
import type { Secret } from '../api/credential.ts';
import { locate } from '../store/locations.ts';
import { hasVault } from '../store/vault-files.ts';
import { complain, type Io } from './io.ts';
import { Refusal, refuse } from './messages.ts';
import { type Asking, createAsking, takePassphrase, unlockVault } from './unlocking.ts';

export interface AccountFlags {
  readonly profile?: string | undefined;
  readonly sandbox?: boolean | undefined;
  readonly 'passphrase-fd'?: string | undefined;
}

/**
 * The account, once and for all; asks for a passphrase at the terminal where one is wanted.
 *
 * @throws Refusal or Cancelled
 */
export async function findAccount(flags: AccountFlags, io: Io): Promise<ChosenAccount> {
  const asking = createAsking(io);
  try {
    const { choice, given } = read(flags, io);
    if (choice.kind === 'account') return { account: choice.account, notice: undefined };
    return await openProfile(choice.name, given, asking, io);
  } catch (error) {
    return refuse(error);
  } finally {
    asking.close();
  }
}

/**
 * The same where nobody can be asked; a passphrase that would have to be typed is missing then.
 *
 * @throws AccountRefusal, Refusal, or Error with a sentence
 */
export async function findAccountUnasked(flags: AccountFlags, io: Pick<Io, 'env'>): Promise<ChosenAccount> {
  const { choice, given } = read(flags, io);
  if (choice.kind === 'account') return { account: choice.account, notice: undefined };
  return openProfile(choice.name, given, { terminal: async () => undefined, close: () => undefined }, io);
}

/**
 * The account to start the explorer with. The explorer opens the vault itself, once its first frame stands.
 *
 * @throws AccountRefusal, Refusal, or Error with a sentence
 */
export function findStartAccount(flags: AccountFlags, io: Pick<Io, 'env'>): StartAccount {
  const { choice, given } = read(flags, io);
  return startAccount(io.env, choice, given);
}

/** The key of the bodies in the history; undefined, with the reason on standard error, where it cannot be had. */
export async function findBodyKey(io: Io): Promise<Uint8Array | undefined> {
  if (!hasVault(locate(io.env).config)) return undefined;
  const asking = createAsking(io);
  try {
    const given = takePassphrase(undefined, io);
    const { found } = await unlockVault(given, asking, io);
    return found.kind === 'open' ? bodyKeyOf(found.vault) : undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    complain(io, `bodies are not shown: ${error.message}`);
    return undefined;
  } finally {
    asking.close();
  }
}

function read(
  flags: AccountFlags,
  io: Pick<Io, 'env'>,
): { readonly choice: AccountChoice; readonly given: Secret | undefined } {
  const given = takePassphrase(flags['passphrase-fd'], io);
  if (flags.sandbox && flags.profile !== undefined)
    throw new Refusal('--profile and --sandbox choose two accounts. Use one of them');
  if (flags.sandbox) return { choice: { kind: 'account', account: sandboxAccount }, given };
  return { choice: chooseAccount(io.env, flags.profile, hasVault(locate(io.env).config)), given };
}

async function openProfile(
  name: string | undefined,
  given: Secret | undefined,
  asking: Asking,
  io: Pick<Io, 'env'>,
): Promise<ChosenAccount> {
  return accountFrom((await unlockVault(given, asking, io)).found, name);
}
