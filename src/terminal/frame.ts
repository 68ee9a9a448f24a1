// The frame of a state: rows of spans as the explorer makes them, coloured by the theme.
import type { Row } from '../explorer/model/rows.ts';
import type { State } from '../explorer/model/state.ts';
import { type ScreenRow, screenRows } from '../explorer/shell/screen.ts';
import type { Frame } from './screen/painter.ts';
import type { Theme } from './theme.ts';

/** The frame as ready-styled lines, and where the terminal's cursor stands. */
export function screenFrame(state: State, theme: Theme): Frame {
  const { rows, cursor } = screenRows(state);
  return { lines: rows.map((row) => paintRow(row, theme)), cursor };
}

function paintRow(strips: ScreenRow, theme: Theme): string {
  return strips.map(({ row, isSelected }) => (isSelected ? selectedRow(row, theme) : theme.paint(row))).join('');
}

/** The row under the cursor is a bar inside the border. */
function selectedRow(row: Row, theme: Theme): string {
  return theme.paint(row.slice(0, 1)) + theme.paintSelected(row.slice(1, -1)) + theme.paint(row.slice(-1));
}
