// What the history's store says, and what that changes.
import { formatCount } from '../../../text/numbers.ts';
import type { HistoryEvent } from '../../model/events.ts';
import { closeOverlay, openQuestion } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { Reducers } from '../../model/reducers.ts';
import type { State } from '../../model/state.ts';
import { takeEarlier } from '../compose/prompt.ts';
import { takeFound } from './filter.ts';
import { moveToItem, savedEffect, takeDeleted, takeList, takeRecorded, withHistory } from './list.ts';
import { takeRead } from './use.ts';

export const historyReducers: Reducers<HistoryEvent['type']> = {
  'history.begun': (state) => [
    withHistory(state, { hasStore: true, earlier: { ...state.history.earlier, isAll: false } }),
    [],
  ],
  'history.recorded': (state, event) => [takeRecorded(state, event), []],
  'history.listed': (state, event) => [takeList(state, event), []],
  'history.savedListed': (state, event) => {
    if (event.query !== (state.history.filter?.query ?? '')) return [state, []];
    const listed = withHistory(state, { saved: event.rows });
    return [listed.history.tab === 'saved' ? moveToItem(listed, listed.history.cursor) : listed, []];
  },
  'history.found': (state, event) => [takeFound(state, event), []],
  'history.wentBack': (state, event) => takeEarlier(state, event),
  'history.wasRead': (state, event) => takeRead(state, event),
  'history.deleted': (state, event) => [
    inform(takeDeleted(state, event), `Deleted. ${keyFor(state, 'history.restore')} restores it`),
    [],
  ],
  'history.forgotten': (state, event) =>
    relistSaved(
      inform(
        withHistory(state, { canUndo: true }),
        `${event.name} is no longer saved. ${keyFor(state, 'history.restore')} undoes that`,
      ),
    ),
  'history.restored': (state) => relist(inform(withHistory(state, { canUndo: false }), 'Restored')),
  'history.counted': (state, event) => [takeCount(state, event), []],
  'history.cleared': (state, event) => {
    const words = event.count === 1 ? '1 request' : `${formatCount(event.count)} requests`;
    return relist(inform(state, `Deleted ${words} from before ${event.day}. Saved requests stay`));
  },
  'history.wasSaved': (state, event) => {
    const settled = openQuestion(state)?.name === 'save' ? closeOverlay(state) : state;
    const named = withHistory(settled, {
      stored: { ...settled.history.stored, rows: withName(settled.history.stored.rows, event) },
      filter: settled.history.filter && {
        ...settled.history.filter,
        rows: withName(settled.history.filter.rows, event),
      },
    });
    return relistSaved(inform(named, `Saved as ${event.name}. ${keyFor(state, 'history.tab')} shows saved requests`));
  },
  'history.refused': (state, event) => [complain(state, event.reason), []],
  'history.troubled': (state, event) => [complain(state, event.sentence), []],
};

function withName<Row extends { readonly id: number }>(
  rows: readonly Row[],
  { row, name }: Extract<HistoryEvent, { type: 'history.wasSaved' }>,
): readonly Row[] {
  return rows.map((one) => (one.id === row ? { ...one, name } : one));
}

function takeCount(state: State, { text, count }: Extract<HistoryEvent, { type: 'history.counted' }>): State {
  const asked = openQuestion(state);
  if (asked?.name !== 'clear' || asked.line.text.trim() !== text) return state;
  const counted = withHistory(state, { clearing: { text, count } });
  if (count === 0) return complain(counted, `No unsaved requests before ${text}`);
  const [again, back] = [keyFor(state, 'question.answer'), keyFor(state, 'app.back')];
  const words = count === 1 ? '1 request was' : `${formatCount(count)} requests were`;
  return inform(
    counted,
    `${words} sent before ${text}. Press ${again} again to delete for good, ${back} to keep. Saved requests stay`,
  );
}

/** The lists anew, after more has changed than one row. */
function relist(state: State): Step {
  const [listed, effects] = relistSaved(state);
  const { filter } = state.history;
  return [
    listed,
    [
      ...effects,
      { type: 'history.list', place: { from: 'newest' } },
      ...(filter && state.history.tab === 'all'
        ? [{ type: 'history.search', query: filter.query, order: filter.order } as const]
        : []),
    ],
  ];
}

function relistSaved(state: State): Step {
  return [state, state.history.tab === 'saved' ? [savedEffect(state)] : []];
}
