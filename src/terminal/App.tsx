// The whole screen: reads the store, lays the panes out, paints. Every row is one ready-styled string, since Ink's cost is in its
// nodes, and is put in the place of a blank one at the last moment, since Ink takes apart and measures every text that it lays out.

import { Box, Transform, useApp, useCursor, useWindowSize } from 'ink';
import { useCallback, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { isOfProfiles, lockedCover } from '../explorer/features/accounts/unlocking.ts';
import { requestPane } from '../explorer/features/compose/rows.ts';
import { historyPane } from '../explorer/features/history/rows.ts';
import { readerOverlay } from '../explorer/features/response/reader.ts';
import { responsePane } from '../explorer/features/response/rows.ts';
import { isCovered } from '../explorer/model/account-in-force.ts';
import { helpRect, layout, smallest } from '../explorer/model/layout.ts';
import type { Overlay } from '../explorer/model/overlays.ts';
import type { PaneRows, Row } from '../explorer/model/rows.ts';
import type { State } from '../explorer/model/state.ts';
import { footerRows, headerRow, promptRow } from '../explorer/shell/bars.ts';
import { helpOverlay } from '../explorer/shell/help.ts';
import { pickerOverlay } from '../explorer/shell/pickers.ts';
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

interface ScreenFrame {
  readonly lines: readonly string[];
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

/** The frame as exactly `rows` lines, none wider than the screen, and where the terminal's cursor stands. */
export function screenFrame(state: State, theme: Theme): ScreenFrame {
  const { columns, rows } = state.screen;
  const areas = layout(state.screen, state.focus.pane);
  if (areas.kind === 'tiny') {
    const words = `flarescope needs ${smallest.columns}×${smallest.rows} cells; this is ${columns}×${rows}`;
    return { lines: [words.slice(0, columns)], cursor: undefined };
  }
  const prompt = promptRow(state, columns);
  const footer = footerRows(state, columns).map(theme.paint);
  const lines = [theme.paint(headerRow(state, columns)), theme.paint(prompt.row), ...body(state, theme)];
  // A notice of several rows covers the last rows of the panes, so that these keep their size while it stands.
  const shown = [...lines.slice(0, rows - footer.length), ...footer];
  return { lines: shown, cursor: prompt.cursor === undefined ? undefined : { x: prompt.cursor, y: 1 } };
}

/** Overlays that stand in the place of the prompt, or in none. */
const uncovering: ReadonlySet<Overlay['kind']> = new Set(['question', 'confirm', 'copy']);

function body(state: State, theme: Theme): readonly string[] {
  const covering = state.focus.overlays.findLast(({ kind }) => !uncovering.has(kind));
  if (covering?.kind === 'help') return helpOverlay(covering.top, helpRect(state.screen)).map(theme.paint);
  if (covering?.kind === 'reader' && !isCovered(state)) {
    return readerOverlay(covering, helpRect(state.screen), state.now).map(theme.paint);
  }
  // A list that stood there when the profiles were locked is hidden with all else.
  if (covering?.kind === 'picker' && (!isCovered(state) || isOfProfiles(covering))) {
    const { list, selected, preview, isBeside } = pickerOverlay(state, covering);
    const shown = painted({ rows: list, selected }, theme);
    const said = preview.map(theme.paint);
    return isBeside ? shown.map((line, index) => line + (said[index] ?? '')) : [...shown, ...said];
  }
  if (isCovered(state)) return lockedCover(state).map(theme.paint);
  const areas = layout(state.screen, state.focus.pane);
  const left: string[] = [];
  if (areas.request) left.push(...painted(requestPane(state, areas.request), theme));
  if (areas.history) left.push(...painted(historyPane(state, areas.history), theme));
  if (!areas.response) return left;
  const right = painted(responsePane(state, areas.response), theme);
  return left.length === 0 ? right : right.map((line, index) => (left[index] ?? '') + line);
}

/** The row under the cursor is a bar inside the border. */
function painted(pane: PaneRows, theme: Theme): readonly string[] {
  return pane.rows.map((row, index) => (index === pane.selected ? selectedRow(row, theme) : theme.paint(row)));
}

function selectedRow(row: Row, theme: Theme): string {
  return theme.paint(row.slice(0, 1)) + theme.paintSelected(row.slice(1, -1)) + theme.paint(row.slice(-1));
}
