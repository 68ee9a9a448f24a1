// Moving and folding in the tree, scrolling in the other views, and going from one view to the next.
import { scrollValue } from '../../../json/long-values.ts';
import { isCursorRow, type TreeView } from '../../../json/tree-view.ts';
import * as tree from '../../../json/view.ts';
import { withSetting } from '../../../settings/table.ts';
import { withPage } from '../../model/document.ts';
import { keyFor } from '../../model/key-labels.ts';
import { type Movement, type Placement, rowsAbove, scrolled } from '../../model/movement.ts';
import { complain, inform } from '../../model/notices.ts';
import { whyNoRow } from '../../model/reasons.ts';
import type { ViewKind } from '../../model/response.ts';
import { currentPage, responseSize } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { chartHere, moveInChart } from '../chart/chart.ts';
import { plainRows } from './rows.ts';
import { moveInTable, placeInTable, tableHere } from './table.ts';

const treeMovements: Readonly<Record<Movement, (view: TreeView) => TreeView>> = {
  up: tree.moveUp,
  down: tree.moveDown,
  pageUp: tree.pageUp,
  pageDown: tree.pageDown,
  halfPageUp: tree.halfPageUp,
  halfPageDown: tree.halfPageDown,
  first: tree.moveFirst,
  last: tree.moveLast,
};

/** Moves in the tree or the table; the other views scroll. */
export function moveInResponse(state: State, movement: Movement): State {
  const page = currentPage(state);
  if (!page) return complain(state, `There is no response yet. ${keyFor(state, 'focus.prompt')} goes to the prompt`);
  if (tableHere(state)) return moveInTable(state, movement);
  if (chartHere(state)) return moveInChart(state, movement);
  if (page.view === 'tree' && page.body.kind === 'json') return changeTree(state, treeMovements[movement]);
  const view = page.view === 'headers' ? 'headers' : 'raw';
  const { width, height } = responseSize(state);
  const top = view === 'headers' ? page.headersTop : page.rawTop;
  // Going to the end of a body is the one movement that needs all of its rows.
  const last = movement === 'last' ? Number.POSITIVE_INFINITY : top + 3 * height;
  const { count } = plainRows(page, view, width, last);
  const target = scrolled(movement, top, height, count);
  return withPage(state, view === 'headers' ? { ...page, headersTop: target } : { ...page, rawTop: target });
}

/** Scrolls the tree or the table around its cursor; the other views have none. */
export function placeInResponse(state: State, placement: Placement): State {
  if (tableHere(state)) return placeInTable(state, placement);
  const page = currentPage(state);
  if (page?.view === 'tree' && page.body.kind === 'json')
    return changeTree(state, (view) => tree.scrollAround(view, rowsAbove(placement, view.height)));
  return complain(state, whyNoRow(state) ?? 'A chart does not scroll');
}

/**
 * Moves or folds in the tree.
 *
 * @param whyUnchanged what to say where nothing has changed and the user may wonder; the first or last row explains itself
 */
export function changeTree(state: State, change: (view: TreeView) => TreeView, whyUnchanged?: string): State {
  const page = currentPage(state);
  if (page?.view !== 'tree' || page.body.kind !== 'json') return state;
  const before = page.body.view;
  const view = change(before);
  const isSame =
    view.folds === before.folds &&
    view.topSkip === before.topSkip &&
    isCursorRow(before, { node: view.cursor, isEnd: view.cursorIsEnd === true });
  if (isSame && whyUnchanged !== undefined) return complain(state, whyUnchanged);
  return withPage(state, { ...page, body: { ...page.body, view } });
}

/** Shows another part of the value under the cursor, where it is longer than its row. */
export function scrollSideways(state: State, wish: Parameters<typeof scrollValue>[2]): State {
  const { width } = responseSize(state);
  const page = currentPage(state);
  if (page?.view !== 'tree' || page.body.kind !== 'json') return state;
  if (page.body.view.wrap !== undefined)
    return complain(state, `Long values are wrapped. ${keyFor(state, 'tree.wrap')} shows each in one row`);
  const view = scrollValue(page.body.view, width, wish);
  if (typeof view === 'string') return complain(state, whyNotScrolled[view]);
  return withPage(state, { ...page, body: { ...page.body, view } });
}

const whyNotScrolled = {
  whole: 'All of this value is shown',
  end: 'This is the end of the value',
  begin: 'This is the beginning of the value',
} as const;

/** Shows the document with its brackets and commas, a row for each, or as a tree. */
export function toggleBrackets(state: State): State {
  return changeTree(state, (view) => tree.reshape(view, { isLines: view.shape?.isLines !== true }));
}

/** Shows the members of objects by key, or as they came. */
export function toggleSorted(state: State): State {
  const sorted = changeTree(state, (view) => tree.reshape(view, { isSorted: view.shape?.isSorted !== true }));
  const body = currentPage(sorted)?.body;
  if (body?.kind !== 'json') return sorted;
  const isSorted = body.view.shape?.isSorted === true;
  return inform(sorted, isSorted ? 'Keys are in order. Copies and files keep their own' : 'Keys are as they came');
}

/** Long strings take several rows, or are cut. */
export function toggleWrap(state: State): State {
  return { ...state, settings: withSetting(state.settings, 'wrap', !state.settings.wrap) };
}

export function toggleSizes(state: State): State {
  return { ...state, settings: withSetting(state.settings, 'sizes', !state.settings.sizes) };
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
