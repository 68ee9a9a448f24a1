// Which account is in force: the one that a flag names, else what the environment names, else the current profile. Where there
// is none the sandbox stands in for it, and whoever reads no screen must not take it. Decides only; whoever calls it opens the
// vault and asks for a passphrase.

import type { Secret } from '../api/credential.ts';
import { locate } from '../store/locations.ts';
import { currentProfile, findProfile, noSuchProfile, type ProfileSet } from '../store/profiles.ts';
import type { Settled, Vault, VaultPlace } from '../store/vault.ts';
import { isPassphraseWanted } from '../store/vault-files.ts';
import { capitalised } from '../text/sentences.ts';
import { type Account, accountOf, accountOfProfile, consentOf, type Environment } from './account.ts';

export type AccountChoice =
  | { readonly kind: 'account'; readonly account: Account; readonly notice?: string }
  /** A profile, which the vault has: the one of this name, or without a name the current one. */
  | { readonly kind: 'vault'; readonly name: string | undefined }
  /** Nothing names an account. */
  | { readonly kind: 'none' };

/** An account, and what has to be said of how it came to be the one. */
export interface ChosenAccount {
  readonly account: Account;
  readonly notice: string | undefined;
  /** What seals bodies in the history; undefined where no vault is open. */
  readonly bodyKey?: Uint8Array | undefined;
  /** Why the sandbox stands in for an account of the user's; undefined where the account is one that was asked for. */
  readonly lack?: AccountLack | undefined;
}

export type AccountLack =
  /** Nothing names an account. */
  | { readonly kind: 'none' }
  /** There are profiles, or were, and none of them can be meant; or half a credential. */
  | { readonly kind: 'unusable'; readonly reason: string };

/** Names the use of the vault's key for bodies in the history: another name would lose them. */
const historyPurpose = 'history bodies';

/** What seals bodies in the history. */
export function bodyKeyOf(vault: Vault): Uint8Array {
  return vault.deriveKey(historyPurpose);
}

/** An account or a profile cannot be had or made as it is asked for, and no other may take its place. The message is for the user. */
export class AccountRefusal extends Error {
  override readonly name = 'AccountRefusal';
}

/** The secret cannot be had from its command. The message says what was run and how it went, and nothing of what it printed. */
export class SecretRefusal extends AccountRefusal {}

/** What a command line says of the account. */
interface AccountOptions {
  readonly profile?: string | undefined;
  readonly sandbox?: boolean | undefined;
}

/** Asks for the sandbox as `--sandbox` does. */
const sandboxVariable = 'FLARESCOPE_SANDBOX';

/**
 * @param hasVault whether there is a vault, or may be
 * @throws AccountRefusal, or Error with a sentence where a variable holds half a credential or what can be none
 */
export function chooseAccount(
  env: Environment,
  { profile: flag, sandbox }: AccountOptions,
  hasVault: boolean,
): AccountChoice {
  // What it says wrong is wrong under every account.
  consentOf(env);
  if (sandbox && flag !== undefined)
    throw new AccountRefusal('--profile and --sandbox choose two accounts. Use one of them');
  if (sandbox) return { kind: 'account', account: sandboxAccount(env) };
  if (flag === undefined && asksForSandbox(env)) {
    const notice = `${sandboxVariable} is set. Using the sandbox, which has made-up data`;
    return { kind: 'account', account: sandboxAccount(env), notice };
  }
  if (flag !== undefined) {
    if (!hasVault)
      throw new AccountRefusal(
        `There is no profile named ${flag}, nor any other. To add it: flarescope auth add ${flag}`,
      );
    return { kind: 'vault', name: flag };
  }
  const account = accountOf(env);
  if (account) return { kind: 'account', account };
  return hasVault ? { kind: 'vault', name: undefined } : { kind: 'none' };
}

/** A credential beside it must not make a script that was meant for made-up data touch real ones. */
function asksForSandbox(env: Environment): boolean {
  const value = env[sandboxVariable]?.trim().toLowerCase() ?? '';
  if (['', '0', 'false', 'no'].includes(value)) return false;
  if (['1', 'true', 'yes'].includes(value)) return true;
  throw new AccountRefusal(`${sandboxVariable} takes 1 for the sandbox, or 0`);
}

/**
 * The account that an opened vault gives, or the sandbox where nothing was asked for by name and there is no profile.
 *
 * @throws AccountRefusal where the profile is not there, or cannot be had now
 */
export function accountFrom(env: Environment, opening: Settled, name: string | undefined): ChosenAccount {
  switch (opening.kind) {
    case 'open':
      return { ...fromSet(env, opening.set, opening.notice, name), bodyKey: bodyKeyOf(opening.vault) };
    case 'absent':
    case 'damaged': {
      const notice = opening.kind === 'damaged' ? opening.reason : undefined;
      if (name !== undefined) throw new AccountRefusal(notice ?? `There is no profile named ${name}, nor any other.`);
      return { account: sandboxAccount(env), notice, lack: notice === undefined ? { kind: 'none' } : unusable(notice) };
    }
    case 'newer':
    case 'unreachable':
      throw new AccountRefusal(opening.reason);
  }
}

export function sandboxAccount(env: Environment): Account {
  return { kind: 'sandbox', baseUrl: undefined, credential: undefined, consent: consentOf(env) };
}

function fromSet(
  env: Environment,
  set: ProfileSet,
  notice: string | undefined,
  name: string | undefined,
): ChosenAccount {
  const profile = name === undefined ? currentProfile(set) : findProfile(set, name);
  if (profile) return { account: accountOfProfile(profile), notice };
  if (name !== undefined) throw new AccountRefusal(notice ?? `${capitalised(noSuchProfile(set, name))}.`);
  const unused =
    set.profiles.length === 0 ? undefined : 'No profile is in use. To choose one: flarescope auth use NAME';
  const reason = notice ?? unused;
  const account = sandboxAccount(env);
  return { account, notice: reason, lack: reason === undefined ? { kind: 'none' } : unusable(reason) };
}

function unusable(reason: string): AccountLack {
  return { kind: 'unusable', reason };
}

/** Where the vault is, and what came with the start of the program to open it. */
export interface VaultAccess {
  /** Loads what speaks to the keychain only now. */
  readonly place: () => Promise<VaultPlace>;
  /** A passphrase that came without asking; it is tried once. */
  readonly passphrase: Secret | undefined;
}

/** The vault of this user, and the keychain of this system. */
export async function ownVaultPlace(env: Environment): Promise<VaultPlace> {
  const { systemKeychain } = await import('../store/keychain.ts');
  return { folder: locate(env).config, keychain: systemKeychain };
}

/** What the explorer begins with. */
export interface StartAccount {
  /** What is known at once: of a profile no more than its name. */
  readonly account: Account;
  readonly vault: StartVault;
  /** True where a passphrase has to be typed before the account can be used. */
  readonly isLocked: boolean;
}

export interface StartVault extends VaultAccess {
  /** The profile that was asked for by name; undefined for the one in use. */
  readonly profile: string | undefined;
}

/** The account that a choice comes to before anything is opened. */
export function startAccount(env: Environment, choice: AccountChoice, passphrase: Secret | undefined): StartAccount {
  const access = { place: () => ownVaultPlace(env), passphrase };
  if (choice.kind !== 'vault') {
    const account = choice.kind === 'account' ? choice.account : sandboxAccount(env);
    return { account, vault: { ...access, profile: undefined }, isLocked: false };
  }
  const { name } = choice;
  return {
    account: { kind: 'profile', profile: name, baseUrl: undefined, credential: undefined },
    vault: { ...access, profile: name },
    isLocked: !passphrase && isPassphraseWanted(locate(env).config),
  };
}
