// Asks the API whether it takes a credential, what it may do, until when, and which accounts it reaches. Each kind has an
// endpoint of its own; a token whose looks tell nothing is tried at both.

import type { StoredCredential } from '../api/credential.ts';
import { type Failure, HttpFailure } from '../api/failures.ts';
import type { Grant } from '../api/grants.ts';
import { sentAs } from '../api/shown-credential.ts';
import { isRecord } from '../json/values.ts';
import type { Account, Environment } from './account.ts';
import { type Asker, createAsker, toRecord } from './asker.ts';
import { type Connection, connect } from './connection.ts';
import { type TokenFormat, tokenFormat } from './credential.ts';
import { nameResources, readOwnPolicies, type TokenAddresses } from './grants.ts';
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
  /** Undefined for a key. */
  readonly tokenId?: string | undefined;
  /** What it may do; undefined where it may not read that itself. */
  readonly grants: readonly Grant[] | undefined;
  /** From where it may be used; undefined where that is anywhere, or not known. */
  readonly addresses?: TokenAddresses | undefined;
  /** Names of zones and accounts that it may do something on, by their ids, where it may read them. */
  readonly names?: Readonly<Record<string, string>>;
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
    const verification = await verifyCredential(connection, askedAs(credential), account.accountId, signal);
    if (!verification.ok) return verification;
    const { verified } = verification;
    const names = await nameResources(createAsker(connection, signal), verified.grants ?? [], verified.accounts);
    return { ok: true, verified: { ...verified, names } };
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
    if (account.ok || !user) return account;
    return account.failure === unnamedAccount ? withAccountHint(user) : user;
  } catch (error) {
    if (error instanceof HttpFailure) return { ok: false, failure: error.failure, isAnswer: false };
    throw error;
  }
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
  const { email } = toRecord(asked.result);
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
  return refusal ?? { ok: false, isAnswer: true, failure: unnamedAccount };
}

const unnamedAccount: Failure = {
  kind: 'unusable',
  tried: 'verifying an account API token',
  happened: 'an account API token is verified through its account, and it lists no account',
  next: 'name its account (--account ID), or save it without asking (--no-verify)',
};

/** As a user's it is unknown, which the API also says of every token of an account (code 1000). */
function withAccountHint(verification: Exclude<Verification, { readonly ok: true }>): Verification {
  const { failure } = verification;
  if (failure.kind !== 'api' || !failure.errors.some(({ code }) => code === 1000)) return verification;
  const next = 'check the token; if it belongs to an account, name that account (--account ID)';
  return { ...verification, failure: { ...failure, next } };
}

async function readToken(
  ask: Asker,
  kind: 'user-token' | 'account-token',
  path: string,
  accounts: () => Promise<readonly AccountEntry[]>,
): Promise<Verification> {
  const asked = await ask(`${path}/verify`);
  if (!asked.ok) return { ...asked, isAnswer: true };
  const { id, status, expires_on: expiresOn, not_before: notBefore } = toRecord(asked.result);
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
      tokenId: typeof id === 'string' ? id : undefined,
      ...(await readOwnPolicies(ask, path, id)),
      accounts: await accounts(),
    },
  };
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
