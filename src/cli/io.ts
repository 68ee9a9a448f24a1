// What a command reads and writes, as one value: the process's own, or a test's. No other file of the commands looks at `process`
// for it, so that a command can run without a process of its own.

import type { Readable } from 'node:stream';
import { exitCodes } from './messages.ts';
import type { Questioner } from './questions.ts';
import { standardOutput, type Taker, writeWhole } from './whole-output.ts';

export interface Input extends Readable {
  readonly isTTY?: boolean;
}

export interface Output extends Taker {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Bits of colour for standard output: 1 for none. */
  readonly colorDepth: number;
  /** True where what is printed is for eyes: on a terminal, or with colour asked for. */
  readonly isForEyes: boolean;
  /** Calls the listener at the first of these signals; gives what takes it off again. */
  readonly onSignal: (signals: readonly NodeJS.Signals[], listener: () => void) => () => void;
  /** The person at the terminal, wherever standard input and output go; undefined where there is no terminal. */
  readonly openQuestioner: () => Promise<Questioner | undefined>;
}

export type ColorChoice = 'always' | 'never' | 'auto';

/** The process's own. Its streams are made when they are first used: most commands read nothing, and making standard input takes time. */
export function processIo(): Io {
  const direct = standardOutput();
  return withColor(
    {
      get stdin() {
        return process.stdin;
      },
      get stdout() {
        return direct ?? process.stdout;
      },
      get stderr() {
        return process.stderr;
      },
      env: process.env,
      onSignal: (signals, listener) => {
        for (const signal of signals) process.once(signal, listener);
        return () => {
          for (const signal of signals) process.off(signal, listener);
        };
      },
      openQuestioner: async () => (await import('./questions.ts')).openQuestioner(),
    },
    'auto',
  );
}

/** The same with colour as `--color` says. */
export function withColor(io: Omit<Io, 'colorDepth' | 'isForEyes'>, choice: ColorChoice): Io {
  const isTTY = io.stdout.isTTY === true;
  return {
    get stdin() {
      return io.stdin;
    },
    get stdout() {
      return io.stdout;
    },
    get stderr() {
      return io.stderr;
    },
    env: io.env,
    onSignal: io.onSignal,
    openQuestioner: io.openQuestioner,
    colorDepth: depthFor(io, choice),
    isForEyes: isTTY || choice === 'always',
  };
}

/** With it nothing of a run is stored. */
const noHistoryVariable = 'FLARESCOPE_NO_HISTORY';

/** True where nothing of this run is to be stored: not in the history, nor as a draft. */
export function isHistoryOff(env: Io['env']): boolean {
  return !['', '0', 'false', 'no'].includes(env[noHistoryVariable] ?? '');
}

/** The same for such a run. */
export function withoutHistory(io: Io): Io {
  return Object.create(io, { env: { value: { ...io.env, [noHistoryVariable]: '1' }, enumerable: true } });
}

/** Bits of colour: what is asked to show colours shows sixteen at the least. */
const sixteenColors = 4;
const palette = 8;

function depthFor({ env, stdout }: Pick<Io, 'env' | 'stdout'>, choice: ColorChoice): number {
  const forced = (): number => Math.max(sixteenColors, shownDepth({ env, stdout }));
  if (choice !== 'auto') return choice === 'always' ? forced() : 1;
  if (isSet(env.NO_COLOR)) return 1;
  if (isSet(env.FORCE_COLOR)) return isOn(env.FORCE_COLOR) ? forced() : 1;
  if (isSet(env.CLICOLOR_FORCE) && isOn(env.CLICOLOR_FORCE)) return forced();
  if (!stdout.isTTY || env.TERM === 'dumb' || env.CLICOLOR === '0') return 1;
  return shownDepth({ env, stdout });
}

function shownDepth({ env, stdout }: Pick<Io, 'env' | 'stdout'>): number {
  const told = 'getColorDepth' in stdout && typeof stdout.getColorDepth === 'function' ? stdout.getColorDepth(env) : 1;
  // Of the names that say 256, Node knows that of xterm alone.
  return told > 1 && /-256(?:color)?$/.test(env.TERM ?? '') ? Math.max(told, palette) : told;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function isOn(value: string): boolean {
  return value !== '0' && value !== 'false';
}

/** Writes to standard output, as `writeWhole` does: nothing else writes there. */
export async function print({ stdout }: Pick<Io, 'stdout'>, chunk: string | Uint8Array): Promise<void> {
  await writeWhole(stdout, chunk);
}

/** Letters that are written at once. */
const longestPrint = 64 * 1024;

/** Prints many texts, which are short, with few writes. */
export async function printEach(io: Pick<Io, 'stdout'>, texts: Iterable<string>): Promise<void> {
  let gathered = '';
  for (const text of texts) {
    gathered += text;
    if (gathered.length < longestPrint) continue;
    await print(io, gathered);
    gathered = '';
  }
  if (gathered !== '') await print(io, gathered);
}

/** Prints a text that is safe to print, for a command that succeeds with it: gives the exit status. */
export async function tell(io: Pick<Io, 'stdout'>, text: string): Promise<number> {
  await print(io, text);
  return exitCodes.success;
}

/** All of standard input. */
export async function readStdin({ stdin }: Pick<Io, 'stdin'>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
