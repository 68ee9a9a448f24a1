// What the history's store says, and what that changes.
import { formatCount } from '../../../text/numbers.ts';
import type { HistoryEvent } from '../../model/events.ts';
import { closeOverlay, openQuestion } from '../../model/focus.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { takeEarlier } from '../compose/prompt.ts';
import { takeFound } from './filter.ts';
import { moveTo, savedEffect, takeDeleted, takeList, takeRecorded, withHistory } from './list.ts';
import { takeRead } from './use.ts';

export function followHistory(state: State, event: HistoryEvent): Step {
  switch (event.type) {
    case 'history.begun':
      return [withHistory(state, { hasStore: true, earlier: { ...state.history.earlier, isAll: false } }), []];
    case 'history.recorded':
      return [takeRecorded(state, event), []];
    case 'history.listed':
      return [takeList(state, event), []];
    case 'history.savedListed': {
      if (event.query !== (state.history.filter?.query ?? '')) return [state, []];
      const listed = withHistory(state, { saved: event.rows });
      return [listed.history.tab === 'saved' ? moveTo(listed, listed.history.cursor) : listed, []];
    }
    case 'history.found':
      return [takeFound(state, event), []];
    case 'history.wentBack':
      return takeEarlier(state, event);
    case 'history.wasRead':
      return takeRead(state, event);
    case 'history.deleted':
      return [inform(takeDeleted(state, event), 'Deleted: u brings it back'), []];
    case 'history.forgotten':
      return relistSaved(
        inform(withHistory(state, { canUndo: true }), `${event.name} is no longer saved: u undoes that`),
      );
    case 'history.undone':
      return relist(inform(withHistory(state, { canUndo: false }), 'It is back'));
    case 'history.counted':
      return [takeCount(state, event), []];
    case 'history.cleared': {
      const words = event.count === 1 ? '1 request' : `${formatCount(event.count)} requests`;
      return relist(inform(state, `Deleted ${words} of before ${event.day}. Saved ones stay`));
    }
    case 'history.wasSaved': {
      const settled = openQuestion(state)?.name === 'save' ? closeOverlay(state) : state;
      const named = withHistory(settled, {
        stored: { ...settled.history.stored, rows: withName(settled.history.stored.rows, event) },
        filter: settled.history.filter && {
          ...settled.history.filter,
          rows: withName(settled.history.filter.rows, event),
        },
      });
      return relistSaved(inform(named, `Saved as ${event.name}: t shows all that is saved`));
    }
    case 'history.refused':
      return [complain(state, event.reason), []];
    case 'history.troubled':
      return [complain(state, event.sentence), []];
  }
}

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
  if (count === 0) return complain(counted, `Nothing was sent before ${text} that is not saved`);
  const words = count === 1 ? '1 request was' : `${formatCount(count)} requests were`;
  return inform(counted, `${words} sent before ${text}: enter again deletes for good, Esc keeps. Saved ones stay`);
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
