// What the explorer may show of accounts and profiles: never a secret, at most its last four characters.
import { type Account, accountOf, type Environment } from '../accounts/account.ts';
import { readBaseUrl, shortAddress } from '../api/address.ts';
import { describeCredential } from '../api/credential.ts';
import type { ProfileRow, Session, ShownAccount } from '../explorer/model/accounts.ts';
import type { ProfileSet } from '../store/profiles.ts';

/** What the header may show of an account. */
export function sessionOf(account: Account): Session {
  return {
    kind: account.kind,
    baseUrl: account.baseUrl,
    credential: account.kind === 'profile' && !account.credential ? 'opening…' : describeCredential(account.credential),
    rateLimit: undefined,
    ...(account.profile === undefined ? {} : { profile: account.profile }),
    ...(account.accountId === undefined ? {} : { accountId: account.accountId }),
    ...(account.readOnly ? { readOnly: true } : {}),
  };
}

/** What may be shown of the account that the environment names; undefined where it names none. */
export function shownEnvironment(env: Environment): ShownAccount | undefined {
  // One with an address that is none is no account to offer.
  if (env.CLOUDFLARE_BASE_URL && readBaseUrl(env.CLOUDFLARE_BASE_URL) === undefined) return undefined;
  const { kind, credential, baseUrl } = accountOf(env);
  if (kind !== 'environment' || baseUrl === undefined) return undefined;
  return { credential: describeCredential(credential), place: shortAddress(baseUrl) };
}

export function shownProfiles({ profiles, current }: ProfileSet): readonly ProfileRow[] {
  return profiles.map(({ name, credential, baseUrl, accountId, readOnly }) => ({
    name,
    credential: describeCredential(credential),
    place: shortAddress(baseUrl),
    accountId,
    readOnly,
    isCurrent: name === current,
  }));
}
