// `flarescope auth status`: whose account is in force and why, and how the profiles are protected. Asks nobody: neither the
// API nor, for a passphrase, the user.

import { type Account, consentVariable } from '../accounts/account.ts';
import { AccountRefusal, accountFrom, chooseAccount } from '../accounts/choice.ts';
import type { VaultFound } from '../accounts/vault-keeper.ts';
import { shortAddress } from '../api/address.ts';
import { describeCredential } from '../api/shown-credential.ts';
import { consentWords } from '../api/writes.ts';
import { consentSettingOf } from '../explorer/model/writes.ts';
import { locate } from '../store/locations.ts';
import { hasVault } from '../store/vault-files.ts';
import { capitalised } from '../text/sentences.ts';
import { visible } from '../text/untrusted.ts';
import { authCommand } from './auth.ts';
import type { StatusValues } from './commands/auth.ts';
import { type Io, tell } from './io.ts';
import { messageOf } from './messages.ts';
import { findVault, takePassphrase } from './unlocking.ts';

export const showStatus = authCommand<StatusValues>(async ({ values }, io) => {
  const given = takePassphrase(values['passphrase-fd'], io);
  const { place, found } = await findVault(given, io);
  const inForce = inForceNow(values.profile, found, io);
  const vault = { ...tellVault(found, place.keychain.name), folder: place.folder };
  if (values.json) return tell(io, `${JSON.stringify({ inForce: accountJson(inForce), vault }, undefined, 2)}\n`);
  const asking = typeof inForce === 'string' ? [] : [`Writes: ${tellConsent(inForce)}`];
  const lines = [`In use: ${tellAccount(inForce)}`, ...asking, `Profiles: ${vault.text}`, `Stored in: ${place.folder}`];
  return tell(io, lines.map((line) => `${visible(line)}\n`).join(''));
});

const noAccount = 'none. On a terminal the sandbox stands in for it, with made-up data';

/** The account, or why there is none or it cannot be told. */
function inForceNow(profile: string | undefined, opening: VaultFound, { env }: Io): Account | string {
  try {
    const choice = chooseAccount(env, { profile }, hasVault(locate(env).config));
    if (choice.kind === 'account') return choice.account;
    if (choice.kind === 'none') return noAccount;
    const { name } = choice;
    if (opening.kind === 'locked')
      return `${name === undefined ? 'the profile in use' : `the profile ${name}`}, which is locked`;
    const { account, lack } = accountFrom(env, opening, name);
    if (!lack) return account;
    return lack.kind === 'unusable' ? `none. ${lack.reason}` : noAccount;
  } catch (error) {
    // What a profile lacks, or a variable has too much.
    return `none. ${capitalised(messageOf(error))}${error instanceof AccountRefusal ? '' : '.'}`;
  }
}

function tellAccount(account: Account | string): string {
  if (typeof account === 'string') return account;
  const { kind, profile, credential, baseUrl, accountId, readOnly, production } = account;
  if (kind === 'sandbox') return 'the sandbox, with made-up data';
  const parts = [
    kind === 'profile' ? `the profile ${profile}` : `the environment (${variablesOf(account)})`,
    describeCredential(credential),
  ];
  if (baseUrl !== undefined) parts.push(shortAddress(baseUrl));
  if (accountId !== undefined) parts.push(`account ${accountId}`);
  if (production) parts.push('production');
  if (readOnly) parts.push('read-only');
  return parts.join(', ');
}

/** When it asks, and what decides that. */
function tellConsent(account: Account): string {
  const { kind, profile, consent } = account;
  const words = consentWords[consentSettingOf(account)];
  if (kind === 'profile') {
    const usual = consent === undefined ? ', as profiles do' : '';
    return `${words}${usual}. To change that: flarescope auth edit --confirm-writes HOW ${profile}`;
  }
  if (consent !== undefined) return `${words} (${consentVariable})`;
  return `${words}, unless ${consentVariable} says otherwise`;
}

function variablesOf({ credential }: Account): string {
  if (!credential) return 'CLOUDFLARE_BASE_URL';
  return credential.kind === 'token' ? 'CLOUDFLARE_API_TOKEN' : 'CLOUDFLARE_API_KEY and CLOUDFLARE_EMAIL';
}

function accountJson(account: Account | string): Readonly<Record<string, unknown>> {
  if (typeof account === 'string') return { kind: 'unknown', reason: account };
  const { credential, readOnly = false, production = false, kind, profile, baseUrl, accountId } = account;
  const confirmWrites = consentSettingOf(account);
  return {
    kind,
    profile,
    credential: describeCredential(credential),
    baseUrl,
    accountId,
    readOnly,
    production,
    confirmWrites,
  };
}

interface VaultStatus {
  readonly state: VaultFound['kind'];
  readonly protection?: 'keychain' | 'passphrase';
  readonly profiles?: number;
  readonly text: string;
}

function tellVault(opening: VaultFound, keychainName: string): VaultStatus {
  switch (opening.kind) {
    case 'open': {
      const protection = opening.vault.protection();
      const count = opening.set.profiles.length;
      const key =
        protection === 'keychain' ? `their key is in ${keychainName}` : 'their key is protected by a passphrase';
      const text = opening.notice ?? `${count}, encrypted; ${key}`;
      return { state: 'open', protection, profiles: count, text };
    }
    case 'locked':
      return { state: 'locked', protection: 'passphrase', text: 'locked; their key is protected by a passphrase' };
    case 'absent':
      return { state: 'absent', text: 'none. To add one: flarescope auth add NAME' };
    case 'damaged':
    case 'newer':
    case 'unreachable':
      return { state: opening.kind, text: opening.reason };
  }
}
