// Puts the explorer on the terminal and takes it off again, however it ends.

import type { StartAccount } from '../accounts/choice.ts';
import type { Received } from '../api/received.ts';
import { initialState, type Screen, type Settings } from '../explorer/model/state.ts';
import { keyLabels } from '../explorer/shell/bindings.ts';
import { spokenScreen } from '../explorer/shell/spoken.ts';
import { systemClock } from '../http/clock.ts';
import { type DraftKeeper, keepDraft } from '../perform/drafts.ts';
import { createEffects } from '../perform/perform.ts';
import type { Files, Terminal } from '../perform/ports.ts';
import { sessionOf, shownEnvironment } from '../perform/shown.ts';
import { createStore, lockWhenIdle } from '../perform/store.ts';
import { createHistoryClient } from '../workers/history.ts';
import type { WorkerOptions } from '../workers/history-worker.ts';
import type { Arrival } from '../workers/indexing.ts';
import { localPatience, remotePatience } from './input/decode.ts';
import { createJobControl, type JobControl } from './job-control.ts';
import { type Mounted, mount } from './mount.tsx';
import { createTheme } from './theme.ts';

export interface ExplorerOptions extends StartAccount {
  /** True where a passphrase that has to be typed is asked for at once. */
  readonly asksToUnlock: boolean;
  /** Minutes without a key after which the profiles are locked; 0: never. */
  readonly idleLockMinutes: number;
  /** Where keys come from: standard input, or the terminal itself where standard input is the document. */
  readonly stdin: NodeJS.ReadStream;
  /** Bits of colour that the screen shows; 1 for none. */
  readonly colorDepth: number;
  readonly version: string;
  readonly files: Files;
  readonly history: WorkerOptions;
  readonly drafts: DraftKeeper;
  /** What an earlier session had typed and not sent. */
  readonly draft: string | undefined;
  /** What the user has set, and what is wrong with it. */
  readonly settings: Settings;
  readonly notice: string | undefined;
  /** Line by line, for screen readers. */
  readonly isAccessible: boolean;
  /** A document to begin with, instead of the prompt. */
  readonly document: OpenedDocument | undefined;
}

export interface OpenedDocument {
  readonly name: string;
  /** What there is of it at first. */
  readonly received: Received;
  /** Brings the rest; undefined where that is all. */
  readonly arrival?: Arrival | undefined;
}

/** Status of a program whose terminal is gone, as its shell would tell of SIGHUP. */
const hungUp = 129;

/** Milliseconds after the first frame at which the history is read, when no key has asked for it before. */
const readHistoryAfter = 150;

/** Milliseconds after the first frame at which the account is opened, when no request has done so before. */
const openAfter = 500;

/** The same for a profile, whose name the header is still to show. */
const openProfileAfter = 50;

/** Runs until the user quits. The terminal comes back as it was also when the program crashes or is told to end. */
export async function runExplorer(options: ExplorerOptions): Promise<number> {
  const { stdout } = process;
  let mounted: Mounted | undefined;
  let job: JobControl | undefined;
  const history = createHistoryClient(options.history, (sentence) => {
    store.dispatch({ type: 'history.troubled', sentence });
  });
  const terminal: Terminal = {
    suspend: async () => job?.suspend(),
    redraw: async () => takeSize(),
    quit: () => mounted?.handle.exit(),
    write: (sequence) => stdout.write(sequence),
  };
  const effects = createEffects(options.account, {
    history,
    clock: systemClock,
    files: options.files,
    env: process.env,
    version: options.version,
    vault: options.vault,
    stopArrival: () => options.document?.arrival?.stop(),
    terminal,
  });
  const isDumb = process.env.TERM === 'dumb';
  const isLinear = isDumb || options.isAccessible;
  const sizeNow = (): Screen => (isLinear ? spokenScreen : { columns: stdout.columns, rows: stdout.rows });
  const store = createStore(
    initialState(sizeNow(), sessionOf(options.account), systemClock.now(), keyLabels, options.settings),
    effects.perform,
  );
  store.dispatch({ type: 'history.begun' });
  store.dispatch({
    type: 'profiles.begun',
    environment: shownEnvironment(process.env),
    isLocked: options.isLocked,
    asks: options.asksToUnlock,
  });
  if (options.draft !== undefined) store.dispatch({ type: 'draft.restored', text: options.draft });
  if (options.notice !== undefined) store.dispatch({ type: 'session.refused', reason: options.notice });
  const keepLastDraft = keepDraft(store, options.drafts);
  if (options.document) {
    const { name, received } = options.document;
    store.dispatch({ type: 'document.opened', name, received });
  }

  const idle = lockWhenIdle(store, systemClock, options.idleLockMinutes);
  const theme = createTheme(options.colorDepth);
  // Before the first frame: until then the line would echo keys over it.
  options.stdin.setRawMode(true);
  let isGone = false;
  const gone = Promise.withResolvers<number>();
  mounted = mount({
    store: idle.store,
    theme,
    stdin: options.stdin,
    stdout,
    isLinear,
    isDumb,
    patience: process.env.SSH_CONNECTION === undefined ? localPatience : remotePatience,
    onGone: () => {
      isGone = true;
      gone.resolve(hungUp);
    },
  });
  const { handle, retake } = mounted;
  job = createJobControl({ suspend: (stop) => handle.suspendTerminal(stop), retake });
  // The rest of a large document can wait until its first screen stands.
  const { lastId } = store.getState();
  options.document?.arrival?.listen((body) => store.dispatch({ type: 'document.grew', id: lastId, body }));
  const takeSize = (): void => {
    store.dispatch({ type: 'screen.resized', ...sizeNow() });
    mounted?.output.repaint();
  };
  // Not stdout's `resize`: a terminal that is made smaller and as large as before again has lost rows, and there Node fires none.
  process.on('SIGWINCH', takeSize);
  // With the first frame on the screen: what needs no key, such as the catalog, is read behind it.
  store.dispatch({ type: 'screen.resized', columns: stdout.columns, rows: stdout.rows });
  // Loading client and sandbox would hold up the first keys: it waits for a pause, or for the request that needs them.
  // A document needs no account until a request is sent.
  const reading = setTimeout(() => effects.openHistory(store.dispatch), readHistoryAfter);
  const delay = options.account.kind === 'profile' ? openProfileAfter : openAfter;
  const waits = options.document !== undefined || options.isLocked;
  const opening = waits ? undefined : setTimeout(() => void effects.open(store.dispatch), delay);

  const crash = new Promise<never>((_, reject) => {
    process.once('uncaughtException', reject);
    process.once('unhandledRejection', reject);
  });
  try {
    return await Promise.race([mounted.waitUntilExit().then(() => 0), crash, gone.promise]);
  } finally {
    clearTimeout(opening);
    clearTimeout(reading);
    idle.stop();
    options.document?.arrival?.stop();
    process.off('SIGWINCH', takeSize);
    job.end();
    // What is written to a terminal that is gone ends the program, before the draft is kept.
    if (!isGone) mounted.unmount();
    await keepLastDraft();
    await effects.close();
  }
}
