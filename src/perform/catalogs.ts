// The catalogs, loaded when they are first asked for: the one of the public API, which is built in, and that of a local API, which
// describes itself. Loading takes some ten milliseconds at once, so what is made from it is made in pauses. And what a catalog says
// of a request before it goes out: how its list is paged, and which names in its path stand for ids.

import type { Connection } from '../accounts/connection.ts';
import { isLocalApi } from '../api/address.ts';
import { HttpFailure } from '../api/failures.ts';
import type { PagingHint } from '../api/recognise.ts';
import { once } from '../catalog/once.ts';
import type { KnownCatalog } from '../explorer/model/catalog.ts';
import type { Clock } from '../http/clock.ts';
import type { SendContext } from '../http/send.ts';
import { withMoments } from '../request/graphql.ts';
import { effectiveMethod } from '../request/method.ts';
import { mayHoldNames } from '../request/path.ts';
import type { RequestLine } from '../request/types.ts';
import { errorText } from '../text/sentences.ts';
import type { Dispatch, Files } from './performers.ts';
import type { KnownNames } from './resolve-names.ts';

export interface Catalogs {
  /** The catalog of the API that the connection leads to; rejects with an Error that has a sentence where it cannot be read. */
  readonly of: (connection: Pick<Connection, 'baseUrl' | 'send'>) => Promise<KnownCatalog>;
  /** The catalog of the public API. */
  readonly whole: () => Promise<KnownCatalog>;
}

/** Milliseconds that a local API has to describe itself. */
const patience = 10_000;

export function createCatalogs(): Catalogs {
  const whole = once(async (): Promise<KnownCatalog> => {
    const [{ loadCatalog }, { createRank }] = await Promise.all([
      import('../catalog/load.ts'),
      import('../catalog/rank/rank.ts'),
    ]);
    const catalog = loadCatalog();
    return { catalog, rank: createRank(catalog), baseUrl: undefined };
  });
  const locals = new Map<string, Promise<KnownCatalog>>();
  return {
    whole,
    of: (connection) => {
      const { baseUrl } = connection;
      if (!isLocalApi(baseUrl)) return whole();
      const known = locals.get(baseUrl) ?? readLocal(connection, whole);
      locals.set(baseUrl, known);
      // The server may be there the next time.
      known.catch(() => locals.delete(baseUrl));
      return known;
    },
  };
}

async function readLocal(
  { baseUrl, send }: Pick<Connection, 'baseUrl' | 'send'>,
  whole: Catalogs['whole'],
): Promise<KnownCatalog> {
  const request = { method: 'GET', url: baseUrl, headers: [], body: undefined };
  const context = { signal: AbortSignal.timeout(patience), onEvent: () => undefined };
  const [response, { catalog: known }, { localCatalog }, { createRank }] = await Promise.all([
    send(request, context),
    whole(),
    import('../catalog/local.ts'),
    import('../catalog/rank/rank.ts'),
  ]);
  const catalog = localCatalog(parsed(response.body), known);
  if (catalog.operations.length === 0) throw new Error(`${baseUrl} has no description of its API`);
  return { catalog, rank: createRank(catalog), baseUrl };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/**
 * How the catalog thinks that the request's list is paged; undefined where it knows nothing of it, or cannot be read. A local API
 * pages otherwise than the public one, so that there its answers alone say.
 */
export async function pagingHint(
  catalogs: Catalogs,
  connection: Pick<Connection, 'baseUrl' | 'send'>,
  request: RequestLine,
): Promise<PagingHint | undefined> {
  if (effectiveMethod(request) !== 'GET' || isLocalApi(connection.baseUrl)) return undefined;
  const [known, { pagingHintOf }] = await Promise.all([
    catalogs.of(connection).catch(() => undefined),
    import('../catalog/paging.ts'),
  ]);
  const operation = known?.catalog.matcher().match('GET', request.path)?.operation;
  return known && operation && pagingHintOf(operation, known.catalog.details(operation));
}

/**
 * The request with ids for the names in its path, which the state is told.
 *
 * @throws HttpFailure where nothing or several have the name, or where no response came
 */
export type WithIds = (
  connection: Connection,
  request: RequestLine,
  context: Pick<SendContext, 'signal' | 'onEvent'>,
  id: number,
  dispatch: Dispatch,
) => Promise<RequestLine>;

export function createWithIds(catalogs: Catalogs, files: Files, clock: Clock): WithIds {
  /** Another account has other ids. */
  const names = new WeakMap<Connection, KnownNames>();
  return async (connection, asked, { signal, onEvent }, id, dispatch) => {
    const request = withMoments(asked, clock.now());
    if (!mayHoldNames(request) || isLocalApi(connection.baseUrl)) return request;
    const [{ catalog }, { resolveNames }] = await Promise.all([catalogs.whole(), import('./resolve-names.ts')]);
    const known = names.get(connection) ?? new Map<string, string>();
    names.set(connection, known);
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
}

/** Makes beforehand what the first key would have to wait for, a piece at a time; `pause` waits until there is time. */
export async function warm({ catalog, rank }: KnownCatalog, pause: () => Promise<void>): Promise<void> {
  const pieces = [
    () => catalog.matcher().methods('/zones/{zone_id}/dns_records'),
    catalog.search,
    () => rank('dns', { limit: 1 }),
    () => catalog.placeholders().named('zone_id'),
  ];
  for (const piece of pieces) {
    await pause();
    piece();
  }
}

/** Why a catalog could not be read, as a clause. */
export function whyNot(error: unknown): string {
  if (error instanceof HttpFailure) return error.failure.happened;
  return errorText(error);
}
