// What a tree on the screen is: which document, how it is folded, where the cursor and the window are. What its window shows, and the
// rows around one.
import type { JsonDocument, NodeId } from './document.ts';
import type { Folds } from './folds.ts';
import { rowsFrom, stepRows, type TreeRow } from './rows.ts';
import { placesFrom, type RowPlace, type RowShape, stepPlaces } from './shaped-rows.ts';

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
  /** How the rows are made where that is not the tree's own way; then the cursor and the top may be closing brackets. */
  readonly shape?: RowShape | undefined;
  readonly cursorIsEnd?: boolean;
  readonly topIsEnd?: boolean;
  /** Cells that a row has, where long strings take several rows of the screen. */
  readonly wrap?: number | undefined;
  /** Rows of the screen of the first one that are above the window. */
  readonly topSkip?: number;
  /** A value of which another part than its beginning is shown, and the byte that this begins with. */
  readonly scrolled?: { readonly node: NodeId; readonly at: number } | undefined;
};

/** The rows of the window from its top, at most `height`. */
export function visibleRows(view: TreeView): readonly NodeId[] {
  return windowRows(view).map(({ node }) => node);
}

/** As `visibleRows`, with the depth of each row, which costs nothing here and a climb elsewhere. */
export function windowRows(view: TreeView): readonly TreeRow[] {
  const { document, folds, shape, top, height } = view;
  if (shape === undefined) return rowsFrom(document, folds, top, height);
  return placesFrom({ document, folds, shape }, { node: top, isEnd: view.topIsEnd === true }, height);
}

/** True for the row of the cursor. */
export function isCursorRow(view: TreeView, { node, isEnd = false }: Pick<TreeRow, 'node' | 'isEnd'>): boolean {
  return node === view.cursor && isEnd === (view.cursorIsEnd === true);
}

/** The row of the cursor. */
export function cursorPlace(view: TreeView): RowPlace {
  return { node: view.cursor, isEnd: view.cursorIsEnd === true };
}

/** So many rows on, or back where `count` is below 0; fewer at the ends. */
export function stepFrom(
  { document, folds, shape }: TreeView,
  from: RowPlace,
  count: number,
): RowPlace & { readonly steps: number } {
  if (shape !== undefined) return stepPlaces({ document, folds, shape }, from, count);
  return { ...stepRows(document, folds, from.node, count), isEnd: false };
}
