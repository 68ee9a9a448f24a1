// A real pseudo-terminal with a real terminal model behind it, for tests that do what a user does: press keys, read the screen.
// Knows nothing of flarescope beyond where its bundle lies. The trap: a key has no response of its own, so wait for what it changes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';
import { chordBytes } from './chord-bytes.ts';
import { expectNoLeaks, findSecrets, findSecretsBelow, outermost, secretsOf, watchArgv } from './leaks.ts';

/** The built program, as `npm test` leaves it. */
export const mainFile = path.resolve(import.meta.dirname, '../../dist/main.js');

/** Where Node keeps compiled code for all starts of the tests, each of which has a home of its own. */
const compiled = path.resolve(import.meta.dirname, '../../node_modules/.cache/flarescope-tests');

/** How long a screen may take on a busy machine; a wait that is over sooner ends sooner. */
const patience = 20_000;

export interface TerminalOptions {
  /** @default the Node that runs the tests */
  readonly command?: string;
  /** @default the built program, without arguments */
  readonly args?: readonly string[];
  /** @default 80 */
  readonly columns?: number;
  /** @default 24 */
  readonly rows?: number;
  /** Besides what a clean login would set. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default an empty folder, removed afterwards */
  readonly cwd?: string;
  /** What else than the environment's credentials must be found nowhere afterwards. */
  readonly secrets?: readonly string[];
  /** True where leaks are the test's own business. */
  readonly mayLeak?: boolean;
}

export interface TerminalModes {
  readonly alternateScreen: boolean;
  readonly cursorVisible: boolean;
  readonly bracketedPaste: boolean;
  readonly applicationCursorKeys: boolean;
  readonly applicationKeypad: boolean;
  readonly mouse: string;
  readonly focusEvents: boolean;
  readonly synchronizedOutput: boolean;
  readonly wraparound: boolean;
}

export interface Exit {
  readonly code: number;
  /** Number of the signal that ended the program; undefined where it ended by itself. */
  readonly signal: number | undefined;
}

/** What a screen must show: a text in it, a match, or anything that can be asked of its rows. */
export type Wanted = string | RegExp | ((screen: string) => boolean);

export interface Terminal {
  readonly pid: number;
  /** A folder of this terminal's own: its HOME, and its working folder unless another was asked for. */
  readonly home: string;
  /** The rows of the screen, right ends trimmed. */
  readonly screen: () => string;
  /** One row, counted from 0, right end trimmed. */
  readonly row: (number: number) => string;
  /** Where the cursor stands, counted from 0. */
  readonly cursor: () => { readonly row: number; readonly column: number };
  readonly isInverse: (row: number, column: number) => boolean;
  /** Characters as they are typed. */
  readonly write: (text: string) => void;
  /** Keys by the names of src/explorer/keys/chord.ts: `ctrl+g`, `enter`, `alt+left`, `j`. All arrive in one read. */
  readonly press: (...chords: readonly string[]) => void;
  /** Pastes as a terminal does: bracketed where the program asked for it. */
  readonly paste: (text: string) => void;
  /** Resolves with the screen that shows it; rejects with the whole screen, and the wish, where it never comes. */
  readonly waitFor: (wanted: Wanted, wish?: string) => Promise<string>;
  readonly waitForGone: (unwanted: Wanted) => Promise<string>;
  readonly resize: (columns: number, rows: number) => void;
  readonly modes: () => TerminalModes;
  /** Everything that the program has written so far. */
  readonly bytes: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when the program has ended and its last output is on the screen. */
  readonly exited: Promise<Exit>;
  /** Where secrets are found in what the program has written: its screen, its files, its children's command lines. */
  readonly leaks: () => readonly string[];
  /**
   * Ends the program and removes its folder; by itself at the end of the test, however that ends. Rejects where a secret
   * has leaked.
   */
  readonly close: () => Promise<void>;
}

export async function openTerminal(options: TerminalOptions = {}): Promise<Terminal> {
  const { columns = 80, rows = 24, command = process.execPath, args = [mainFile] } = options;
  const home = await mkdtemp(path.join(tmpdir(), 'flarescope-e2e-'));
  const model = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
  const env = { ...cleanEnvironment(home), ...options.env };
  const child = pty.spawn(command, [...args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd ?? home,
    env,
  });
  const argv = watchArgv(child.pid);

  let output = '';
  let cursorVisible = true;
  let exit: Exit | undefined;
  const watchers = new Set<() => void>();
  const announce = (): void => {
    // Between "begin" and "end" of a synchronized update (mode 2026) a screen is half painted, and no user sees it.
    if (!exit && model.modes.synchronizedOutputMode) return;
    for (const check of watchers) check();
  };
  const noteCursor = (visible: boolean) => (parameters: readonly (number | number[])[]) => {
    if (parameters.includes(25)) cursorVisible = visible;
    return false;
  };
  model.parser.registerCsiHandler({ prefix: '?', final: 'h' }, noteCursor(true));
  model.parser.registerCsiHandler({ prefix: '?', final: 'l' }, noteCursor(false));
  // A terminal answers questions (device attributes, cursor position) on the same line as keys.
  model.onData((reply) => {
    if (!exit) child.write(reply);
  });
  child.onData((data) => {
    output += data;
    model.write(data, announce);
  });
  const exited = new Promise<Exit>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      model.write('', () => {
        exit = { code: exitCode, signal: signal || undefined };
        resolve(exit);
        announce();
      });
    });
  });

  const row = (number: number): string =>
    model.buffer.active
      .getLine(model.buffer.active.baseY + number)
      // A model that was made smaller keeps what stood beyond its edge.
      ?.translateToString(true, 0, model.cols)
      .trimEnd() ?? '';
  const screen = (): string => Array.from({ length: model.rows }, (_, number) => row(number)).join('\n');

  const waitUntil = (holds: (screen: string) => boolean, wish: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const caller = new Error();
      const finish = (end: () => void): void => {
        clearTimeout(timer);
        watchers.delete(check);
        end();
      };
      const giveUp = (because: string): void => {
        const screenful = `${because} while waiting for ${wish}. The screen:\n${framed(screen(), model.cols)}`;
        finish(() => reject(Object.assign(caller, { message: screenful })));
      };
      const check = (): void => {
        const now = screen();
        if (holds(now)) finish(() => resolve(now));
        else if (exit) giveUp(`the program ended (${exit.signal ? `signal ${exit.signal}` : `status ${exit.code}`})`);
      };
      const timer = setTimeout(() => giveUp(`${patience / 1000} s passed`), patience);
      watchers.add(check);
      check();
    });

  const leaks = (): readonly string[] => {
    const secrets = secretsOf(env, options.secrets);
    return [
      ...findSecrets('the terminal', Buffer.from(output), secrets),
      ...findSecrets('the command lines', argv.seen(), secrets),
      ...outermost(home, env.FLARESCOPE_HOME).flatMap((folder) => findSecretsBelow(folder, secrets)),
    ];
  };

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    if (!exit) child.kill('SIGKILL');
    await exited;
    argv.stop();
    model.dispose();
    const found = options.mayLeak ? [] : leaks();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
    expectNoLeaks(found);
  };
  const terminal: Terminal = {
    pid: child.pid,
    home,
    screen,
    row,
    cursor: () => ({ row: model.buffer.active.cursorY, column: model.buffer.active.cursorX }),
    isInverse: (number, column) => {
      const cell = model.buffer.active.getLine(model.buffer.active.baseY + number)?.getCell(column);
      return (cell?.isInverse() ?? 0) !== 0;
    },
    write: (text) => child.write(text),
    press: (...chords) =>
      child.write(chords.map((chord) => chordBytes(chord, model.modes.applicationCursorKeysMode)).join('')),
    paste: (text) => child.write(model.modes.bracketedPasteMode ? `\u001b[200~${text}\u001b[201~` : text),
    waitFor: (wanted, wish = describeWish(wanted)) => waitUntil(toTest(wanted), wish),
    waitForGone: (unwanted) => {
      const shows = toTest(unwanted);
      return waitUntil((text) => !shows(text), `${describeWish(unwanted)} to go`);
    },
    resize: (width, height) => {
      model.resize(width, height);
      child.resize(width, height);
    },
    modes: () => ({
      alternateScreen: model.buffer.active.type === 'alternate',
      cursorVisible,
      bracketedPaste: model.modes.bracketedPasteMode,
      applicationCursorKeys: model.modes.applicationCursorKeysMode,
      applicationKeypad: model.modes.applicationKeypadMode,
      mouse: model.modes.mouseTrackingMode,
      focusEvents: model.modes.sendFocusMode,
      synchronizedOutput: model.modes.synchronizedOutputMode,
      wraparound: model.modes.wraparoundMode,
    }),
    bytes: () => output,
    kill: (signal) => child.kill(signal),
    exited,
    leaks,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
  onTestFinished(terminal.close);
  return terminal;
}

/** What a login on a new account would set: no credential, no CI, no colour wishes of whoever runs the tests. */
export function cleanEnvironment(home: string): Record<string, string> & { readonly FLARESCOPE_HOME: string } {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    FLARESCOPE_HOME: path.join(home, 'flarescope'),
    NODE_COMPILE_CACHE: compiled,
    TMPDIR: tmpdir(),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  };
}

/** The question that a wish asks of a screen. */
export function toTest(wanted: Wanted): (screen: string) => boolean {
  if (typeof wanted === 'function') return wanted;
  return typeof wanted === 'string' ? (screen) => screen.includes(wanted) : (screen) => wanted.test(screen);
}

export function describeWish(wanted: Wanted): string {
  return typeof wanted === 'string' ? JSON.stringify(wanted) : String(wanted);
}

function framed(screen: string, columns: number): string {
  const edge = '─'.repeat(columns);
  const rows = screen.split('\n').map((line) => `│${line}`);
  return [`┌${edge}`, ...rows, `└${edge}`].join('\n');
}
