// The app as Ink has it: it reads the store and gives every new state to what shows it. What the frame is made of the explorer says.

import { useApp, usePaste } from 'ink';
import { useLayoutEffect, useSyncExternalStore } from 'react';
import type { State } from '../explorer/model/state.ts';
import type { Store } from '../perform/store.ts';

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
