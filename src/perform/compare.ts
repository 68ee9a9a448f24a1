// Performs comparisons: off the UI thread, and sends what a stored response is compared with.
import type { CompareEffect } from '../explorer/model/effects.ts';
import { formatLine } from '../request/format.ts';
import { capitalised, errorText } from '../text/sentences.ts';
import type { Comparer } from '../workers/comparing.ts';
import type { WithIds } from './catalogs.ts';
import { exchange } from './exchange.ts';
import type { Link } from './link.ts';
import type { Dispatch, EffectOf, Files, Performers } from './performers.ts';
import type { Flights } from './requests.ts';

interface ComparePorts {
  readonly files: Files;
  readonly flights: Flights;
  readonly use: Link['use'];
  readonly withIds: WithIds;
}

export function createComparePerformers({
  files,
  flights,
  use,
  withIds,
}: ComparePorts): Performers<Exclude<CompareEffect['type'], 'compare.kept'>> {
  let comparer: Promise<Comparer> | undefined;
  const run = async (
    { id, before, after, ignored, itemId }: EffectOf<'compare.run'>,
    dispatch: Dispatch,
  ): Promise<void> => {
    comparer ??= import('../workers/comparing.ts').then(({ createComparer }) => createComparer());
    const failed = (error: unknown): void =>
      dispatch({ type: 'compare.failed', id, reason: `It could not be compared: ${errorText(error)}` });
    try {
      const onProgress = (share: number): void => dispatch({ type: 'compare.progressed', id, share });
      const found = await (await comparer).compare(before, after, { ignored, itemId }, onProgress);
      dispatch({ type: 'compare.done', id, found });
    } catch (error) {
      failed(error);
    }
  };
  const fetch = ({ id, request }: EffectOf<'compare.fetch'>, dispatch: Dispatch): void =>
    flights.run(id, async (signal) => {
      try {
        const received = await use(dispatch, async (open) => {
          const context = { signal, onEvent: () => undefined };
          const named = await withIds(open, request, context, id, dispatch);
          return exchange(open, named, files, {
            ...context,
            asked: { line: formatLine(request), id, partOf: undefined },
          });
        });
        dispatch({ type: 'compare.fetched', id, received });
      } catch (error) {
        dispatch({ type: 'compare.failed', id, reason: capitalised(errorText(error)) });
      }
    });
  return {
    'compare.run': (effect, dispatch) => void run(effect, dispatch),
    'compare.stop': () => void comparer?.then((open) => open.stop()),
    'compare.fetch': fetch,
  };
}
