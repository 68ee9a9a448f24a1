// What is compared with what: the first is marked, on another row the same key compares; a request of the history also with what is
// there now.

import { judgeWrite, wishOf } from '../../../api/writes.ts';
import { isSameDocument, isUnfinished } from '../../../json/document.ts';
import { pathOf, shownPath } from '../../../json/paths.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import type { RequestLine } from '../../../request/types.ts';
import { narrowItems } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncateMiddle } from '../../../text/width.ts';
import type { CompareMark } from '../../model/compare.ts';
import { closeOverlay, pick, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { barePage } from '../../model/response.ts';
import { span } from '../../model/rows.ts';
import { currentPage, type RowHere, rowHere } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { rowNode } from '../../model/table.ts';
import { accountLabel, accountWords, isSameAccount } from '../../model/writes.ts';
import {
  currentItem,
  dateText,
  foldedInto,
  type HistoryItem,
  historyItems,
  isIncomplete,
  itemAccount,
  itemLine,
  itemRow,
  itemTime,
} from '../history/list.ts';
import { subjectWords } from '../writes/rows.ts';
import { itemIdOf, startComparing, withCompare } from './sides.ts';

/** Cells that what is compared may take in a sentence. */
const labelCells = 40;

/** Marks the row of the tree or of the table, compares it with what is marked, or takes the mark away. */
export function compareRow(state: State): Step {
  const row = wholeRow(state);
  if (!row) return [state, []];
  if (isUnfinished(row.document, row.node)) return [complain(state, 'This value has not arrived completely'), []];
  return markOrCompare(state, {
    key: '',
    label: truncateMiddle(shownPath(pathOf(row.document, row.node)), labelCells),
    source: { kind: 'value', place: row },
    itemId: itemIdOf(state, state.response?.request),
  });
}

/** Of a table the row, not the cell. */
function wholeRow(state: State): RowHere | undefined {
  const page = currentPage(state);
  if (page?.view !== 'table' || !page.table || page.body.kind !== 'json') return rowHere(state);
  const { document } = page.body.view;
  const node = rowNode(document, page.table, page.table.row);
  return node === undefined ? undefined : { document, node };
}

/** The same for a request of the history; without a mark it asks with what. */
export function compareItem(state: State): Step {
  const item = currentItem(state);
  if (!item) return [state, []];
  const mark = markOf(state, item);
  if (typeof mark === 'string') return [complain(state, mark), []];
  return state.compare.mark ? markOrCompare(state, mark) : [pick(state, 'compareWith'), []];
}

/** Items of the list that are looked through for an earlier one. */
const mostLooked = 2000;

/**
 * Shows what has changed: of a read since the same request was answered the last time before, its earlier response against this one; of
 * a write what was there before it against what was there after it.
 */
export function compareWithBefore(state: State): Step {
  const item = currentItem(state);
  if (!item) return [state, []];
  const parsed = parseLine(itemLine(item));
  if (parsed.ok && judgeWrite(wishOf(parsed.request)).kind !== 'reads')
    return compareWrite(state, item, parsed.request);
  const earlier = earlierItem(state, item);
  if (!earlier) return [complain(state, 'The history has no earlier response to this request'), []];
  const [before, after] = [markOf(state, earlier), markOf(state, item)];
  if (typeof before === 'string') return [complain(state, before), []];
  return typeof after === 'string' ? [complain(state, after), []] : startComparing(state, before, after);
}

function compareWrite(state: State, item: HistoryItem, request: RequestLine): Step {
  const row = itemRow(item);
  if (row === undefined)
    return [complain(state, 'This request is not in the stored history, so what it changed is not known'), []];
  const status = statusOf(item);
  if (status !== undefined && status >= 400 && status < 500)
    return [complain(state, 'The API refused it, so it changed nothing'), []];
  const { catalog, names } = state.find;
  const words = subjectWords({ request, catalog: catalog?.catalog, nameOf: (id) => names.get(id) });
  const sideOf = (side: 'before' | 'after', label: string): CompareMark => ({
    key: `${row} ${side}`,
    label: visible(truncateMiddle(label, labelCells + 10)),
    source: { kind: 'kept', row, side },
    itemId: itemIdOf(state, request),
  });
  const what = `${effectiveMethod(request)} ${words}`;
  return startComparing(state, sideOf('before', `before ${what}`), sideOf('after', 'after it'));
}

/** The one of the list that was sent last before this one, with the same line and to the same account. */
function earlierItem(state: State, item: HistoryItem): HistoryItem | undefined {
  const items = historyItems(state);
  const [line, account, time] = [itemLine(item), itemAccount(item), itemTime(item)];
  for (let index = 0; index < Math.min(items.count, mostLooked); index += 1) {
    const found = items.at(index);
    for (const other of found ? foldedInto(found) : []) {
      if (itemTime(other) >= time || itemLine(other) !== line || statusOf(other) === undefined) continue;
      const from = itemAccount(other);
      if (account && from && isSameAccount(account, from)) return other;
    }
  }
  return undefined;
}

/** Undefined where no response came. */
function statusOf(item: HistoryItem): number | undefined {
  if (item.kind !== 'entry') return item.kind === 'stored' ? item.row.status : item.saved.status;
  const { outcome } = item.entry;
  return typeof outcome === 'object' && 'status' in outcome ? outcome.status : undefined;
}

function markOf(state: State, item: HistoryItem): CompareMark | string {
  const row = itemRow(item);
  const line = itemLine(item);
  const time = itemTime(item);
  const label = `${truncateMiddle(visible(line), labelCells)} of ${dateText(time)} ${new Date(time).toTimeString().slice(0, 5)}`;
  const parsed = parseLine(line);
  const common = {
    key: `${row ?? line} ${time}`,
    label,
    itemId: itemIdOf(state, parsed.ok ? parsed.request : undefined),
  };
  const entry =
    item.kind === 'entry' ? item.entry : state.history.entries.find((one) => row !== undefined && one.row === row);
  // What is on the screen is put back to its entry when something else takes its place.
  const response = entry && state.response?.id === entry.id ? state.response : entry?.response;
  const page = response && barePage(response);
  if (page?.body.kind === 'json' && !page.body.arriving && !page.body.incomplete)
    return { ...common, source: { kind: 'value', place: { document: page.body.view.document, node: 0 } } };
  if (row !== undefined) return { ...common, source: { kind: 'stored', row } };
  return 'No response was kept for this request, so it cannot be compared';
}

function markOrCompare(state: State, mark: CompareMark): Step {
  const first = state.compare.mark;
  if (!first) return [withMark(state, mark), []];
  if (isSameMark(first, mark)) return [inform(withCompare(state, { mark: undefined }), 'The mark is gone'), []];
  return startComparing(state, first, mark);
}

function withMark(state: State, mark: CompareMark): State {
  const key = keyFor(state, 'compare.row');
  const told = `${mark.label} is the first. ${key} on another compares them; ${key} here or ${keyFor(state, 'app.back')} takes the mark away`;
  return inform(withCompare(state, { mark }), told);
}

function isSameMark(one: CompareMark, other: CompareMark): boolean {
  if (one.key !== '' || other.key !== '') return one.key === other.key;
  if (one.source.kind !== 'value' || other.source.kind !== 'value') return false;
  const [a, b] = [one.source.place, other.source.place];
  return a.node === b.node && isSameDocument(a.document, b.document);
}

/** Esc, while nothing stands over the panes. */
export function dropMark(state: State): Step | undefined {
  if (!state.compare.mark || topOverlay(state) || (state.focus.pane !== 'response' && state.focus.pane !== 'history'))
    return undefined;
  return [inform(withCompare(state, { mark: undefined }), 'The mark is gone'), []];
}

/** The request of the item as it can be sent again without a question; else why not, as a sentence. */
function sendable(state: State, item: HistoryItem): RequestLine | string {
  const parsed = parseLine(itemLine(item));
  if (!parsed.ok || isIncomplete(itemLine(item))) return 'a value was left out of its line';
  const request = { ...parsed.request, filter: undefined };
  if (effectiveMethod(request) !== 'GET') return 'it may write';
  const from = itemAccount(item);
  if (from && !isSameAccount(from, accountLabel(state.session))) return `it was sent to ${accountWords(from)}`;
  return request;
}

const choices = [
  ['now', 'with what is there now: the GET is sent again'],
  ['first', 'with another one: this is the first'],
] as const;

/** With what to compare a request of the history. */
export const compareWithPicker: PickerSpec = {
  label: 'compare',
  title: 'Compare this response',
  items: (state, typed) =>
    narrowItems(choices, typed, ([, words]) => words).map(([key, words]) => {
      const item = currentItem(state);
      const request = key === 'now' && item ? sendable(state, item) : '';
      const why = typeof request === 'string' && request !== '' ? ` (not here: ${request})` : '';
      return { key, row: [span(words, why === '' ? 'text' : 'dim'), span(visible(why), 'warn')] };
    }),
  empty: () => 'Nothing matches',
  choose: (state, { key }) => {
    const item = currentItem(state);
    const closed = closeOverlay(state);
    const mark = item && markOf(state, item);
    if (!item || mark === undefined || typeof mark === 'string') return [closed, []];
    if (key !== 'now') return markOrCompare(closed, mark);
    const request = sendable(state, item);
    if (typeof request === 'string') return [complain(closed, `It cannot be sent from here: ${request}`), []];
    return startComparing(closed, mark, { label: 'now', itemId: mark.itemId, source: { kind: 'request', request } });
  },
};
