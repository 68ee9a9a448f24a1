// The terminal while it is the program's: its modes, what reads it and what paints it. It needs no Ink, so that the first frame stands
// and keys count before Ink is loaded. Then Ink takes the terminal over as it stands (`mount.tsx`); until then whatever ends the
// program gives the terminal back from here.
import type { State } from '../explorer/model/state.ts';
import { windowTitle } from '../explorer/shell/bars.ts';
import type { Store } from '../perform/store.ts';
import { formatCount } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import { screenFrame } from './frame.ts';
import { createDecoder, type InputEvent, type Patience } from './input/decode.ts';
import { listen } from './input/listen.ts';
import { createClicks } from './input/mouse.ts';
import { createLinearOutput } from './linear.ts';
import { inkOutput, leftModes, pasteOff, pasteOn, takenModes } from './screen/ink-output.ts';
import { createMouseModes, noMouse } from './screen/mouse-modes.ts';
import { createPainter, type Painter } from './screen/painter.ts';
import { createTitle, noTitle } from './screen/title.ts';
import type { Theme } from './theme.ts';

interface StageOptions {
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
  /** A key or a paste has come. */
  readonly onInput?: () => void;
  /** What signals are listened to on; a test has one of its own. */
  readonly process?: Pick<NodeJS.Process, 'on' | 'off' | 'kill' | 'pid' | 'listenerCount'>;
}

export interface Stage {
  readonly output: Pick<Painter, 'repaint' | 'flush'>;
  /** Paints in another theme from now on. */
  readonly paintIn: (theme: Theme) => void;
  /** What Ink reads and writes. */
  readonly ink: { readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream };
  readonly isLinear: boolean;
  /** Takes the terminal: the first frame stands when this returns. */
  readonly take: () => void;
  /** Ink has it from here on, and gives it back. */
  readonly handOver: () => void;
  /** Gives it back, where Ink has not come. */
  readonly giveBack: () => void;
  /** Takes the terminal again after something else has had it unasked: its modes, and every row. */
  readonly retake: () => void;
  /** While the terminal is another's: says what goes on, and nothing else until the work has ended. */
  readonly pause: <Result>(told: string, work: () => Promise<Result>) => Promise<Result>;
  /** Reads and paints nothing any more. */
  readonly close: () => void;
}

/** What ends the program, of what it can hear of: those that Ink listens to later. */
const deadly: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGHUP', 'SIGINT', 'SIGTERM']
    : ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGALRM', 'SIGABRT'];

export function createStage(options: StageOptions): Stage {
  const { store, stdin, stdout, patience, isLinear = false, isDumb = false, onGone, onInput, onAnswer } = options;
  let { theme } = options;
  const own = options.process ?? process;
  const painter = createPainter(stdout);
  const linear = createLinearOutput((text) => stdout.write(text));
  const output = isLinear ? linear : painter;
  const title = isLinear || isDumb ? noTitle : createTitle((bytes) => stdout.write(bytes));
  const mouse = isLinear || isDumb ? noMouse : createMouseModes((bytes) => stdout.write(bytes));
  const clicks = createClicks();
  const besides = {
    enter: () => title.enter() + mouse.enter(),
    leave: () => mouse.leave() + title.leave(),
  };
  const showScreen = (state: State): void => {
    title.show(windowTitle(state));
    mouse.show(state.settings.mouse);
    painter.show(() => screenFrame(state, theme));
  };
  const show = isLinear ? linear.show : showScreen;
  const listener = listen(
    stdin,
    createDecoder(patience),
    (event) => {
      if (onAnswer?.(event)) return;
      onInput?.();
      enter(store, event, clicks);
    },
    onGone,
  );
  let release: (() => void) | undefined;
  let unsubscribe: (() => void) | undefined;

  const giveBack = (): void => {
    if (!release) return;
    release();
    unsubscribe?.();
    if (isLinear) linear.end();
    else painter.end();
    stdout.write((isLinear ? '' : leftModes(stdout.rows, besides)) + (isDumb ? '' : pasteOff));
    listener.inkInput.setRawMode(false);
  };
  const die = (signal: NodeJS.Signals): void => {
    // Where somebody else listens it ends nothing, as with Ink.
    if (own.listenerCount(signal) > 1) return;
    giveBack();
    own.kill(own.pid, signal);
  };
  return {
    output,
    paintIn: (next) => {
      theme = next;
      show(store.getState());
    },
    ink: { stdin: listener.inkInput, stdout: inkOutput(stdout, painter, besides, isDumb) },
    isLinear,
    take: () => {
      // Before the first frame: until then the line would echo keys over it.
      listener.inkInput.setRawMode(true);
      if (!isLinear) {
        stdout.write(takenModes(besides));
        painter.begin();
      } else {
        if (!isDumb) stdout.write(pasteOn);
        linear.begin();
      }
      unsubscribe = store.subscribe(() => show(store.getState()));
      for (const signal of deadly) own.on(signal, die);
      own.on('exit', giveBack);
      release = () => {
        release = undefined;
        for (const signal of deadly) own.off(signal, die);
        own.off('exit', giveBack);
      };
      show(store.getState());
      if (!isLinear) painter.flush();
    },
    handOver: () => release?.(),
    giveBack,
    retake: () => {
      // First: in the background this stops the program again, before it writes over what the shell shows.
      listener.renewRawMode();
      if (!isLinear) stdout.write(takenModes(besides));
      else if (!isDumb) stdout.write(pasteOn);
      if (isLinear) linear.begin();
      else painter.begin();
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
    close: () => {
      unsubscribe?.();
      linear.end();
      listener.stop();
    },
  };
}

function enter(store: Store, event: InputEvent, clicks: ReturnType<typeof createClicks>): void {
  if (event.type === 'key') store.dispatch({ type: 'key.pressed', key: event.key });
  else if (event.type === 'paste') store.dispatch({ type: 'text.pasted', text: event.text });
  else if (event.type === 'mouse') {
    store.dispatch({ type: 'mouse.used', mouse: clicks(event.mouse, performance.now()) });
  } else if (event.type === 'paste.refused') {
    const size = formatCount(event.characters);
    store.dispatch({ type: 'told', kind: 'problem', text: `Not pasted: ${size} characters are too many` });
  }
}
