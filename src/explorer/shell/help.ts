// The bindings laid out for a width: one column of groups, or two where there is room.
import { cellWidth, padEnd } from '../../text/width.ts';
import type { Binding } from '../keys/binding.ts';
import { helpGroups } from '../keys/help.ts';
import { replaceOverlay, topOverlay } from '../model/focus.ts';
import { framed, helpRect, inner, type Rect, rangeStatus } from '../model/layout.ts';
import { type Movement, scrolled } from '../model/movement.ts';
import { type Row, span } from '../model/rows.ts';
import type { State } from '../model/state.ts';

const columnWidth = 58;

function helpRows(bindings: readonly Binding[], width: number): readonly Row[] {
  const blocks = helpGroups(bindings).map(({ group, rows }): readonly Row[] => [
    [span(group, 'title')],
    ...rows.map((row): Row => [span(`  ${padEnd(row.keys, 18)} `, 'keyName'), span(row.help)]),
    [],
  ]);
  if (width < columnWidth * 2) return blocks.flat();
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  const left: Row[] = [];
  const right: Row[] = [];
  for (const block of blocks)
    (left.length + block.length / 2 <= total / 2 && right.length === 0 ? left : right).push(...block);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const first = left[index] ?? [];
    const used = first.reduce((sum, piece) => sum + cellWidth(piece.text), 0);
    return [...first, span(' '.repeat(Math.max(0, columnWidth - used))), ...(right[index] ?? [])];
  });
}

/** Scrolling stops at the last row. */
export function scrollHelp(state: State, movement: Movement, bindings: readonly Binding[]): State {
  const overlay = topOverlay(state);
  if (overlay?.kind !== 'help') return state;
  const { width, height } = inner(helpRect(state.screen));
  const top = scrolled(movement, overlay.top, height, helpRows(bindings, width).length);
  return replaceOverlay(state, { kind: 'help', top });
}

export function helpOverlay(bindings: readonly Binding[], top: number, rect: Rect): readonly Row[] {
  const { width, height } = inner(rect);
  const rows = helpRows(bindings, width);
  const last = Math.min(rows.length, top + height);
  const status = rows.length > height ? rangeStatus(top, last, rows.length) : [];
  return framed(rect, { title: [span('Keys', 'title')], status, focused: true }, rows.slice(top, last));
}
