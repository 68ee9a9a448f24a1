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
  let line = '';
  for (const { row, isSelected } of strips) line += isSelected ? selectedRow(row, theme) : painted(row, theme);
  return line;
}

/** Most rows of a frame are those of the one before. */
const paintedRows = new WeakMap<Theme, WeakMap<Row, string>>();

function painted(row: Row, theme: Theme): string {
  const kept = paintedRows.get(theme) ?? new WeakMap<Row, string>();
  paintedRows.set(theme, kept);
  const text = kept.get(row) ?? theme.paint(row);
  kept.set(row, text);
  return text;
}

/** The row under the cursor is a bar inside the border. */
function selectedRow(row: Row, theme: Theme): string {
  return theme.paint(row.slice(0, 1)) + theme.paintSelected(row.slice(1, -1)) + theme.paint(row.slice(-1));
}
