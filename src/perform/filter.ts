// Performs what narrows down the document on screen: searching, jq, the order of a table. Each has a worker, which is started when it
// is first wanted.

import type { Event } from '../explorer/model/events.ts';
import type { Clock, Ticker } from '../http/clock.ts';
import { documentFrom } from '../json/live.ts';
import { errorText } from '../text/sentences.ts';
import type { Filterer } from '../workers/filtering.ts';
import type { Searcher } from '../workers/searching.ts';
import type { TableReader } from '../workers/tables.ts';
import { createLiveFilter } from './live-filter.ts';
import { type Dispatch, type EffectOf, type Performers, tick } from './performers.ts';

type FilterEffect =
  | 'prepareSearch'
  | 'search'
  | 'searchText'
  | 'stopSearch'
  | 'jq.prepare'
  | 'jq.run'
  | 'jq.stop'
  | 'table.order'
  | 'table.stop'
  | 'table.filter'
  | 'table.sum'
  | 'table.findColumns'
  | 'keys.read';

interface Filters {
  readonly performers: Performers<FilterEffect>;
  readonly close: () => Promise<void>;
}

/** Milliseconds before a filter runs again over all rows of a stream. */
const betweenRuns = 500;

/** @param keep bytes that are kept of what comes of rows that go on */
export function createFilters(clock: Ticker & Pick<Clock, 'sleep'>, keep?: number): Filters {
  let searcher: Promise<Searcher> | undefined;
  let filterer: Promise<Filterer> | undefined;
  let tables: Promise<TableReader> | undefined;
  let stopTicking = (): void => undefined;
  const liveFilter = createLiveFilter(keep);
  let latestRun = 0;

  const search = (): Promise<Searcher> => {
    searcher ??= import('../workers/searching.ts').then(({ createSearcher }) => createSearcher());
    return searcher;
  };
  const jq = (): Promise<Filterer> => {
    filterer ??= import('../workers/filtering.ts').then(({ createFilterer }) => createFilterer());
    return filterer;
  };
  const tableReader = (): Promise<TableReader> => {
    tables ??= import('../workers/tables.ts').then(({ createTableReader }) => createTableReader());
    return tables;
  };

  const run = async (effect: EffectOf<'jq.run'>, dispatch: Dispatch): Promise<void> => {
    const { id, live } = effect;
    stopTicking();
    latestRun = id;
    const part = live && liveFilter.begin(effect.document, effect.filter, live);
    // What has to see all rows again is not to do nothing else.
    if (live && !part) await clock.sleep(betweenRuns, new AbortController().signal);
    if (latestRun !== id) return;
    (await jq()).start(part ? { ...effect, ...part } : effect, {
      onStart: () => {
        dispatch({ type: 'jq.started', id, at: clock.now() });
        stopTicking = clock.every(tick, () => dispatch({ type: 'clock.ticked', now: clock.now() }));
      },
      onGrow: (body) => body && !part && dispatch({ type: 'jq.grew', id, body }),
      onEnd: (end) => {
        stopTicking();
        if (end.type === 'done') {
          dispatch({ type: 'jq.done', id, body: part && live ? liveFilter.take(end.body, live) : end.body });
          if (end.error !== undefined)
            dispatch({ type: 'told', kind: 'problem', text: `The filter stopped there: ${end.error}` });
        } else dispatch({ type: 'jq.refused', id, reason: end.reason });
      },
    });
  };
  const order = async ({ type: _, ...wish }: EffectOf<'table.order'>, dispatch: Dispatch): Promise<void> => {
    try {
      dispatch({ type: 'table.ordered', ...wish, ...(await (await tableReader()).order(wish)) });
    } catch (error) {
      dispatch(problem(`The rows could not be sorted: ${errorText(error)}`));
    }
  };
  const filterRows = async ({ wish }: EffectOf<'table.filter'>, dispatch: Dispatch): Promise<void> => {
    try {
      dispatch({ type: 'table.filtered', wish, found: await (await tableReader()).filter(wish) });
    } catch (error) {
      dispatch(problem(`The rows could not be filtered: ${errorText(error)}`));
    }
  };
  const sum = async ({ wish }: EffectOf<'table.sum'>, dispatch: Dispatch): Promise<void> => {
    try {
      dispatch({ type: 'table.summed', wish, sums: await (await tableReader()).sums(wish) });
    } catch (error) {
      dispatch(problem(`The column could not be added up: ${errorText(error)}`));
    }
  };
  const findColumns = async ({ document, list }: EffectOf<'table.findColumns'>, dispatch: Dispatch): Promise<void> => {
    try {
      const columns = await (await tableReader()).columns({ document, list });
      dispatch({ type: 'table.columnsFound', document, list, columns });
    } catch (error) {
      dispatch(problem(`Not all rows could be searched for columns: ${errorText(error)}`));
    }
  };

  const readKeys = async ({ document }: EffectOf<'keys.read'>, dispatch: Dispatch): Promise<void> => {
    try {
      dispatch({ type: 'keys.told', document, ...(await (await tableReader()).keys(document)) });
    } catch (error) {
      dispatch(problem(`Not all of the document could be searched for keys: ${errorText(error)}`));
    }
  };

  return {
    performers: {
      prepareSearch: () => void search(),
      search: (effect, dispatch) => {
        const { id } = effect;
        const { known } = effect;
        const document = known ? documentFrom(effect.document, known.before) : effect.document;
        void search().then((open) =>
          open.start({ ...effect, document, bytes: document.bytes }, (found, isDone) => {
            const matches = known ? joinedMatches(known.matches, found, known.before - 1) : found;
            dispatch({ type: 'search.found', id, matches, isDone });
          }),
        );
      },
      searchText: (effect, dispatch) => {
        const { id } = effect;
        void search().then((open) =>
          open.start({ ...effect, scope: 'values' }, (matches, isDone) =>
            dispatch({ type: 'search.foundInText', id, matches, isDone }),
          ),
        );
      },
      stopSearch: () => void searcher?.then((open) => open.stop()),
      'jq.prepare': () => void jq().then((open) => open.prepare()),
      'jq.run': (effect, dispatch) => void run(effect, dispatch),
      'jq.stop': () => {
        latestRun = 0;
        stopTicking();
        void filterer?.then((open) => open.stop());
      },
      'table.order': (effect, dispatch) => void order(effect, dispatch),
      'table.stop': () => void tables?.then((open) => open.stopOrder()),
      'keys.read': (effect, dispatch) => void readKeys(effect, dispatch),
      'table.filter': (effect, dispatch) => void filterRows(effect, dispatch),
      'table.sum': (effect, dispatch) => void sum(effect, dispatch),
      'table.findColumns': (effect, dispatch) => void findColumns(effect, dispatch),
    },
    close: async () => {
      stopTicking();
      await searcher?.then((open) => open.close());
      await filterer?.then((open) => open.close());
      await tables?.then((open) => open.close());
    },
  };
}

/** What was found before, and what was found in a part that begins after `shift` nodes. */
function joinedMatches(known: Int32Array, found: Int32Array, shift: number): Int32Array {
  const all = new Int32Array(known.length + found.length);
  all.set(known);
  for (const [index, match] of found.entries()) all[known.length + index] = match + shift;
  return all;
}

function problem(text: string): Event {
  return { type: 'told', kind: 'problem', text };
}
