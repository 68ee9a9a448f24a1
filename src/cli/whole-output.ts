// Standard output that is written whole, or said not to be. The trap: where it is a file, Node's own stream writes once and takes
// what a full disk still took for all of it, without an error. Light, since every start loads it.
import { fstatSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { exitCodes, messageOf, Refusal } from './messages.ts';

/** What is written to; `errored` is why it can be written no more. */
type Taker = Pick<Writable, 'write' | 'once' | 'off' | 'errored'>;

/** A stream that writes every byte to a file or a device before it takes the next. */
export function fileOutput(descriptor: number): Writable {
  const output = new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _, done) => {
      try {
        for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  // Whoever writes is told by `writeWhole`, and the exit by `refuseUnwritten`.
  output.on('error', () => undefined);
  return output;
}

/** Node's part for terminals is loaded only to ask it of a device. */
function isTerminal(descriptor: number): boolean {
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}

/** True where a descriptor is neither a terminal nor a pipe: then nothing has to be waited for. */
export function isFileOutput(descriptor: number): boolean {
  try {
    const about = fstatSync(descriptor);
    return about.isFile() || about.isBlockDevice() || (about.isCharacterDevice() && !isTerminal(descriptor));
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
