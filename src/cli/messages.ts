// What one-shot commands say on standard error, how they end early, and their exit statuses.
import { visible } from '../text/untrusted.ts';

/** Writes `flarescope: …` to standard error; text of servers and files may be in it. */
export function complain(text: string): void {
  process.stderr.write(`flarescope: ${visible(text)}\n`);
}

/** Why something failed, in words; Node's own for what has none here. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ('code' in error && reasons[String(error.code)]) || error.message;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EMFILE: 'too many files are open',
  EADDRINUSE: 'that port is taken; name another with --port, or none for a free one',
};

/** Writes to standard output and waits until it is taken, so that a slow reader does not fill the memory. */
export async function print(chunk: string | Uint8Array): Promise<void> {
  if (process.stdout.write(chunk)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}

/** Prints a text that is safe to print, for a command that succeeds with it: gives the exit status. */
export async function tell(text: string): Promise<number> {
  await print(text);
  return exitCodes.success;
}

/** Thrown with the sentence to say and the status to exit with. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;

  /** @param message sentences, or one clause without a full stop */
  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Ctrl+c at a question. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export const exitCodes = {
  success: 0,
  /** The API, or the document, said no. */
  refused: 1,
  usage: 2,
  /** No response came. */
  noResponse: 3,
  crashed: 70,
  /** As a shell reports a program that SIGINT ended: 128 + 2. */
  cancelled: 130,
} as const;
