// Performs what editing asks for: the resource as it is now.
import { sentence } from '../api/failures.ts';
import type { EditEffect } from '../explorer/model/effects.ts';
import { readBefore } from './before.ts';
import type { Catalogs, WithIds } from './catalogs.ts';
import type { Link } from './link.ts';
import type { Dispatch, EffectOf, Files, Performers } from './performers.ts';
import { type Flights, failureOf } from './requests.ts';

interface EditPorts {
  readonly catalogs: Catalogs;
  readonly files: Files;
  readonly flights: Flights;
  readonly use: Link['use'];
  readonly withIds: WithIds;
}

export function createEditPerformers(ports: EditPorts): Performers<EditEffect['type']> {
  const { catalogs, files, flights, use, withIds } = ports;
  const read = async (
    { id, request }: EffectOf<'edit.read'>,
    signal: AbortSignal,
    dispatch: Dispatch,
  ): Promise<void> => {
    try {
      const context = { signal, onEvent: () => undefined };
      const before = await use(dispatch, async (open) => {
        const named = await withIds(open, request, context, id, dispatch);
        const { catalog } = await catalogs.of(open);
        return readBefore(open, named, catalog, files, context);
      });
      dispatch({ type: 'edit.wasRead', id, before });
    } catch (error) {
      if (signal.aborted) return;
      const reason = sentence(failureOf(error)).replace(/\.$/, '');
      dispatch({ type: 'edit.wasRead', id, before: { kind: 'unknown', reason } });
    }
  };
  return { 'edit.read': (effect, dispatch) => flights.run(effect.id, (signal) => read(effect, signal, dispatch)) };
}
