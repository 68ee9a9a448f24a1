// The terminal itself, for commands whose standard input is something else.
import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';

/** A stream of the terminal's keys, to be destroyed afterwards; undefined where there is no terminal. */
export function openTerminalKeys(): ReadStream | undefined {
  try {
    return new ReadStream(openSync(process.platform === 'win32' ? 'CONIN$' : '/dev/tty', 'r+'));
  } catch {
    return undefined;
  }
}
