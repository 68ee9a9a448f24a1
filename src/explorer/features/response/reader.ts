// The reader: one value with all the room there is, broken into rows, and beside it what it may be besides itself.
import { type DecodedView, decodedViews } from '../../../json/decoded.ts';
import { endOf, isContainer, isSameDocument, kindOf, startOf } from '../../../json/document.ts';
import { sourceStart } from '../../../json/excerpts.ts';
import { brokenText } from '../../../json/lines.ts';
import { decodeStringStart } from '../../../json/strings.ts';
import { byteRows, textRow } from '../../../text/byte-rows.ts';
import { formatBytes, formatDistance } from '../../../text/numbers.ts';
import { truncateStart } from '../../../text/width.ts';
import { closeOverlay, openOverlay, replaceOverlay, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { framed, helpRect, inner, type Rect, rangeStatus } from '../../model/layout.ts';
import { type Movement, scrolled } from '../../model/movement.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { Reader } from '../../model/overlays.ts';
import { readerBytes } from '../../model/plain-text.ts';
import { type Row, span } from '../../model/rows.ts';
import { type RowHere, rowHere } from '../../model/select.ts';
import type { State, TextSearch } from '../../model/state.ts';
import { firstFrom } from '../filter/search.ts';
import { searchInReader, textSearchStatus, withTextMarks } from '../filter/text-search.ts';
import { pathLabel } from './copy.ts';
import type { Rows } from './rows.ts';

/** Bytes of a value that are read: beyond them it is for other programs. */
const mostRead = 1024 * 1024;

export function openReader(state: State): Step {
  const row = rowHere(state);
  if (!row) return [state, []];
  if (isContainer(row.document, row.node)) {
    return [complain(state, 'The reader shows a single value. Move to a string or a number'), []];
  }
  const own = ownView(state, row);
  const views = [own, ...(own.note === undefined ? decodedViews(own.text) : [])];
  const opened = openOverlay(state, { kind: 'reader', place: pathLabel(row), views, view: 0, top: 0 });
  const { search } = state;
  const isMatch = search?.document !== undefined && isSameDocument(search.document, row.document);
  const [searched, effects] =
    isMatch && search.matches[firstFrom(search.matches, row.node)] === row.node
      ? searchInReader(opened, search.text)
      : ([opened, []] as const);
  // How long ago a time is depends on the hour.
  return [searched, [...effects, { type: 'tellTime' }]];
}

function ownView(state: State, { document, node }: RowHere): DecodedView {
  const kind = kindOf(document, node);
  const [from, to] = [startOf(document, node), endOf(document, node)];
  const size = to - from;
  const isLong = size > mostRead;
  const note = isLong
    ? {
        note: `The first ${formatBytes(mostRead)} of ${formatBytes(size)}. ${keyFor(state, 'write.open')} writes all of it`,
      }
    : {};
  if (kind === 'broken')
    return {
      name: 'broken line',
      text: sourceStart(document, node, mostRead),
      note: `Not JSON: ${brokenText(document, node)}`,
    };
  if (kind !== 'string') return { name: kind, text: sourceStart(document, node, mostRead), ...note };
  return { name: 'text', text: decodeStringStart(document.bytes, from, mostRead).text, ...note };
}

function readerOf(state: State): Reader | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'reader' ? overlay : undefined;
}

export function nextView(state: State, step: 1 | -1): State {
  const reader = readerOf(state);
  if (!reader) return state;
  const { views, view } = reader;
  if (views.length === 1) return complain(state, 'No other representation of this value');
  return replaceOverlay(state, { ...reader, view: (view + step + views.length) % views.length, top: 0 });
}

export function scrollReader(state: State, movement: Movement): State {
  const reader = readerOf(state);
  if (!reader) return state;
  const { width, height } = inner(helpRect(state.screen));
  const { count } = readerRows(reader, width, state.now);
  return replaceOverlay(state, { ...reader, top: scrolled(movement, reader.top, height, count) });
}

export function copyView(state: State): Step {
  const reader = readerOf(state);
  const shown = reader?.views[reader.view];
  if (!reader || !shown) return [state, []];
  const what = shown.note === undefined ? '' : 'the shown part of ';
  return [state, [{ type: 'copy', text: shown.text, what: `${what}${reader.place} as ${shown.name}` }]];
}

export function closeReader(state: State): State {
  return readerOf(state) ? closeOverlay(state) : state;
}

/** @param now milliseconds since the epoch */
export function readerRows({ views, view }: Pick<Reader, 'views' | 'view'>, width: number, now: number): Rows {
  const shown = views[view];
  if (!shown) return { count: 0, isAll: true, row: () => [] };
  const bytes = readerBytes({ views, view });
  const rows = byteRows(bytes, width, Number.POSITIVE_INFINITY);
  const above: Row[] = [];
  if (shown.at !== undefined) above.push([span(formatDistance(shown.at - now), 'accent')]);
  if (shown.note !== undefined) above.push([span(shown.note, 'warn')]);
  return {
    count: above.length + rows.count,
    isAll: true,
    row: (index) => above[index] ?? [span(textRow(bytes, rows, index - above.length))],
  };
}

export function readerOverlay(reader: Reader, rect: Rect, now: number, search?: TextSearch): readonly Row[] {
  const { width, height } = inner(rect);
  const rows = readerRows(reader, width, now);
  const bytes = readerBytes(reader);
  // A wider screen has fewer rows than the one that was scrolled.
  const top = Math.min(reader.top, Math.max(0, rows.count - height));
  const last = Math.min(rows.count, top + height);
  const names = reader.views.flatMap(({ name }, index) => [
    span(' · ', 'dim'),
    span(
      index === reader.view && reader.views.length > 1 ? `▸${name}` : name,
      index === reader.view ? 'accent' : 'dim',
    ),
  ]);
  const taken = reader.views.reduce((sum, { name }) => sum + name.length + 3, 6);
  const title = [span(truncateStart(reader.place, Math.max(8, width - taken)), 'title'), ...names];
  const shown = Array.from({ length: last - top }, (_, index) => withTextMarks(rows.row(top + index), bytes, search));
  const status = [...textSearchStatus(bytes, search), ...rangeStatus(top, last, rows.count)];
  return framed(rect, { title, status, focused: true }, shown);
}
