// What of a comparison is shown: which differences are folded away, where the cursor is, and how keys change that.
import { type Comparison, type DifferenceId, differenceAt, differenceCount } from '../../../json/compare.ts';
import type { Compared } from '../../model/compare.ts';
import { helpRect, inner } from '../../model/layout.ts';
import { type Movement, movedRow, type Placement, placedTop } from '../../model/movement.ts';
import { complain } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { withCompared } from './sides.ts';
import { wholeLines } from './whole.ts';

/** A row of the view: a difference, or a line of a value that is shown whole below it. */
export interface ComparedRow {
  readonly id: DifferenceId;
  readonly depth: number;
  /** Undefined for the difference itself. */
  readonly line: number | undefined;
}

const known = new WeakMap<
  ReadonlySet<DifferenceId>,
  { readonly key: unknown; readonly opened: unknown; readonly rows: readonly ComparedRow[] }
>();

/** All rows that are not folded away. Made once for a state of folding. */
export function comparedRows({
  found,
  closed,
  opened,
}: Pick<Compared, 'found' | 'closed' | 'opened'>): readonly ComparedRow[] {
  if (!found) return [];
  const kept = known.get(closed);
  if (kept && kept.key === found.differences && kept.opened === opened) return kept.rows;
  const rows: ComparedRow[] = [];
  const ends: number[] = [];
  for (let id = 0, count = differenceCount(found); id < count; ) {
    while (ends.length > 0 && id >= (ends.at(-1) ?? 0)) ends.pop();
    const { next } = differenceAt(found, id);
    const depth = ends.length;
    rows.push({ id, depth, line: undefined });
    if (opened.has(id))
      for (let line = 0, all = wholeLines(found, id).length; line < all; line++) rows.push({ id, depth, line });
    if (closed.has(id)) id = next;
    else {
      if (next > id + 1) ends.push(next);
      id++;
    }
  }
  known.set(closed, { key: found.differences, opened, rows });
  return rows;
}

/** Whether something is inside of a difference that can be folded away. */
export function hasInside(found: Comparison, id: DifferenceId): boolean {
  return differenceAt(found, id).next > id + 1;
}

/** Rows of the screen that show differences. */
function height(state: State): number {
  return Math.max(1, inner(helpRect(state.screen)).height - headRows);
}

/** Rows above the differences: what is compared with what. */
export const headRows = 1;

function changeView(state: State, change: (shown: Compared, found: Comparison) => Partial<Compared>): State {
  const { shown } = state.compare;
  if (!shown?.found) return state;
  const changed = { ...shown, ...change(shown, shown.found) };
  return withCompared(state, fitted(changed, height(state)));
}

/** The cursor on a row that is shown, and in the window. */
function fitted(shown: Compared, rowsShown: number): Compared {
  const rows = comparedRows(shown);
  let cursor = shown.cursor;
  if (shown.found)
    while (cursor > 0 && isHidden(shown.found, shown.closed, cursor))
      cursor = differenceAt(shown.found, cursor).parent ?? 0;
  const at = rowOfDifference(rows, cursor);
  const last = Math.max(0, rows.length - rowsShown);
  return { ...shown, cursor, top: Math.min(last, Math.max(at - rowsShown + 1, Math.min(shown.top, at))) };
}

function isHidden(found: Comparison, closed: ReadonlySet<DifferenceId>, id: DifferenceId): boolean {
  for (let at = differenceAt(found, id).parent; at !== undefined; at = differenceAt(found, at).parent)
    if (closed.has(at)) return true;
  return false;
}

/** The row of a difference: rows are in the order of their numbers. */
export function rowOfDifference(rows: readonly ComparedRow[], id: DifferenceId): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, Math.max(0, rows.length - 1));
}

export function moveInComparison(state: State, movement: Movement): State {
  return changeView(state, (shown) => {
    const rows = comparedRows(shown);
    const at = rowOfDifference(rows, shown.cursor);
    const to = Math.min(
      rows.length - 1,
      Math.max(0, movedRow(movement, at, height(state), rows.length, rows.length - 1)),
    );
    const target = rows[to];
    if (!target) return {};
    // Over the lines of a value that is shown whole to the next difference.
    const isStuck = movement === 'down' && target.id === shown.cursor;
    const next = isStuck ? rows.slice(to).find(({ id }) => id > shown.cursor) : target;
    return { cursor: next?.id ?? shown.cursor, ...(next ? {} : { top: rows.length }) };
  });
}

/** Scrolls so that the difference under the cursor stands there. */
export function placeInComparison(state: State, placement: Placement): State {
  return changeView(state, (shown) => {
    const rows = comparedRows(shown);
    return { top: placedTop(placement, rowOfDifference(rows, shown.cursor), height(state), rows.length) };
  });
}

/** To the next or the previous value that differs, opening what hides it. */
export function nextChange(state: State, step: 1 | -1): State {
  const { shown } = state.compare;
  if (!shown?.found) return state;
  const { found } = shown;
  const count = differenceCount(found);
  let id = shown.cursor + step;
  while (id >= 0 && id < count && differenceAt(found, id).kind === 'within') id += step;
  if (id < 0 || id >= count)
    return complain(state, step === 1 ? 'This is the last change' : 'This is the first change');
  return changeView(state, ({ closed }) => ({ cursor: id, closed: withoutAncestors(found, closed, id) }));
}

function withoutAncestors(
  found: Comparison,
  closed: ReadonlySet<DifferenceId>,
  id: DifferenceId,
): ReadonlySet<DifferenceId> {
  const open = new Set(closed);
  for (let at = differenceAt(found, id).parent; at !== undefined; at = differenceAt(found, at).parent) open.delete(at);
  return open.size === closed.size ? closed : open;
}

export function toggleDifference(state: State): State {
  return changeView(state, ({ closed, opened, cursor }, found) => {
    if (!hasInside(found, cursor)) return { opened: flipped(opened, cursor) };
    return { closed: flipped(closed, cursor) };
  });
}

export function openDifference(state: State): State {
  return changeView(state, ({ closed, opened, cursor }, found) => {
    if (closed.has(cursor)) return { closed: flipped(closed, cursor) };
    if (hasInside(found, cursor)) return { cursor: cursor + 1 };
    return opened.has(cursor) ? {} : { opened: flipped(opened, cursor) };
  });
}

export function closeDifference(state: State): State {
  return changeView(state, ({ closed, opened, cursor }, found) => {
    if (opened.has(cursor)) return { opened: flipped(opened, cursor) };
    if (hasInside(found, cursor) && !closed.has(cursor)) return { closed: flipped(closed, cursor) };
    return { cursor: differenceAt(found, cursor).parent ?? cursor };
  });
}

/** Closes what is at a depth or deeper; all is open where there is none. */
export function setCompareDepth(state: State, depth: number | undefined): State {
  return changeView(state, ({ opened }, found) => {
    const closed = new Set<DifferenceId>();
    if (depth !== undefined)
      for (const row of comparedRows({ found, closed: new Set(), opened }))
        if (row.depth >= depth && row.line === undefined && hasInside(found, row.id)) closed.add(row.id);
    return { closed, opened: new Set() };
  });
}

function flipped(ids: ReadonlySet<DifferenceId>, id: DifferenceId): ReadonlySet<DifferenceId> {
  const changed = new Set(ids);
  if (!changed.delete(id)) changed.add(id);
  return changed;
}
