// Narrowing the history as one types: `/` in its pane, and the search of the prompt, which works as a shell's does.
import { createLine } from '../../../text/line-buffer.ts';
import type { HistoryEvent } from '../../model/events.ts';
import { closeOverlay, focusPane, hasFocus, openOverlay, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { FilterField } from '../../model/overlays.ts';
import { showRecalled } from '../../model/prompt.ts';
import type { State } from '../../model/state.ts';
import {
  currentItem,
  historyItems,
  isFiltered,
  itemAccount,
  itemLine,
  moveToItem,
  savedEffect,
  withHistory,
} from './list.ts';

/** The filter that has focus. */
export function openHistoryFilter(state: State): FilterField | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'filter' ? overlay : undefined;
}

/** Narrows the list of the pane; what narrowed it before can be changed. */
export function filterPane(state: State): Step {
  const line = createLine(state.history.filter?.query);
  return [openOverlay(state, { kind: 'filter', wantedFor: 'pane', line }), []];
}

/** Looks for an earlier line from the prompt; the newest ones are there at once. */
export function searchFromPrompt(state: State): Step {
  const shown = withHistory(focusPane(state, 'history'), { tab: 'all', cursor: 0, top: 0, filter: undefined });
  return [openOverlay(shown, { kind: 'filter', wantedFor: 'prompt', line: createLine() }), []];
}

function nothingFound(state: State): string {
  return `No request matches. Type something else, or ${keyFor(state, 'app.back')} to go back`;
}

/** The pane takes focus with the list as narrow as it is, or the prompt takes the line under the cursor. */
export function acceptFilter(state: State): Step {
  const open = openHistoryFilter(state);
  if (open?.wantedFor !== 'prompt') return [closeOverlay(state), []];
  const item = currentItem(state);
  if (!item) return [complain(state, nothingFound(state)), []];
  return [showRecalled(leaveSearch(state), itemLine(item), itemAccount(item)), []];
}

/** The list is whole again, or the prompt as it was; undefined where nothing narrows the list. */
export function dropFilter(state: State): Step | undefined {
  if (!openHistoryFilter(state) && !(hasFocus(state, 'history') && isFiltered(state))) return undefined;
  const open = openHistoryFilter(state);
  if (open?.wantedFor === 'prompt') return [leaveSearch(state), []];
  const whole = withHistory(closeOverlay(state), { filter: undefined, cursor: 0, top: 0 });
  return [whole, whole.history.tab === 'saved' ? [savedEffect(whole)] : []];
}

function leaveSearch(state: State): State {
  return withHistory(focusPane(state, 'prompt'), { filter: undefined, cursor: 0, top: 0 });
}

/** The next older match, or the next newer one. */
export function moveMatch(state: State, step: 1 | -1): State {
  const { cursor } = state.history;
  const { count } = historyItems(state);
  if (count === 0) return complain(state, nothingFound(state));
  if (cursor + step < 0) return complain(state, 'This is the first match');
  if (cursor + step >= count) return complain(state, 'This is the last match');
  return moveToItem(state, cursor + step);
}

/** What stands in the filter's field is what the list is narrowed to. */
export function narrowHistory(state: State): Step {
  const open = openHistoryFilter(state);
  if (!open) return [state, []];
  const query = open.line.text;
  const order = open.wantedFor === 'prompt' ? 'recent' : 'rank';
  const { filter, tab } = state.history;
  if (filter?.query === query && filter.order === order) return [state, []];
  // What was found before stays until the response comes: an empty list in between would flicker.
  const rows = filter?.order === order ? filter.rows : [];
  const isWhole = query.trim() === '' && order === 'rank';
  const changed = withHistory(state, {
    filter: { query, order, rows: isWhole ? [] : rows, isComplete: isWhole },
    cursor: 0,
    top: 0,
  });
  if (tab === 'saved') return [changed, [savedEffect(changed)]];
  return [changed, isWhole ? [] : [{ type: 'history.search', query, order }]];
}

/** Takes in what was found, unless something else is looked for by now. */
export function takeFound(state: State, event: Extract<HistoryEvent, { type: 'history.found' }>): State {
  const { filter, cursor } = state.history;
  if (filter?.query !== event.query || filter.order !== event.order) return state;
  const { query, order, rows, isComplete } = event;
  return moveToItem(withHistory(state, { filter: { query, order, rows, isComplete } }), cursor);
}
