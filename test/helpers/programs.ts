// Programs of this machine: where they are, and one run to its end.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';

export interface ProgramCall {
  /** Without `.exe`. */
  readonly program: string;
  readonly args: readonly string[];
  /** What came on standard input; of curl, where an argument asks for it. */
  readonly input: Buffer;
}

/** The file of a program on the PATH. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

interface ProgramOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** What standard input holds; nothing by default. */
  readonly input?: string | Uint8Array;
  /** A file that is standard input instead. */
  readonly inputFile?: string;
}

/** Runs a program and gives what it printed. It must not take longer than four minutes. */
export async function runToEnd(command: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const { folder, env, input = '', inputFile } = options;
  const file = inputFile === undefined ? undefined : await open(inputFile);
  const child = spawn(command, args, {
    cwd: folder,
    env,
    stdio: [file?.fd ?? 'pipe', 'pipe', 'pipe'],
    timeout: 240_000,
    killSignal: 'SIGKILL',
  });
  await file?.close();
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  child.stderr?.on('data', (chunk) => chunks.push(chunk));
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return Buffer.concat(chunks).toString('utf8');
}
