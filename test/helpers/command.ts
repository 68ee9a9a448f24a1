// The built program without a terminal: what it prints, what it says, how it ends. Also servers of its own making.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { cleanEnvironment, mainFile } from './terminal.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input holds; nothing by default. */
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Options for Node itself, before the program's name. */
  readonly nodeArgs?: readonly string[];
}

export interface Ended {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly bytes: Buffer;
  /** Standard output as text. */
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder, removed when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flarescope-e2e-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Runs `flarescope ARGS` to its end with pipes where a terminal would be. */
export async function flarescope(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const running = await startFlarescope(args, options);
  running.child.stdin?.end(options.input ?? '');
  return running.ended;
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves with standard output once it matches; rejects where the program ends before. */
  readonly printed: (pattern: RegExp) => Promise<string>;
  readonly ended: Promise<Ended>;
}

/** Starts `flarescope ARGS`; it is killed at the end of the test if it still runs. */
export async function startFlarescope(args: readonly string[], options: RunOptions = {}): Promise<Running> {
  return start(process.execPath, [...(options.nodeArgs ?? []), mainFile, ...args], options);
}

/** Runs a line of shell in which `"$flarescope"` with `"$main"` is the program: `"$node" "$main" api … | head -c 10`. */
export async function shell(line: string, options: RunOptions = {}): Promise<Ended> {
  const env = { node: process.execPath, main: mainFile, ...options.env };
  const running = await start('sh', ['-c', line], { ...options, env });
  running.child.stdin?.end(options.input ?? '');
  return running.ended;
}

export async function start(command: string, args: readonly string[], options: RunOptions = {}): Promise<Running> {
  const home = await temporaryFolder();
  const how: SpawnOptions = {
    cwd: options.cwd ?? home,
    env: { ...cleanEnvironment(home), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  };
  const child = spawn(command, [...args], how);
  // A program may well end without reading its input to the end.
  child.stdin?.on('error', () => undefined);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const listeners = new Set<() => void>();
  child.stdout?.on('data', (chunk: Buffer) => {
    out.push(chunk);
    for (const listener of listeners) listener();
  });
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const bytes = Buffer.concat(out);
      resolve({ code: code ?? undefined, signal: signal ?? undefined, bytes, stdout: text(out), stderr: text(err) });
    });
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended.catch(() => undefined);
  });
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (!pattern.test(text(out))) return;
        listeners.delete(check);
        resolve(text(out));
      };
      listeners.add(check);
      check();
      void ended.then(() => reject(new Error(`it ended before printing ${pattern}: ${text(out)}${text(err)}`)));
    });
  return { child, printed, ended };
}
