// What the API says of a credential, in lines for people: what it is, until when, and what it may do as a table.
import { grantTable, withinAccount } from '../api/grants.ts';
import { formatQuantity } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, padEnd } from '../text/width.ts';
import type { Verified } from './verify.ts';

/** Permissions told one by one where a few lines are wanted; the others are counted. */
const fewPermissions = 20;

const kindWords: Readonly<Record<Verified['kind'], string>> = {
  'user-token': 'user API token',
  'account-token': 'account API token',
  key: 'global key',
};

/** Why nothing is said of what a credential may do. */
const silence: Readonly<Record<Verified['kind'], string>> = {
  'user-token': 'it cannot read its own permissions (that needs the permission API Tokens Read)',
  'account-token': 'it cannot read its own permissions (that needs the permission Account API Tokens Read)',
  key: 'it may do everything that its user may do',
};

/**
 * What the API says of a credential.
 *
 * @param now milliseconds since the epoch
 * @param isWhole tells every permission, however many there are, and the id of a token
 */
export function tellVerified(verified: Verified, now: number, isWhole = false): readonly string[] {
  const { kind, status, tokenId, accounts } = verified;
  return [
    `${kindWords[kind]}, ${status}; ${tellTimes(verified, now)}`,
    ...(isWhole && tokenId !== undefined ? [`its id is ${tokenId}`] : []),
    ...tellAddresses(verified),
    accounts.length === 0 ? 'it can list no accounts' : `accounts: ${tellAccounts(accounts)}`,
    ...tellPermissions(verified, isWhole),
  ].map((line) => visible(line));
}

function tellPermissions({ kind, owner, grants, names = {} }: Verified, isWhole: boolean): readonly string[] {
  if (!grants) return [silence[kind]];
  const table = grantTable(owner === undefined ? grants : withinAccount(grants, owner), (id) => names[id]);
  if (table.length === 0) return ['it may do nothing'];
  const shown = isWhole ? table : table.slice(0, fewPermissions);
  const width = Math.max(...shown.map(({ permission }) => cellWidth(permission)), cellWidth(heading));
  const rows = shown.map(({ permission, on }) => `${padEnd(permission, width)}  ${on}`);
  const untold = table.length - shown.length;
  const end = untold > 0 ? [`and ${formatQuantity(untold, 'more permission')}: flarescope auth verify shows all`] : [];
  return [`${padEnd(heading, width)}  on`, ...rows, ...end];
}

const heading = 'permission';

function tellAddresses({ addresses }: Verified): readonly string[] {
  if (!addresses) return [];
  const { only, except } = addresses;
  const parts = [
    ...(only.length > 0 ? [`only from ${only.join(', ')}`] : []),
    ...(except.length > 0 ? [`not from ${except.join(', ')}`] : []),
  ];
  return [`it can be used ${parts.join(', and ')}`];
}

function tellAccounts(accounts: Verified['accounts']): string {
  const told = accounts.slice(0, 5).map(({ id, name }) => (name === '' ? id : `${name} (${id})`));
  return [...told, ...(accounts.length > 5 ? [`and ${accounts.length - 5} more`] : [])].join(', ');
}

const day = 86_400_000;

function tellTimes({ kind, expiresOn, notBefore }: Verified, now: number): string {
  const ends = expiresOn === undefined ? Number.NaN : Date.parse(expiresOn);
  const begins = notBefore === undefined ? Number.NaN : Date.parse(notBefore);
  const from = begins > now ? `valid from ${dateOf(begins)}, ` : '';
  if (Number.isNaN(ends)) return `${from}${kind === 'key' ? 'keys do not expire' : 'it does not expire'}`;
  const days = Math.floor((ends - now) / day);
  return `${from}it expires on ${dateOf(ends)}, in ${formatQuantity(days, 'day')}`;
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
