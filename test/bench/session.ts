// A program in a real pseudo-terminal with a terminal model behind it, and the time of every byte that it wrote.
// Times are those of arrival, taken before the model reads the bytes, so that the model's own cost is in no figure.
import { writeSync } from 'node:fs';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** What arrived in one read; `at` in milliseconds of `performance.now()`. */
export interface Chunk {
  readonly at: number;
  readonly bytes: number;
}

export interface Screen {
  /** One row, counted from 0, right end trimmed. */
  readonly row: (number: number) => string;
  readonly text: () => string;
  /** The row in which the terminal shows its cursor, counted from 0; undefined while it is hidden. */
  readonly cursorRow: () => number | undefined;
}

export interface SessionOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export interface Session {
  readonly pid: number;
  readonly startedAt: number;
  readonly chunks: readonly Chunk[];
  readonly screen: Screen;
  /** Sends keys and answers when that was. */
  readonly write: (keys: string) => number;
  /** True while the program wants pastes in brackets, which is while it has the terminal. */
  readonly hasTerminal: () => boolean;
  /** How often the program has given the terminal back. */
  readonly timesGivenBack: () => number;
  readonly resize: (columns: number, rows: number) => void;
  /** When the bytes arrived after which the screen was as wanted; rejects with the screen where it never is. */
  readonly shown: (isWanted: (screen: Screen) => boolean, wish: string) => Promise<number>;
  /** Calls `listener` with the arrival time after every chunk that leaves a whole frame; the result stops that. */
  readonly watch: (listener: (at: number) => void) => () => void;
  /** Resolves when nothing was written for `ms`. */
  readonly quiet: (ms: number) => Promise<void>;
  /** When the program had ended by itself; rejects with the screen where it ended in failure. */
  readonly ended: () => Promise<number>;
  /** Ends the program, if it has not ended by itself. */
  readonly close: () => Promise<void>;
}

/** Milliseconds; a wait that is longer has failed. */
const patience = 30_000;

export function openSession(options: SessionOptions): Session {
  const { columns, rows } = options;
  const model = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  // xterm keeps these from the public interface.
  let isCursorShown = true;
  let timesGivenBack = 0;
  const noteMode = (isOn: boolean) => (parameters: readonly (number | number[])[]) => {
    if (parameters.includes(25)) isCursorShown = isOn;
    if (parameters.includes(2004) && !isOn) timesGivenBack++;
    return false;
  };
  model.parser.registerCsiHandler({ prefix: '?', final: 'h' }, noteMode(true));
  model.parser.registerCsiHandler({ prefix: '?', final: 'l' }, noteMode(false));
  const startedAt = performance.now();
  const child = pty.spawn(options.file, [...options.args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd,
    env: { ...options.env },
    // Bytes, not text: a character that two reads share must count once.
    encoding: null,
  });

  // libuv would try again and again where the program is behind, and read nothing meanwhile: both would wait for good.
  const { fd } = child as typeof child & { readonly fd: number };
  let unsent = Buffer.alloc(0);
  let retry: NodeJS.Timeout | undefined;
  const flush = (): void => {
    retry = undefined;
    try {
      while (unsent.length > 0 && !isEnded) unsent = unsent.subarray(writeSync(fd, unsent));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') retry = setTimeout(flush, 2);
      else if (code !== 'EIO') throw error;
    }
  };
  const send = (text: string): void => {
    unsent = Buffer.concat([unsent, Buffer.from(text)]);
    if (retry === undefined) flush();
  };

  const chunks: Chunk[] = [];
  const listeners = new Set<(at: number) => void>();
  let isEnded = false;
  let lastArrival = startedAt;
  // The types promise a string, which `encoding: null` turns into bytes.
  child.onData((data: string | Uint8Array) => {
    const at = performance.now();
    lastArrival = at;
    chunks.push({ at, bytes: Buffer.byteLength(data) });
    model.write(data, () => {
      // Between "begin" and "end" of a synchronized update (mode 2026) a screen is half painted, and no user sees it.
      if (model.modes.synchronizedOutputMode) return;
      for (const listener of listeners) listener(at);
    });
  });
  // A terminal answers questions (device attributes, cursor position) on the same line as keys.
  model.onData((reply) => {
    if (!isEnded) send(reply);
  });
  const exit = new Promise<{ readonly at: number; readonly code: number }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      isEnded = true;
      // As a shell tells of a signal.
      resolve({ at: performance.now(), code: signal ? 128 + signal : exitCode });
    });
  });

  const row = (number: number): string =>
    model.buffer.active
      .getLine(model.buffer.active.baseY + number)
      ?.translateToString(true, 0, model.cols)
      .trimEnd() ?? '';
  const text = (): string => Array.from({ length: model.rows }, (_, number) => row(number)).join('\n');
  const cursorRow = (): number | undefined => (isCursorShown ? model.buffer.active.cursorY : undefined);
  const screen: Screen = { row, text, cursorRow };

  const watch: Session['watch'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  const shown: Session['shown'] = (isWanted, wish) =>
    new Promise((resolve, reject) => {
      const finish = (end: () => void): void => {
        clearTimeout(timer);
        stop();
        end();
      };
      const check = (at: number): void => {
        if (isWanted(screen)) finish(() => resolve(at));
      };
      const giveUp = (because: string): void =>
        finish(() => reject(new Error(`${because} while waiting for ${wish}. The screen:\n${text().trimEnd()}`)));
      const timer = setTimeout(() => giveUp(`${patience / 1000} s passed`), patience);
      const stop = watch(check);
      void exit.then(() => giveUp('the program ended'));
      check(lastArrival);
    });

  const ended = async (): Promise<number> => {
    const { at, code } = await exit;
    if (code === 0) return at;
    await new Promise<void>((resolve) => model.write('', resolve));
    throw new Error(`the program ended with status ${code}. The screen:\n${text().trimEnd()}`);
  };

  const quiet = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left = lastArrival + ms - performance.now()) {
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  };

  const close = async (): Promise<void> => {
    if (!isEnded) child.kill('SIGKILL');
    await exit;
    model.dispose();
  };

  const write = (keys: string): number => {
    const at = performance.now();
    send(keys);
    return at;
  };

  const hasTerminal = (): boolean => model.modes.bracketedPasteMode;

  const resize = (width: number, height: number): void => {
    model.resize(width, height);
    child.resize(width, height);
  };

  return {
    pid: child.pid,
    startedAt,
    chunks,
    screen,
    write,
    hasTerminal,
    timesGivenBack: () => timesGivenBack,
    resize,
    shown,
    watch,
    quiet,
    ended,
    close,
  };
}
