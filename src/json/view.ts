// The tree on a screen as a value: which document, how it is folded, where the cursor and the window are; every key of
// the tree is one function from view to view. Knows rows and nodes, never spans, keys or colours.
// Row numbers are carried along, not recounted: a movement costs the rows it passes, a change of folding at most the
// rows above the cursor, and none costs the document.

import {
  hasChildren,
  type JsonDocument,
  lastChild,
  type NodeId,
  nextOf,
  parentOf,
  siblingAfter,
  siblingBefore,
} from './document.ts';
import {
  closeLevel,
  closeNode,
  closeSubtree,
  type Depth,
  type Folds,
  grown,
  isOpen,
  openAncestors,
  openLevel,
  openNode,
  openSubtree,
  openToDepth,
  withoutFirst,
} from './folds.ts';
import { countRows, lastRow, visibleRow } from './rows.ts';
import { countPlaces, firstChildIn, lastPlaceOf, type RowShape, rowOfPlace, siblingIn } from './shaped-rows.ts';
import { cursorPlace, isCursorRow, stepFrom, type TreeView } from './tree-view.ts';
import { followLines, linesAbove, placeLines, scrolledWithin, scrollLines } from './wrapped-window.ts';

/** How deep a document is open at first. */
const DEFAULT_DEPTH = 2;

/** The root at the top of a window of `height` rows, with the cursor on it. */
export function openView(document: JsonDocument, height: number, depth: Depth = DEFAULT_DEPTH): TreeView {
  const folds = openToDepth(depth);
  return { document, folds, cursor: 0, top: 0, height: wholeRows(height), cursorRow: 0, topRow: 0 };
}

// Rows

/** The cursor's row among all visible rows, from 1. */
export function rowNumber(view: TreeView): number {
  return view.cursorRow + 1;
}

/** Folds are values, so a count holds for as long as they do. */
const COUNTS = new WeakMap<Folds, { readonly document: JsonDocument; readonly count: number }>();
const LINE_COUNTS: typeof COUNTS = new WeakMap();

/** How many rows there are in all. Counted once for a state of folding: O(visible rows) at worst. */
export function visibleCount(view: TreeView): number {
  const known = knownCount(view);
  if (known !== undefined) return known;
  const { document, folds, shape } = view;
  const isLines = shape?.isLines === true;
  const count = isLines ? countPlaces({ document, folds, shape }) : countRows(document, folds, 0, document.nodeCount);
  countsFor(view).set(folds, { document, count });
  return count;
}

function knownCount(view: TreeView): number | undefined {
  const known = countsFor(view).get(view.folds);
  return known?.document === view.document ? known.count : undefined;
}

function countsFor({ shape }: TreeView): typeof COUNTS {
  return shape?.isLines === true ? LINE_COUNTS : COUNTS;
}

// Movement

export function moveDown(view: TreeView, count = 1): TreeView {
  const within = count === 1 ? scrolledWithin(view, 1) : undefined;
  if (within !== undefined) return within;
  const { node, isEnd, steps } = stepFrom(view, cursorPlace(view), Math.max(0, count));
  return follow(view, node, view.cursorRow + steps, isEnd);
}

export function moveUp(view: TreeView, count = 1): TreeView {
  const within = count === 1 ? scrolledWithin(view, -1) : undefined;
  if (within !== undefined) return within;
  const { node, isEnd, steps } = stepFrom(view, cursorPlace(view), -Math.max(0, count));
  return follow(view, node, view.cursorRow - steps, isEnd);
}

/** Window and cursor go a window down, as in less; the window stops where the last row is at its bottom. */
export function pageDown(view: TreeView): TreeView {
  return scroll(view, view.height);
}

export function pageUp(view: TreeView): TreeView {
  return scroll(view, -view.height);
}

export function halfPageDown(view: TreeView): TreeView {
  return scroll(view, Math.max(1, Math.floor(view.height / 2)));
}

export function halfPageUp(view: TreeView): TreeView {
  return scroll(view, -Math.max(1, Math.floor(view.height / 2)));
}

export function moveFirst(view: TreeView): TreeView {
  return follow(view, 0, 0);
}

export function moveLast(view: TreeView): TreeView {
  const { document, folds, shape } = view;
  if (shape === undefined) return follow(view, lastRow(document, folds), visibleCount(view) - 1);
  const { node, isEnd } = lastPlaceOf({ document, folds, shape }, 0);
  return follow(view, node, visibleCount(view) - 1, isEnd);
}

/** To the parent; stays at the root. */
export function moveToParent(view: TreeView): TreeView {
  return moveToRow(view, parentOf(view.document, view.cursor));
}

/** Over whatever the cursor's row holds to the next sibling; stays at the last. */
export function nextSibling(view: TreeView): TreeView {
  return moveToRow(view, siblingOf(view, 1));
}

/** To the sibling before; stays at the first. */
export function previousSibling(view: TreeView): TreeView {
  return moveToRow(view, siblingOf(view, -1));
}

function siblingOf({ document, folds, shape, cursor }: TreeView, direction: 1 | -1): NodeId | undefined {
  if (shape !== undefined) return siblingIn({ document, folds, shape }, cursor, direction);
  return direction > 0 ? siblingAfter(document, cursor) : siblingBefore(document, cursor);
}

/** To any node, opening what hides it: for search matches and paths. */
export function moveTo(view: TreeView, node: NodeId): TreeView {
  const folds = openAncestors(view.folds, view.document, node);
  if (folds === view.folds) return moveToRow(view, node);
  return moveToRow(refold(view, folds), node);
}

/** To any node, which then stands at the top, or as near to it as leaves no blank rows. */
export function moveToTop(view: TreeView, node: NodeId): TreeView {
  const moved = moveTo(view, node);
  return place(moved, moved.cursor, moved.cursorRow, 0);
}

/**
 * From an open container to its last child, from any other row to what it is in: there and back again. Where brackets have rows, from
 * one to the other.
 */
export function moveToPair(view: TreeView): TreeView {
  const { document, folds, cursor } = view;
  const isAround = hasChildren(document, cursor) && isOpen(folds, document, cursor);
  if (isAround && view.shape?.isLines) return moveToRow(view, cursor, view.cursorIsEnd !== true);
  return isAround ? moveToRow(view, lastChild(document, cursor)) : moveToParent(view);
}

function moveToRow(view: TreeView, node: NodeId | undefined, isEnd = false): TreeView {
  if (node === undefined || isCursorRow(view, { node, isEnd })) return view;
  const { document, folds, cursor, cursorRow } = view;
  if (view.shape !== undefined) return follow(view, node, rowIn(view, node, isEnd), isEnd);
  const row =
    node > cursor
      ? cursorRow + countRows(document, folds, cursor, node)
      : cursorRow - countRows(document, folds, node, cursor);
  return follow(view, node, row);
}

// Folding

/** Closes an open container; from any other row goes to the parent. */
export function closeOrParent(view: TreeView): TreeView {
  return isOpen(view.folds, view.document, view.cursor) ? closeHere(view) : moveToParent(view);
}

/** Opens a closed container; on an open one goes to its first child; stays on a scalar. */
export function openOrEnter(view: TreeView): TreeView {
  if (!hasChildren(view.document, view.cursor)) return view;
  if (!isOpen(view.folds, view.document, view.cursor)) return openHere(view);
  const { document, folds, shape, cursor } = view;
  // From a closing bracket too.
  return shape === undefined ? moveDown(view) : moveToRow(view, firstChildIn({ document, folds, shape }, cursor));
}

/** Opens or closes the container under the cursor; stays as it is on a scalar. */
export function toggle(view: TreeView): TreeView {
  return isOpen(view.folds, view.document, view.cursor) ? closeHere(view) : openHere(view);
}

export function openRecursively(view: TreeView): TreeView {
  return refoldHere(view, openSubtree(view.folds, view.document, view.cursor));
}

export function closeRecursively(view: TreeView): TreeView {
  return refoldHere(view, closeSubtree(view.folds, view.document, view.cursor));
}

export function openAll(view: TreeView): TreeView {
  return setDepth(view, 'all');
}

/** Closes everything, the root too. */
export function closeAll(view: TreeView): TreeView {
  return setDepth(view, 0);
}

export function setDepth(view: TreeView, depth: Depth): TreeView {
  return refold(view, openToDepth(depth));
}

export function deeper(view: TreeView): TreeView {
  return refold(view, openLevel(view.folds, view.document));
}

export function shallower(view: TreeView): TreeView {
  return refold(view, closeLevel(view.folds, view.document));
}

function openHere(view: TreeView): TreeView {
  return refoldHere(view, openNode(view.folds, view.document, view.cursor));
}

function closeHere(view: TreeView): TreeView {
  return refoldHere(view, closeNode(view.folds, view.document, view.cursor));
}

/** New folds that differ at and under the cursor only: the rows above keep their numbers, and a known count is mended. */
function refoldHere(view: TreeView, folds: Folds): TreeView {
  if (folds === view.folds) return view;
  const { document, cursor, cursorRow } = view;
  if (view.shape !== undefined) {
    const changed = { ...view, folds };
    return place(changed, cursor, rowIn(changed, cursor, false), offsetOf(view));
  }
  const known = knownCount(view);
  if (known !== undefined) {
    const end = nextOf(document, cursor);
    const before = countRows(document, view.folds, cursor, end);
    COUNTS.set(folds, { document, count: known - before + countRows(document, folds, cursor, end) });
  }
  return place({ ...view, folds }, cursor, cursorRow, offsetOf(view));
}

/** New folds anywhere. A cursor that they hide goes to the ancestor that hides it; the cursor keeps its screen row. */
function refold(view: TreeView, folds: Folds): TreeView {
  const cursor = visibleRow(view.document, folds, view.cursor);
  const changed = { ...view, folds };
  return place(changed, cursor, rowIn(changed, cursor, false), offsetOf(view));
}

/** Rows before a visible one. */
function rowIn({ document, folds, shape }: TreeView, node: NodeId, isEnd: boolean): number {
  return shape === undefined
    ? countRows(document, folds, 0, node)
    : rowOfPlace({ document, folds, shape }, { node, isEnd });
}

/** The same view with its rows made in another way; the cursor stays on its value, and on its row of the screen. */
export function reshape(view: TreeView, change: Partial<RowShape>): TreeView {
  const { isLines, isSorted } = { isLines: false, isSorted: false, ...view.shape, ...change };
  const shape = isLines || isSorted ? { isLines, isSorted } : undefined;
  const changed = { ...view, shape, scrolled: undefined };
  const isEnd = isLines && view.cursorIsEnd === true;
  return place(changed, view.cursor, rowIn(changed, view.cursor, isEnd), offsetOf(view), isEnd);
}

/**
 * The same view of a later snapshot of its document: cursor and window stand where they stood, since nodes only ever
 * come after those that are there. A document that turned out to be several is opened anew.
 */
export function grow(view: TreeView, document: JsonDocument): TreeView {
  // Lines that turned out to be broken may have taken back what was there.
  const isThere = view.cursor < document.nodeCount && view.top < document.nodeCount;
  if (document.isSequence !== view.document.isSequence || !isThere) {
    return { ...openView(document, view.height, view.folds.depth), shape: view.shape };
  }
  const more = { ...view, document, folds: grown(view.folds, view.document, document) };
  if (view.shape === undefined) return more;
  // Brackets move down as more comes before them, and members that came late may stand before others.
  const isEnd = view.cursorIsEnd === true;
  return place(more, view.cursor, rowIn(more, view.cursor, isEnd), offsetOf(view), isEnd);
}

/**
 * The same view of a list that has lost the `count` nodes after its root, and may have grown: the cursor stays on its row, or goes
 * to the first where that is gone.
 */
export function dropFirst(view: TreeView, document: JsonDocument, count: number): TreeView {
  const folds = withoutFirst(view.folds, count);
  const moved = view.cursor === 0 ? 0 : Math.max(1, view.cursor - count);
  const cursor = visibleRow(document, folds, Math.min(moved, document.nodeCount - 1));
  const changed = { ...view, document, folds, scrolled: undefined };
  return place(changed, cursor, rowIn(changed, cursor, false), offsetOf(view));
}

/** The same view of another document: with these folds, and the cursor on the same row of the screen. */
export function renew(view: TreeView, document: JsonDocument, folds: Folds, node: NodeId): TreeView {
  const cursor = visibleRow(document, folds, node);
  const changed = { ...view, document, folds, scrolled: undefined };
  return place(changed, cursor, rowIn(changed, cursor, false), offsetOf(view));
}

// The window

/** The same view in a window of another height, or where rows are wrapped at another width; the cursor stays on the screen. */
export function resize(
  view: TreeView,
  height: number,
  { wrap }: { readonly wrap?: number | undefined } = view,
): TreeView {
  const rows = wholeRows(height);
  const changed = { ...view, wrap, height: rows, topSkip: 0 };
  return place(changed, view.cursor, view.cursorRow, Math.min(offsetOf(view), rows - 1), view.cursorIsEnd);
}

/** Rows of the screen above the cursor's in the window. */
function offsetOf(view: TreeView): number {
  return view.wrap === undefined ? view.cursorRow - view.topRow : Math.max(0, linesAbove(view) ?? 0);
}

/** Scrolls so that `rows` are above the cursor's in the window, or as near to it as leaves no blank rows. */
export function scrollAround(view: TreeView, rows: number): TreeView {
  return place(view, view.cursor, view.cursorRow, rows, view.cursorIsEnd);
}

/**
 * The cursor on another row. A window that it leaves by a little jumps a third of its height (vim's 'scrolljump'), so
 * that a key held down repaints everything only every few rows; after a leap the cursor is in the middle.
 */
function follow(view: TreeView, cursor: NodeId, cursorRow: number, isEnd = false): TreeView {
  if (isCursorRow(view, { node: cursor, isEnd })) return view;
  if (view.wrap !== undefined) return followLines(view, cursor, cursorRow, isEnd);
  const offset = cursorRow - view.topRow;
  const last = view.height - 1;
  if (offset >= 0 && offset <= last) return { ...view, cursor, cursorRow, cursorIsEnd: isEnd };
  const outside = offset < 0 ? -offset : offset - last;
  const third = Math.max(1, Math.floor(view.height / 3));
  if (outside > third) return place(view, cursor, cursorRow, Math.floor(view.height / 2), isEnd);
  return place(view, cursor, cursorRow, offset < 0 ? third - outside : last - (third - outside), isEnd);
}

/** Cursor and window move by as many rows; where the window cannot, the cursor goes to the end. */
export function scroll(view: TreeView, count: number): TreeView {
  if (view.wrap !== undefined) return scrolledWithin(view, count) ?? scrollLines(view, count);
  const { node, isEnd, steps } = stepFrom(view, cursorPlace(view), count);
  const moved = count < 0 ? -steps : steps;
  return place(view, node, view.cursorRow + moved, view.cursorRow + moved - (view.topRow + count), isEnd);
}

/**
 * The cursor on its row and the window so that it is `offset` rows under the top, or as near to that as leaves no
 * blank rows under the document while there are rows above. O(height).
 */
function place(view: TreeView, cursor: NodeId, cursorRow: number, offset: number, cursorIsEnd = false): TreeView {
  if (view.wrap !== undefined) return placeLines(view, { node: cursor, isEnd: cursorIsEnd }, cursorRow, offset);
  const { height } = view;
  const wanted = Math.min(Math.max(offset, 0), height - 1);
  const at = { node: cursor, isEnd: cursorIsEnd };
  const below = stepFrom(view, at, height - 1 - wanted).steps;
  const { node, isEnd, steps } = stepFrom(view, at, -(height - 1 - below));
  return { ...view, cursor, cursorRow, cursorIsEnd, top: node, topRow: cursorRow - steps, topIsEnd: isEnd, topSkip: 0 };
}

function wholeRows(height: number): number {
  return Math.max(1, Math.floor(height));
}
