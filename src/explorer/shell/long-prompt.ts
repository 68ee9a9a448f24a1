// A request that is longer than the screen is wide takes several rows while it is written.
import { moveCursor } from '../../text/line-buffer.ts';
import { offsetInRow, placeInRows, rowStarts } from '../../text/line-window.ts';
import { hasFocus } from '../model/focus.ts';
import type { State } from '../model/state.ts';
import { besideField } from './progress.ts';

export const promptLabel = ' ❯ ';

/** Rows that a long request may take, where the screen has so many. */
const mostPromptRows = 5;
const manyRows = 20;

interface BrokenPrompt {
  /** Where all rows of the line begin. */
  readonly starts: readonly number[];
  /** The first one shown, and the first one after it that is not. */
  readonly first: number;
  readonly end: number;
  /** The cursor's, among all. */
  readonly at: { readonly row: number; readonly cell: number };
}

/** The line being written in several rows; undefined where it takes one, or something stands beside it. */
export function brokenPrompt(state: State): BrokenPrompt | undefined {
  const { columns, rows } = state.screen;
  if (rows < manyRows || !hasFocus(state, 'prompt')) return undefined;
  const { line } = state.composer;
  const starts = rowStarts(line, columns - promptLabel.length);
  if (!starts || besideField(state, columns).length > 0) return undefined;
  const at = placeInRows(line, starts);
  const first = Math.max(0, Math.min(at.row - Math.floor(mostPromptRows / 2), starts.length - mostPromptRows));
  return { starts, first, end: Math.min(starts.length, first + mostPromptRows), at };
}

/** The prompt with the cursor a row higher or lower; undefined where there is none, and where the line stands as it came. */
export function movedInPrompt(state: State, by: 1 | -1): State | undefined {
  const { composer } = state;
  const { line } = composer;
  const broken = brokenPrompt(state);
  const isAsItCame = line.cursor === line.text.length && (composer.back > 0 || line.text === composer.settled);
  if (!broken || isAsItCame || broken.starts[broken.at.row + by] === undefined) return undefined;
  const { starts, at } = broken;
  const moved = moveCursor(line, offsetInRow(line, starts, at.row + by, at.cell));
  return { ...state, composer: { ...composer, line: moved } };
}
