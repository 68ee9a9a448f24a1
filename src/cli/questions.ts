// Questions to the person at the terminal, whatever standard input and output are. A hidden response is not echoed, and the
// terminal is as it was before, however the program ends.

import { closeSync, openSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { ReadStream, WriteStream } from 'node:tty';
import { visible } from '../text/untrusted.ts';
import { Cancelled } from './messages.ts';

export interface Questioner {
  /**
   * Resolves with the line that was typed; rejects with Cancelled. `hidden` shows nothing of it; a function tells what of a
   * text is to be dots.
   */
  readonly ask: (question: string, how?: 'hidden' | ((text: string) => boolean)) => Promise<string>;
  /** Writes a line to the terminal. */
  readonly say: (text: string) => void;
  /** Gives the terminal back. */
  readonly close: () => void;
}

/** Undefined where there is no terminal to ask at. */
export function openQuestioner(): Questioner | undefined {
  const keys = openTerminalKeys();
  if (!keys) return undefined;
  const screen = openSync(process.platform === 'win32' ? 'CONOUT$' : '/dev/tty', 'w');
  const write = (text: string): void => void writeSync(screen, text);
  const decoder = new StringDecoder('utf8');
  let waiting = '';
  const ask: Questioner['ask'] = async (question, how) => {
    const restore = takeKeys(keys);
    write(visible(question));
    try {
      let line = emptyLine;
      for (;;) {
        const typed = typeText(line, waiting);
        if (how !== 'hidden') write(`\r\u001b[K${visible(question)}${shown(typed.line.text, how)}`);
        line = typed.line;
        waiting = typed.rest;
        if (line.end === 'cancelled') throw new Cancelled('it was cancelled');
        if (line.end === 'entered') return line.text;
        waiting += decoder.write(await nextChunk(keys));
      }
    } finally {
      write('\r\n');
      restore();
    }
  };
  const close = (): void => {
    keys.destroy();
    closeSync(screen);
  };
  return { ask, say: (text) => write(`${visible(text)}\r\n`), close };
}

function shown(text: string, isSecret: ((text: string) => boolean) | undefined): string {
  return isSecret?.(text.trim()) ? '•'.repeat(text.length) : visible(text);
}

/** Raw mode until the returned function is called, or the program is told to end. */
function takeKeys(keys: ReadStream): () => void {
  keys.setRawMode(true);
  const end = (signal: NodeJS.Signals): void => {
    restore();
    process.kill(process.pid, signal);
  };
  const restore = (): void => {
    for (const signal of signals) process.off(signal, end);
    process.off('exit', restore);
    keys.setRawMode(false);
  };
  for (const signal of signals) process.once(signal, end);
  process.once('exit', restore);
  return restore;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function nextChunk(keys: ReadStream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      keys.pause();
      keys.off('data', onData);
      keys.off('end', onEnd);
      keys.off('error', onEnd);
      end();
    };
    const onData = (chunk: Buffer): void => settle(() => resolve(chunk));
    // The terminal was closed.
    const onEnd = (): void => settle(() => reject(new Cancelled('the terminal has gone')));
    keys.on('data', onData);
    keys.once('end', onEnd);
    keys.once('error', onEnd);
    keys.resume();
  });
}

interface ReplyLine {
  readonly text: string;
  /** Unset while the line goes on; `cancelled` by ctrl+c, or by ctrl+d with nothing typed. */
  readonly end: 'entered' | 'cancelled' | undefined;
}

export const emptyLine: ReplyLine = { text: '', end: undefined };

/** What one character makes of the line. */
function typeCharacter(line: ReplyLine, character: string): ReplyLine {
  switch (character) {
    case '\r':
    case '\n':
      return { ...line, end: 'entered' };
    case '\u0003':
      return { ...line, end: 'cancelled' };
    case '\u0004':
      return line.text === '' ? { ...line, end: 'cancelled' } : line;
    case '\u007f':
    case '\b':
      return { ...line, text: [...line.text].slice(0, -1).join('') };
    case '\u0015':
      return { ...line, text: '' };
    case '\u0017':
      return { ...line, text: line.text.trimEnd().replace(/\S+$/, '') };
    default:
      return character < ' ' ? line : { ...line, text: line.text + character };
  }
}

/** Keys that send more than a character (arrows, pastes between brackets) as the terminal sends them: no part of a line. */
const SEQUENCES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O.|[^[O])/gsu;

/** The beginning of one, whose end is still to come. */
const CUT_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*|O)?$/;

/** Takes what has arrived up to the end of the line; `rest` belongs to what arrives next. */
export function typeText(line: ReplyLine, arrived: string): { readonly line: ReplyLine; readonly rest: string } {
  const whole = arrived.replaceAll(SEQUENCES, '');
  const cut = CUT_SEQUENCE.exec(whole)?.[0] ?? '';
  const text = whole.slice(0, whole.length - cut.length);
  let typed = line;
  let at = 0;
  for (const character of text) {
    at += character.length;
    typed = typeCharacter(typed, character);
    if (typed.end !== undefined) break;
  }
  // Enter may come as two characters.
  const rest = text.slice(at) + cut;
  return { line: typed, rest: typed.end === 'entered' && rest.startsWith('\n') ? rest.slice(1) : rest };
}

/** The terminal's screen, wherever standard output goes; undefined where there is no terminal. */
export function openTerminalScreen(): { readonly stream: WriteStream; readonly close: () => void } | undefined {
  try {
    const fd = openSync(process.platform === 'win32' ? 'CONOUT$' : '/dev/tty', 'w');
    const stream: WriteStream & { readonly _refreshSize?: () => void } = new WriteStream(fd);
    // Node keeps the size current only of its own standard output.
    const refresh = (): void => stream._refreshSize?.();
    process.on('SIGWINCH', refresh);
    return {
      stream,
      close: () => {
        process.off('SIGWINCH', refresh);
        stream.destroy();
      },
    };
  } catch {
    return undefined;
  }
}

/** A stream of the terminal's keys, to be destroyed afterwards; undefined where there is no terminal. */
export function openTerminalKeys(): ReadStream | undefined {
  try {
    const fd = openSync(process.platform === 'win32' ? 'CONIN$' : '/dev/tty', 'r+');
    // Only that of standard input knows its own descriptor.
    return Object.assign(new ReadStream(fd), { fd });
  } catch {
    return undefined;
  }
}
