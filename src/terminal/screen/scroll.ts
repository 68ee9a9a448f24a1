// Rows that are on the screen already, some rows further up or down, as after a list was scrolled: the terminal moves them for a few
// bytes. It moves whole rows, and what stands beside the list goes with them, so that this counts where it is less to paint nevertheless.
import { blankCells, type Cells, position } from './row.ts';

/** The rows `top` to `bottom` go up by so many, or down where `by` is below 0; blank rows come in their place. */
interface Scroll {
  readonly top: number;
  readonly bottom: number;
  readonly by: number;
}

/** With fewer rows that differ there is little to gain, and most keys change two or three. */
const fewestRows = 8;

/** Cells that a row which is painted costs besides its own, and so does the scrolling. */
const toGetThere = 8;

const csi = '\u001b[';

/** The scroll after which the least is to be painted; undefined where that is none. */
export function scrollBetween(before: readonly Cells[], after: readonly Cells[]): Scroll | undefined {
  const changed = after.flatMap((cells, row) => (cells === before[row] ? [] : [row]));
  if (changed.length < fewestRows || before.length !== after.length) return undefined;
  // What is scrolled is one half of the screen at least.
  const scrolls = (['left', 'right'] as const).flatMap((side) => likeliest(before, after, changed, side) ?? []);
  let best: Scroll | undefined;
  let most = 0;
  for (const scroll of scrolls) {
    let without = 0;
    let paint = 3 * toGetThere;
    for (let row = scroll.top; row <= scroll.bottom; row++) {
      without += cost(before[row] ?? blankCells, after[row] ?? blankCells);
      paint += cost(movedTo(before, scroll, row), after[row] ?? blankCells);
    }
    if (without - paint > most) {
      best = scroll;
      most = without - paint;
    }
  }
  return best;
}

/** What stands in a row once it was scrolled. */
function movedTo(cells: readonly Cells[], { top, bottom, by }: Scroll, row: number): Cells {
  const from = row + by;
  return from < top || from > bottom ? blankCells : (cells[from] ?? blankCells);
}

/** The same rows after the scroll, with `gap` in the rows that are blank then. */
export function afterScroll<Item>(rows: readonly Item[], { top, bottom, by }: Scroll, gap: Item): Item[] {
  return rows.map((item, row) => {
    if (row < top || row > bottom) return item;
    const from = row + by;
    return from < top || from > bottom ? gap : (rows[from] ?? gap);
  });
}

/** Sets margins, deletes or inserts rows at the upper one (DL, IL), and takes the margins off again. */
export function scrollBytes({ top, bottom, by }: Scroll): string {
  const rows = by > 0 ? `${csi}${by}M` : `${csi}${-by}L`;
  return `${csi}${top + 1};${bottom + 1}r${position(top, 0)}${rows}${csi}r`;
}

/** By how many rows most rows of one half have moved, and between which rows that is. */
function likeliest(
  before: readonly Cells[],
  after: readonly Cells[],
  changed: readonly number[],
  side: Side,
): Scroll | undefined {
  /** Where a text stood; undefined for one that stood in several rows. */
  const places = new Map<string, number | undefined>();
  for (const row of changed) {
    const text = half(before[row], side);
    places.set(text, places.has(text) ? undefined : row);
  }
  const votes = new Map<number, { count: number; first: number; last: number }>();
  for (const row of changed) {
    const was = places.get(half(after[row], side));
    if (was === undefined || was === row) continue;
    const vote = votes.get(was - row) ?? { count: 0, first: Number.POSITIVE_INFINITY, last: 0 };
    vote.count++;
    vote.first = Math.min(vote.first, row, was);
    vote.last = Math.max(vote.last, row, was);
    votes.set(was - row, vote);
  }
  const [winner] = [...votes].toSorted(([, one], [, other]) => other.count - one.count);
  if (winner === undefined || winner[1].count < fewestRows / 2) return undefined;
  const [by, { first, last }] = winner;
  return { top: first, bottom: last, by };
}

type Side = 'left' | 'right';

/** Each row is looked at twice: as it comes, and as it goes. */
const halves = new WeakMap<Cells, Record<Side, string>>();

function half(cells: Cells | undefined, side: Side): string {
  if (cells === undefined) return '';
  let known = halves.get(cells);
  if (known === undefined) {
    const middle = cells.texts.length >> 1;
    known = { left: cells.texts.slice(0, middle).join(''), right: cells.texts.slice(middle).join('') };
    halves.set(cells, known);
  }
  return known[side];
}

function cost(before: Cells, after: Cells): number {
  if (before === after) return 0;
  let differing = 0;
  const length = Math.max(before.texts.length, after.texts.length);
  for (let column = 0; column < length; column++) {
    const isSame =
      (before.texts[column] ?? ' ') === (after.texts[column] ?? ' ') &&
      (before.styles[column] ?? '') === (after.styles[column] ?? '');
    if (!isSame) differing++;
  }
  return differing === 0 ? 0 : differing + toGetThere;
}
