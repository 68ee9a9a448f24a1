// Asks the API whether it takes a credential, what it may do, until when, and which accounts it reaches. Each kind has an
// endpoint of its own; a token whose looks tell nothing is tried at both.

import type { StoredCredential } from '../api/credential.ts';
import { describeRequest, type Failure, HttpFailure } from '../api/failures.ts';
import { type Grant, readGrants, tellGrants } from '../api/grants.ts';
import { readResponse } from '../api/received.ts';
import { sentAs } from '../api/shown-credential.ts';
import type { SendContext } from '../http/send.ts';
import { toValue } from '../json/document.ts';
import { isRecord } from '../json/values.ts';
import { formatQuantity } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import type { Account, Environment } from './account.ts';
import { type Connection, connect } from './connection.ts';
import { type TokenFormat, tokenFormat } from './credential.ts';
import type { FindSecret } from './secret-command.ts';

/** What the API says of a good credential. */
export interface Verified {
  readonly kind: 'user-token' | 'account-token' | 'key';
  /** The account that a token belongs to; undefined where it belongs to a user. */
  readonly owner?: string;
  /** `active`; of a key, the email address of its user. */
  readonly status: string;
  /** ISO 8601; undefined where it ends never, or where nothing is said of it. */
  readonly expiresOn: string | undefined;
  readonly notBefore: string | undefined;
  /** What it may do; undefined where it may not read that itself. */
  readonly grants: readonly Grant[] | undefined;
  /** Accounts that it reaches, as far as it may list them; at most 50. */
  readonly accounts: readonly AccountEntry[];
}

export interface AccountEntry {
  readonly id: string;
  readonly name: string;
}

export type Verification =
  | { readonly ok: true; readonly verified: Verified }
  /** `isAnswer` tells the API's no from no response at all. */
  | { readonly ok: false; readonly failure: Failure; readonly isAnswer: boolean };

/** Milliseconds that all questions together may take. */
const patience = 60_000;

/** Accounts that an account's token of unknown looks is tried against. */
const mostAccountsTried = 5;

/**
 * Verifies the credential of an account, over a connection of its own.
 *
 * @param how.signal ends it; what it then says is that it was cancelled
 * @throws AccountRefusal where its secret cannot be had from the command that prints it
 */
export async function verifyAccount(
  account: Account,
  env: Environment,
  version: string,
  { signal, findSecret }: { readonly signal?: AbortSignal; readonly findSecret?: FindSecret } = {},
): Promise<Verification> {
  const given = account.credential;
  const credential =
    given?.kind === 'command' && findSecret ? await findSecret(given, signal ?? neverAborted()) : given;
  const connection = await connect({ ...account, credential }, env, version);
  try {
    return await verifyCredential(connection, askedAs(credential), account.accountId, signal);
  } finally {
    await connection.close();
  }
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}

/** How a credential is sent decides what it is asked as, whatever its prefix says. */
export function askedAs(credential: StoredCredential | undefined): TokenFormat {
  if (sentAs(credential) === 'key') return 'key';
  const shape = credential?.kind === 'token' ? tokenFormat(credential.token) : 'unknown';
  return shape === 'key' ? 'unknown' : shape;
}

/**
 * Verifies the credential that the connection has.
 *
 * @param shape what is known of it beforehand; `key` is asked as a key, all else as a token
 * @param accountId the account that an account's token belongs to, where it is known
 */
export async function verifyCredential(
  connection: Connection,
  shape: TokenFormat,
  accountId: string | undefined,
  signal?: AbortSignal,
): Promise<Verification> {
  const ask = createAsker(connection, signal);
  try {
    if (shape === 'key') return await verifyKey(ask);
    const user = shape === 'account-token' ? undefined : await verifyUserToken(ask);
    if (user?.ok || shape === 'user-token') return user ?? noResponse;
    const account = await verifyAccountToken(ask, accountId);
    return account.ok || !user ? account : user;
  } catch (error) {
    if (error instanceof HttpFailure) return { ok: false, failure: error.failure, isAnswer: false };
    throw error;
  }
}

type Asker = (path: string) => Promise<Asked>;

type Asked = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly failure: Failure };

function createAsker(connection: Connection, given: AbortSignal | undefined): Asker {
  const late = AbortSignal.timeout(patience);
  const signal = given ? AbortSignal.any([given, late]) : late;
  const context: SendContext = { signal, onEvent: () => undefined };
  return async (path) => {
    const wire = { method: 'GET', url: `${connection.baseUrl}${path}`, headers: [], body: undefined };
    const { body, failure } = readResponse(wire, await connection.send(wire, context));
    if (failure) return { ok: false, failure };
    const value = body.kind === 'json' ? toValue(body.document, 0) : undefined;
    if (isRecord(value) && 'result' in value) return { ok: true, result: value.result };
    const happened = 'the response is not from the Cloudflare API';
    return { ok: false, failure: { ...noResponse.failure, tried: describeRequest(wire), happened } };
  };
}

const noResponse = {
  ok: false,
  isAnswer: true,
  failure: {
    kind: 'protocol',
    tried: 'verifying the credential',
    happened: 'there was no result',
    next: 'check the base URL, or save it without asking (--no-verify)',
  },
} as const satisfies Verification;

async function verifyKey(ask: Asker): Promise<Verification> {
  const asked = await ask('/user');
  if (!asked.ok) return { ...asked, isAnswer: true };
  const { email } = record(asked.result);
  return {
    ok: true,
    verified: {
      kind: 'key',
      status: `active, for ${typeof email === 'string' ? email : 'a user without an email address'}`,
      expiresOn: undefined,
      notBefore: undefined,
      grants: undefined,
      accounts: await listAccounts(ask),
    },
  };
}

async function verifyUserToken(ask: Asker): Promise<Verification> {
  return readToken(ask, 'user-token', '/user/tokens', () => listAccounts(ask));
}

async function verifyAccountToken(ask: Asker, accountId: string | undefined): Promise<Verification> {
  const listed = await listAccounts(ask);
  const accounts = accountId === undefined ? listed : [{ id: accountId, name: nameOf(listed, accountId) }];
  let refusal: Verification | undefined;
  for (const account of accounts.slice(0, mostAccountsTried)) {
    const path = `/accounts/${encodeURIComponent(account.id)}/tokens`;
    const verification = await readToken(ask, 'account-token', path, async () =>
      listed.length > 0 ? listed : [account],
    );
    if (verification.ok) return { ok: true, verified: { ...verification.verified, owner: account.id } };
    refusal ??= verification;
  }
  return (
    refusal ?? {
      ok: false,
      isAnswer: true,
      failure: {
        kind: 'unusable',
        tried: 'verifying an account API token',
        happened: 'an account API token is verified through its account, and it lists no account',
        next: 'name its account (--account ID), or save it without asking (--no-verify)',
      },
    }
  );
}

async function readToken(
  ask: Asker,
  kind: 'user-token' | 'account-token',
  path: string,
  accounts: () => Promise<readonly AccountEntry[]>,
): Promise<Verification> {
  const asked = await ask(`${path}/verify`);
  if (!asked.ok) return { ...asked, isAnswer: true };
  const { id, status, expires_on: expiresOn, not_before: notBefore } = record(asked.result);
  if (status !== 'active') {
    const told = typeof status === 'string' ? status.slice(0, 40) : 'not active';
    return {
      ok: false,
      isAnswer: true,
      failure: {
        kind: 'unusable',
        tried: 'verifying the token',
        happened: `the API reports that it is ${told}`,
        next: 'create or roll a token in the dashboard, and add that one',
      },
    };
  }
  return {
    ok: true,
    verified: {
      kind,
      status,
      expiresOn: typeof expiresOn === 'string' ? expiresOn : undefined,
      notBefore: typeof notBefore === 'string' ? notBefore : undefined,
      grants: await readOwnGrants(ask, path, id),
      accounts: await accounts(),
    },
  };
}

/** Only a token that may read tokens can read what it may do itself. */
async function readOwnGrants(ask: Asker, path: string, id: unknown): Promise<readonly Grant[] | undefined> {
  if (typeof id !== 'string') return undefined;
  const asked = await ask(`${path}/${encodeURIComponent(id)}`);
  return asked.ok ? readGrants(record(asked.result).policies) : undefined;
}

async function listAccounts(ask: Asker): Promise<readonly AccountEntry[]> {
  const asked = await ask('/accounts?per_page=50');
  const entries = asked.ok && Array.isArray(asked.result) ? asked.result : [];
  return entries
    .filter(isRecord)
    .flatMap(({ id, name }) => (typeof id === 'string' ? [{ id, name: typeof name === 'string' ? name : '' }] : []));
}

function nameOf(accounts: readonly AccountEntry[], id: string): string {
  return accounts.find((account) => account.id === id)?.name ?? '';
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** Grants told one by one; the others are counted. */
const mostGrants = 20;

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

/** What the API says of a credential. `now` in milliseconds since the epoch. */
export function tellVerified(verified: Verified, now: number): readonly string[] {
  const { kind, status, grants, accounts } = verified;
  const grantLines = grants ? tellGrants(grants) : [silence[kind]];
  const untold = grantLines.length - mostGrants;
  return [
    `${kindWords[kind]}, ${status}; ${tellTimes(verified, now)}`,
    ...grantLines.slice(0, mostGrants),
    ...(untold > 0 ? [`and ${untold} more policies`] : []),
    accounts.length === 0 ? 'it can list no accounts' : `accounts: ${tellAccounts(accounts)}`,
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
  const from = begins > now ? `valid from ${dateOf(begins)}, ` : '';
  if (Number.isNaN(ends)) return `${from}${kind === 'key' ? 'keys do not expire' : 'it does not expire'}`;
  const days = Math.floor((ends - now) / day);
  return `${from}it expires on ${dateOf(ends)}, in ${formatQuantity(days, 'day')}`;
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
