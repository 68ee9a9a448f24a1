// Performs what the state asks of the API beside the user's own requests: the catalog, values to choose from, what the credential may
// do.

import type { Account, Environment } from '../accounts/account.ts';
import { isLocalApi } from '../api/address.ts';
import { HttpFailure } from '../api/failures.ts';
import { permissionTarget } from '../catalog/permission-verdict.ts';
import { listedValues } from '../catalog/value-sources.ts';
import type { FindEffect } from '../explorer/model/effects.ts';
import type { Clock } from '../http/clock.ts';
import { toValue } from '../json/document.ts';
import { type Catalogs, pagingHint, type WithIds, warm, whyNot } from './catalogs.ts';
import { exchange } from './exchange.ts';
import type { Link } from './link.ts';
import type { Dispatch, EffectOf, Files, Performers, Terminal } from './performers.ts';
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
  readonly env: Environment;
  readonly terminal: Pick<Terminal, 'write'>;
}

export function createFindPerformers(ports: FindPorts): Performers<FindEffect['type']> {
  const { clock, catalogs, files, account, use, flights, withIds, env, terminal } = ports;

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

  const readSchema = async (id: number, signal: AbortSignal, dispatch: Dispatch): Promise<void> => {
    try {
      const { languageOf, schemaRequest } = await import('../catalog/graphql-language.ts');
      const context = { signal, onEvent: () => undefined };
      const { body, failure } = await use(dispatch, (connection) =>
        exchange(connection, schemaRequest, files, context),
      );
      if (failure) throw new HttpFailure(failure);
      const response = body.kind === 'json' ? toValue(body.document, 0) : undefined;
      dispatch({ type: 'schema.wasRead', id, language: languageOf(response) });
    } catch (error) {
      dispatch({ type: 'schema.failed', id, reason: failureOf(error).happened });
    }
  };

  const askAccess = async (id: number, signal: AbortSignal, dispatch: Dispatch): Promise<void> => {
    try {
      const { readCredentialFacts } = await import('./permissions.ts');
      const told = await use(dispatch, (connection) => readCredentialFacts(connection, account(), signal));
      dispatch({ type: 'access.told', id, told });
    } catch (error) {
      const holding = { kind: 'hidden', reason: failureOf(error).happened } as const;
      dispatch({ type: 'access.told', id, told: { holding, facts: [], accounts: [], isAnswer: false } });
    }
  };

  const findPlace = async (
    { id, request, readsAccount }: EffectOf<'access.place'>,
    signal: AbortSignal,
    dispatch: Dispatch,
  ): Promise<void> => {
    const typed = request.path;
    try {
      const { readZoneAccount } = await import('./permissions.ts');
      await use(dispatch, async (connection) => {
        const context = { signal, onEvent: () => undefined };
        const { path } = await withIds(connection, request, context, id, dispatch);
        const zoneId = readsAccount ? permissionTarget(path).id : undefined;
        const zone =
          zoneId === undefined
            ? undefined
            : { id: zoneId, account: await readZoneAccount(connection, zoneId, files, signal) };
        dispatch({ type: 'access.placed', id, typed, place: { path, problem: undefined }, zone });
      });
    } catch (error) {
      const problem = failureOf(error).happened;
      dispatch({ type: 'access.placed', id, typed, place: { path: undefined, problem }, zone: undefined });
    }
  };

  return {
    'catalog.load': (_, dispatch) => void load(dispatch),
    'docs.open': async (effect, dispatch) =>
      (await import('./browse.ts')).browse(effect, { catalogs, use, env, terminal }, dispatch),
    'lookup.read': (effect, dispatch) => flights.run(effect.id, (signal) => readValues(effect, signal, dispatch)),
    'schema.read': ({ id }, dispatch) => flights.run(id, (signal) => readSchema(id, signal, dispatch)),
    'access.ask': ({ id }, dispatch) => flights.run(id, (signal) => askAccess(id, signal, dispatch)),
    'access.place': (effect, dispatch) => flights.run(effect.id, (signal) => findPlace(effect, signal, dispatch)),
  };
}

/** Milliseconds between pieces of work that nobody waits for, so that keys come first. */
const pauseMs = 20;

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseMs));
}
