// The binding table laid out for a width: one column of groups, or two where there is room. Core knows how many rows there are,
// since scrolling must stop at the last.
import { cellWidth, padEnd } from '../../text/width.ts';
import { helpGroups } from '../keys/help.ts';
import { framed, inner, type Rect, rangeStatus } from '../model/layout.ts';
import { type Row, span } from '../model/rows.ts';

const columnWidth = 58;

export function helpRows(width: number): readonly Row[] {
  const blocks = helpGroups().map(({ group, rows }): readonly Row[] => [
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

export function helpOverlay(top: number, rect: Rect): readonly Row[] {
  const { width, height } = inner(rect);
  const rows = helpRows(width);
  const last = Math.min(rows.length, top + height);
  const status = rows.length > height ? rangeStatus(top, last, rows.length) : [];
  return framed(rect, { title: [span('Keys', 'title')], status, focused: true }, rows.slice(top, last));
}
