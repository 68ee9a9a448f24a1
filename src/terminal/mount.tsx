// Puts the app on a terminal: Ink for its life, the listener for what comes in, the painter for what goes out.
import { type Instance, render } from 'ink';
import type { State } from '../explorer/model/state.ts';
import { windowTitle } from '../explorer/shell/bars.ts';
import type { Store } from '../perform/store.ts';
import { formatCount } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import { App, type AppHandle, screenFrame } from './App.tsx';
import { createDecoder, type InputEvent, type Patience } from './input/decode.ts';
import { listen } from './input/listen.ts';
import { createLinearOutput } from './linear.ts';
import { inkOutput, pasteOn, takenModes } from './screen/ink-output.ts';
import { createPainter, type Painter } from './screen/painter.ts';
import { createTitle, noTitle } from './screen/title.ts';
import type { Theme } from './theme.ts';

interface MountOptions {
  readonly store: Store;
  readonly theme: Theme;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly patience?: Patience;
  /** Line by line, for screen readers. */
  readonly isLinear?: boolean;
  /** True where the terminal knows no control sequences. */
  readonly isDumb?: boolean;
  /** Takes an answer of the terminal; false where the event is none. */
  readonly onAnswer?: (event: InputEvent) => boolean;
  /** There is no terminal any more. */
  readonly onGone: () => void;
}

export interface Mounted extends Pick<Instance, 'waitUntilExit' | 'unmount'> {
  readonly output: Pick<Painter, 'repaint' | 'flush'>;
  readonly handle: AppHandle;
  /** Paints in another theme from now on. */
  readonly paintIn: (theme: Theme) => void;
  /** Takes the terminal again after something else has had it unasked: its modes, and every row. */
  readonly retake: () => void;
  /** While the terminal is another's: says what goes on, and nothing else until the work has ended. */
  readonly pause: <Result>(told: string, work: () => Promise<Result>) => Promise<Result>;
}

/** The first frame stands when this returns. */
export function mount(options: MountOptions): Mounted {
  const { store, stdin, stdout, patience, isLinear = false, isDumb = false, onGone, onAnswer } = options;
  let { theme } = options;
  const painter = createPainter(stdout);
  const linear = createLinearOutput((text) => stdout.write(text));
  const output = isLinear ? linear : painter;
  const title = isLinear || isDumb ? noTitle : createTitle((bytes) => stdout.write(bytes));
  const showScreen = (state: State): void => {
    title.show(windowTitle(state));
    painter.show(() => screenFrame(state, theme));
  };
  const show = isLinear ? linear.show : showScreen;
  const listener = listen(stdin, createDecoder(patience), (event) => onAnswer?.(event) || take(store, event), onGone);
  let handle: AppHandle | undefined;
  const instance = render(
    <App
      store={store}
      show={show}
      onHandle={(given) => {
        handle = given;
      }}
    />,
    {
      stdin: listener.inkInput,
      stdout: inkOutput(stdout, painter, title, isDumb),
      alternateScreen: !isLinear,
      // Ink's own way for screen readers writes the whole screen anew for every change.
      isScreenReaderEnabled: false,
      exitOnCtrlC: false,
      patchConsole: false,
      // Ink would hold back where CI is set, as it is in the shells of some build machines.
      interactive: true,
    },
  );
  if (isLinear) linear.begin();
  if (handle === undefined) throw new Error('Ink has not mounted the app');
  return {
    output,
    handle,
    paintIn: (next) => {
      theme = next;
      show(store.getState());
    },
    retake: () => {
      // First: in the background this stops the program again, before it writes over what the shell shows.
      listener.renewRawMode();
      if (!isLinear) stdout.write(takenModes + title.again());
      else if (!isDumb) stdout.write(pasteOn);
      output.begin();
    },
    pause: async (told, work) => {
      if (isLinear) linear.end();
      try {
        stdout.write(`${visible(told)}\n`);
        return await work();
      } finally {
        if (isLinear) linear.begin();
      }
    },
    waitUntilExit: instance.waitUntilExit,
    unmount: () => {
      linear.end();
      instance.unmount();
      listener.stop();
    },
  };
}

function take(store: Store, event: InputEvent): void {
  if (event.type === 'key') store.dispatch({ type: 'key.pressed', key: event.key });
  else if (event.type === 'paste') store.dispatch({ type: 'text.pasted', text: event.text });
  else if (event.type === 'paste.refused') {
    const size = formatCount(event.characters);
    store.dispatch({ type: 'told', kind: 'problem', text: `Not pasted: ${size} characters are too many` });
  }
}
