// Puts the explorer on the terminal and takes it off again, however it ends.

import type { ChosenValue } from '../explorer/model/effects.ts';
import type { Screen } from '../explorer/model/state.ts';
import { spokenScreen } from '../explorer/shell/spoken.ts';
import type { Terminal } from '../perform/performers.ts';
import { openSession, type SessionOptions } from '../perform/session.ts';
import { createBackgroundQuestion } from './background.ts';
import { keepHeapSmall } from './heap.ts';
import { localPatience, remotePatience } from './input/decode.ts';
import { createJobControl, type JobControl } from './job-control.ts';
import type { Mounted } from './mount.tsx';
import { createStage, type Stage } from './stage.ts';
import { createTheme } from './theme.ts';

export interface ExplorerOptions extends SessionOptions {
  /** Where keys come from: standard input, or the terminal itself where standard input is the document. */
  readonly stdin: NodeJS.ReadStream;
  /** Where the screen is painted; standard output unless told. */
  readonly stdout?: NodeJS.WriteStream | undefined;
  /** Bits of colour that the screen shows; 1 for none. */
  readonly colorDepth: number;
  /** Line by line, for screen readers. */
  readonly isAccessible: boolean;
}

/** Status of a program whose terminal is gone, as its shell would tell of SIGHUP. */
const hungUp = 129;

/** Milliseconds without a key before Ink is loaded: keys go before it, but for so long that it is not forgotten. */
const inkAfter = { pause: 60, atMost: 1000 };

interface Left {
  /** The exit status. */
  readonly status: number;
  /** A value that is to be printed, now that the terminal is as it was. */
  readonly chosen: ChosenValue | undefined;
}

/** Runs until the user quits. The terminal comes back as it was also when the program crashes or is told to end. */
export async function runExplorer(options: ExplorerOptions): Promise<Left> {
  const { stdout = process.stdout } = options;
  let chosen: ChosenValue | undefined;
  const isDumb = process.env.TERM === 'dumb';
  const isLinear = isDumb || options.isAccessible;
  // The console of Linux shows what it does not know.
  const answers = !isDumb && process.env.TERM !== 'linux';
  const patience = process.env.SSH_CONNECTION === undefined ? localPatience : remotePatience;
  const background = createBackgroundQuestion((bytes) => stdout.write(bytes), patience, process.env.COLORFGBG);
  const ended = Promise.withResolvers<number>();
  let stage: Stage | undefined;
  let mounted: Mounted | undefined;
  let job: JobControl | undefined;
  const terminal: Terminal = {
    suspend: async () => {
      await background.settled();
      return job?.suspend();
    },
    lend: async (told, work) => {
      if (!job || !stage) throw new Error('the terminal is not there yet');
      const { pause } = stage;
      await background.settled();
      return job.lend((signal) => pause(told, () => work(signal)));
    },
    redraw: async () => takeSize(),
    quit: (value) => {
      chosen = value;
      if (mounted) mounted.handle.exit();
      else ended.resolve(0);
    },
    write: (sequence) => stdout.write(sequence),
    paintIn: (definition) => stage?.paintIn(createTheme(options.colorDepth, true, definition)),
    background: async () => (isLinear || options.colorDepth === 1 || !answers ? undefined : background.ask()),
  };
  const sizeNow = (): Screen => (isLinear ? spokenScreen : { columns: stdout.columns, rows: stdout.rows });
  const session = openSession(options, terminal, sizeNow());
  const { store } = session;
  let isGone = false;
  const own = createStage({
    store,
    theme: createTheme(options.colorDepth, true, options.theme),
    stdin: options.stdin,
    stdout,
    isLinear,
    isDumb,
    patience,
    onAnswer: background.take,
    onGone: () => {
      isGone = true;
      ended.resolve(hungUp);
    },
    onInput: () => ink.putOff(),
  });
  stage = own;
  const ink = createArrival(async () => {
    const { mount } = await import('./mount.tsx');
    // The user may have left meanwhile.
    if (isOver) return;
    mounted = mount(own);
    mounted.waitUntilExit().then(() => ended.resolve(0), ended.reject);
  });
  let isOver = false;
  process.once('uncaughtException', ended.reject);
  process.once('unhandledRejection', ended.reject);
  const takeSize = (): void => {
    store.dispatch({ type: 'screen.resized', ...sizeNow() });
    own.output.repaint();
  };
  try {
    job = createJobControl({
      suspend: async (stop) => {
        // Ink's own way, which is there soon: it gives the terminal back as it was.
        await ink.come();
        await mounted?.handle.suspendTerminal(stop);
      },
      retake: own.retake,
    });
    own.take();
    keepHeapSmall();
    // Not stdout's `resize`: a terminal that is made smaller and as large as before again has lost rows, and there Node fires none.
    process.on('SIGWINCH', takeSize);
    // With the first frame on the screen: what needs no key, such as the catalog, is read behind it.
    store.dispatch({ type: 'screen.resized', ...sizeNow() });
    session.goOn();
    ink.begin(ended.reject);
    const status = await ended.promise;
    return { status, chosen: isGone ? undefined : chosen };
  } finally {
    isOver = true;
    ink.stop();
    process.off('SIGWINCH', takeSize);
    job?.end();
    if (!isGone) await background.settled();
    // What is written to a terminal that is gone ends the program, before the draft is kept.
    if (!isGone) {
      if (mounted) mounted.unmount();
      else own.giveBack();
      own.close();
    }
    await session.close();
  }
}

interface Arrival {
  readonly begin: (onFailure: (error: unknown) => void) => void;
  /** A key has come, and others may follow at once. */
  readonly putOff: () => void;
  /** Loads it now; resolves when it is there. */
  readonly come: () => Promise<void>;
  readonly stop: () => void;
}

function createArrival(load: () => Promise<void>): Arrival {
  let timer: NodeJS.Timeout | undefined;
  let latest = Number.POSITIVE_INFINITY;
  let coming: Promise<void> | undefined;
  const come = (): Promise<void> => {
    clearTimeout(timer);
    coming ??= load();
    return coming;
  };
  return {
    begin: (onFailure) => {
      latest = process.uptime() * 1000 + inkAfter.atMost;
      timer = setTimeout(() => void come().catch(onFailure), inkAfter.pause);
    },
    putOff: () => {
      if (coming === undefined && process.uptime() * 1000 < latest) timer?.refresh();
    },
    come,
    stop: () => clearTimeout(timer),
  };
}
