// The app as Ink has it: it reads the store and gives every new state to what shows it. What the frame is made of the explorer says.

import { useApp, usePaste } from 'ink';
import { useLayoutEffect, useSyncExternalStore } from 'react';
import type { Row } from '../explorer/model/rows.ts';
import type { State } from '../explorer/model/state.ts';
import { type ScreenRow, screenRows } from '../explorer/shell/screen.ts';
import type { Store } from '../perform/store.ts';
import type { Frame } from './screen/painter.ts';
import type { Theme } from './theme.ts';

interface Props {
  readonly store: Store;
  /** Puts a state on the terminal, soon. */
  readonly show: (state: State) => void;
  /** Receives the handle once the app is on the terminal. */
  readonly onHandle: (handle: AppHandle) => void;
}

/** What only a mounted app can do. */
export type AppHandle = Pick<ReturnType<typeof useApp>, 'suspendTerminal' | 'exit'>;

export function App({ store, show, onHandle }: Props): undefined {
  const state = useSyncExternalStore(store.subscribe, store.getState);
  const { suspendTerminal, exit } = useApp();
  useLayoutEffect(() => {
    onHandle({ suspendTerminal, exit });
  }, [onHandle, suspendTerminal, exit]);
  useLayoutEffect(() => {
    show(state);
  }, [show, state]);
  // For its modes: Ink switches raw mode and the brackets around pastes on and off, also around a suspension. What comes is read by
  // `input/listen.ts`; nothing ever comes here.
  usePaste(nothing);
  return undefined;
}

function nothing(): void {}

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
