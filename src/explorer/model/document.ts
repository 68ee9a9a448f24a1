// The document on screen: opening a response, taking in more of one that arrives, giving it the room that the screen has.
import type { Failure } from '../../api/failures.ts';
import { listNode } from '../../api/list.ts';
import type { Live, Received, ReceivedBody } from '../../api/received.ts';
import { childByKey, isContainer, kindOf } from '../../json/document.ts';
import { type Depth, depthInForce } from '../../json/folds.ts';
import { nodeAtPath, pathOf } from '../../json/paths.ts';
import type { TreeView } from '../../json/tree-view.ts';
import * as tree from '../../json/view.ts';
import { grow } from '../../json/view.ts';
import type { RequestLine } from '../../request/types.ts';
import { openChart } from './chart.ts';
import { layout } from './layout.ts';
import { inform } from './notices.ts';
import { stowResponse } from './record.ts';
import { type Body, newLayer, type OpenResponse, type Page, type ViewKind, withShownPage } from './response.ts';
import { currentBarePage, currentPage, responseSize } from './select.ts';
import type { State } from './state.ts';
import { grownTable, openTable, type Table, withCursor } from './table.ts';

/** Shows a new response in place of the one before, which goes back to its history entry. */
export function openResponse(
  state: State,
  id: number,
  request: RequestLine | undefined,
  title: string,
  received: Received,
  depth?: Depth,
): State {
  const page = toPage(state, request, received, undefined, depth);
  const layers = request?.filter === undefined ? [] : [newLayer(request.filter, false)];
  const response: OpenResponse = { id, request, title, pages: [page], at: 0, layers };
  return { ...stowResponse(state), response };
}

/** The view that the page before had, where this one has it too. */
function viewFor(
  body: Body,
  like: ViewKind | undefined,
  { table, chart }: Pick<Page, 'table' | 'chart'>,
  hasHeaders: boolean,
): ViewKind {
  if (body.kind === 'json')
    return (like === 'table' && !table) || (like === 'chart' && !chart) ? 'tree' : (like ?? 'tree');
  return like === 'headers' || (body.kind === 'empty' && hasHeaders) ? 'headers' : 'raw';
}

/** A response as a page; it opens folded and placed like `like`, the page seen before it, else to `depth`. */
export function toPage(
  state: State,
  request: RequestLine | undefined,
  received: Received,
  like: Page | undefined,
  depth?: Depth,
): Page {
  const { response, info, failure, storedAt } = received;
  const body = toBody(state, received.body, like, depth);
  const table =
    like?.table && body.kind === 'json'
      ? openTable(body.view.document, body.view.cursor, like.table, false, listNode(body.view.document, info))
      : undefined;
  const chart =
    like?.chart && body.kind === 'json' && !body.arriving
      ? openChart(body.view.document, body.view.cursor, like.chart, listNode(body.view.document, info))
      : undefined;
  return {
    request,
    response,
    info,
    failure,
    storedAt,
    body,
    view: viewFor(body, like?.view, { table, chart }, response !== undefined),
    table,
    chart,
    headersTop: 0,
    rawTop: 0,
  };
}

function toBody(state: State, body: ReceivedBody, like: Page | undefined, depth?: Depth): Body {
  switch (body.kind) {
    case 'json': {
      if (body.live) return newestBody(state, body, body.live, 'follow');
      const before = like?.body.kind === 'json' ? like.body.view : undefined;
      const height = before?.height ?? responseSize(state).height;
      const opened = tree.openView(body.document, height, before ? depthInForce(before.folds) : depth);
      const view = { ...opened, shape: before?.shape };
      const { bytes, arriving, incomplete } = body;
      return { kind: 'json', bytes, view: placed(view, before), arriving, incomplete };
    }
    case 'empty':
      return { kind: 'empty', bytes: new Uint8Array(0) };
    case 'binary':
    case 'text':
      return body;
  }
}

/** The cursor where it was on the page before, else on the envelope's `result`, which is what was asked for. */
function placed(view: TreeView, before: TreeView | undefined): TreeView {
  const { document } = view;
  const path = before ? pathOf(before.document, before.cursor) : [];
  const same = path.length > 0 ? nodeAtPath(document, path) : undefined;
  const parent = same === undefined && path.length > 1 ? nodeAtPath(document, path.slice(0, -1)) : undefined;
  const result = kindOf(document, 0) === 'object' ? childByKey(document, 0, 'result') : undefined;
  const target = same ?? parent ?? (result !== undefined && isContainer(document, result) ? result : undefined);
  if (target === undefined) return view;
  const moved = tree.moveTo(view, target);
  // Where the place lies in what this page shows folded, its nearest open ancestor will do.
  return moved.folds === view.folds ? moved : result === undefined ? view : tree.moveTo(view, result);
}

/** Gives the page on screen the room that the screen has for it. */
export function fitToScreen(state: State): State {
  const page = currentPage(state);
  // A screen too small to show anything must not move the window either.
  if (page?.body.kind !== 'json' || layout(state.screen, 'response').kind === 'tiny') return state;
  const { width, height } = responseSize(state);
  const { view } = page.body;
  const wrap = state.settings.wrap ? width : undefined;
  if (view.height === height && view.wrap === wrap) return state;
  return withPage(state, { ...page, body: { ...page.body, view: tree.resize(view, height, { wrap }) } });
}

/** The page on screen with another view of its tree. */
export function withView(state: State, view: TreeView): State {
  const page = currentPage(state);
  return page?.body.kind === 'json' ? withPage(state, { ...page, body: { ...page.body, view } }) : state;
}

/** The state with another page in the place of the one on screen. */
export function withPage(state: State, page: Page): State {
  return state.response ? { ...state, response: withShownPage(state.response, page) } : state;
}

/** Shows more of the document of response `id`, wherever that is: on screen, or in the history. */
export function takeIn(state: State, id: number, body: ReceivedBody): State {
  const taken = withResponse(state, id, (response) => withBody(state, response, body)) ?? state;
  const before = saidOf(state);
  const said = saidOf(taken);
  return said && said !== before ? inform(taken, said.text) : taken;
}

/** What happened last to the source of the rows on screen. */
function saidOf(state: State): Live['said'] {
  const body = currentBarePage(state)?.body;
  return body?.kind === 'json' ? body.live?.said : undefined;
}

/** All of a response that was shown while it came; undefined where it was not. */
export function completeResponse(state: State, id: number, received: Received): State | undefined {
  const { response, info, failure, body } = received;
  return withResponse(state, id, (open) =>
    withFirstPage(withBody(state, open, body), (page) => ({ ...page, response, info, failure })),
  );
}

/** What has come of a response stays, with why there is no more; undefined where nothing of it is shown. */
export function breakOff(state: State, id: number, failure: Failure): State | undefined {
  return withResponse(state, id, (response) =>
    withFirstPage(response, (page) => {
      const { body } = page;
      const isTold = failure.kind === 'cancelled' || failure.kind === 'too-large';
      const told = isTold ? page : { ...page, failure };
      if (body.kind !== 'json' || body.incomplete) return told;
      // Of rows that go on, each is whole.
      if (body.live) return { ...told, body: { ...body, arriving: undefined } };
      return { ...told, body: { ...body, arriving: undefined, incomplete: { kind: 'stopped' } } };
    }),
  );
}

function withResponse(state: State, id: number, change: (response: OpenResponse) => OpenResponse): State | undefined {
  if (state.response?.id === id) return { ...state, response: change(state.response) };
  if (!state.history.entries.some((entry) => entry.id === id && entry.response)) return undefined;
  const entries = state.history.entries.map((entry) =>
    entry.id === id && entry.response ? { ...entry, response: change(entry.response) } : entry,
  );
  return { ...state, history: { ...state.history, entries } };
}

function withFirstPage(response: OpenResponse, change: (page: Page) => Page): OpenResponse {
  const [page, ...others] = response.pages;
  return page ? { ...response, pages: [change(page), ...others] } : response;
}

/** True while more of the document on screen is on its way, other than by a request. */
export function isArriving(state: State): boolean {
  const body = currentBarePage(state)?.body;
  return body !== undefined && body.kind !== 'empty' && body.arriving !== undefined;
}

function withBody(state: State, response: OpenResponse, body: ReceivedBody): OpenResponse {
  return withFirstPage(response, (page) => {
    const grown = grownBody(state, page.body, body);
    // What turned out to be no JSON has no tree any more; what turned out to be JSON has one.
    const isTree = page.view === 'tree' || page.view === 'table' || page.view === 'chart';
    const isFound =
      grown.kind === 'json' && page.body.kind !== 'json' && page.body.kind !== 'empty' && page.view === 'raw';
    const table = page.table && grown.kind === 'json' ? tableOf(page.table, page.body, grown) : undefined;
    return {
      ...page,
      body: grown,
      table,
      view: isFound ? 'tree' : isTree && grown.kind !== 'json' ? 'raw' : page.view,
    };
  });
}

/** The table of a document of which more has come; its cursor stays on its row, or follows the end. */
function tableOf(before: Table, from: Body, body: JsonBody): Table {
  const { document } = body.view;
  const table = grownTable(document, before);
  if (body.follow?.isOn) return withCursor(document, table, Number.POSITIVE_INFINITY, table.column);
  const known = from.kind === 'json' ? from.live?.dropped.rows : undefined;
  const gone = body.live && known !== undefined ? body.live.dropped.rows - known : 0;
  if (gone === 0) return table;
  return { ...withCursor(document, table, table.row - gone, table.column), top: Math.max(0, table.top - gone) };
}

/** A body of which more has come; the view stays where it is. */
export function grownBody(state: State, before: Body, body: ReceivedBody): Body {
  if (before.kind !== 'json' || body.kind !== 'json') return toBody(state, body, undefined);
  if (body.live) {
    // Whoever has moved in what turns out to be rows is not taken to their end.
    if (!before.live) return newestBody(state, body, body.live, before.view.cursorRow === 0 ? 'follow' : 'stay');
    return grownRows(before, before.live, body, body.live);
  }
  const { bytes, arriving, incomplete, document } = body;
  // A first part that was indexed for the first screen may be larger than the first that a worker tells of.
  const isMore = document.nodeCount >= before.view.document.nodeCount || arriving === undefined;
  const view = isMore ? grow(before.view, document) : before.view;
  const { follow } = before;
  return { kind: 'json', bytes, view: follow?.isOn ? tree.moveLast(view) : view, arriving, incomplete, follow };
}

type JsonBody = Extract<Body, { readonly kind: 'json' }>;
type ReceivedJson = Extract<ReceivedBody, { readonly kind: 'json' }>;

/** Rows that come for as long as their source runs, each closed. */
function newestBody(state: State, body: ReceivedJson, live: Live, wish: 'follow' | 'stay'): JsonBody {
  const view = tree.openView(body.document, responseSize(state).height, 1);
  const isOn = wish === 'follow';
  return {
    kind: 'json',
    bytes: body.bytes,
    view: isOn ? tree.moveLast(view) : view,
    arriving: body.arriving,
    incomplete: body.incomplete,
    live,
    follow: { isOn, seen: live.rows },
  };
}

/** Cursor and window stay on their rows, unless they follow the end; what was dropped is gone from above them. */
function grownRows(before: JsonBody, known: Live, { document, ...body }: ReceivedJson, live: Live): JsonBody {
  const gone = live.dropped.nodes - known.dropped.nodes;
  const view = gone === 0 ? grow(before.view, document) : tree.dropFirst(before.view, document, gone);
  const follow = before.follow ?? { isOn: false, seen: live.rows };
  return {
    kind: 'json',
    bytes: body.bytes,
    view: follow.isOn ? tree.moveLast(view) : view,
    arriving: body.arriving,
    incomplete: body.incomplete,
    live,
    follow: follow.isOn ? { isOn: true, seen: live.rows } : follow,
  };
}
