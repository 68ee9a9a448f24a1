// Moving and folding in the tree, scrolling in the other views, and going from one view to the next.
import * as tree from '../../../json/view.ts';
import type { ActionName } from '../../keys/actions.ts';
import { scrolled, withPage } from '../../model/document.ts';
import { complain } from '../../model/notices.ts';
import type { ViewKind } from '../../model/response.ts';
import { currentPage, responseSize } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { plainRows } from './rows.ts';

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

/** Moves or folds in the tree; in the other views, which only scroll, movements scroll. */
export function move(state: State, name: TreeName, chord: string): State {
  const page = currentPage(state);
  if (!page) return state;
  if (page.view === 'tree' && page.body.kind === 'json') {
    const before = page.body.view;
    const view = treeMoves[name](before, chord);
    const reason = whyUnchanged[name];
    const isSame = view.cursor === before.cursor && view.folds === before.folds;
    if (isSame && reason !== undefined) return complain(state, reason);
    return withPage(state, { ...page, body: { ...page.body, view } });
  }
  const view = page.view === 'headers' ? 'headers' : 'raw';
  const { width, height } = responseSize(state);
  const top = view === 'headers' ? page.headersTop : page.rawTop;
  // Going to the end of a body is the one movement that needs all of its rows.
  const last = name === 'move.last' ? Number.POSITIVE_INFINITY : top + 3 * height;
  const { count } = plainRows(page, view, width, last);
  const target = scrolled(name, top, height, count);
  return withPage(state, view === 'headers' ? { ...page, headersTop: target } : { ...page, rawTop: target });
}

/** Tree, headers, raw and round again; what is not JSON has no tree. */
export function cycleView(state: State): State {
  const page = currentPage(state);
  const { response } = state;
  if (!page || !response) return state;
  if (!response.request && page.body.kind !== 'json') return complain(state, 'This file has no other view');
  const views: readonly ViewKind[] = [
    ...(page.body.kind === 'json' ? (['tree'] as const) : []),
    ...(response.request ? (['headers'] as const) : []),
    'raw',
  ];
  const view = views[(views.indexOf(page.view) + 1) % views.length] ?? 'raw';
  return withPage(state, { ...page, view });
}
