// How commands end: their exit statuses, and the errors that carry one.

/** What a script is told by the exit of a command. */
export const exitCodes = {
  success: 0,
  /** The API returned an error, or nothing was found or done. */
  failed: 1,
  /** Wrong usage: nothing was sent. */
  usage: 2,
  /** No response came. */
  noResponse: 3,
  /** It cannot be told, where that was asked. */
  unknown: 4,
  /** A filter failed on a response that came. */
  filterFailed: 5,
  /** The output could not be written whole. */
  outputFailed: 6,
  crashed: 70,
  /** As a shell reports a program that SIGINT ended: 128 + 2. */
  cancelled: 130,
} as const;

/** Thrown with the sentence to print and the status to exit with. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;

  /** @param message sentences, or one clause without a full stop */
  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Turns what was thrown into a Refusal with its sentence. */
export function refuse(error: unknown): never {
  if (error instanceof Refusal || error instanceof Cancelled) throw error;
  throw new Refusal(messageOf(error));
}

/** Ctrl+c at a question. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  readonly exitCode = exitCodes.cancelled;
}

/** Why something failed, in words; Node's own for what has none here. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ('code' in error && reasons[String(error.code)]) || error.message;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EMFILE: 'too many open files',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file would be larger than is allowed',
  EIO: 'the disk has an error',
  EROFS: 'the disk is read-only',
  EADDRINUSE: 'the port is in use. Choose another with --port, or leave it out for a free one',
};
