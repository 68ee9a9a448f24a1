// The history pane: requests by day, the newest first; what fits a filter, the best first; or those that are saved.
import { judgeWrite, wishOf } from '../../../api/writes.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import { formatCount } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, truncateMiddle } from '../../../text/width.ts';
import { markStatus } from '../../model/compare.ts';
import { hasFocus } from '../../model/focus.ts';
import type { HistoryEntry } from '../../model/history.ts';
import { framed, inner, type Rect } from '../../model/layout.ts';
import {
  clickable,
  fitRow,
  type PaneRows,
  type Row,
  requestSpans,
  rowWidth,
  type Span,
  span,
  statusRole,
} from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { accountWords } from '../../model/writes.ts';
import { readWords, subjectWords } from '../writes/rows.ts';
import { openHistoryFilter } from './filter.ts';
import { type HistoryItem, historyItems, historyRows, isFiltered, itemAccount } from './list.ts';

export function historyPane(state: State, rect: Rect): PaneRows {
  const focused = hasFocus(state, 'history') || openHistoryFilter(state) !== undefined;
  const { cursor, top } = state.history;
  const { width, height } = inner(rect);
  const shown = historyRows(state, top, height);
  const rows = shown.map((row) => (row.kind === 'day' ? [span(row.label, 'accent')] : itemRow(state, row.item, width)));
  const selected = shown.findIndex((row) => row.kind === 'item' && row.index === cursor);
  return {
    rows: framed(
      rect,
      { title: titleOf(state), status: statusOf(state, height), focused },
      rows.length === 0 ? [[span(whyEmpty(state), 'dim')]] : rows,
    ),
    selected: focused && selected !== -1 ? selected + 1 : undefined,
  };
}

function titleOf(state: State): Row {
  const { tab, filter } = state.history;
  const title = clickable([span(tab === 'saved' ? 'Saved' : 'History', 'title')], { kind: 'key', id: 'history.tab' });
  if (!filter || filter.query.trim() === '') return title;
  return [...title, span(' / ', 'dim'), span(visible(filter.query.trim()), 'accent')];
}

function statusOf(state: State, height: number): Row {
  const { filter, cursor, tab } = state.history;
  const items = historyItems(state);
  const searching = filter && !filter.isComplete && tab === 'all' ? [span(' · searching', 'warn')] : [];
  const first = [...markStatus(state), ...searching];
  if (items.total <= height && !isFiltered(state)) return first;
  if (items.count === 0) return first;
  const place = `${formatCount(items.before + cursor + 1)} of ${formatCount(items.total)}`;
  return [...markStatus(state), span(place, 'dim'), ...searching];
}

function whyEmpty(state: State): string {
  const { tab, filter } = state.history;
  if (filter && isFiltered(state)) {
    return filter.isComplete || tab === 'saved' ? 'No matches' : 'Searching…';
  }
  return tab === 'saved' ? 'No saved requests' : 'No requests yet';
}

/** Wide enough for more than the line. */
const roomy = 60;

function itemRow(state: State, item: HistoryItem, width: number): Row {
  const profile = width >= roomy && item.kind === 'stored' ? [span(` ${visible(item.row.profile)}`, 'dim')] : [];
  const right: Row = [...profile, ...timesUsed(item), span(` ${whenOf(state, item)} `, 'dim')];
  const before: Row = [outcomeOf(item), foldOf(item), ...nameOf(item)];
  const { words, rest } = itemWords(state, item);
  const line = visible((words ?? '') + rest);
  const room = Math.max(0, width - rowWidth(right));
  const left = room - rowWidth(before);
  const fits = cellWidth(line) <= left;
  // Of words both ends tell something: the kind and the name.
  const cut = words === undefined ? withShortIds(line) : truncateMiddle(visible(words), Math.max(1, left));
  return [...fitRow([...before, ...requestSpans(fits ? line : cut)], room), ...right];
}

/** The mark of what was sent several times in a row. */
function foldOf(item: HistoryItem): Span {
  const repeats = item.kind === 'stored' ? item.repeats : undefined;
  return repeats ? span(repeats.isOpen ? '▾' : '▸', 'marker') : span(' ');
}

/**
 * A request by what it was about: a write also by whose account, `DELETE dns record www · example.com · prod`; a read where names for
 * its ids are known, `GET dns records of example.com per_page==50`, else as it was typed.
 */
function itemWords({ find }: State, item: HistoryItem): { readonly words?: string; readonly rest: string } {
  const line = lineOf(item);
  const parsed = parseLine(line);
  if (!parsed.ok) return { rest: line };
  const { request } = parsed;
  const catalog = find.catalog?.catalog;
  const nameOf = (id: string): string | undefined => find.names.get(id);
  const method = effectiveMethod(request);
  if (judgeWrite(wishOf(request)).kind === 'reads') {
    const words = readWords(catalog, request, nameOf);
    const at = line.indexOf(request.path);
    if (words === undefined || at === -1) return { rest: line };
    return { words: `${method} ${words}`, rest: line.slice(at + request.path.length) };
  }
  const account = itemAccount(item);
  const words = subjectWords({ request, catalog, nameOf });
  return { rest: `${method} ${words}${account ? ` · ${accountWords(account)}` : ''}` };
}

/** Where a line does not fit, what comes after an id tells more than the id. */
function withShortIds(line: string): string {
  return line.replace(/\b([0-9a-f]{4})[0-9a-f]{28}\b/g, '$1…');
}

function lineOf(item: HistoryItem): string {
  return item.kind === 'entry' ? item.entry.line : item.kind === 'stored' ? item.row.line : item.saved.line;
}

function nameOf(item: HistoryItem): Row {
  if (item.kind === 'entry') return [];
  const { name } = item.kind === 'stored' ? item.row : item.saved;
  const tags = item.kind === 'saved' ? item.saved.tags.map((tag) => ` #${visible(tag)}`).join('') : '';
  return name === undefined ? [] : [span(visible(name), 'title'), span(`${tags} `, 'accent')];
}

function timesUsed(item: HistoryItem): Row {
  if (item.kind !== 'stored') return [];
  const times = item.repeats ? item.repeats.rows.length : item.row.uses;
  return times > 1 ? [span(` ×${formatCount(times)}`, 'dim')] : [];
}

/** The clock, where the day stands above or is today; else the date. */
function whenOf(state: State, item: HistoryItem): string {
  const at = item.kind === 'entry' ? item.entry.at : item.kind === 'stored' ? item.row.at : item.saved.at;
  const date = new Date(at);
  const isByDay = state.history.tab === 'all' && !isFiltered(state);
  if (isByDay || at >= state.history.today) return date.toTimeString().slice(0, 5);
  const isThisYear = date.getFullYear() === new Date(state.history.today).getFullYear();
  return isThisYear ? `${date.getDate()} ${months[date.getMonth()]}` : String(date.getFullYear());
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function outcomeOf(item: HistoryItem): Span {
  if (item.kind === 'entry') return entryOutcome(item.entry.outcome);
  const { status } = item.kind === 'stored' ? item.row : item.saved;
  if (status !== undefined) return span(String(status).padEnd(3), statusRole(status));
  if (item.kind === 'saved') return span(' · ', 'dim');
  return item.row.failure === 'cancelled' ? span('esc', 'dim') : span(' ✗ ', 'bad');
}

function entryOutcome(outcome: HistoryEntry['outcome']): Span {
  if (outcome === 'sending') return span(' … ', 'accent');
  if (outcome === 'opened') return span('doc', 'accent');
  if (outcome === 'cancelled') return span('esc', 'dim');
  return 'failure' in outcome ? span(' ✗ ', 'bad') : span(String(outcome.status).padEnd(3), statusRole(outcome.status));
}
