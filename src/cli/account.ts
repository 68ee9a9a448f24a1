// Whose account a command works with: --profile, --sandbox or --local, the environment, the current profile; on a terminal the sandbox
// where there is none. What is in no vault loads no vault.

import { type Account, EnvironmentProblem } from '../accounts/account.ts';
import {
  type AccountChoice,
  type AccountLack,
  accountFrom,
  bodyKeyOf,
  type ChosenAccount,
  chooseAccount,
  type StartAccount,
  sandboxAccount,
  startAccount,
} from '../accounts/choice.ts';
import type { FindSecret, SecretFinder } from '../accounts/secret-command.ts';
import type { Secret } from '../api/credential.ts';
import { locate } from '../store/locations.ts';
import { hasVault } from '../store/vault-files.ts';
import { complain } from './complain.ts';
import type { Io } from './io.ts';
import { exitCodes, Refusal, refuse } from './messages.ts';
import { type Asking, createAsking, takePassphrase, unlockVault } from './unlocking.ts';
import { version } from './version.ts';

export interface AccountFlags {
  readonly profile?: string | undefined;
  readonly sandbox?: boolean | undefined;
  /** An address; empty: the one that is found. */
  readonly local?: string | undefined;
  readonly 'passphrase-fd'?: string | undefined;
}

/**
 * The account, once and for all; asks for a passphrase at the terminal where one is wanted.
 *
 * @throws Refusal or Cancelled
 */
export async function findAccount(flags: AccountFlags, io: Io): Promise<ChosenAccount> {
  const chosen = await findAccountOrLack(flags, io);
  const { lack } = chosen;
  if (lack === undefined) return chosen;
  if (lack.kind === 'unusable' || !io.stdout.isTTY) throw new Refusal(explainLack(lack));
  return { ...chosen, notice: chosen.notice ?? 'no credential found. Using the sandbox, which has made-up data' };
}

/**
 * The same for what can do without an account: a lack is told, and refuses nothing.
 *
 * @throws Refusal or Cancelled
 */
export async function findAccountOrLack(flags: AccountFlags, io: Io): Promise<ChosenAccount> {
  const asking = createAsking(io);
  try {
    const { choice, given } = await read(flags, io);
    return choice.kind === 'vault' ? await openProfile(choice.name, given, asking, io) : chosenBy(io, choice);
  } catch (error) {
    if (!(error instanceof EnvironmentProblem)) return refuse(error);
    return { account: sandboxAccount({}), notice: undefined, lack: { kind: 'unusable', reason: error.message } };
  } finally {
    asking.close();
  }
}

/** Made-up data must not stand where the user's own was asked for. */
export function explainLack(lack: AccountLack): string {
  return lack.kind === 'unusable'
    ? `${lack.reason.replace(/\.$/, '')}. Nothing was sent; --sandbox asks for made-up data`
    : 'no credential found, and nothing was sent. Set CLOUDFLARE_API_TOKEN, or add a profile with flarescope auth add NAME; ' +
        '--sandbox (or FLARESCOPE_SANDBOX=1) asks for made-up data';
}

function chosenBy({ env }: Pick<Io, 'env'>, choice: Exclude<AccountChoice, { kind: 'vault' }>): ChosenAccount {
  return choice.kind === 'account'
    ? { account: choice.account, notice: choice.notice }
    : { account: sandboxAccount(env), notice: undefined, lack: { kind: 'none' } };
}

/**
 * The same where nobody can be asked; a passphrase that would have to be typed is missing then.
 *
 * @throws AccountRefusal, Refusal, or Error with a sentence
 */
export async function findAccountUnasked(flags: AccountFlags, io: Pick<Io, 'env'>): Promise<ChosenAccount> {
  const { choice, given } = await read(flags, io);
  const unasked = { terminal: async () => undefined, close: () => undefined };
  const chosen = choice.kind === 'vault' ? await openProfile(choice.name, given, unasked, io) : chosenBy(io, choice);
  if (chosen.lack) throw new Refusal(explainLack(chosen.lack));
  return chosen;
}

/**
 * The account to start the explorer with. The explorer opens the vault itself, once its first frame stands.
 *
 * @throws AccountRefusal, Refusal, or Error with a sentence
 */
export async function findStartAccount(flags: AccountFlags, io: Pick<Io, 'env'>): Promise<StartAccount> {
  const { choice, given } = await read(flags, io);
  return startAccount(io.env, choice, given);
}

/** Runs the command that prints a profile's secret, once for all requests of this command. What it asks is asked at the terminal. */
export function secretFinder({ env }: Pick<Io, 'env'>): FindSecret {
  let finder: SecretFinder | undefined;
  return async (command, signal) => {
    try {
      const { createSecretFinder, runSecretCommand } = await import('../accounts/secret-command.ts');
      finder ??= createSecretFinder((asked, until) =>
        runSecretCommand(asked, { env, terminal: 'asks', signal: until }),
      );
      return await finder.find(command, signal);
    } catch (error) {
      return refuse(error);
    }
  };
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

async function read(
  flags: AccountFlags,
  io: Pick<Io, 'env'>,
): Promise<{ readonly choice: AccountChoice; readonly given: Secret | undefined }> {
  if (flags.local !== undefined) return { choice: await findLocal(flags.local, flags, io), given: undefined };
  const given = takePassphrase(flags['passphrase-fd'], io);
  return { choice: chooseAccount(io.env, flags, hasVault(locate(io.env).config)), given };
}

async function findLocal(
  given: string,
  { profile, sandbox }: AccountFlags,
  { env }: Pick<Io, 'env'>,
): Promise<Extract<AccountChoice, { kind: 'account' }>> {
  const other = profile === undefined ? (sandbox ? '--sandbox' : undefined) : '--profile';
  if (other !== undefined) throw new Refusal(`${other} and --local choose two accounts. Use one of them`);
  return { kind: 'account', account: await findLocalApi(given, { env }) };
}

/**
 * The account of the local API at an address, or of the one that is found.
 *
 * @throws Refusal, with the status for no response where nothing answers
 */
export async function findLocalApi(given: string, { env }: Pick<Io, 'env'>): Promise<Account> {
  const { findLocalAccount, NoLocalApi } = await import('../accounts/local.ts');
  try {
    return await findLocalAccount(given, env, version);
  } catch (error) {
    if (error instanceof NoLocalApi) throw new Refusal(error.message, exitCodes.noResponse);
    return refuse(error);
  }
}

async function openProfile(
  name: string | undefined,
  given: Secret | undefined,
  asking: Asking,
  io: Pick<Io, 'env'>,
): Promise<ChosenAccount> {
  return accountFrom(io.env, (await unlockVault(given, asking, io)).found, name);
}
