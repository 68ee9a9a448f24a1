// The response pane: the response as a tree, as header fields or as raw rows; before there is one, how to begin.
import type { Failure } from '../../../api/failures.ts';
import { pageLabel } from '../../../api/paging.ts';
import type { ResponseFacts } from '../../../api/received.ts';
import { bracketFrame, bracketSpans } from '../../../json/bracket-rows.ts';
import { endOf, hasChildren, isUnfinished, type JsonDocument, type NodeId, startOf } from '../../../json/document.ts';
import type { Excerpt } from '../../../json/excerpts.ts';
import { describeDepth, isOpenAtDepth } from '../../../json/folds.ts';
import { headSpans, rowSpans } from '../../../json/lines.ts';
import { scrolledExcerpt } from '../../../json/long-values.ts';
import { matchExcerpt } from '../../../json/match-excerpt.ts';
import { breadcrumb } from '../../../json/paths.ts';
import { closedPreview } from '../../../json/previews.ts';
import { readSearchQuery, type SearchQuery } from '../../../json/query.ts';
import type { TreeRow } from '../../../json/rows.ts';
import type { ItemFacts } from '../../../json/telling.ts';
import { isCursorRow, type TreeView, windowRows } from '../../../json/tree-view.ts';
import { rowNumber, visibleCount } from '../../../json/view.ts';
import { wrappedLines } from '../../../json/wrapped.ts';
import { beginsLine, byteRows, hexColumns, hexRow, textRow } from '../../../text/byte-rows.ts';
import { formatAge, formatBytes, formatCount, formatDuration, formatQuantity } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, padStart, truncateStart } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { markStatus } from '../../model/compare.ts';
import { hasFocus } from '../../model/focus.ts';
import { itemFacts } from '../../model/item-facts.ts';
import { keyFor } from '../../model/key-labels.ts';
import { framed, inner, type Rect, rangeStatus } from '../../model/layout.ts';
import { markedStatus, markPainter, withMark } from '../../model/many.ts';
import { lineDigits, rawTextWidth } from '../../model/plain-text.ts';
import { type OpenResponse, type Page, shownLayers, type ViewKind } from '../../model/response.ts';
import { fitRow, type PaneRows, type Row, rowWidth, type Span, span, statusRole } from '../../model/rows.ts';
import { banner, currentPage, responseSize, selectedNode } from '../../model/select.ts';
import type { Search, State } from '../../model/state.ts';
import { paintChart } from '../chart/chart.ts';
import { firstFrom, matchPlace, withMarks } from '../filter/search.ts';
import { textSearchStatus, withTextMarks } from '../filter/text-search.ts';
import { homeRows } from '../home/rows.ts';
import { wholeLabel, wholePages } from '../pages/pages.ts';
import { eventPreview } from '../tail/tail.ts';
import { freshRole, watchRows, withFresh } from '../watch/rows.ts';
import { liveParts } from './follow.ts';
import { paintTable } from './table.ts';

export function responsePane(state: State, rect: Rect): PaneRows {
  const focused = hasFocus(state, 'response');
  const { response } = state;
  const page = currentPage(state);
  if (!response || !page) {
    const { width, height } = inner(rect);
    const failed = state.exchange.kind === 'failed' ? state.exchange.failure : undefined;
    const title = [span(failed ? 'No response' : 'Response', failed ? 'bad' : 'title')];
    const { rows, selected } = failed
      ? { rows: failureRows(failed, width), selected: undefined }
      : homeRows(state, width, height);
    const framedRows = framed(rect, { title, status: [], focused }, rows);
    return { rows: framedRows, selected: selected === undefined ? undefined : selected + 1 };
  }
  const { width, height } = responseSize(state);
  const above = banner(state, response, page).map((line): Row => [span(line, page.failure ? 'bad' : 'warn')]);
  const { rows, selected, status, place } = viewOf(state, page, width, height);
  const below = watchRows(state, width, inner(rect).height);
  const blank = below.length === 0 ? [] : Array.from({ length: Math.max(0, height - rows.length) }, (): Row => []);
  const frame = { title: titleOf(state, response, page), status, focused, ...(place && { place }) };
  return {
    rows: framed(rect, frame, [...above, ...rows, ...blank, ...below]),
    selected: selected === undefined ? undefined : selected + above.length + 1,
  };
}

interface ViewRows {
  readonly rows: readonly Row[];
  readonly selected: number | undefined;
  readonly status: Row;
  readonly place?: (cells: number) => Row;
}

function viewOf(state: State, page: Page, width: number, height: number): ViewRows {
  const { search, textSearch } = state;
  if (page.view === 'tree' && page.body.kind === 'json') {
    const { view } = page.body;
    const shown = windowRows(view);
    const query = queryHere(view, search);
    const isMarked = markPainter(state, view.document);
    const facts = itemFacts(state, page);
    const kept = keptRows(view, width, facts);
    const paint = (row: TreeRow): Row => {
      const { node, depth } = row;
      const isLines = view.shape?.isLines === true;
      const previewFor = (cells: number) =>
        eventPreview(view.document, node, cells) ?? closedPreview(view.document, node, cells, facts);
      const scrolledTo = (cells: number) => scrolledExcerpt(view, node, cells);
      const spans = (excerptFor: typeof scrolledTo) =>
        isLines
          ? bracketSpans(view, row, width, excerptFor, previewFor)
          : rowSpans(view, node, width, depth, excerptFor, previewFor);
      const usual = (): Row => kept.get(row.isEnd ? -1 - node : node) ?? keep(kept, row, spans(scrolledTo));
      if (row.isEnd) return usual();
      if (!search || !query || !isMatchRow(search, node))
        return withFresh(state, view, node, withSize(state, view, row, usual(), width), width);
      const excerptFor = (cells: number) =>
        scrolledTo(cells) ?? keptExcerpt(search.matches, view.document, node, query, cells);
      return withSize(state, view, row, withMarks(spans(excerptFor), query), width);
    };
    const rows: Row[] = [];
    let selected: number | undefined;
    for (const row of shown) {
      if (rows.length >= view.height) break;
      if (isCursorRow(view, row)) selected = rows.length;
      const skip = rows.length === 0 ? (view.topSkip ?? 0) : 0;
      const wrapped = row.isEnd ? undefined : wrappedRows(view, row, width, skip, view.height - rows.length, query);
      // What has just happened to a value stands where it ends: there is the most room.
      const fresh = wrapped && withFresh(state, view, row.node, wrapped.at(-1)!, width);
      const painted = wrapped && fresh ? [...wrapped.slice(0, -1), fresh] : [paint(row)];
      const mark = !row.isEnd && isMarked?.(row.node) && skip === 0;
      rows.push(...painted.map((line, index) => (mark && index === 0 ? fitRow(withMark(line), width) : line)));
    }
    const place = (cells: number): Row => [span(breadcrumb(view.document, view.cursor, cells), 'dim')];
    return {
      rows,
      selected,
      status: [...markStatus(state), ...markedStatus(state), ...searchStatus(view, search), ...treeStatus(view)],
      place,
    };
  }
  if (page.view === 'table' && page.table && page.body.kind === 'json') {
    const { document } = page.body.view;
    const node = selectedNode(page);
    const place = (cells: number): Row => [span(breadcrumb(document, node ?? 0, cells), 'dim')];
    const isMarked = markPainter(state, document);
    const painted = paintTable(document, page.table, width, height, freshRole(state, document), isMarked);
    return { ...painted, status: [...markedStatus(state), ...painted.status], place };
  }
  if (page.view === 'chart' && page.chart && page.body.kind === 'json') {
    return paintChart(page.body.view.document, page.chart, width, height);
  }
  const view = page.view === 'headers' ? 'headers' : 'raw';
  const wanted = view === 'headers' ? page.headersTop : page.rawTop;
  const lines = plainRows(page, view, width, wanted + height);
  // A wider screen has fewer rows of the same bytes than the one that was scrolled.
  const top = Math.min(wanted, Math.max(0, lines.count - height));
  const shown = Math.min(height, Math.max(0, lines.count - top));
  const rows = Array.from({ length: shown }, (_, index) => lines.row(top + index));
  const range = shown === 0 ? [] : rangeStatus(top, top + shown, lines.count, lines.isAll);
  if (view === 'headers') return { rows, selected: undefined, status: range };
  const { bytes } = page.body;
  const marked = rows.map((row) => withTextMarks(row, bytes, textSearch));
  return { rows: marked, selected: undefined, status: [...textSearchStatus(bytes, textSearch), ...range] };
}

/** By the memo of a document: its rows as they were shown last, which most keys only move. */
const shownRows = new WeakMap<JsonDocument['memo'], { readonly of: readonly unknown[]; rows: Map<number, Row> }>();

/** More than a few screens of them are not worth their memory. */
const mostRows = 512;

/** The rows that were made of the same; of a closing bracket by the number below 0. */
function keptRows(view: TreeView, width: number, facts: ItemFacts | undefined): Map<number, Row> {
  const { document, folds, shape, scrolled } = view;
  const of = [document, folds, shape, scrolled, width, facts];
  const known = shownRows.get(document.memo);
  if (known?.of.every((part, index) => part === of[index])) {
    if (known.rows.size > mostRows) known.rows = new Map();
    return known.rows;
  }
  const rows = new Map<number, Row>();
  shownRows.set(document.memo, { of, rows });
  return rows;
}

function keep(rows: Map<number, Row>, { node, isEnd }: TreeRow, row: Row): Row {
  rows.set(isEnd ? -1 - node : node, row);
  return row;
}

/** The rows of a long string from one of its own on, as many as there is room for; undefined for what takes one row. */
function wrappedRows(
  view: TreeView,
  row: TreeRow,
  width: number,
  skip: number,
  most: number,
  query: SearchQuery | undefined,
): readonly Row[] | undefined {
  const { node, depth } = row;
  const lines = view.wrap === undefined ? undefined : wrappedLines(view, node, skip, skip + most);
  if (lines === undefined) return undefined;
  const frame = view.shape?.isLines
    ? bracketFrame(view, row, width)
    : { before: headSpans(view.document, node, width, depth, false), behind: '' };
  const blank = span(' '.repeat(rowWidth(frame.before) + 1));
  return lines.map(({ text, isLast }, index): Row => {
    const end = isLast ? `"` : '';
    const begin: Row = skip + index === 0 ? [...frame.before, span('"', 'string')] : [blank];
    const line: Row = [...begin, span(text, 'string'), span(end, 'string')];
    const marked = query && query.scope !== 'keys' ? withMarks(line, query) : line;
    return isLast ? [...marked, span(frame.behind, 'punctuation')] : marked;
  });
}

/** The row of a closed object or list with its size at the right end, where sizes are shown. */
function withSize(state: State, { document, folds }: TreeView, { node, depth }: TreeRow, row: Row, width: number): Row {
  if (!state.settings.sizes || !hasChildren(document, node) || isOpenAtDepth(folds, document, node, depth)) return row;
  const bytes = endOf(document, node) - startOf(document, node);
  const size = ` ${formatBytes(bytes)}${isUnfinished(document, node) ? '+' : ''}`;
  return [...fitRow(row, width - size.length), span(size, 'count')];
}

/** What is searched for in this document. */
function queryHere(view: TreeView, search: Search | undefined): SearchQuery | undefined {
  const read = search && matchPlace(search, view) ? readSearchQuery(search.text, search.scope) : undefined;
  return read?.ok ? read.query : undefined;
}

function isMatchRow({ matches }: Search, node: NodeId): boolean {
  return matches[firstFrom(matches, node)] === node;
}

/** By the matches of a search: a long string is looked through once, not for every frame. */
const excerpts = new WeakMap<Int32Array, Map<string, Excerpt | undefined>>();

function keptExcerpt(
  matches: Int32Array,
  document: JsonDocument,
  node: NodeId,
  query: SearchQuery,
  cells: number,
): Excerpt | undefined {
  const kept = excerpts.get(matches) ?? new Map<string, Excerpt | undefined>();
  excerpts.set(matches, kept);
  const key = `${node} ${cells}`;
  if (!kept.has(key)) kept.set(key, matchExcerpt(document, node, query, cells));
  return kept.get(key);
}

/** `12 of 3,481`: the match under the cursor, of how many. */
function searchStatus(view: TreeView, search: Search | undefined): Row {
  const place = search && matchPlace(search, view);
  if (!place) return [];
  const more = search.isDone && view.document.isComplete ? '' : '+';
  const count = `${formatCount(place.count)}${more}`;
  const words =
    place.number === undefined
      ? `${count} match${place.count === 1 && more === '' ? '' : 'es'}`
      : `match ${formatCount(place.number)} of ${count}`;
  return [span(words, place.count === 0 && more === '' ? 'bad' : 'accent'), span(' ─ ', 'border')];
}

function treeStatus(view: TreeView): Row {
  const depth = `depth ${describeDepth(view.folds, view.document)}`;
  // More rows may come, or would have come.
  const more = view.document.isComplete ? '' : '+';
  const row = `row ${formatCount(rowNumber(view))} of ${formatCount(visibleCount(view))}${more}`;
  const sorted = view.shape?.isSorted ? [span('by key', 'accent'), span(' ─ ', 'border')] : [];
  return [...sorted, span(depth, 'dim'), span(' ─ ', 'border'), span(row, 'dim')];
}

function titleOf(state: State, response: OpenResponse, page: Page): Row {
  const parts: Span[][] = [];
  if (page.response) {
    const { status, durationMs, attempts } = page.response;
    parts.push([span(String(status), statusRole(status))]);
    if (page.storedAt !== undefined) parts.push([span(`stored ${formatAge(state.now - page.storedAt)}`, 'warn')]);
    parts.push([span(formatDuration(durationMs))]);
    if (attempts > 1) parts.push([span(`${attempts} attempts`, 'warn')]);
  } else {
    // The header has the whole name: where there is a filter, that is worth more.
    const name = visible(response.title);
    parts.push([span(response.layers.length > 0 ? truncateStart(name, 20) : name, 'title')]);
  }
  parts.push([span(formatBytes(page.body.bytes.length))]);
  const label = listLabel(state, response);
  if (label !== '') parts.push([span(label, isPart(response) ? 'warn' : 'accent')]);
  parts.push(...liveParts(state, page).map((part) => [...part]));
  for (const { filter } of shownLayers(response)) parts.push([span(`| ${visible(filter)}`, 'warn')]);
  if (state.isChoosing) parts.push([span(`${keyFor(state, 'fold.toggle')} chooses`, 'accent')]);
  if (page.view !== 'tree') parts.push([span(page.view, 'title')]);
  else if (page.body.kind === 'json' && page.body.view.shape?.isLines) parts.push([span('lines', 'title')]);
  return parts.flatMap((part, index) => (index === 0 ? part : [span(' · ', 'dim'), ...part]));
}

/** Which page of how many, or how much of all pages. */
function listLabel(state: State, { request, pages, at, gathered, smallerPages }: OpenResponse): string {
  if (!request) return '';
  const whole = gathered ? undefined : wholePages(state);
  if (whole) return wholeLabel(whole);
  if (!gathered) {
    const infos = pages.map((kept) => kept.info);
    return `${pageLabel(infos, at)}${smallerPages === undefined ? '' : ` · pages reduced to ${formatCount(smallerPages)}`}`;
  }
  const { report, stopped } = gathered;
  const pagesRead = formatQuantity(report.pages, 'page');
  const items = formatQuantity(report.items, 'item');
  if (stopped) return `first ${pagesRead} · ${items}`;
  const { completeness } = report;
  if (completeness?.kind === 'incomplete') {
    const { why } = completeness;
    const of = 'items' in why && 'of' in why ? `${formatCount(why.items)} of ${formatCount(why.of)} items` : items;
    return `${pagesRead} · ${of} · incomplete`;
  }
  if (completeness?.kind === 'unknown') return `${pagesRead} · ${items} · perhaps not all`;
  return report.pages === 1 ? `the only page · ${items}` : `all ${pagesRead} · ${items}`;
}

/** True for a list that was gathered and is not whole, or may not be. */
function isPart({ gathered }: OpenResponse): boolean {
  const kind = gathered?.report.completeness?.kind;
  return gathered?.stopped !== undefined || kind === 'incomplete' || kind === 'unknown';
}

function failureRows(failure: Failure, width: number): readonly Row[] {
  const parts = [
    ['tried', failure.tried],
    ['problem', failure.happened],
    ['next', failure.next],
    ...(failure.ray === undefined ? [] : [['Ray ID', failure.ray] as const]),
  ] as const;
  const rows: Row[] = [[]];
  for (const [label, text] of parts) {
    for (const [index, line] of wrap(visible(text), Math.max(10, width - 11)).entries()) {
      rows.push([span((index === 0 ? label : '').padEnd(10), 'dim'), span(line, label === 'problem' ? 'bad' : 'text')]);
    }
    rows.push([]);
  }
  return rows;
}

export interface Rows {
  readonly count: number;
  /** False where there may be more: no more was looked for than was asked for. */
  readonly isAll: boolean;
  readonly row: (index: number) => Row;
}

/** Rows of the view at this width, at least one, and at least up to row `last` where there is one. */
export function plainRows(
  page: Page,
  view: Exclude<ViewKind, 'tree' | 'table' | 'chart'>,
  width: number,
  last: number,
): Rows {
  return view === 'headers' ? headerRows(page, width) : rawRows(page, width, last);
}

function headerRows(page: Page, width: number): Rows {
  const { response } = page;
  if (!response) return fixed([[span('A file has no headers', 'dim')]]);
  const rows: Row[] = [[span(String(response.status), 'number'), span(` ${visible(response.statusText)}`)], []];
  const column = Math.min(28, Math.max(0, ...response.headers.map(([name]) => name.length)));
  for (const [name, value] of response.headers) {
    const label = padEnd(visible(name), column);
    const lines = wrap(visible(value), Math.max(8, width - cellWidth(label) - 2));
    for (const [index, line] of (lines.length > 0 ? lines : ['']).entries()) {
      rows.push([span(index === 0 ? label : ' '.repeat(cellWidth(label)), 'key'), span('  '), span(line)]);
    }
  }
  return fixed([...rows, ...timingRows(response)]);
}

/** Where the time went, each part with a bar of its share. */
function timingRows({ timing, durationMs, attempts }: ResponseFacts): readonly Row[] {
  if (!timing) return [];
  const { connection, firstByteMs, downloadMs } = timing;
  const parts: readonly (readonly [name: string, ms: number | undefined])[] = [
    ['DNS', connection?.dnsMs],
    ['connect', connection?.tcpMs],
    ['TLS', connection?.tlsMs],
    ['first byte', firstByteMs],
    ['download', downloadMs],
  ];
  const sum = parts.reduce((total, [, ms]) => total + (ms ?? 0), 0);
  const rows = parts.flatMap(([name, ms]): readonly Row[] => {
    if (ms === undefined) return [];
    const bar = '█'.repeat(Math.round((ms / Math.max(1, sum)) * 20));
    return [
      [span(padEnd(name, 12), 'key'), span(padStart(formatDuration(ms), 8), 'number'), span(`  ${bar}`, 'accent')],
    ];
  });
  const kept: readonly Row[] = connection ? [] : [[span('The connection was reused, or made by a proxy', 'dim')]];
  const total: Row = [span(padEnd('total', 12), 'key'), span(padStart(formatDuration(durationMs), 8), 'number')];
  const tries: Row = attempts > 1 ? [span(`  for the last of ${attempts} attempts`, 'dim')] : [];
  return [[], [span('Timing', 'title')], ...kept, ...rows, [...total, ...tries]];
}

function rawRows(page: Page, width: number, last: number): Rows {
  const { body } = page;
  if (body.kind === 'empty')
    return fixed([[span(page.response ? 'The response has no body' : 'The file is empty', 'dim')]]);
  if (body.bytes.length === 0 && body.kind === 'text' && body.arriving) {
    return fixed([[span('Waiting for the first bytes…', 'dim')]]);
  }
  if (body.kind === 'binary') {
    const columns = hexColumns(width);
    return {
      count: Math.ceil(body.bytes.length / columns),
      isAll: true,
      row: (index) => {
        const { offset, hex, text } = hexRow(body.bytes, columns, index);
        return [span(offset, 'dim'), span('  '), span(hex), span(' '), span(text, 'string')];
      },
    };
  }
  const { bytes } = body;
  const digits = lineDigits(bytes.length);
  const rows = byteRows(bytes, rawTextWidth(bytes.length, width), last);
  return {
    count: rows.count,
    isAll: rows.isAll,
    row: (index) => {
      const number = beginsLine(rows, index) ? formatNumber(rows.lines[index] ?? 0, digits) : ' '.repeat(digits);
      return [span(`${number} `, 'dim'), span(textRow(bytes, rows, index))];
    },
  };
}

/** Of a number that is too long its end. */
function formatNumber(number: number, digits: number): string {
  const text = String(number);
  return text.length > digits ? `…${text.slice(1 - digits)}` : text.padStart(digits);
}

function fixed(rows: readonly Row[]): Rows {
  return { count: rows.length, isAll: true, row: (index) => rows[index] ?? [] };
}
