// What the explorer may show of accounts and profiles: never a secret, at most its last four characters.
import { type Account, accountOf, type Environment, newPlace } from '../accounts/account.ts';
import { shortAddress } from '../api/address.ts';
import { describeCredential, nameCredential, tellCommand } from '../api/shown-credential.ts';
import type { ProfileRow, Profiles, Session, ShownAccount } from '../explorer/model/accounts.ts';
import type { ProfileSet } from '../store/profiles.ts';
import { capitalised, errorText } from '../text/sentences.ts';

/** What the header may show of an account. */
export function sessionOf(account: Account): Session {
  return {
    kind: account.kind,
    baseUrl: account.baseUrl,
    // A profile without an address is still encrypted.
    credential:
      account.kind === 'profile' && account.baseUrl === undefined ? 'opening…' : nameCredential(account.credential),
    rateLimit: undefined,
    ...(account.profile === undefined ? {} : { profile: account.profile }),
    ...(account.accountId === undefined ? {} : { accountId: account.accountId }),
    ...(account.readOnly ? { readOnly: true } : {}),
    ...(account.production ? { production: true } : {}),
    ...(account.consent === undefined ? {} : { consent: account.consent }),
  };
}

/** What may be shown of the account that the environment names; undefined where it names none. */
export function shownEnvironment(env: Environment): ShownAccount | undefined {
  const account = usableAccountOf(env);
  if (account?.baseUrl === undefined) return undefined;
  return { credential: describeCredential(account.credential), place: shortAddress(account.baseUrl) };
}

/** One with an address or a credential that is none is no account to offer. */
function usableAccountOf(env: Environment): Account | undefined {
  try {
    return accountOf(env);
  } catch {
    return undefined;
  }
}

/** Where a credential that is typed goes, or why nowhere: the environment names an address that is none, or that others can read. */
export function shownNewPlace(env: Environment): Pick<Profiles, 'newPlace' | 'noNewPlace'> {
  try {
    return { newPlace: newPlace(env), noNewPlace: undefined };
  } catch (error) {
    return { newPlace: undefined, noNewPlace: capitalised(errorText(error)) };
  }
}

export function shownProfiles({ profiles, current }: ProfileSet): readonly ProfileRow[] {
  return profiles.map(({ name, credential, baseUrl, accountId, readOnly, production, consent = 'default' }) => ({
    name,
    credential: nameCredential(credential),
    ...(credential.kind === 'command' ? { command: tellCommand(credential.words) } : {}),
    ...(credential.kind === 'local' ? { isLocal: true as const } : {}),
    place: shortAddress(baseUrl),
    accountId,
    readOnly,
    production,
    consent,
    isCurrent: name === current,
  }));
}
