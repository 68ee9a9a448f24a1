// Gives the terminal to Ink, for its life. The first frame stands by then, keys have been read, and nothing on the screen changes: what
// Ink switches is on already, and what it paints goes nowhere.
import { type Instance, render } from 'ink';
import { App, type AppHandle } from './App.tsx';
import type { Stage } from './stage.ts';

export interface Mounted extends Pick<Instance, 'waitUntilExit' | 'unmount'> {
  readonly handle: AppHandle;
}

/** @param stage a terminal that is taken */
export function mount(stage: Stage): Mounted {
  let handle: AppHandle | undefined;
  const instance = render(
    <App
      onHandle={(given) => {
        handle = given;
      }}
    />,
    {
      ...stage.ink,
      alternateScreen: !stage.isLinear,
      // Ink's own way for screen readers writes the whole screen anew for every change.
      isScreenReaderEnabled: false,
      exitOnCtrlC: false,
      patchConsole: false,
      // Ink would hold back where CI is set, as it is in the shells of some build machines.
      interactive: true,
    },
  );
  if (handle === undefined) throw new Error('Ink has not mounted the app');
  stage.handOver();
  return {
    handle,
    waitUntilExit: instance.waitUntilExit,
    unmount: () => {
      stage.close();
      instance.unmount();
    },
  };
}
