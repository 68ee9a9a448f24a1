// An interactive bash in a terminal, for what only a shell can show: job control, exit statuses, and the line's settings
// (`stty`) before and after a program.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { asExplorer, type Explorer } from './explorer.ts';
import { mainFile, openTerminal, type TerminalOptions } from './terminal.ts';

/** Bash puts the number of the command there, so that one prompt can be told from the one before. */
const promptText = '\\#>';

export interface Shell extends Explorer {
  /** Types a command that will hold the terminal. */
  readonly start: (command: string) => void;
  /** Waits until the shell, after the last command that was typed, asks for another. */
  readonly waitForPrompt: () => Promise<string>;
  /** Types a command and waits until the shell asks for another. */
  readonly run: (command: string) => Promise<string>;
  /** The settings of the terminal line, as `stty -a` tells them. */
  readonly lineSettings: () => Promise<string>;
  /** Process id of what `explorerCommand` has started. */
  readonly explorerPid: () => Promise<number>;
}

/** A command line that starts the program as a job of the shell and leaves its process id in a file. */
export function explorerCommand(preload?: string): string {
  const node = preload === undefined ? '"$node"' : '"$node" --import "$preload"';
  return `${preload === undefined ? '' : `preload='${preload}' `}sh -c 'echo $$ > pid; exec ${node} "$main"'`;
}

export async function openShell(options: TerminalOptions = {}): Promise<Shell> {
  const terminal = await openTerminal({
    ...options,
    command: 'bash',
    args: ['--norc', '--noprofile', '-i'],
    env: { PS1: `${promptText} `, HISTFILE: '', node: process.execPath, main: mainFile, ...options.env },
  });
  const promptNumber = (): number => {
    if (terminal.modes().alternateScreen) return 0;
    return Number(/^(\d+)>$/.exec(terminal.row(terminal.cursor().row))?.[1] ?? 0);
  };
  let answered = 0;
  const waitForPrompt = async (): Promise<string> => {
    const screen = await terminal.waitFor(() => promptNumber() > answered, 'the prompt of the shell');
    answered = promptNumber();
    return screen;
  };
  const start = (command: string): void => terminal.write(`${command}\r`);
  const run = (command: string): Promise<string> => {
    start(command);
    return waitForPrompt();
  };
  await waitForPrompt();
  return {
    ...asExplorer(terminal),
    run,
    start,
    waitForPrompt,
    lineSettings: async () => {
      await run('stty -a > settings');
      return readFile(path.join(terminal.home, 'settings'), 'utf8');
    },
    explorerPid: async () => Number(await readFile(path.join(terminal.home, 'pid'), 'utf8')),
  };
}
