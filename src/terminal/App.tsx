// The app as Ink has it: it keeps the life of the program on the terminal. What stands there `stage.ts` paints from the store, so that
// no key waits for React.

import { useApp, usePaste } from 'ink';
import { useLayoutEffect } from 'react';

interface Props {
  /** Receives the handle once the app is on the terminal. */
  readonly onHandle: (handle: AppHandle) => void;
}

/** What only a mounted app can do. */
export type AppHandle = Pick<ReturnType<typeof useApp>, 'suspendTerminal' | 'exit'>;

export function App({ onHandle }: Props): undefined {
  const { suspendTerminal, exit } = useApp();
  useLayoutEffect(() => {
    onHandle({ suspendTerminal, exit });
  }, [onHandle, suspendTerminal, exit]);
  // For its modes: Ink switches raw mode and the brackets around pastes on and off, also around a suspension. What comes is read by
  // `input/listen.ts`; nothing ever comes here.
  usePaste(nothing);
  return undefined;
}

function nothing(): void {}
