// Reads what has to be known to judge whether a credential may send a request: what its policies grant, and which account a zone
// belongs to. Sends nothing but GETs.
import type { Account } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import { askedAs, type Verification, verifyCredential } from '../accounts/verify.ts';
import { type Grant, withinAccount } from '../api/grants.ts';
import type { Holding } from '../catalog/permission-verdict.ts';
import type { CredentialFacts } from '../explorer/model/catalog.ts';
import { toValue } from '../json/document.ts';
import { isRecord } from '../json/values.ts';
import { exchange } from './exchange.ts';
import type { Files } from './performers.ts';

export async function readCredentialFacts(
  connection: Connection,
  { credential, accountId }: Pick<Account, 'credential' | 'accountId'>,
  signal: AbortSignal,
): Promise<CredentialFacts> {
  // The sandbox gives its credential to the connection alone; it is a token.
  return factsOf(await verifyCredential(connection, askedAs(credential), accountId, signal));
}

const kinds = { 'user-token': 'user API token', 'account-token': 'account API token', key: 'global key' };

/** The permission that lets a token read its own policies. */
const readsItself = { 'user-token': 'API Tokens Read', 'account-token': 'Account API Tokens Read' };

function factsOf(verification: Verification): CredentialFacts {
  if (!verification.ok) {
    const { failure, isAnswer } = verification;
    // So the API has told of a token that it knows, and that is not active.
    const isEnded = isAnswer && failure.kind === 'unusable' && failure.tried === 'verifying the token';
    const reason = isEnded ? failure.happened : `the API did not verify it: ${failure.happened}`;
    return { holding: { kind: isEnded ? 'ended' : 'hidden', reason }, facts: [], accounts: [], isAnswer };
  }
  const { kind, status, owner, expiresOn, notBefore, grants, addresses, accounts } = verification.verified;
  const hidden = (permission: string): Holding => ({
    kind: 'hidden',
    reason: `it may not read its own policies (that takes ${permission})`,
  });
  return {
    holding: kind === 'key' ? { kind } : grants ? held(grants, owner) : hidden(readsItself[kind]),
    facts: [
      `${kinds[kind]}, ${status}`,
      ...(notBefore === undefined ? [] : [`valid from ${notBefore}`]),
      expiresOn === undefined ? 'does not expire' : `valid until ${expiresOn}`,
      ...(addresses && addresses.only.length > 0 ? [`only from ${addresses.only.join(', ')}`] : []),
      ...(addresses && addresses.except.length > 0 ? [`not from ${addresses.except.join(', ')}`] : []),
    ],
    accounts,
    isAnswer: true,
  };
}

function held(grants: readonly Grant[], owner: string | undefined): Holding {
  return { kind: 'grants', grants: owner === undefined ? grants : withinAccount(grants, owner) };
}

/** The account that a zone belongs to; undefined where the credential may not read the zone. */
export async function readZoneAccount(
  connection: Connection,
  zoneId: string,
  files: Files,
  signal: AbortSignal,
): Promise<string | undefined> {
  const request = {
    method: 'GET',
    path: `/zones/${encodeURIComponent(zoneId)}`,
    items: [],
    filter: undefined,
  } as const;
  const { body, failure } = await exchange(connection, request, files, { signal, onEvent: () => undefined });
  if (failure || body.kind !== 'json') return undefined;
  const value = toValue(body.document, 0);
  const zone = isRecord(value) && isRecord(value.result) ? value.result : {};
  return isRecord(zone.account) && typeof zone.account.id === 'string' ? zone.account.id : undefined;
}
