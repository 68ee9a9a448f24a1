// What the commands below auth say of profiles and credentials, in lines for people. Pure.
import { describe } from '../runtime/connection.ts';
import { tellGrants } from '../runtime/credential-facts.ts';
import type { Verified } from '../runtime/verify.ts';
import type { Profile, ProfileSet } from '../store/profiles.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, padEnd } from '../text/width.ts';

/** Grants told one by one; the others are counted. */
const mostGrants = 20;

const kinds: Readonly<Record<Verified['kind'], string>> = {
  'user-token': 'API token of a user',
  'account-token': 'API token of an account',
  key: 'global key',
};

/** Why nothing is said of what a credential may do. */
const silence: Readonly<Record<Verified['kind'], string>> = {
  'user-token': 'what it may do it may not read itself (that takes the permission API Tokens Read)',
  'account-token': 'what it may do it may not read itself (that takes the permission Account API Tokens Read)',
  key: 'it may do everything that its user may do',
};

/** What the API says of a credential. `now` in milliseconds since the epoch. */
export function tellVerified(verified: Verified, now: number): readonly string[] {
  const { kind, status, grants, accounts } = verified;
  const grantLines = grants ? tellGrants(grants) : [silence[kind]];
  const untold = grantLines.length - mostGrants;
  return [
    `${kinds[kind]}, ${status}; ${tellTimes(verified, now)}`,
    ...grantLines.slice(0, mostGrants),
    ...(untold > 0 ? [`and ${untold} more policies`] : []),
    accounts.length === 0 ? 'it lists no account' : `accounts: ${tellAccounts(accounts)}`,
  ].map((line) => visible(line));
}

function tellAccounts(accounts: Verified['accounts']): string {
  const told = accounts.slice(0, 5).map(({ id, name }) => (name === '' ? id : `${name} (${id})`));
  return [...told, ...(accounts.length > 5 ? [`and ${accounts.length - 5} more`] : [])].join(', ');
}

const day = 86_400_000;

function tellTimes({ kind, expiresOn, notBefore }: Verified, now: number): string {
  const ends = expiresOn === undefined ? Number.NaN : Date.parse(expiresOn);
  const begins = notBefore === undefined ? Number.NaN : Date.parse(notBefore);
  const from = begins > now ? `good from ${dateOf(begins)} on, ` : '';
  if (Number.isNaN(ends)) return `${from}${kind === 'key' ? 'keys do not expire' : 'it does not expire'}`;
  const days = Math.floor((ends - now) / day);
  return `${from}it expires on ${dateOf(ends)}, in ${days} ${days === 1 ? 'day' : 'days'}`;
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Host of a base URL, with the path where it is not the public API's. */
export function placeOf(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  return pathname === '/' || pathname === '/client/v4' ? host : `${host}${pathname}`;
}

/** A profile in one clause: `prod, token ····3f2a, api.cloudflare.com, read-only`. */
export function tellProfile({ name, credential, baseUrl, accountId, readOnly }: Profile): string {
  const parts = [name, describe(credential), placeOf(baseUrl)];
  if (accountId !== undefined) parts.push(`account ${accountId}`);
  if (readOnly) parts.push('read-only');
  return visible(parts.join(', '));
}

/** A row for each profile, in columns; the one in use has a mark. */
export function profileRows(set: ProfileSet): readonly string[] {
  const rows = set.profiles.map((profile) => [
    profile.name === set.current ? '*' : ' ',
    visible(profile.name),
    visible(describe(profile.credential)),
    visible(placeOf(profile.baseUrl)),
    visible([profile.accountId ?? '', profile.readOnly ? 'read-only' : ''].filter((part) => part !== '').join(' ')),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => cellWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A profile for programs: nothing secret but the last four characters. */
export function profileJson(profile: Profile, current: string | undefined): Readonly<Record<string, unknown>> {
  const { name, credential, baseUrl, accountId, readOnly } = profile;
  return {
    name,
    current: name === current,
    kind: credential.kind,
    ...(credential.kind === 'key' ? { email: credential.email } : {}),
    credential: describe(credential),
    baseUrl,
    ...(accountId === undefined ? {} : { accountId }),
    readOnly,
  };
}
