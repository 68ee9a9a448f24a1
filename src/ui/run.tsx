// Puts the explorer on the terminal and takes it off again, however it ends.
import { render } from 'ink';
import type { Received } from '../core/action.ts';
import { initialState } from '../core/initial.ts';
import { type Account, sessionOf } from '../runtime/connection.ts';
import { createEffects } from '../runtime/effects.ts';
import { type Files, systemClock, type Terminal } from '../runtime/ports.ts';
import { createStore } from '../runtime/store.ts';
import { App } from './App.tsx';
import { stopUntilContinued } from './suspend.ts';
import { terse } from './terse-output.ts';
import { createTheme } from './theme.ts';

export interface ExplorerOptions {
  readonly account: Account;
  /** Where keys come from: standard input, or the terminal itself where standard input is the document. */
  readonly stdin: NodeJS.ReadStream;
  readonly version: string;
  readonly files: Files;
  /** A document to begin with, instead of the prompt. */
  readonly document: { readonly name: string; readonly received: Received } | undefined;
}

/** Frames a second at most: enough that a held-down key is never behind. */
const maxFps = 125;

/** Milliseconds after the first frame at which the account is opened, when no request has done so before. */
const openAfter = 500;

/** Runs until the user quits. The terminal comes back as it was also when the program crashes or is told to end. */
export async function runExplorer(options: ExplorerOptions): Promise<number> {
  const { stdout } = process;
  let terminal: Terminal | undefined;
  const effects = createEffects(options.account, {
    clock: systemClock,
    files: options.files,
    env: process.env,
    version: options.version,
    terminal: {
      suspend: async () => terminal?.suspend(),
      quit: () => terminal?.quit(),
    },
  });
  const screen = { columns: stdout.columns, rows: stdout.rows };
  const store = createStore(initialState(screen, sessionOf(options.account), systemClock.now()), effects.perform);
  if (options.document) store.dispatch({ type: 'document.opened', ...options.document });

  const dumb = process.env.TERM === 'dumb';
  const theme = createTheme(dumb ? 1 : stdout.getColorDepth(), !dumb);
  const app = (
    <App
      store={store}
      theme={theme}
      onTerminal={({ suspendTerminal, exit }) => {
        terminal = {
          suspend: async () => {
            await suspendTerminal(stopUntilContinued);
          },
          quit: () => exit(),
        };
      }}
    />
  );
  const instance = render(app, {
    stdin: options.stdin,
    stdout: terse(stdout),
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    // Ink would hold back where CI is set, as it is in the shells of some build machines.
    interactive: true,
    maxFps,
  });
  // Loading client and sandbox would hold up the first keys: it waits for a pause, or for the request that needs them.
  // A document needs no account until a request is sent.
  const opening = options.document ? undefined : setTimeout(() => void effects.open(store.dispatch), openAfter);

  const crash = new Promise<never>((_, reject) => {
    process.once('uncaughtException', reject);
    process.once('unhandledRejection', reject);
  });
  try {
    await Promise.race([instance.waitUntilExit(), crash]);
    return 0;
  } finally {
    clearTimeout(opening);
    instance.unmount();
    await effects.close();
  }
}
