// The app on Ink: reads the store and paints the rows of the screen. Every row is one ready-styled string, since Ink's cost is in its
// nodes, and is put in the place of a blank one at the last moment, since Ink takes apart and measures every text that it lays out.

import { Box, Transform, useApp, useCursor, useWindowSize } from 'ink';
import { useCallback, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { Row } from '../explorer/model/rows.ts';
import type { State } from '../explorer/model/state.ts';
import { type Screenful, type ScreenRow, screenRows } from '../explorer/shell/screen.ts';
import type { Store } from '../perform/store.ts';
import { KeyInput } from './KeyInput.tsx';
import type { Theme } from './theme.ts';

interface Props {
  readonly store: Store;
  readonly theme: Theme;
  /** Receives the handle once the app is on the terminal. */
  readonly onHandle?: (handle: AppHandle) => void;
}

/** What only a mounted app can do. */
export interface AppHandle extends Pick<ReturnType<typeof useApp>, 'suspendTerminal' | 'exit'> {
  /** Paints every row anew, after the terminal was cleared. */
  readonly repaint: () => void;
}

export function App({ store, theme, onHandle }: Props) {
  const state = useSyncExternalStore(store.subscribe, store.getState);
  const { columns, rows } = useWindowSize();
  const { setCursorPosition } = useCursor();

  const { suspendTerminal, exit } = useApp();

  // Ink paints only what differs from its last frame: a blank one in between makes it paint all.
  const [isBlank, setBlank] = useState(false);
  const repaint = useCallback(() => setBlank(true), []);
  useEffect(() => {
    if (isBlank) setBlank(false);
  }, [isBlank]);
  useLayoutEffect(() => onHandle?.({ suspendTerminal, exit, repaint }), [onHandle, suspendTerminal, exit, repaint]);
  useEffect(() => store.dispatch({ type: 'screen.resized', columns, rows }), [store, columns, rows]);

  const frame = screenFrame(state, theme);
  setCursorPosition(frame.cursor);
  return (
    <>
      <KeyInput
        onKey={(key) => store.dispatch({ type: 'key.pressed', key })}
        onPaste={(text) => store.dispatch({ type: 'text.pasted', text })}
      />
      <Box width={state.screen.columns} height={state.screen.rows}>
        <Transform
          transform={(_, index) => (isBlank ? '' : (frame.lines[index] ?? ''))}
          accessibilityLabel={frame.lines.join('\n')}
        >
          {blankRows(frame.lines.length)}
        </Transform>
      </Box>
    </>
  );
}

/** What Ink lays out: a text of so many lines. */
function blankRows(count: number): string {
  return ` ${'\n'.repeat(count - 1)}`;
}

interface ScreenFrame extends Pick<Screenful, 'cursor'> {
  readonly lines: readonly string[];
}

/** The frame as ready-styled lines, and where the terminal's cursor stands. */
export function screenFrame(state: State, theme: Theme): ScreenFrame {
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
