// Which account is in force: the profile that a flag names, else what the environment names, else the current profile,
// else the sandbox. Decides only; whoever calls it opens the vault and asks for a passphrase.
import { currentProfile, findProfile, noSuchProfile, type ProfileSet } from '../store/profiles.ts';
import type { Settled } from '../store/vault.ts';
import { type Account, accountOf, accountOfProfile, type Environment } from './connection.ts';

export type AccountChoice =
  | { readonly kind: 'account'; readonly account: Account }
  /** A profile, which the vault has: the one of this name, or without a name the current one. */
  | { readonly kind: 'vault'; readonly name: string | undefined };

/** An account, and what has to be said of how it came to be the one. */
export interface ChosenAccount {
  readonly account: Account;
  readonly notice: string | undefined;
  /** What seals bodies in the history; undefined where no vault is open. */
  readonly bodyKey?: Uint8Array | undefined;
}

/** Names the use of the vault's key for bodies in the history: another name would lose them. */
const historyPurpose = 'history bodies';

export function bodyKeyOf(opening: Settled): Uint8Array | undefined {
  return opening.kind === 'open' ? opening.vault.deriveKey(historyPurpose) : undefined;
}

/** The account that is asked for cannot be had, and no other may take its place. The message is sentences for the user. */
export class AccountRefusal extends Error {
  override readonly name = 'AccountRefusal';
}

/**
 * @param flag the name that `--profile` gives
 * @param hasVault whether there is a vault, or may be
 * @throws AccountRefusal, or Error with a sentence where CLOUDFLARE_BASE_URL is no http(s) URL
 */
export function chooseAccount(env: Environment, flag: string | undefined, hasVault: boolean): AccountChoice {
  if (flag !== undefined) {
    if (!hasVault)
      throw new AccountRefusal(`There is no profile ${flag}, nor any other. flarescope auth add ${flag} adds it.`);
    return { kind: 'vault', name: flag };
  }
  const account = accountOf(env);
  return account.kind === 'sandbox' && hasVault ? { kind: 'vault', name: undefined } : { kind: 'account', account };
}

/**
 * The account that an opened vault gives, or the sandbox where nothing was asked for by name and there is no profile.
 *
 * @throws AccountRefusal where the profile is not there, or cannot be had now
 */
export function accountFrom(opening: Settled, name: string | undefined): ChosenAccount {
  switch (opening.kind) {
    case 'open':
      return { ...fromSet(opening.set, opening.notice, name), bodyKey: bodyKeyOf(opening) };
    case 'absent':
    case 'damaged': {
      const notice = opening.kind === 'damaged' ? opening.reason : undefined;
      if (name !== undefined) throw new AccountRefusal(notice ?? `There is no profile ${name}, nor any other.`);
      return { account: sandbox, notice };
    }
    case 'newer':
    case 'unreachable':
      throw new AccountRefusal(opening.reason);
  }
}

const sandbox: Account = { kind: 'sandbox', baseUrl: undefined, credential: undefined };

function fromSet(set: ProfileSet, notice: string | undefined, name: string | undefined): ChosenAccount {
  const profile = name === undefined ? currentProfile(set) : findProfile(set, name);
  if (profile) return { account: accountOfProfile(profile), notice };
  if (name !== undefined) throw new AccountRefusal(notice ?? `${capitalised(noSuchProfile(set, name))}.`);
  const unused = set.profiles.length === 0 ? undefined : 'No profile is in use: flarescope auth use NAME takes one.';
  return { account: sandbox, notice: notice ?? unused };
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
