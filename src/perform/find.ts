// Performs what the state asks of the API beside the user's own requests: the catalog, values to choose from, what the credential may
// do.
import type { Account } from '../accounts/account.ts';
import type { Verification } from '../accounts/verify.ts';
import { isLocalApi } from '../api/address.ts';
import { sentence } from '../api/failures.ts';
import { nameOfPermission, tellResources } from '../api/grants.ts';
import { listedValues } from '../catalog/value-sources.ts';
import type { AccessOutcome } from '../explorer/model/catalog.ts';
import type { FindEffect } from '../explorer/model/effects.ts';
import type { Clock } from '../http/clock.ts';
import { toValue } from '../json/document.ts';
import { type Catalogs, pagingHint, type WithIds, warm, whyNot } from './catalogs.ts';
import { exchange } from './exchange.ts';
import type { Link } from './link.ts';
import type { Dispatch, EffectOf, Files, Performers } from './performers.ts';
import { type Flights, failureOf } from './requests.ts';

/** What the rest of the runtime lends. */
interface FindPorts {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly catalogs: Catalogs;
  readonly files: Files;
  /** The account in use; its credential decides how it is asked about itself. */
  readonly account: () => Account;
  /** Lends the connection to it for as long as the work takes. */
  readonly use: Link['use'];
  readonly flights: Flights;
  readonly withIds: WithIds;
}

export function createFindPerformers(ports: FindPorts): Performers<FindEffect['type']> {
  const { clock, catalogs, files, account, use, flights, withIds } = ports;

  const load = async (dispatch: Dispatch): Promise<void> => {
    try {
      const { baseUrl } = account();
      const isLocal = baseUrl !== undefined && isLocalApi(baseUrl);
      const known = isLocal ? await use(dispatch, catalogs.of) : await catalogs.whole();
      dispatch({ type: 'catalog.loaded', known });
      await warm(known, pause);
    } catch (error) {
      dispatch({ type: 'catalog.failed', reason: `The catalog of operations could not be read: ${whyNot(error)}` });
    }
  };

  const readValues = async (
    { id, key, facts, request, afterMs }: EffectOf<'lookup.read'>,
    signal: AbortSignal,
    dispatch: Dispatch,
  ): Promise<void> => {
    try {
      if (afterMs !== undefined) await clock.sleep(afterMs, signal);
      const context = { signal, onEvent: () => undefined };
      const { body, info, failure } = await use(dispatch, async (connection) => {
        const named = await withIds(connection, request, context, id, dispatch);
        return exchange(connection, named, files, context, { hint: pagingHint(catalogs, connection, named) });
      });
      if (failure) {
        dispatch({ type: 'lookup.failed', id, key, failure });
        return;
      }
      const response = body.kind === 'json' ? toValue(body.document, 0) : undefined;
      dispatch({ type: 'lookup.listed', id, key, values: listedValues(facts, response), info });
    } catch (error) {
      dispatch({ type: 'lookup.failed', id, key, failure: failureOf(error) });
    }
  };

  const askAccess = async (id: number, dispatch: Dispatch): Promise<void> => {
    try {
      const { askedAs, verifyCredential } = await import('../accounts/verify.ts');
      const verification = await use(dispatch, (connection) => {
        const { credential, accountId } = account();
        // The sandbox gives its credential to the connection alone; it is a token.
        return verifyCredential(connection, askedAs(credential), accountId);
      });
      dispatch({ type: 'access.told', id, outcome: outcomeOf(verification) });
    } catch (error) {
      dispatch({ type: 'access.told', id, outcome: { kind: 'refused', reason: sentence(failureOf(error)) } });
    }
  };

  return {
    'catalog.load': (_, dispatch) => void load(dispatch),
    'lookup.read': (effect, dispatch) => flights.run(effect.id, (signal) => readValues(effect, signal, dispatch)),
    'access.ask': ({ id }, dispatch) => void askAccess(id, dispatch),
  };
}

/** Milliseconds between pieces of work that nobody waits for, so that keys come first. */
const pauseMs = 20;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseMs));
}

const kinds = { 'user-token': 'user API token', 'account-token': 'account API token', key: 'global key' };

function outcomeOf(verification: Verification): AccessOutcome {
  if (!verification.ok) return { kind: 'refused', reason: sentence(verification.failure) };
  const { kind, status, expiresOn, notBefore, grants, accounts } = verification.verified;
  return {
    kind: 'told',
    facts: [
      `${kinds[kind]}, ${status}`,
      ...(notBefore === undefined ? [] : [`valid from ${notBefore}`]),
      expiresOn === undefined ? 'does not expire' : `valid until ${expiresOn}`,
    ],
    grants: grants?.flatMap(({ effect, permissions, resources }) =>
      permissions.map((permission) => ({
        effect,
        permission: nameOfPermission(permission),
        scope: tellResources(resources),
      })),
    ),
    accounts: accounts.map(({ name, id }) => (name === '' ? id : name)),
  };
}
