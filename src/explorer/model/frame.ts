// A pane's border with its title in the upper edge and its status in the lower one.
import { formatCount } from '../../text/numbers.ts';
import { fitRow, rowWidth } from './fit.ts';
import type { Rect } from './layout.ts';
import { type Row, span } from './spans.ts';

export interface Frame {
  readonly title: Row;
  readonly status: Row;
  /** At the left of the lower edge, as much as fits into the cells that are left there. */
  readonly place?: (cells: number) => Row;
  readonly focused: boolean;
}

/** Which rows of how many are shown; `from` counts from 0, `to` is the first one not shown. */
export function rangeStatus(from: number, to: number, count: number, isAll = true): Row {
  return [span(`rows ${formatCount(from + 1)}–${formatCount(to)} of ${formatCount(count)}${isAll ? '' : '+'}`, 'dim')];
}

/** A place of fewer cells would tell nothing. */
const fewestForPlace = 6;

/** `rows` in a border as large as `rect`; rows that do not fit are left out, missing ones are blank. */
export function framed(rect: Rect, frame: Frame, rows: readonly Row[]): readonly Row[] {
  const width = Math.max(0, rect.width - 2);
  const height = Math.max(0, rect.height - 2);
  const role = frame.focused ? 'focusedBorder' : 'border';
  const side = span('│', role);
  const body = Array.from({ length: height }, (_, index) => [
    side,
    ...fitRow([span(' '), ...(rows[index] ?? [])], width),
    side,
  ]);
  return [edge('┌', frame.title, '┐', 'start'), ...body, lower()];

  function lower(): Row {
    const line = edge('└', frame.status, '┘', 'end');
    const left = width - rowWidth(frame.status) - 7;
    const place = left < fewestForPlace ? [] : (frame.place?.(left) ?? []);
    if (place.length === 0) return line;
    // The long line stands first: what changes with every key is behind it, and the line need not be sent again.
    const gap = '─'.repeat(Math.max(0, left - rowWidth(place)) + 1);
    return [span(`└${gap} `, role), ...place, span(' ─ ', 'border'), ...frame.status, span(' ─┘', role)];
  }
  function edge(left: string, label: Row, right: string, place: 'start' | 'end'): Row {
    const room = width - 2;
    const words = rowWidth(label) > room - 2 ? fitRow(label, Math.max(0, room - 2)) : label;
    if (room < 4 || rowWidth(label) === 0) return [span(left + '─'.repeat(width) + right, role)];
    const line = span('─'.repeat(Math.max(0, room - 2 - rowWidth(words)) + 1), role);
    const start = span(`${left}─ `, role);
    return place === 'start'
      ? [start, ...words, span(' ', role), line, span(right, role)]
      : [span(left, role), line, span(' ', role), ...words, span(` ─${right}`, role)];
  }
}
