// The explorer in a terminal, with the few things that every session does said in one word each.
import {
  describeWish,
  mainFile,
  openTerminal,
  type Terminal,
  type TerminalOptions,
  toTest,
  type Wanted,
} from './terminal.ts';

export interface Explorer extends Terminal {
  /** Waits until the first screen stands and keys are read. */
  readonly waitForStart: () => Promise<void>;
  /** Types a request into an empty prompt and presses enter. */
  readonly send: (line: string) => Promise<void>;
  /** Sends a request and waits until the screen shows what is wanted, which it must not have shown before. */
  readonly ask: (line: string, wanted: Wanted) => Promise<string>;
  /** Presses a key and waits until the screen shows what it brings, which it must not have shown before. */
  readonly pressFor: (chord: string, wanted: Wanted) => Promise<string>;
  /** The row under the cursor bar, without the border. */
  readonly selected: () => string;
  /** Waits for the bar to stand on a row that shows this. */
  readonly waitForSelected: (wanted: string | RegExp) => Promise<void>;
  /** What the prompt shows, its right end trimmed. */
  readonly line: () => string;
  readonly waitForLine: (line: string) => Promise<void>;
  /** Goes down row by row until the bar stands on a row that shows this. */
  readonly walkTo: (text: string) => Promise<void>;
  /** The text inside the pane below the prompt, its lines joined as they were before they were wrapped. */
  readonly prose: () => string;
  /** Waits until that text says this. */
  readonly waitForProse: (wanted: string | RegExp) => Promise<void>;
  /** True while keys go to the prompt or to another text field. */
  readonly isTyping: () => boolean;
}

/** Starts the explorer and waits until its first screen stands and it reads keys. */
export async function startExplorer(options: TerminalOptions = {}): Promise<Explorer> {
  const explorer = asExplorer(await openTerminal(options));
  await explorer.waitForStart();
  return explorer;
}

/** Starts the explorer against a server of the test's own, as a user with a token would. */
export function startExplorerAt(baseUrl: string, options: TerminalOptions = {}): Promise<Explorer> {
  const env = { CLOUDFLARE_BASE_URL: baseUrl, CLOUDFLARE_API_TOKEN: testToken, ...options.env };
  return startExplorer({ ...options, env });
}

/** A token of the right shape that opens nothing anywhere. */
export const testToken = 'e2e-test-token-0123456789-abcdefghijklmn';

/** Opens a file, or with `-` what a shell command writes, in the tree. */
export async function openDocument(args: readonly string[], options: TerminalOptions = {}): Promise<Explorer> {
  return asExplorer(await openTerminal({ ...options, args: [mainFile, 'open', ...args] }));
}

/** Gives a terminal that runs the explorer its words. */
export function asExplorer(terminal: Terminal): Explorer {
  // The prompt begins in the screen's second row and may take some, up to the edge of a pane.
  const promptRows = (): readonly string[] => {
    const [first = '', ...rows] = terminal.screen().split('\n').slice(1, 7);
    const edge = rows.findIndex((row) => row.startsWith('┌'));
    return [first, ...rows.slice(0, Math.max(0, edge))];
  };
  // The terminal's cursor is shown only while a field takes the keys.
  const isTyping = (): boolean => {
    const { row } = terminal.cursor();
    return terminal.modes().cursorVisible && row >= 1 && row <= promptRows().length;
  };
  const line = (): string => {
    const [first = '', ...rest] = promptRows();
    const columns = Math.max(...promptRows().map((row) => row.length));
    const parts = [first.replace(/^[^❯]*❯ /, ''), ...rest.map((row) => row.slice(3))];
    // Only the last row may end before the edge, or with a blank there.
    return parts.map((part, at) => (at < rest.length ? part.padEnd(columns - 3) : part)).join('');
  };
  const selected = (): string => {
    const rows = terminal.screen().split('\n').slice(2);
    for (const [number, row] of rows.entries()) {
      const column = Array.from(row).findIndex((_, at) => terminal.isInverse(number + 2, at));
      if (column !== -1)
        return row
          .slice(column)
          .replace(/[│┃]\s*$/, '')
          .trim();
    }
    return '';
  };
  const typeLine = async (text: string): Promise<void> => {
    if (!isTyping()) {
      terminal.press(':');
      await terminal.waitFor(isTyping, 'the prompt to take the keys');
    }
    terminal.press('ctrl+e', 'ctrl+u');
    await terminal.waitFor('type a request');
    terminal.write(text);
    // Of a very long line the end is what stands there, and then the cursor.
    await terminal.waitFor(() => line().endsWith(text.slice(-20).trimEnd()), `${text} in the prompt`);
  };
  /** Presses a key for a change. What stands there already would prove nothing, whatever the key did. */
  const pressFor = (chord: string, wanted: Wanted): Promise<string> => {
    if (toTest(wanted)(terminal.screen()))
      throw new Error(`${describeWish(wanted)} is on the screen before ${chord} is pressed:\n${terminal.screen()}`);
    terminal.press(chord);
    return terminal.waitFor(wanted);
  };
  const prose = (): string =>
    terminal
      .screen()
      .split('\n')
      .slice(3, -2)
      .map((row) => row.replace(/^[│┃] ?|[│┃]$/g, '').trim())
      .join(' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
  return {
    ...terminal,
    waitForStart: async () => {
      // It asks for bracketed paste when it begins to read keys.
      const hasStarted = (screen: string): boolean =>
        screen.includes('type a request') && terminal.modes().bracketedPaste && isTyping();
      await terminal.waitFor(hasStarted, 'the first screen');
    },
    isTyping,
    line,
    waitForLine: async (wanted) => {
      await terminal.waitFor(() => line() === wanted, `${JSON.stringify(wanted)} in the prompt`);
    },
    prose,
    waitForProse: async (wanted) => {
      const says = (): boolean => (typeof wanted === 'string' ? prose().includes(wanted) : wanted.test(prose()));
      await terminal.waitFor(says, `the pane to say ${wanted}`);
    },
    walkTo: async (text) => {
      for (let before = selected(); !before.includes(text); before = selected()) {
        terminal.press('j');
        await terminal.waitFor(() => selected() !== before, `the bar to go on from ${before}, towards ${text}`);
      }
    },
    selected,
    send: async (line) => {
      await typeLine(line);
      terminal.press('enter');
    },
    ask: async (line, wanted) => {
      await typeLine(line);
      return pressFor('enter', wanted);
    },
    pressFor: async (chord, wanted) => pressFor(chord, wanted),
    waitForSelected: async (wanted) => {
      await terminal.waitFor(() => {
        const row = selected();
        return typeof wanted === 'string' ? row.includes(wanted) : wanted.test(row);
      }, `the bar to stand on ${wanted}`);
    },
  };
}
