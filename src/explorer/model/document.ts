// The answer on screen: opening it, moving and folding in it, and its faces.
import { childByKey, isContainer, kindOf } from '../../json/document.ts';
import { type Depth, depthInForce } from '../../json/folds.ts';
import { nodeAtPath, pathOf } from '../../json/paths.ts';
import * as tree from '../../json/view.ts';
import type { RequestLine } from '../../request/types.ts';
import { faceRows } from '../features/response/faces.ts';
import type { ActionName } from '../keys/actions.ts';
import { newLayer, withShownPage } from './layers.ts';
import { layout } from './layout.ts';
import { complain } from './notices.ts';
import type { Received, ReceivedBody } from './received.ts';
import { stowAnswer } from './record.ts';
import { currentPage, responseSize } from './select.ts';
import type { Answer, Body, Face, Page, State } from './state.ts';
import { openTable, type Table } from './table.ts';

type TreeName = Extract<ActionName, `move.${string}` | `fold.${string}` | `depth.${string}`>;

const treeMoves: Readonly<Record<TreeName, (view: tree.TreeView, chord: string) => tree.TreeView>> = {
  'move.up': (view) => tree.moveUp(view),
  'move.down': (view) => tree.moveDown(view),
  'move.pageUp': tree.pageUp,
  'move.pageDown': tree.pageDown,
  'move.halfPageUp': tree.halfPageUp,
  'move.halfPageDown': tree.halfPageDown,
  'move.first': tree.moveFirst,
  'move.last': tree.moveLast,
  'move.nextSibling': tree.nextSibling,
  'move.previousSibling': tree.previousSibling,
  'move.toParent': tree.moveToParent,
  'fold.close': tree.closeOrParent,
  'fold.open': tree.openOrEnter,
  'fold.toggle': tree.toggle,
  'fold.closeRecursively': tree.closeRecursively,
  'fold.openRecursively': tree.openRecursively,
  'fold.openAll': tree.openAll,
  'fold.closeAll': tree.closeAll,
  'depth.set': (view, chord) => tree.setDepth(view, Number(chord)),
  'depth.all': (view) => tree.setDepth(view, 'all'),
  'depth.less': tree.shallower,
  'depth.more': tree.deeper,
};

const nothingInside = 'There is nothing inside this value';
const atTheRoot = 'This is the root';

/** What to say where a key has changed nothing and its user may wonder; running into the first or last row explains itself. */
const whyUnchanged: Readonly<Partial<Record<TreeName, string>>> = {
  'fold.toggle': nothingInside,
  'fold.open': nothingInside,
  'fold.close': atTheRoot,
  'fold.openRecursively': nothingInside,
  'fold.closeRecursively': nothingInside,
  'move.nextSibling': 'This is the last of its siblings',
  'move.previousSibling': 'This is the first of its siblings',
  'move.toParent': atTheRoot,
};

export function isTreeMove(name: ActionName): name is TreeName {
  return name in treeMoves;
}

/** Shows a new answer in place of the one before, which goes back to its history entry. */
export function openAnswer(
  state: State,
  id: number,
  request: RequestLine | undefined,
  title: string,
  received: Received,
  depth?: Depth,
): State {
  const page = toPage(state, request, received, undefined, depth);
  const layers = request?.filter === undefined ? [] : [newLayer(request.filter, false)];
  const answer: Answer = { id, request, title, pages: [page], at: 0, layers };
  return { ...stowAnswer(state), answer };
}

/** The face that the page before had, where this one has it too. */
function faceFor(body: Body, like: Face | undefined, table: Table | undefined): Face {
  if (body.kind === 'json') return like === 'table' && !table ? 'tree' : (like ?? 'tree');
  return like === 'headers' || body.kind === 'empty' ? 'headers' : 'raw';
}

/** An answer as a page; it opens folded and placed like `like`, the page seen before it, else to `depth`. */
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
    like?.table && body.kind === 'json' ? openTable(body.view.document, body.view.cursor, like.table) : undefined;
  return {
    request,
    response,
    info,
    failure,
    storedAt,
    body,
    face: faceFor(body, like?.face, table),
    table,
    headersTop: 0,
    rawTop: 0,
  };
}

export function toBody(state: State, body: ReceivedBody, like: Page | undefined, depth?: Depth): Body {
  switch (body.kind) {
    case 'json': {
      const before = like?.body.kind === 'json' ? like.body.view : undefined;
      const height = before?.height ?? responseSize(state).height;
      const view = tree.openView(body.document, height, before ? depthInForce(before.folds) : depth);
      const { bytes, arriving, incomplete } = body;
      return { kind: 'json', bytes, view: placed(view, before), arriving, incomplete };
    }
    case 'empty':
      return { kind: 'empty', bytes: new Uint8Array(0) };
    case 'binary':
      return { kind: 'binary', bytes: body.bytes };
    case 'text':
      return { kind: 'text', bytes: body.bytes, problem: body.problem };
  }
}

/** The cursor where it was on the page before, else on the envelope's `result`, which is what was asked for. */
function placed(view: tree.TreeView, before: tree.TreeView | undefined): tree.TreeView {
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

/** Moves or folds in the tree; in the other faces, which only scroll, movements scroll. */
export function move(state: State, name: TreeName, chord: string): State {
  const page = currentPage(state);
  if (!page) return state;
  if (page.face === 'tree' && page.body.kind === 'json') {
    const before = page.body.view;
    const view = treeMoves[name](before, chord);
    const reason = whyUnchanged[name];
    const isSame = view.cursor === before.cursor && view.folds === before.folds;
    if (isSame && reason !== undefined) return complain(state, reason);
    return withPage(state, { ...page, body: { ...page.body, view } });
  }
  const face = page.face === 'headers' ? 'headers' : 'raw';
  const { width, height } = responseSize(state);
  const top = face === 'headers' ? page.headersTop : page.rawTop;
  // Going to the end of a body is the one movement that needs all of its rows.
  const last = name === 'move.last' ? Number.POSITIVE_INFINITY : top + 3 * height;
  const { count } = faceRows(page, face, width, last);
  const target = scrolled(name, top, height, count);
  return withPage(state, face === 'headers' ? { ...page, headersTop: target } : { ...page, rawTop: target });
}

/** First row shown after a movement in `count` rows of which `height` are shown: 0 up to the last screen's. */
export function scrolled(name: ActionName, top: number, height: number, count: number): number {
  const end = Math.max(0, count - height);
  return Math.min(end, Math.max(0, rowAfter(name, top, height, count, end)));
}

/** Row reached by a movement from `at` in a list: also for lists with a cursor, where `end` is the last row. */
export function rowAfter(name: ActionName, at: number, height: number, count: number, end: number): number {
  switch (name) {
    case 'move.up':
      return at - 1;
    case 'move.down':
      return at + 1;
    case 'move.pageUp':
      return at - height;
    case 'move.pageDown':
      return at + height;
    case 'move.halfPageUp':
      return at - Math.max(1, Math.floor(height / 2));
    case 'move.halfPageDown':
      return at + Math.max(1, Math.floor(height / 2));
    case 'move.first':
      return 0;
    case 'move.last':
      return Math.min(end, count);
    default:
      return at;
  }
}

/** Tree, headers, raw and round again; what is not JSON has no tree. */
export function nextFace(state: State): State {
  const page = currentPage(state);
  const { answer } = state;
  if (!page || !answer) return state;
  if (!answer.request && page.body.kind !== 'json') return complain(state, 'This file has no other face');
  const faces: readonly Face[] = [
    ...(page.body.kind === 'json' ? (['tree'] as const) : []),
    ...(answer.request ? (['headers'] as const) : []),
    'raw',
  ];
  const face = faces[(faces.indexOf(page.face) + 1) % faces.length] ?? 'raw';
  return withPage(state, { ...page, face });
}

/** Gives the page on screen the room that the screen has for it. */
export function fitToScreen(state: State): State {
  const page = currentPage(state);
  // A screen too small to show anything must not move the window either.
  if (page?.body.kind !== 'json' || layout(state.screen, 'response').kind === 'tiny') return state;
  const { height } = responseSize(state);
  if (page.body.view.height === height) return state;
  return withPage(state, { ...page, body: { ...page.body, view: tree.resize(page.body.view, height) } });
}

/** The page on screen with another view of its tree. */
export function withView(state: State, view: tree.TreeView): State {
  const page = currentPage(state);
  return page?.body.kind === 'json' ? withPage(state, { ...page, body: { ...page.body, view } }) : state;
}

/** The state with another page in the place of the one on screen. */
export function withPage(state: State, page: Page): State {
  return state.answer ? { ...state, answer: withShownPage(state.answer, page) } : state;
}
