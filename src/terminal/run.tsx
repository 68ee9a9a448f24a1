// Puts the explorer on the terminal and takes it off again, however it ends.

import type { Screen } from '../explorer/model/state.ts';
import { spokenScreen } from '../explorer/shell/spoken.ts';
import type { Terminal } from '../perform/performers.ts';
import { openSession, type SessionOptions } from '../perform/session.ts';
import { createBackgroundQuestion } from './background.ts';
import { localPatience, remotePatience } from './input/decode.ts';
import { createJobControl, type JobControl } from './job-control.ts';
import { type Mounted, mount } from './mount.tsx';
import { createTheme } from './theme.ts';

export interface ExplorerOptions extends SessionOptions {
  /** Where keys come from: standard input, or the terminal itself where standard input is the document. */
  readonly stdin: NodeJS.ReadStream;
  /** Bits of colour that the screen shows; 1 for none. */
  readonly colorDepth: number;
  /** Line by line, for screen readers. */
  readonly isAccessible: boolean;
}

/** Status of a program whose terminal is gone, as its shell would tell of SIGHUP. */
const hungUp = 129;

/** Runs until the user quits. The terminal comes back as it was also when the program crashes or is told to end. */
export async function runExplorer(options: ExplorerOptions): Promise<number> {
  const { stdout } = process;
  const isDumb = process.env.TERM === 'dumb';
  // The console of Linux shows what it does not know.
  const answers = !isDumb && process.env.TERM !== 'linux';
  const patience = process.env.SSH_CONNECTION === undefined ? localPatience : remotePatience;
  const background = createBackgroundQuestion((bytes) => stdout.write(bytes), patience, process.env.COLORFGBG);
  let mounted: Mounted | undefined;
  let job: JobControl | undefined;
  const terminal: Terminal = {
    suspend: async () => {
      await background.settled();
      return job?.suspend();
    },
    lend: async (told, work) => {
      if (!job || !mounted) throw new Error('the terminal is not there yet');
      const { pause } = mounted;
      await background.settled();
      return job.lend((signal) => pause(told, () => work(signal)));
    },
    redraw: async () => takeSize(),
    quit: () => mounted?.handle.exit(),
    write: (sequence) => stdout.write(sequence),
    paintIn: (definition) => mounted?.paintIn(createTheme(options.colorDepth, true, definition)),
    background: async () => (isLinear || options.colorDepth === 1 || !answers ? undefined : background.ask()),
  };
  const isLinear = isDumb || options.isAccessible;
  const sizeNow = (): Screen => (isLinear ? spokenScreen : { columns: stdout.columns, rows: stdout.rows });
  const session = openSession(options, terminal, sizeNow());
  const { store } = session;
  const theme = createTheme(options.colorDepth, true, options.theme);
  // Before the first frame: until then the line would echo keys over it.
  options.stdin.setRawMode(true);
  let isGone = false;
  const gone = Promise.withResolvers<number>();
  mounted = mount({
    store,
    theme,
    stdin: options.stdin,
    stdout,
    isLinear,
    isDumb,
    patience,
    onAnswer: background.take,
    onGone: () => {
      isGone = true;
      gone.resolve(hungUp);
    },
  });
  const { handle, retake } = mounted;
  job = createJobControl({ suspend: (stop) => handle.suspendTerminal(stop), retake });
  const takeSize = (): void => {
    store.dispatch({ type: 'screen.resized', ...sizeNow() });
    mounted?.output.repaint();
  };
  // Not stdout's `resize`: a terminal that is made smaller and as large as before again has lost rows, and there Node fires none.
  process.on('SIGWINCH', takeSize);
  // With the first frame on the screen: what needs no key, such as the catalog, is read behind it.
  store.dispatch({ type: 'screen.resized', ...sizeNow() });
  session.goOn();

  const crash = new Promise<never>((_, reject) => {
    process.once('uncaughtException', reject);
    process.once('unhandledRejection', reject);
  });
  try {
    return await Promise.race([mounted.waitUntilExit().then(() => 0), crash, gone.promise]);
  } finally {
    process.off('SIGWINCH', takeSize);
    job.end();
    if (!isGone) await background.settled();
    // What is written to a terminal that is gone ends the program, before the draft is kept.
    if (!isGone) mounted.unmount();
    await session.close();
  }
}
