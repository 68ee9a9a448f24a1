// The built program without a terminal: what it prints, what it says, how it ends. Also servers of its own making.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { expectNoLeaks, findSecrets, findSecretsBelow, outermost, secretsOf, watchArgv } from './leaks.ts';
import { cleanEnvironment, mainFile } from './terminal.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input holds; nothing by default. */
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Options for Node itself, before the program's name. */
  readonly nodeArgs?: readonly string[];
  /** What else than the environment's credentials must be found nowhere afterwards. */
  readonly secrets?: readonly string[];
  /** True where leaks are the test's own business. */
  readonly mayLeak?: boolean;
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
  /** Where secrets are found in what the program has written: output, files, its children's command lines. */
  readonly leaks: () => readonly string[];
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
  const env = { ...cleanEnvironment(home), ...options.env };
  const how: SpawnOptions = {
    cwd: options.cwd ?? home,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  };
  const child = spawn(command, [...args], how);
  const argv = watchArgv(child.pid);
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
  const leaks = (): readonly string[] => {
    const secrets = secretsOf(env, options.secrets);
    return [
      ...findSecrets('standard output', Buffer.concat(out), secrets),
      ...findSecrets('standard error', Buffer.concat(err), secrets),
      ...findSecrets('the command lines', argv.seen(), secrets),
      ...outermost(home, env.FLARESCOPE_HOME).flatMap((folder) => findSecretsBelow(folder, secrets)),
    ];
  };
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended.catch(() => undefined);
    argv.stop();
    if (!options.mayLeak) expectNoLeaks(leaks());
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
  return { child, printed, ended, leaks };
}
