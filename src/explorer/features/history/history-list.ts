// The list of the history pane: what of it has been read from the store, and the cursor in it.
import type { ActionName } from '../../keys/actions.ts';
import { rowAfter } from '../../model/document.ts';
import type { Step } from '../../model/exchange.ts';
import { focusPane } from '../../model/focus.ts';
import type { HistoryEffect, ListPlace } from '../../model/history-effect.ts';
import type { HistoryEvent } from '../../model/history-event.ts';
import { inner, layout } from '../../model/layout.ts';
import type { History, State } from '../../model/state.ts';
import { dayOf, type HistoryItem, historyItems, historyRows, isFiltered } from './history-items.ts';

type Happened<Name extends HistoryEvent['type']> = Extract<HistoryEvent, { type: Name }>;

/** Items from the end of what is read at which more is asked for: some screens of them. */
const nearEnd = 100;

/** Gives the pane the keys. What other sessions have sent meanwhile is read, unless somebody is in the middle of the list. */
export function showHistory(state: State): Step {
  const shown = focusPane(state, 'history');
  if (!shown.history.hasStore) return [shown, []];
  if (shown.history.tab === 'saved') return [shown, [savedEffect(shown)]];
  return shown.history.cursor === 0 && !isFiltered(shown) ? read(shown, { from: 'newest' }) : [shown, []];
}

/** The tab of saved requests, or back to that of all. */
export function nextTab(state: State): Step {
  const tab = state.history.tab === 'all' ? 'saved' : 'all';
  const moved = withHistory(state, { tab, cursor: 0, top: 0, filter: undefined });
  return [moved, tab === 'saved' && moved.history.hasStore ? [savedEffect(moved)] : []];
}

export function savedEffect({ history }: State): HistoryEffect {
  return { type: 'history.listSaved', query: history.filter?.query ?? '' };
}

/** The item under the cursor. */
export function currentItem(state: State): HistoryItem | undefined {
  return historyItems(state).at(state.history.cursor);
}

/** A movement of the cursor; at the ends of what was read, more is read. */
export function moveInHistory(state: State, name: ActionName): Step {
  const { count } = historyItems(state);
  const { cursor, stored, tab } = state.history;
  const isWhole = tab === 'saved' || isFiltered(state);
  if (!isWhole && name === 'move.last' && stored.hasOlder) return read(state, { from: 'oldest' });
  if (!isWhole && name === 'move.first' && stored.hasNewer) return read(state, { from: 'newest' });
  const moved = moveTo(state, rowAfter(name, cursor, historyHeight(state), count, Math.max(0, count - 1)));
  if (isWhole) return [moved, []];
  const last = stored.rows.at(-1);
  const first = stored.rows[0];
  if (stored.hasOlder && last && moved.history.cursor > count - nearEnd) {
    return read(moved, { from: 'after', at: last.at, id: last.id });
  }
  if (stored.hasNewer && first && moved.history.cursor < nearEnd) {
    return read(moved, { from: 'before', at: first.at, id: first.id });
  }
  return [moved, []];
}

/** Puts the cursor on an item and that into the window. */
export function moveTo(state: State, target: number): State {
  const { count } = historyItems(state);
  const cursor = Math.min(Math.max(0, target), Math.max(0, count - 1));
  return withHistory(state, { cursor, top: windowTop(state, cursor) });
}

/** Rows that the history pane has, or would have if it were open. */
export function historyHeight(state: State): number {
  const rect = layout(state.screen, 'history').history;
  return rect ? Math.max(1, inner(rect).height) : 1;
}

/** Days take rows too, so whether the cursor is in the window is seen from the rows themselves. */
function windowTop(state: State, cursor: number): number {
  const height = historyHeight(state);
  const { top } = state.history;
  if (cursor <= top) return cursor;
  let first = Math.max(top, cursor - height + 1);
  const shows = (): boolean =>
    historyRows(state, first, height).some((row) => row.kind === 'item' && row.index === cursor);
  while (first < cursor && !shows()) first += 1;
  return first;
}

function read(state: State, place: ListPlace): Step {
  // The ends of the list may be gone to at any time; going on from a row is asked for once.
  if (state.history.stored.isReading && 'id' in place) return [state, []];
  const stored = { ...state.history.stored, isReading: true };
  return [withHistory(state, { stored }), [{ type: 'history.list', place }]];
}

/** Takes in a stretch of the list that was asked for. */
export function takeList(before: State, event: Happened<'history.listed'>): State {
  const { place, rows, hasMore, total, now } = event;
  const state: State = { ...before, now: Math.max(before.now, now) };
  const { stored } = state.history;
  const common = { total, isReading: false };
  const today = dayOf(now);
  switch (place.from) {
    case 'newest': {
      const on = idUnderCursor(state);
      const fresh = { ...common, rows, hasNewer: false, hasOlder: hasMore };
      const listed = withHistory(state, { stored: fresh, today });
      if (isFiltered(listed) || listed.history.tab === 'saved') return listed;
      // The cursor stays on its request where that is still there; on the newest it stays on the newest.
      const place = state.history.cursor === 0 ? -1 : rows.findIndex((row) => row.id === on);
      return moveTo(listed, place === -1 ? 0 : place + historyItems(listed).count - rows.length);
    }
    case 'oldest': {
      const end = { ...common, rows, hasNewer: hasMore, hasOlder: false };
      const listed = withHistory(state, { stored: end, today });
      return moveTo(listed, historyItems(listed).count - 1);
    }
    case 'after': {
      if (stored.rows.at(-1)?.id !== place.id) return withHistory(state, { stored: { ...stored, isReading: false } });
      return withHistory(state, {
        stored: { ...stored, ...common, rows: [...stored.rows, ...rows], hasOlder: hasMore },
      });
    }
    case 'before': {
      if (stored.rows[0]?.id !== place.id) return withHistory(state, { stored: { ...stored, isReading: false } });
      const more = { ...stored, ...common, rows: [...rows, ...stored.rows], hasNewer: hasMore };
      const { cursor, top } = state.history;
      return withHistory(state, { stored: more, cursor: cursor + rows.length, top: top + rows.length });
    }
  }
}

function idUnderCursor(state: State): number | undefined {
  const item = currentItem(state);
  return item?.kind === 'stored' ? item.row.id : undefined;
}

/** A request of this session is stored: it takes the place of its entry, and the cursor stays where it is. */
export function takeRecorded(state: State, { id, row }: Happened<'history.recorded'>): State {
  const { entries, stored } = state.history;
  const isListed = !stored.hasNewer && !stored.rows.some((known) => known.id === row.id);
  return withHistory(state, {
    entries: entries.map((entry) => (entry.id === id ? { ...entry, row: row.id } : entry)),
    stored: { ...stored, rows: isListed ? inOrder(row, stored.rows) : stored.rows, total: stored.total + 1 },
  });
}

/** Mostly it is the newest; requests that took long may be stored after ones that began later. */
function inOrder(row: History['stored']['rows'][number], rows: History['stored']['rows']): History['stored']['rows'] {
  const place = rows.findIndex((other) => other.at <= row.at);
  return place === -1 ? [...rows, row] : rows.toSpliced(place, 0, row);
}

/** Takes a request out of every list. */
export function takeDeleted(state: State, { row }: Happened<'history.deleted'>): State {
  const { entries, stored, filter, cursor } = state.history;
  const others = <Row extends { readonly id: number }>(rows: readonly Row[]): readonly Row[] =>
    rows.filter((one) => one.id !== row);
  const removed = withHistory(state, {
    entries: entries.filter((entry) => entry.row !== row),
    stored: { ...stored, rows: others(stored.rows), total: Math.max(0, stored.total - 1) },
    filter: filter && { ...filter, rows: others(filter.rows) },
    canUndo: true,
  });
  return moveTo(removed, cursor);
}

export function withHistory(state: State, changes: Partial<History>): State {
  return { ...state, history: { ...state.history, ...changes } };
}
