// Reads what a write is about before anybody agrees to it: ids for names, what its files hold, the resource as it is, and names.
import type { Connection } from '../accounts/connection.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { PreparedWrite } from '../explorer/model/writes.ts';
import type { SendContext } from '../http/send.ts';
import { effectiveMethod } from '../request/method.ts';
import type { RequestLine } from '../request/types.ts';
import { readBefore, readNames } from './before.ts';
import type { Catalogs, WithIds } from './catalogs.ts';
import { makeWire, withFileFields } from './exchange.ts';
import type { Link } from './link.ts';
import type { EffectOf, Files, Performers } from './performers.ts';
import { checkFilter, type Flights, failureOf } from './requests.ts';
import type { Undoing } from './undoing.ts';

interface WritePorts {
  readonly catalogs: Catalogs;
  readonly files: Files;
  readonly flights: Flights;
  readonly use: Link['use'];
  readonly withIds: WithIds;
  readonly notesOf: Undoing['notesOf'];
}

export function createWritePerformers(ports: WritePorts): Performers<'write.prepare'> {
  const { catalogs, files, flights, use, withIds, notesOf } = ports;
  const prepare = async (
    { id, request, names }: EffectOf<'write.prepare'>,
    signal: AbortSignal,
    dispatch: Parameters<Performers<'write.prepare'>['write.prepare']>[1],
  ): Promise<void> => {
    try {
      await checkFilter(request, signal);
      const event = await use(dispatch, async (connection) => {
        const known = await catalogs.of(connection).catch(() => undefined);
        const named = await withIds(connection, request, { signal, onEvent: () => undefined }, id, dispatch);
        return prepareWrite(connection, named, known?.catalog, names, { files, notesOf, signal });
      });
      dispatch({ type: 'write.prepared', id, ...event });
    } catch (error) {
      dispatch({ type: 'write.unprepared', id, failure: failureOf(error) });
    }
  };
  return {
    'write.prepare': (effect, dispatch) => flights.run(effect.id, (signal) => prepare(effect, signal, dispatch)),
  };
}

/** Bytes of a body that are shown. */
const mostShown = 1024 * 1024;

/**
 * What a preview shows. Sends nothing but GETs.
 *
 * @param named with ids for names
 * @throws HttpFailure where it cannot be built: a file that cannot be read
 */
export async function prepareWrite(
  connection: Connection,
  named: RequestLine,
  catalog: Catalog | undefined,
  known: ReadonlyMap<string, string>,
  { files, notesOf, signal }: Pick<WritePorts, 'files' | 'notesOf'> & Pick<SendContext, 'signal'>,
): Promise<{ readonly prepared: PreparedWrite; readonly names: readonly (readonly [id: string, name: string])[] }> {
  const request = await withFileFields(named, files);
  const { body } = await makeWire(request, connection.baseUrl, files);
  const isNew = effectiveMethod(request) === 'POST';
  const before = isNew ? undefined : await readBefore(connection, request, catalog, files, { signal });
  const names = await readNames(connection, request, catalog, before, known, files, { signal });
  const shown = body && body.length <= mostShown ? body : undefined;
  const notes = await notesOf(connection, request, before, signal);
  return { prepared: { request, before, body: shown, notes }, names };
}
