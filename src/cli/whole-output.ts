// Standard output that is written whole, or said not to be. The trap: where it is a file, Node's own stream writes once and takes
// what a full disk still took for all of it, without an error. Light, since every start loads it.
//
// What is short is written without a stream: Node's own takes as long to load as a tenth of its start.
import { fstatSync, statSync, writeSync } from 'node:fs';
import { exitCodes, messageOf, Refusal } from './messages.ts';

/** What is written to; `errored` is why it can be written no more. */
export interface Taker {
  /** False where what waits to be taken is much: `drain` or `error` follows. */
  readonly write: (chunk: string | Uint8Array) => boolean;
  readonly once: (event: 'drain' | 'error', listener: () => void) => unknown;
  readonly off: (event: 'drain' | 'error', listener: () => void) => unknown;
  readonly errored: Error | null;
}

/** Writes every byte to a file or a device before it takes the next. */
export function fileOutput(descriptor: number): Taker {
  return directOutput(descriptor, Number.POSITIVE_INFINITY, undefined);
}

/** A pipe holds as much as this, so that nobody is waited for. */
const pipeBytes = 16 * 1024;

/**
 * Writes the first bytes to a pipe itself, and what follows, or what the pipe does not take at once, to the stream, which has to tell
 * who reads no more.
 */
export function pipeOutput(descriptor: number, stream: () => Taker): Taker {
  return directOutput(descriptor, pipeBytes, stream);
}

function directOutput(descriptor: number, most: number, makeStream: (() => Taker) | undefined): Taker {
  let stream: Taker | undefined;
  let written = 0;
  let errored: Error | null = null;
  return {
    write: (chunk) => {
      if (stream) return stream.write(chunk);
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      let at = 0;
      try {
        while (at < bytes.length && written + bytes.length <= most) at += writeSync(descriptor, bytes, at);
        written += bytes.length;
      } catch (error) {
        if (!makeStream) errored = error instanceof Error ? error : new Error(String(error));
      }
      if (errored) return false;
      if (at === bytes.length || !makeStream) return true;
      stream = makeStream();
      return stream.write(bytes.subarray(at));
    },
    once: (event, listener) => stream?.once(event, listener),
    off: (event, listener) => stream?.off(event, listener),
    get errored() {
      return stream?.errored ?? errored;
    },
  };
}

/** The process's standard output: without a stream where it is a file, a device or a pipe. */
export function standardOutput(): Taker | undefined {
  if (isFileOutput(1)) return fileOutput(1);
  // On Windows writing to a pipe may wait for its reader.
  return process.platform !== 'win32' && isPipe(1) ? pipeOutput(1, () => process.stdout) : undefined;
}

function isPipe(descriptor: number): boolean {
  try {
    const about = fstatSync(descriptor);
    return about.isFIFO() || about.isSocket();
  } catch {
    return false;
  }
}

/** Node's part for terminals is loaded only to ask it of a device. */
function isTerminal(descriptor: number): boolean {
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}

/** Where nothing is kept. It is a device as a terminal is. */
const nullDevice = '/dev/null';

/** True where a descriptor is neither a terminal nor a pipe: then nothing has to be waited for. */
function isFileOutput(descriptor: number): boolean {
  try {
    const about = fstatSync(descriptor);
    if (!about.isCharacterDevice()) return about.isFile() || about.isBlockDevice();
    return about.rdev === statSync(nullDevice, { throwIfNoEntry: false })?.rdev || !isTerminal(descriptor);
  } catch {
    return false;
  }
}

/**
 * Writes and waits until it is taken, so that a slow reader does not fill the memory.
 *
 * @throws Refusal with the status for it, where it cannot be written
 */
export async function writeWhole(output: Taker, chunk: string | Uint8Array): Promise<void> {
  refuseUnwritten(output);
  const isTaken = output.write(chunk);
  refuseUnwritten(output);
  if (isTaken) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      output.off('drain', end);
      output.off('error', end);
      resolve();
    };
    output.once('drain', end);
    output.once('error', end);
  });
  refuseUnwritten(output);
}

/** Throws Refusal where an output could not be written. */
export function refuseUnwritten({ errored }: Pick<Taker, 'errored'>): void {
  if (errored) throw new Refusal(notWhole(errored), exitCodes.outputFailed);
}

function notWhole(error: unknown): string {
  return `the output could not be written whole: ${messageOf(error)}`;
}
