// The history's list as it stands on the screen: which items, under which days. Core knows the rows, since the cursor must stay
// among them. Days are those of the local time zone.
import { LEFT_OUT } from '../../../api/known-secrets.ts';
import { matchWord } from '../../../text/matching.ts';
import type { AccountLabel } from '../../model/accounts.ts';
import type { HistoryEffect, ListPlace } from '../../model/effects.ts';
import { focusPane } from '../../model/focus.ts';
import { dayOf, type HistoryEntry, type HistoryState, type SavedItem, type StoredItem } from '../../model/history.ts';
import { keyFor } from '../../model/key-labels.ts';
import { inner, layout } from '../../model/layout.ts';
import { type Movement, movedRow, type Placement, placedTop } from '../../model/movement.ts';
import type { Step } from '../../model/notices.ts';
import type { Reason } from '../../model/reasons.ts';
import type { EventOf } from '../../model/reducers.ts';
import type { State } from '../../model/state.ts';
import { recordedAccount } from '../../model/writes.ts';
import { foldedRows, groupAround, type Repeats } from './repeats.ts';

/** One item of the list: of this session and not stored yet, stored, or saved. */
export type HistoryItem =
  | { readonly kind: 'entry'; readonly entry: HistoryEntry }
  | { readonly kind: 'stored'; readonly row: StoredItem; readonly repeats?: Repeats | undefined }
  | { readonly kind: 'saved'; readonly saved: SavedItem };

/** The items of the tab, narrowed as its filter says; made item by item, since there may be very many. */
interface HistoryItems {
  readonly count: number;
  readonly at: (index: number) => HistoryItem | undefined;
  /** Items of the whole list, the ones that are not read yet too. */
  readonly total: number;
  /** How many come before the first of `count`. */
  readonly before: number;
}

export function historyItems(state: State): HistoryItems {
  const { tab, saved, filter, stored } = state.history;
  if (tab === 'saved') {
    return { count: saved.length, total: saved.length, before: 0, at: (index) => savedItem(saved[index]) };
  }
  if (isFiltered(state) && filter) {
    const fresh = freshEntries(state).filter((entry) => fits(entry.line, filter.query));
    const count = fresh.length + filter.rows.length;
    return {
      count,
      total: count,
      before: 0,
      at: (index) => entryItem(fresh[index]) ?? storedItem(filter.rows[index - fresh.length]),
    };
  }
  // The newest of all would not stand next to the oldest.
  const fresh = stored.hasNewer ? [] : freshEntries(state);
  const rows = foldedRows(state.history);
  const places = placesOf(fresh, rows);
  const count = fresh.length + rows.length;
  const hidden = Math.max(0, stored.total - stored.rows.length);
  return {
    count,
    total: count + hidden,
    before: stored.hasOlder ? 0 : hidden,
    at: (index) => {
      const earlier = places.findLastIndex((place) => place <= index);
      if (places[earlier] === index) return entryItem(fresh[earlier]);
      const found = rows[index - earlier - 1];
      return found && { kind: 'stored', ...found };
    },
  };
}

/** The item, and what is folded away behind it. */
export function foldedInto(item: HistoryItem): readonly HistoryItem[] {
  if (item.kind !== 'stored' || !item.repeats || item.repeats.isOpen) return [item];
  return item.repeats.rows.map((row): HistoryItem => ({ kind: 'stored', row }));
}

/** Where the row of the store is in the list, be it folded away; -1 where it is not. */
function placeOfRow(state: State, id: number | undefined): number {
  const items = historyItems(state);
  for (let index = 0; id !== undefined && index < items.count; index += 1) {
    const item = items.at(index);
    if (item && foldedInto(item).some((each) => each.kind === 'stored' && each.row.id === id)) return index;
  }
  return -1;
}

/** Opens the repeats of the request under the cursor, or folds them again. */
export function toggleRepeats(state: State): State {
  const group = repeatsHere(state);
  if (!group) return state;
  const opened = new Set(state.history.opened);
  if (!opened.delete(group.key)) opened.add(group.key);
  const toggled = withHistory(state, { opened });
  return moveToItem(toggled, placeOfRow(toggled, group.rows[0]?.id));
}

/** For what opens and folds. */
export function whyNoRepeats(state: State): Reason {
  return repeatsHere(state) ? undefined : 'This request was not sent several times in a row';
}

/** What the item under the cursor is one of. */
function repeatsHere(state: State): Repeats | undefined {
  const on = currentItem(state);
  if (on?.kind !== 'stored' || on.repeats || isFiltered(state)) return on?.kind === 'stored' ? on.repeats : undefined;
  return state.history.opened.size > 0 ? groupAround(state.history, on.row.id) : undefined;
}

/** True where what was typed leaves something out; nothing typed in the pane leaves the list whole. */
export function isFiltered({ history }: State): boolean {
  return history.filter !== undefined && (history.filter.query.trim() !== '' || history.filter.order === 'recent');
}

/** Entries of this session that the store has not, or not yet. */
function freshEntries(state: State): readonly HistoryEntry[] {
  return state.history.entries.filter((entry) => entry.row === undefined);
}

/** Index at which each fresh entry stands among the rows, by time. */
function placesOf(fresh: readonly HistoryEntry[], rows: ReturnType<typeof foldedRows>): readonly number[] {
  let older = 0;
  return fresh.map((entry, index) => {
    while (older < rows.length && (rows[older]?.row.at ?? 0) > entry.at) older += 1;
    return older + index;
  });
}

function fits(line: string, query: string): boolean {
  return query.split(/\s+/).every((word) => matchWord(word, line) !== undefined);
}

function entryItem(entry: HistoryEntry | undefined): HistoryItem | undefined {
  return entry && { kind: 'entry', entry };
}

function storedItem(row: StoredItem | undefined): HistoryItem | undefined {
  return row && { kind: 'stored', row };
}

function savedItem(saved: SavedItem | undefined): HistoryItem | undefined {
  return saved && { kind: 'saved', saved };
}

export function itemLine(item: HistoryItem): string {
  return item.kind === 'entry' ? item.entry.line : item.kind === 'stored' ? item.row.line : item.saved.line;
}

/** Under which account it was recorded; undefined where nobody knows, as of requests that were imported. */
export function itemAccount(item: HistoryItem): AccountLabel | undefined {
  if (item.kind === 'entry') return item.entry.account;
  return recordedAccount(item.kind === 'stored' ? item.row : item.saved);
}

export function itemTime(item: HistoryItem): number {
  return item.kind === 'entry' ? item.entry.at : item.kind === 'stored' ? item.row.at : item.saved.at;
}

/** The number under which the store has the request. */
export function itemRow(item: HistoryItem): number | undefined {
  return item.kind === 'entry' ? item.entry.row : item.kind === 'stored' ? item.row.id : item.saved.request;
}

/** True where a value was left out of the line, so that it cannot be sent as it stands. */
export function isIncomplete(line: string): boolean {
  return line.includes(LEFT_OUT);
}

type ListRow =
  | { readonly kind: 'day'; readonly label: string }
  | { readonly kind: 'item'; readonly item: HistoryItem; readonly index: number };

/** Up to `height` rows from the item `top` on. A list by time names each day, and the first one at its top. */
export function historyRows(state: State, top: number, height: number): readonly ListRow[] {
  const items = historyItems(state);
  const isByTime = state.history.tab === 'all' && !isFiltered(state);
  const rows: ListRow[] = [];
  let day: number | undefined;
  for (let index = top; index < items.count && rows.length < height; index += 1) {
    const item = items.at(index);
    if (!item) break;
    const itsDay = isByTime ? dayOf(itemTime(item)) : undefined;
    if (itsDay !== undefined && itsDay !== day) {
      // A day without a request below it would be a heading of nothing.
      if (rows.length + 1 >= height && height > 1) break;
      if (height > 1) rows.push({ kind: 'day', label: dayLabel(itsDay, state.history.today) });
      day = itsDay;
    }
    rows.push({ kind: 'item', item, index });
  }
  return rows;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `Today`, `Yesterday`, `Monday 2025-11-24`. Days are compared by date: one of 23 hours is a day too. */
function dayLabel(day: number, today: number): string {
  if (day === today) return 'Today';
  const date = new Date(day);
  if (dayOf(new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()) === today) return 'Yesterday';
  return `${weekdays[date.getDay()]} ${dateText(day)}`;
}

/** `2025-11-24`, in local time. */
export function dateText(at: number): string {
  const date = new Date(at);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Midnight of `2025-11-24` in local time, epoch milliseconds; undefined where the text is no day of the calendar. */
export function dayFromText(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return date.getMonth() === Number(month) - 1 && date.getDate() === Number(day) ? date.getTime() : undefined;
}

/** Items from the end of what is read at which more is asked for: some screens of them. */
const nearEnd = 100;

/** Gives the pane focus. What other sessions have sent meanwhile is read, unless somebody is in the middle of the list. */
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

/** For what is done with a request of the list. */
export function whyNoItem(state: State): Reason {
  if (historyItems(state).count > 0) return undefined;
  if (isFiltered(state)) return `No request matches. ${keyFor(state, 'app.back')} shows all`;
  if (state.history.tab === 'all') return 'No requests yet';
  const [back, save] = [keyFor(state, 'history.tab'), keyFor(state, 'history.save')];
  return `No saved requests yet. ${back} shows all requests, ${save} saves one`;
}

export function whyNoDeletion(state: State): Reason {
  return state.history.canUndo ? undefined : 'There is nothing to restore';
}

/** A movement of the cursor; at the ends of what was read, more is read. */
export function moveInHistory(state: State, movement: Movement): Step {
  const { count } = historyItems(state);
  const { cursor, stored, tab } = state.history;
  const isWhole = tab === 'saved' || isFiltered(state);
  if (!isWhole && movement === 'last' && stored.hasOlder) return read(state, { from: 'oldest' });
  if (!isWhole && movement === 'first' && stored.hasNewer) return read(state, { from: 'newest' });
  const moved = moveToItem(state, movedRow(movement, cursor, historyHeight(state), count, Math.max(0, count - 1)));
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

/** Scrolls so that the item under the cursor stands there. */
export function placeInHistory(state: State, placement: Placement): State {
  const { cursor } = state.history;
  const top = placedTop(placement, cursor, historyHeight(state), historyItems(state).count);
  return moveToItem(withHistory(state, { top }), cursor);
}

/** Puts the cursor on an item and that into the window. */
export function moveToItem(state: State, target: number): State {
  const { count } = historyItems(state);
  const cursor = Math.min(Math.max(0, target), Math.max(0, count - 1));
  return withHistory(state, { cursor, top: windowTop(state, cursor) });
}

/** Rows that the history pane has, or would have if it were open. */
function historyHeight(state: State): number {
  const rect = layout(state.screen, 'history', state.panes).history;
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
export function takeList(before: State, event: EventOf<'history.listed'>): State {
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
      return moveToItem(listed, state.history.cursor === 0 ? 0 : Math.max(0, placeOfRow(listed, on)));
    }
    case 'oldest': {
      const end = { ...common, rows, hasNewer: hasMore, hasOlder: false };
      const listed = withHistory(state, { stored: end, today });
      return moveToItem(listed, historyItems(listed).count - 1);
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
      const listed = withHistory(state, { stored: more });
      const moved = Math.max(0, placeOfRow(listed, idUnderCursor(state)) - cursor);
      return withHistory(listed, { cursor: cursor + moved, top: top + moved });
    }
  }
}

function idUnderCursor(state: State): number | undefined {
  const item = currentItem(state);
  return item?.kind === 'stored' ? item.row.id : undefined;
}

/** A request of this session is stored: it takes the place of its entry, and the cursor stays where it is. */
export function takeRecorded(state: State, { id, row }: EventOf<'history.recorded'>): State {
  const { entries, stored } = state.history;
  const isListed = !stored.hasNewer && !stored.rows.some((known) => known.id === row.id);
  const on = currentItem(state);
  const recorded = withHistory(state, {
    entries: entries.map((entry) => (entry.id === id ? { ...entry, row: row.id } : entry)),
    stored: { ...stored, rows: isListed ? inOrder(row, stored.rows) : stored.rows, total: stored.total + 1 },
  });
  // It may be folded with those before it, and what is below moves up.
  const place = placeOfRow(recorded, on?.kind === 'entry' && on.entry.id === id ? row.id : on && itemRow(on));
  return state.history.tab === 'all' && !isFiltered(state) && place !== -1 ? moveToItem(recorded, place) : recorded;
}

/** Mostly it is the newest; requests that took long may be stored after ones that began later. */
function inOrder(
  row: HistoryState['stored']['rows'][number],
  rows: HistoryState['stored']['rows'],
): HistoryState['stored']['rows'] {
  const place = rows.findIndex((other) => other.at <= row.at);
  return place === -1 ? [...rows, row] : rows.toSpliced(place, 0, row);
}

/** Takes a request out of every list. */
export function takeDeleted(state: State, { row }: EventOf<'history.deleted'>): State {
  const { entries, stored, filter, cursor } = state.history;
  const others = <Row extends { readonly id: number }>(rows: readonly Row[]): readonly Row[] =>
    rows.filter((one) => one.id !== row);
  const removed = withHistory(state, {
    entries: entries.filter((entry) => entry.row !== row),
    stored: { ...stored, rows: others(stored.rows), total: Math.max(0, stored.total - 1) },
    filter: filter && { ...filter, rows: others(filter.rows) },
    canUndo: true,
  });
  return moveToItem(removed, cursor);
}

export function withHistory(state: State, changes: Partial<HistoryState>): State {
  return { ...state, history: { ...state.history, ...changes } };
}
