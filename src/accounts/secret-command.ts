// Runs what prints the secret of a profile, such as `op read …` or `pass show …`: without a shell, for so long and no longer. What
// it prints is kept in memory, as a Secret, and is never repeated: not in an error, not by anything that redacts.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { type Credential, createSecret, isGlobalKey, type SecretCommand, secretPrefix } from '../api/credential.ts';
import { tellCommand } from '../api/shown-credential.ts';
import type { Environment } from './account.ts';
import { SecretRefusal } from './choice.ts';

/** Finds the secret where a request needs it. Rejects with SecretRefusal. */
export type FindSecret = (command: SecretCommand, signal: AbortSignal) => Promise<Credential>;

/** What the command has of the terminal: what it asks is asked there, or nothing at all. */
type TerminalUse = 'asks' | 'none';

interface Run {
  readonly env: Environment;
  readonly terminal: TerminalUse;
  readonly signal: AbortSignal;
  /** Milliseconds that it may take. */
  readonly limitMs?: number;
}

/** The command has failed in a way that a terminal to ask at might have changed. */
export class CommandFailure extends SecretRefusal {}

/** Milliseconds: time to type a passphrase, or to touch a key. */
const limits: Readonly<Record<TerminalUse, number>> = { asks: 120_000, none: 60_000 };

/** Between asking a command to end and ending it. */
const grace = 2_000;

/** Between its end and that of its output, which a program that stays behind may hold open. */
const drain = 500;

/** More than any credential. */
const longestOutput = 64 * 1024;

const longestSecret = 4096;

/**
 * The secret that the command prints.
 *
 * @throws CommandFailure where it ends with another status than 0; SecretRefusal for all else, also once the signal is aborted
 */
export async function runSecretCommand(command: SecretCommand, run: Run): Promise<Credential> {
  return credentialOf(command, await printedBy(command.words, run));
}

async function printedBy(words: readonly string[], { env, terminal, signal, limitMs }: Run): Promise<Buffer> {
  const [program = '', ...args] = words;
  const shown = tellCommand(words);
  const limit = limitMs ?? limits[terminal];
  const refuse = (happened: string): SecretRefusal => new SecretRefusal(`The command ${shown} ${happened}.`);
  if (signal.aborted) throw refuse('was not run: it was cancelled');
  const input = terminal === 'asks' ? openTerminal() : undefined;
  // A session of its own has no terminal: what it would ask there goes over the screen.
  const leads = terminal === 'none' && process.platform !== 'win32';
  const child = spawn(program, args, {
    // It is told nothing of the accounts that this program knows.
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:CLOUDFLARE|FLARESCOPE)_/.test(name))),
    stdio: [input ?? 'ignore', 'pipe', terminal === 'asks' ? 'inherit' : 'ignore'],
    detached: leads,
    windowsHide: true,
  });
  if (input !== undefined) closeSync(input);

  let stopped: string | undefined;
  const stop = (why: string): void => {
    stopped ??= why;
    end(child, leads, 'SIGTERM');
    killing ??= setTimeout(() => end(child, leads, 'SIGKILL'), grace);
  };
  let killing: NodeJS.Timeout | undefined;
  const late = setTimeout(() => stop(`was stopped: it took longer than ${Math.round(limit / 1000)} s`), limit);
  const cancel = (): void => stop('was cancelled');
  signal.addEventListener('abort', cancel, { once: true });
  const chunks: Buffer[] = [];
  let length = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestOutput) stop('was stopped: it printed more than a credential');
  });
  try {
    const { code, by } = await ended(child, refuse);
    if (stopped !== undefined) throw refuse(stopped);
    if (by === 'SIGINT') throw refuse('was cancelled');
    if (by !== null) throw new CommandFailure(refuse(`was ended by ${by}`).message);
    if (code !== 0) throw new CommandFailure(refuse(`ended with status ${code}`).message);
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(late);
    clearTimeout(killing);
    signal.removeEventListener('abort', cancel);
    for (const chunk of chunks) chunk.fill(0);
  }
}

/** To type at, wherever standard input comes from; undefined where there is no terminal. */
function openTerminal(): number | undefined {
  try {
    return openSync(process.platform === 'win32' ? 'CONIN$' : '/dev/tty', 'r');
  } catch {
    return undefined;
  }
}

interface End {
  readonly code: number | null;
  readonly by: NodeJS.Signals | null;
}

function ended(child: ChildProcess, refuse: (happened: string) => SecretRefusal): Promise<End> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'ENOENT'
          ? 'cannot be run: there is no such program'
          : error.code === 'EACCES'
            ? 'cannot be run: it is no program, or may not be run'
            : `cannot be run (${error.code ?? 'unknown'})`;
      reject(refuse(why));
    });
    child.once('exit', (code, by) => {
      const settle = (): void => {
        clearTimeout(timer);
        child.stdout?.destroy();
        resolve({ code, by });
      };
      const timer = setTimeout(settle, drain);
      child.once('close', settle);
    });
  });
}

/** @param leads true where it leads a group, so that what it has started ends with it */
function end(child: ChildProcess, leads: boolean, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (leads) process.kill(-pid, signal);
    else child.kill(signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** What was printed, its line's end dropped, as the credential that its form says; checked as one that is typed. */
function credentialOf({ words, email }: SecretCommand, printed: Buffer): Credential {
  const text = printed
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r?\n$/, '');
  printed.fill(0);
  const refuse = (happened: string): SecretRefusal =>
    new SecretRefusal(`The command ${tellCommand(words)} ${happened}.`);
  if (text === '') throw refuse('printed nothing');
  if (text.includes('\n'))
    throw refuse("printed more than one line. Let it print the credential alone, as sh -c 'COMMAND | head -n 1' does");
  if (text.length > longestSecret || !/^[\x21-\x7e]+$/.test(text))
    throw refuse('printed what is neither a token nor a key: both are one word of ASCII characters');
  const secret = createSecret(text);
  if (email === undefined) {
    if (isGlobalKey(secret))
      throw refuse('printed a global key, which needs an email address. Add the profile with it');
    return { kind: 'token', token: secret };
  }
  if (/^cf[ua]t_$/.test(secretPrefix(secret)))
    throw refuse('printed an API token, which has no email address. Add the profile without it');
  return { kind: 'key', email, key: secret };
}

export interface SecretFinder {
  readonly find: FindSecret;
  /** The next request runs the command again. */
  readonly forget: () => void;
}

/** Runs a command once for all requests that need its secret. */
export function createSecretFinder(run: FindSecret): SecretFinder {
  const found = new Map<string, Promise<Credential>>();
  return {
    find: (command, signal) => {
      const key = JSON.stringify([command.words, command.email ?? '']);
      const known = found.get(key);
      if (known) return known;
      const finding = run(command, signal);
      found.set(key, finding);
      finding.catch(() => {
        if (found.get(key) === finding) found.delete(key);
      });
      return finding;
    },
    forget: () => found.clear(),
  };
}
