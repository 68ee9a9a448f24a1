// Performs what the state asks of the API beside the user's own requests: the catalog, values to choose from, what the credential may
// do; and puts ids in the place of names before a request goes out.
import type { Account } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import { tokenFormat } from '../accounts/credential.ts';
import type { Verification } from '../accounts/verify.ts';
import { isLocalApi } from '../api/address.ts';
import { type Failure, HttpFailure, sentence } from '../api/failures.ts';
import { listedValues } from '../catalog/value-sources.ts';
import type { AccessOutcome } from '../explorer/model/catalog.ts';
import type { FindEffect } from '../explorer/model/effects.ts';
import type { Event } from '../explorer/model/events.ts';
import type { SendContext } from '../http/send.ts';
import { toValue } from '../json/document.ts';
import { effectiveMethod } from '../request/method.ts';
import { mayHoldNames } from '../request/path.ts';
import type { RequestLine } from '../request/types.ts';
import { type Catalogs, pagingHint, warm, whyNot } from './catalogs.ts';
import { exchange } from './exchange.ts';
import type { Link } from './link.ts';
import type { Files } from './ports.ts';
import type { KnownNames } from './resolve-names.ts';

type Dispatch = (event: Event) => void;

interface FindEffects {
  readonly perform: (effect: FindEffect, dispatch: Dispatch) => void;
  /**
   * The request with ids for the names in its path, which the state is told.
   *
   * @throws HttpFailure where nothing or several have the name, or where no response came
   */
  readonly withIds: (
    connection: Connection,
    request: RequestLine,
    context: SendContext,
    id: number,
    dispatch: Dispatch,
  ) => Promise<RequestLine>;
}

/** What the rest of the runtime lends. */
interface FindPorts {
  readonly catalogs: Catalogs;
  readonly files: Files;
  /** The account in use; its credential decides how it is asked about itself. */
  readonly account: () => Account;
  /** Lends the connection to it for as long as the work takes. */
  readonly use: Link['use'];
  /** What `cancel` aborts, by id. */
  readonly inFlight: Map<number, AbortController>;
  readonly failureOf: (error: unknown) => Failure;
}

export function createFindEffects({ catalogs, files, account, use, inFlight, failureOf }: FindPorts): FindEffects {
  /** Another account has other ids. */
  const names = new WeakMap<Connection, KnownNames>();

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

  const withIds: FindEffects['withIds'] = async (connection, request, context, id, dispatch) => {
    if (!mayHoldNames(request) || isLocalApi(connection.baseUrl)) return request;
    const [{ catalog }, { resolveNames }] = await Promise.all([catalogs.whole(), import('./resolve-names.ts')]);
    const known = names.get(connection) ?? new Map<string, string>();
    names.set(connection, known);
    const { signal, onEvent } = context;
    const resolved = await resolveNames(catalog, connection, request, known, files, { signal, onEvent });
    if (!resolved.ok) {
      throw new HttpFailure({
        kind: 'unusable',
        tried: `${effectiveMethod(request)} ${request.path}`,
        happened: resolved.message,
        next: 'use an existing name, or an id',
      });
    }
    if (resolved.names.length > 0) dispatch({ type: 'names.found', id, names: resolved.names });
    return resolved.request;
  };

  const read = async (effect: Extract<FindEffect, { type: 'lookup.read' }>, dispatch: Dispatch): Promise<void> => {
    const { id, key, facts } = effect;
    const controller = new AbortController();
    inFlight.set(id, controller);
    try {
      const context = { signal: controller.signal, onEvent: () => undefined };
      const { body, info, failure } = await use(dispatch, async (connection) => {
        const request = await withIds(connection, effect.request, context, id, dispatch);
        return exchange(connection, request, files, context, { hint: pagingHint(catalogs, connection, request) });
      });
      if (failure) {
        dispatch({ type: 'lookup.failed', id, key, failure });
        return;
      }
      const response = body.kind === 'json' ? toValue(body.document, 0) : undefined;
      dispatch({ type: 'lookup.listed', id, key, values: listedValues(facts, response), info });
    } catch (error) {
      dispatch({ type: 'lookup.failed', id, key, failure: failureOf(error) });
    } finally {
      inFlight.delete(id);
    }
  };

  const askAccess = async (id: number, dispatch: Dispatch): Promise<void> => {
    try {
      const { verifyCredential } = await import('../accounts/verify.ts');
      const verification = await use(dispatch, (connection) => {
        const { credential, accountId } = account();
        // The sandbox gives its credential to the connection alone; it is a token.
        const shape = credential?.kind === 'key' ? 'key' : credential ? tokenFormat(credential.token) : 'unknown';
        // How a credential is sent decides what it is asked as, whatever its prefix says.
        const asked = credential?.kind === 'token' && shape === 'key' ? 'unknown' : shape;
        return verifyCredential(connection, asked, accountId);
      });
      dispatch({ type: 'access.told', id, outcome: outcomeOf(verification) });
    } catch (error) {
      dispatch({ type: 'access.told', id, outcome: { kind: 'refused', reason: sentence(failureOf(error)) } });
    }
  };

  return {
    withIds,
    perform: (effect, dispatch) => {
      switch (effect.type) {
        case 'catalog.load':
          void load(dispatch);
          return;
        case 'lookup.read':
          void read(effect, dispatch);
          return;
        case 'access.ask':
          void askAccess(effect.id, dispatch);
          return;
      }
    },
  };
}

/** Milliseconds between pieces of work that nobody waits for, so that keys come first. */
const breath = 20;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, breath));
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
    grants: grants?.flatMap(({ effect, permissions, scope }) =>
      permissions.map((permission) => ({ effect, permission, scope })),
    ),
    accounts: accounts.map(({ name, id }) => (name === '' ? id : name)),
  };
}
