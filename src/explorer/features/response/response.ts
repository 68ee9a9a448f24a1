// The response pane: the answer as a tree, as header fields or as raw rows; before there is one, how to begin.
import type { Failure } from '../../../api/failures.ts';
import { pageLabel } from '../../../api/page-label.ts';
import { breadcrumb } from '../../../json/breadcrumb.ts';
import type { NodeId } from '../../../json/document.ts';
import { describeDepth } from '../../../json/folds.ts';
import { rowSpans } from '../../../json/lines.ts';
import { readQuery } from '../../../json/query.ts';
import { rowNumber, type TreeView, visibleCount, windowRows } from '../../../json/view.ts';
import { formatAge, formatBytes, formatCount, formatDuration } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncateStart } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { isLocked } from '../../model/account-in-force.ts';
import { fitRow } from '../../model/fit.ts';
import { hasFocus } from '../../model/focus.ts';
import { framed, rangeStatus } from '../../model/frame.ts';
import { shownLayers } from '../../model/layers.ts';
import { inner, type Rect } from '../../model/layout.ts';
import { banner, currentPage, responseSize } from '../../model/select.ts';
import { type Row, type Span, span } from '../../model/spans.ts';
import type { Answer, Page, Search, State } from '../../model/state.ts';
import { example } from '../compose/prompt.ts';
import { withMarks } from '../filter/marks.ts';
import { firstFrom, hitPlace } from '../filter/slices-search.ts';
import { wholeLabel, wholePages } from '../pages/whole-pages.ts';
import { faceRows } from './faces.ts';
import { paintTable } from './panes-table.ts';
import { selectedNode } from './slices-table.ts';

export interface PaneRows {
  readonly rows: readonly Row[];
  /** Index in `rows` of the row under the cursor. */
  readonly selected: number | undefined;
}

export function responsePane(state: State, rect: Rect): PaneRows {
  const focused = hasFocus(state, 'response');
  const { answer } = state;
  const page = currentPage(state);
  if (!answer || !page) {
    const { width } = inner(rect);
    const failed = state.exchange.kind === 'failed' ? state.exchange.failure : undefined;
    const title = [span(failed ? 'No answer' : 'Response', failed ? 'bad' : 'title')];
    const rows = failed ? failureRows(failed, width) : welcomeRows(state, width);
    return { rows: framed(rect, { title, status: [], focused }, rows), selected: undefined };
  }
  const { width, height } = responseSize(state);
  const above = banner(state, answer, page).map((line): Row => [span(line, page.failure ? 'bad' : 'warn')]);
  const { rows, selected, status, place } = faceOf(page, state.search, width, height);
  const frame = { title: titleOf(state, answer, page), status, focused, ...(place && { place }) };
  return {
    rows: framed(rect, frame, [...above, ...rows]),
    selected: selected === undefined ? undefined : selected + above.length + 1,
  };
}

interface FaceRows {
  readonly rows: readonly Row[];
  readonly selected: number | undefined;
  readonly status: Row;
  readonly place?: (cells: number) => Row;
}

function faceOf(page: Page, search: Search | undefined, width: number, height: number): FaceRows {
  if (page.face === 'tree' && page.body.kind === 'json') {
    const { view } = page.body;
    const shown = windowRows(view);
    const mark = hitMarks(view, search);
    const rows = shown.map(({ node, depth }) => mark(node, rowSpans(view, node, width, depth)));
    const selected = shown.findIndex(({ node }) => node === view.cursor);
    const place = (cells: number): Row => [span(breadcrumb(view.document, view.cursor, cells), 'dim')];
    return { rows, selected, status: [...searchStatus(view, search), ...treeStatus(view)], place };
  }
  if (page.face === 'table' && page.table && page.body.kind === 'json') {
    const { document } = page.body.view;
    const node = selectedNode(page);
    const place = (cells: number): Row => [span(breadcrumb(document, node ?? 0, cells), 'dim')];
    return { ...paintTable(document, page.table, width, height), place };
  }
  const face = page.face === 'headers' ? 'headers' : 'raw';
  const wanted = face === 'headers' ? page.headersTop : page.rawTop;
  const lines = faceRows(page, face, width, wanted + height);
  // A wider screen has fewer rows of the same bytes than the one that was scrolled.
  const top = Math.min(wanted, Math.max(0, lines.count - height));
  const shown = Math.min(height, Math.max(0, lines.count - top));
  const rows = Array.from({ length: shown }, (_, index) => lines.row(top + index));
  const status = shown === 0 ? [] : rangeStatus(top, top + shown, lines.count, lines.isAll);
  return { rows, selected: undefined, status };
}

/** Marks what matched in the rows that are hits. */
function hitMarks(view: TreeView, search: Search | undefined): (node: NodeId, row: Row) => Row {
  const read = search && hitPlace(search, view) ? readQuery(search.text, search.scope) : undefined;
  if (!search || !read?.ok) return (_, row) => row;
  const { pattern } = read.query;
  return (node, row) =>
    search.hits[firstFrom(search.hits, node)] === node ? withMarks(row, pattern, search.scope) : row;
}

/** `12 of 3,481`: the hit under the cursor, of how many. */
function searchStatus(view: TreeView, search: Search | undefined): Row {
  const place = search && hitPlace(search, view);
  if (!place) return [];
  const more = search.isDone && view.document.isComplete ? '' : '+';
  const count = `${formatCount(place.count)}${more}`;
  const words =
    place.number === undefined
      ? `${count} hit${place.count === 1 && more === '' ? '' : 's'}`
      : `hit ${formatCount(place.number)} of ${count}`;
  return [span(words, place.count === 0 && more === '' ? 'bad' : 'accent'), span(' ─ ', 'border')];
}

function treeStatus(view: TreeView): Row {
  const depth = `depth ${describeDepth(view.folds, view.document)}`;
  // More rows may come, or would have come.
  const more = view.document.isComplete ? '' : '+';
  const row = `row ${formatCount(rowNumber(view))} of ${formatCount(visibleCount(view))}${more}`;
  return [span(depth, 'dim'), span(' ─ ', 'border'), span(row, 'dim')];
}

function titleOf(state: State, answer: Answer, page: Page): Row {
  const parts: Span[][] = [];
  if (page.response) {
    const { status, durationMs, attempts } = page.response;
    parts.push([span(String(status), statusRole(status))]);
    if (page.storedAt !== undefined) parts.push([span(`stored ${formatAge(state.now - page.storedAt)}`, 'warn')]);
    parts.push([span(formatDuration(durationMs))]);
    if (attempts > 1) parts.push([span(`${attempts} tries`, 'warn')]);
  } else {
    // The header has the whole name: where there is a filter, that is worth more.
    const name = visible(answer.title);
    parts.push([span(answer.layers.length > 0 ? truncateStart(name, 20) : name, 'title')]);
  }
  parts.push([span(formatBytes(page.body.bytes.length))]);
  const label = listLabel(state, answer);
  if (label !== '') parts.push([span(label, answer.gathered?.stopped ? 'warn' : 'accent')]);
  for (const { filter } of shownLayers(answer)) parts.push([span(`| ${visible(filter)}`, 'warn')]);
  if (page.face !== 'tree') parts.push([span(page.face, 'title')]);
  return parts.flatMap((part, index) => (index === 0 ? part : [span(' · ', 'dim'), ...part]));
}

/** Which page of how many, or how much of all pages. */
function listLabel(state: State, { request, pages, at, gathered, smallerPages }: Answer): string {
  if (!request) return '';
  const whole = gathered ? undefined : wholePages(state);
  if (whole) return wholeLabel(whole);
  if (!gathered) {
    const infos = pages.map((kept) => kept.info);
    return `${pageLabel(infos, at)}${smallerPages === undefined ? '' : ` · smaller pages, of ${formatCount(smallerPages)}`}`;
  }
  const { report, stopped } = gathered;
  const counted = `${stopped ? 'first' : 'all'} ${formatCount(report.pages)} pages`;
  return `${counted} · ${formatCount(report.items)} items`;
}

export function statusRole(status: number): Span['role'] {
  return status < 300 ? 'good' : status < 400 ? 'warn' : 'bad';
}

function failureRows(failure: Failure, width: number): readonly Row[] {
  const parts = [
    ['tried', failure.tried],
    ['happened', failure.happened],
    ['next', failure.next],
  ] as const;
  const rows: Row[] = [[]];
  for (const [label, text] of parts) {
    for (const [index, line] of wrap(visible(text), Math.max(10, width - 11)).entries()) {
      rows.push([
        span((index === 0 ? label : '').padEnd(10), 'dim'),
        span(line, label === 'happened' ? 'bad' : 'text'),
      ]);
    }
    rows.push([]);
  }
  return rows;
}

const beginnings = [example, 'GET /accounts', 'GET /user/tokens/verify'];

function welcomeRows(state: State, width: number): readonly Row[] {
  const about =
    state.session.kind === 'sandbox'
      ? 'No credential was found, so requests go to a sandbox: an account of made-up data inside this program. It answers as the Cloudflare v4 API does, and what you write to it is gone when you quit.'
      : isLocked(state)
        ? 'The profiles are encrypted and not unlocked yet: requests wait for that. The history and files can be read.'
        : 'Requests go to the account named above.';
  return [
    [],
    ...wrap(about, Math.max(10, Math.min(72, width))).map((line): Row => [span(line)]),
    [],
    [span('Type a request above and press '), span('enter', 'keyName'), span('. To begin:')],
    [],
    ...beginnings.map((line): Row => {
      const [method = '', ...rest] = line.split(' ');
      return [span('  '), span(method, 'method'), span(` ${rest.join(' ')}`)];
    }),
    [],
    [span('ctrl+p', 'keyName'), span(' finds any operation by a few letters,')],
    [span('tab', 'keyName'), span(' goes to the panes, '), span('?', 'keyName'), span(' there shows all keys')],
  ].map((row) => fitRow(row, width));
}
