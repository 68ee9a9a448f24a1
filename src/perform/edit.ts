// Performs what editing asks for: the resource as it is now, and the user's own editor.
import type { Environment } from '../accounts/account.ts';
import { sentence } from '../api/failures.ts';
import type { EditEffect } from '../explorer/model/effects.ts';
import { readBefore } from './before.ts';
import type { Catalogs, WithIds } from './catalogs.ts';
import type { Link } from './link.ts';
import type { Dispatch, EffectOf, Files, Performers, Terminal } from './performers.ts';
import { type Flights, failureOf } from './requests.ts';

interface EditPorts {
  readonly catalogs: Catalogs;
  readonly files: Files;
  readonly flights: Flights;
  readonly use: Link['use'];
  readonly withIds: WithIds;
  readonly env: Environment;
  readonly terminal: Pick<Terminal, 'lend'>;
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
  const edit = async ({ name, text }: EffectOf<'editor.open'>, dispatch: Dispatch): Promise<void> => {
    const { editText } = await import('./editor.ts');
    dispatch({ type: 'editor.closed', outcome: await editText({ name, text }, ports.env, ports.terminal) });
  };
  return {
    'editor.open': (effect, dispatch) => void edit(effect, dispatch),
    'edit.read': (effect, dispatch) => flights.run(effect.id, (signal) => read(effect, signal, dispatch)),
  };
}
