// The history's list as it stands on the screen: which items, under which days. Core knows the rows, since the cursor must stay
// among them. Days are those of the local time zone.
import { LEFT_OUT } from '../../../request/secrets.ts';
import type { SavedItem, StoredItem } from '../../model/history.ts';
import type { HistoryEntry, State } from '../../model/state.ts';

/** One item of the list: of this session and not stored yet, stored, or saved. */
export type HistoryItem =
  | { readonly kind: 'entry'; readonly entry: HistoryEntry }
  | { readonly kind: 'stored'; readonly row: StoredItem }
  | { readonly kind: 'saved'; readonly saved: SavedItem };

/** The items of the tab, narrowed as its filter says; made item by item, since there may be very many. */
export interface HistoryItems {
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
  const places = placesOf(fresh, stored.rows);
  const count = fresh.length + stored.rows.length;
  const hidden = Math.max(0, stored.total - stored.rows.length);
  return {
    count,
    total: count + hidden,
    before: stored.hasOlder ? 0 : hidden,
    at: (index) => {
      const earlier = places.findLastIndex((place) => place <= index);
      if (places[earlier] === index) return entryItem(fresh[earlier]);
      return storedItem(stored.rows[index - earlier - 1]);
    },
  };
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
function placesOf(fresh: readonly HistoryEntry[], rows: readonly StoredItem[]): readonly number[] {
  let older = 0;
  return fresh.map((entry, index) => {
    while (older < rows.length && (rows[older]?.at ?? 0) > entry.at) older += 1;
    return older + index;
  });
}

function fits(line: string, query: string): boolean {
  const text = line.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
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

export type HistoryRow =
  | { readonly kind: 'day'; readonly label: string }
  | { readonly kind: 'item'; readonly item: HistoryItem; readonly index: number };

/** Up to `height` rows from the item `top` on. A list by time names each day, and the first one at its top. */
export function historyRows(state: State, top: number, height: number): readonly HistoryRow[] {
  const items = historyItems(state);
  const isByTime = state.history.tab === 'all' && !isFiltered(state);
  const rows: HistoryRow[] = [];
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

/** Midnight of the local day, epoch milliseconds. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
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
