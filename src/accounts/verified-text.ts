// What the API says of a credential, in lines for people. Pure.
import { visible } from '../text/untrusted.ts';
import { tellGrants } from './credential-facts.ts';
import type { Verified } from './verify.ts';

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
