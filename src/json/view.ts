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
import { countRows, lastRow, rowsFrom, stepRows, type TreeRow, visibleRow } from './rows.ts';

export type TreeView = {
  readonly document: JsonDocument;
  readonly folds: Folds;
  /** Always a visible row. */
  readonly cursor: NodeId;
  /** The first row of the window, which always holds the cursor's. */
  readonly top: NodeId;
  /** Rows of the window, at least 1. */
  readonly height: number;
  /** The cursor's row counted from 0 over all visible rows. */
  readonly cursorRow: number;
  readonly topRow: number;
  /** A value of which another part than its beginning is shown, and the byte that this begins with. */
  readonly scrolled?: { readonly node: NodeId; readonly at: number } | undefined;
};

/** How deep a document is open at first. */
const DEFAULT_DEPTH = 2;

/** The root at the top of a window of `height` rows, with the cursor on it. */
export function openView(document: JsonDocument, height: number, depth: Depth = DEFAULT_DEPTH): TreeView {
  const folds = openToDepth(depth);
  return { document, folds, cursor: 0, top: 0, height: wholeRows(height), cursorRow: 0, topRow: 0 };
}

// Rows

/** The rows of the window from its top, at most `height`. */
export function visibleRows(view: TreeView): readonly NodeId[] {
  return windowRows(view).map(({ node }) => node);
}

/** As `visibleRows`, with the depth of each row, which costs nothing here and a climb elsewhere. */
export function windowRows(view: TreeView): readonly TreeRow[] {
  return rowsFrom(view.document, view.folds, view.top, view.height);
}

/** The cursor's row among all visible rows, from 1. */
export function rowNumber(view: TreeView): number {
  return view.cursorRow + 1;
}

/** Folds are values, so a count holds for as long as they do. */
const COUNTS = new WeakMap<Folds, { readonly document: JsonDocument; readonly count: number }>();

/** How many rows there are in all. Counted once for a state of folding: O(visible rows) at worst. */
export function visibleCount(view: TreeView): number {
  const known = knownCount(view);
  if (known !== undefined) return known;
  const count = countRows(view.document, view.folds, 0, view.document.nodeCount);
  COUNTS.set(view.folds, { document: view.document, count });
  return count;
}

function knownCount(view: TreeView): number | undefined {
  const known = COUNTS.get(view.folds);
  return known?.document === view.document ? known.count : undefined;
}

// Movement

export function moveDown(view: TreeView, count = 1): TreeView {
  const { node, steps } = stepRows(view.document, view.folds, view.cursor, Math.max(0, count));
  return follow(view, node, view.cursorRow + steps);
}

export function moveUp(view: TreeView, count = 1): TreeView {
  const { node, steps } = stepRows(view.document, view.folds, view.cursor, -Math.max(0, count));
  return follow(view, node, view.cursorRow - steps);
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
  return follow(view, lastRow(view.document, view.folds), visibleCount(view) - 1);
}

/** To the parent; stays at the root. */
export function moveToParent(view: TreeView): TreeView {
  return moveToRow(view, parentOf(view.document, view.cursor));
}

/** Over whatever the cursor's row holds to the next sibling; stays at the last. */
export function nextSibling(view: TreeView): TreeView {
  return moveToRow(view, siblingAfter(view.document, view.cursor));
}

/** To the sibling before; stays at the first. */
export function previousSibling(view: TreeView): TreeView {
  return moveToRow(view, siblingBefore(view.document, view.cursor));
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

/** From an open container to its last child, from any other row to what it is in: there and back again. */
export function moveToPair(view: TreeView): TreeView {
  const { document, folds, cursor } = view;
  const isAround = hasChildren(document, cursor) && isOpen(folds, document, cursor);
  return isAround ? moveToRow(view, lastChild(document, cursor)) : moveToParent(view);
}

function moveToRow(view: TreeView, node: NodeId | undefined): TreeView {
  if (node === undefined || node === view.cursor) return view;
  const { document, folds, cursor, cursorRow } = view;
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
  return isOpen(view.folds, view.document, view.cursor) ? moveDown(view) : openHere(view);
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
  const { document, cursor, cursorRow, topRow } = view;
  const known = knownCount(view);
  if (known !== undefined) {
    const end = nextOf(document, cursor);
    const before = countRows(document, view.folds, cursor, end);
    COUNTS.set(folds, { document, count: known - before + countRows(document, folds, cursor, end) });
  }
  return place({ ...view, folds }, cursor, cursorRow, cursorRow - topRow);
}

/** New folds anywhere. A cursor that they hide goes to the ancestor that hides it; the cursor keeps its screen row. */
function refold(view: TreeView, folds: Folds): TreeView {
  const cursor = visibleRow(view.document, folds, view.cursor);
  const row = countRows(view.document, folds, 0, cursor);
  return place({ ...view, folds }, cursor, row, view.cursorRow - view.topRow);
}

/**
 * The same view of a later snapshot of its document: cursor and window stand where they stood, since nodes only ever
 * come after those that are there. A document that turned out to be several is opened anew.
 */
export function grow(view: TreeView, document: JsonDocument): TreeView {
  // Lines that turned out to be broken may have taken back what was there.
  const isThere = view.cursor < document.nodeCount && view.top < document.nodeCount;
  if (document.isSequence !== view.document.isSequence || !isThere) {
    return openView(document, view.height, view.folds.depth);
  }
  return { ...view, document, folds: grown(view.folds, view.document, document) };
}

/**
 * The same view of a list that has lost the `count` nodes after its root, and may have grown: the cursor stays on its row, or goes
 * to the first where that is gone.
 */
export function dropFirst(view: TreeView, document: JsonDocument, count: number): TreeView {
  const folds = withoutFirst(view.folds, count);
  const moved = view.cursor === 0 ? 0 : Math.max(1, view.cursor - count);
  const cursor = visibleRow(document, folds, Math.min(moved, document.nodeCount - 1));
  const row = countRows(document, folds, 0, cursor);
  return place({ ...view, document, folds, scrolled: undefined }, cursor, row, view.cursorRow - view.topRow);
}

/** The same view of another document: with these folds, and the cursor on the same row of the screen. */
export function renew(view: TreeView, document: JsonDocument, folds: Folds, node: NodeId): TreeView {
  const cursor = visibleRow(document, folds, node);
  return place(
    { ...view, document, folds, scrolled: undefined },
    cursor,
    countRows(document, folds, 0, cursor),
    view.cursorRow - view.topRow,
  );
}

// The window

/** The same view in a window of another height; the cursor stays on the screen. */
export function resize(view: TreeView, height: number): TreeView {
  const rows = wholeRows(height);
  const offset = Math.min(view.cursorRow - view.topRow, rows - 1);
  return place({ ...view, height: rows }, view.cursor, view.cursorRow, offset);
}

/** Scrolls so that `rows` are above the cursor's in the window, or as near to it as leaves no blank rows. */
export function scrollAround(view: TreeView, rows: number): TreeView {
  return place(view, view.cursor, view.cursorRow, rows);
}

/**
 * The cursor on another row. A window that it leaves by a little jumps a third of its height (vim's 'scrolljump'), so
 * that a key held down repaints everything only every few rows; after a leap the cursor is in the middle.
 */
function follow(view: TreeView, cursor: NodeId, cursorRow: number): TreeView {
  if (cursor === view.cursor) return view;
  const offset = cursorRow - view.topRow;
  const last = view.height - 1;
  if (offset >= 0 && offset <= last) return { ...view, cursor, cursorRow };
  const outside = offset < 0 ? -offset : offset - last;
  const third = Math.max(1, Math.floor(view.height / 3));
  if (outside > third) return place(view, cursor, cursorRow, Math.floor(view.height / 2));
  return place(view, cursor, cursorRow, offset < 0 ? third - outside : last - (third - outside));
}

/** Cursor and window move by as many rows; where the window cannot, the cursor goes to the end. */
function scroll(view: TreeView, count: number): TreeView {
  const { node, steps } = stepRows(view.document, view.folds, view.cursor, count);
  const moved = count < 0 ? -steps : steps;
  return place(view, node, view.cursorRow + moved, view.cursorRow + moved - (view.topRow + count));
}

/**
 * The cursor on its row and the window so that it is `offset` rows under the top, or as near to that as leaves no
 * blank rows under the document while there are rows above. O(height).
 */
function place(view: TreeView, cursor: NodeId, cursorRow: number, offset: number): TreeView {
  const { document, folds, height } = view;
  const wanted = Math.min(Math.max(offset, 0), height - 1);
  const below = stepRows(document, folds, cursor, height - 1 - wanted).steps;
  const { node, steps } = stepRows(document, folds, cursor, -(height - 1 - below));
  return { ...view, cursor, cursorRow, top: node, topRow: cursorRow - steps };
}

function wholeRows(height: number): number {
  return Math.max(1, Math.floor(height));
}
