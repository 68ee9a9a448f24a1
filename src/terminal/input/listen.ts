// Reads the terminal: bytes into the decoder, and its patience kept by timers. Also what Ink gets for its input: a stream of which
// nothing ever comes, by which Ink says when the keys are the program's (raw mode) and when the shell's or an editor's.
import { fstatSync, readlinkSync, statSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { ReadStream } from 'node:tty';
import type { Decoder, InputEvent } from './decode.ts';

/** Node's types know the descriptor of `process.stdin` alone. */
type TerminalKeys = NodeJS.ReadStream & { readonly fd?: number };

interface Listener {
  /** For Ink: switches raw mode, and with it the reading, on and off. */
  readonly inkInput: NodeJS.ReadStream;
  /** Sets raw mode anew, though it is on as far as this process knows: a shell may have taken it away. */
  readonly renewRawMode: () => void;
  readonly stop: () => void;
}

/**
 * @param onEvent gets keys and pastes in order
 * @param onGone is called when there is no terminal any more
 */
export function listen(
  stdin: TerminalKeys,
  decoder: Decoder,
  onEvent: (event: InputEvent) => void,
  onGone: () => void,
): Listener {
  let timer: NodeJS.Timeout | undefined;
  let check: NodeJS.Immediate | undefined;
  let isReading = false;

  const quiet = (): void => {
    clearTimeout(timer);
    clearImmediate(check);
  };
  const arm = (): void => {
    quiet();
    const wait = decoder.wait();
    if (wait === undefined) return;
    timer = setTimeout(() => {
      // A busy program is late, not the terminal: what has come meanwhile is read first.
      check = setImmediate(() => {
        tell(decoder.giveUp(process.uptime() * 1000));
        arm();
      });
    }, wait);
  };
  const tell = (events: readonly InputEvent[]): void => {
    for (const event of events) onEvent(event);
  };
  const take = (bytes: Buffer | string): void => {
    const events = decoder.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, process.uptime() * 1000);
    arm();
    tell(events);
  };

  const start = (): void => {
    if (isReading) return;
    isReading = true;
    stdin.on('data', take);
    stdin.resume();
  };
  const stop = (): void => {
    if (!isReading) return;
    isReading = false;
    quiet();
    stdin.off('data', take);
    stdin.pause();
  };
  stdin.once('end', onGone);
  stdin.once('error', onGone);
  stdin.once('close', onGone);

  const inkInput = new PassThrough();
  Object.assign(inkInput, {
    isTTY: true,
    setRawMode: (isRaw: boolean) => {
      stdin.setRawMode(isRaw);
      if (isRaw) start();
      else stop();
      return inkInput;
    },
    ref: () => stdin.ref(),
    unref: () => stdin.unref(),
  });
  return {
    inkInput: inkInput as unknown as NodeJS.ReadStream,
    renewRawMode: () => {
      if (isReading) setRawModeAnew(stdin);
    },
    stop: () => {
      stop();
      for (const event of ['end', 'error', 'close']) stdin.off(event, onGone);
    },
  };
}

/**
 * libuv leaves a mode alone that a stream has set before, so another stream of the same terminal sets it.
 *
 * Off and on again would do too, but for the moment between: a ctrl+c, ctrl+z or ctrl+\\ that came then, in a paste say, was a signal.
 */
function setRawModeAnew(stdin: TerminalKeys): void {
  const other = anotherStream(stdin);
  if (other === undefined) {
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    return;
  }
  // A terminal that is gone ends the reading too.
  other.on('error', () => {});
  other.setRawMode(true);
  other.destroy();
}

function anotherStream({ fd }: TerminalKeys): ReadStream | undefined {
  try {
    return fd === undefined || !hasName(fd) ? undefined : new ReadStream(fd);
  } catch {
    return undefined;
  }
}

/**
 * True where the terminal can be opened by its name, as it cannot be in a container that was entered from outside.
 *
 * libuv gives every stream a descriptor of its own then; else they share one, and the end of the second deafens the first.
 */
function hasName(fd: number): boolean {
  if (process.platform !== 'linux') return true;
  return statSync(readlinkSync(`/proc/self/fd/${fd}`)).rdev === fstatSync(fd).rdev;
}
