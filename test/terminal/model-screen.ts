// The app on a terminal model of a real size: what is asserted is what would stand on the screen, colours apart.

import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import type { Store } from '../../src/perform/store.ts';
import { mount as mountApp } from '../../src/terminal/mount.tsx';
import { createStage } from '../../src/terminal/stage.ts';
import { createTheme } from '../../src/terminal/theme.ts';

export interface ModelScreen {
  /** Rows of the screen, right ends trimmed. */
  readonly text: () => Promise<string>;
  /** How a cell is painted. */
  readonly cell: (
    row: number,
    column: number,
  ) => { readonly inverse: boolean; readonly bold: boolean; readonly coloured: boolean };
  readonly cursor: () => { readonly row: number; readonly column: number; readonly hidden: boolean };
  readonly bytes: () => string;
  readonly resize: (columns: number, rows: number) => void;
  readonly keys: (bytes: string) => void;
  /** The app ends; the screen stays until `close`. */
  readonly end: () => void;
  readonly wraps: () => boolean;
  readonly close: () => void;
}

export class ModelOutput extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  bytes = '';
  hidden = false;
  readonly terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  }

  write(data: string | Uint8Array, done?: () => void): boolean {
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    this.bytes += text;
    for (const [, mode] of text.matchAll(/\u001b\[\?25([hl])/g)) this.hidden = mode === 'l';
    // A terminal in cooked output mode returns the carriage at a line feed.
    this.terminal.write(text.replaceAll('\n', '\r\n'), done);
    return true;
  }
}

/** React has given what has happened to the painter. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export interface ModelOptions {
  /** As in createTheme. */
  readonly depth?: number;
  /** What kind of terminal it is; called before anything is written. */
  readonly prepare?: (terminal: InstanceType<typeof xterm.Terminal>) => void;
}

/** What is read from; `isRaw` as it was last set. */
export function modelInput(): NodeJS.ReadStream {
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode: (isRaw: boolean) => Object.assign(input, { isRaw }),
    ref: () => input,
    unref: () => input,
  });
  return input as unknown as NodeJS.ReadStream;
}

/** Mounts the app for a store at a size. */
export function mount(
  store: Store,
  columns: number,
  rows: number,
  { depth = 4, prepare }: ModelOptions = {},
): ModelScreen {
  const output = new ModelOutput(columns, rows);
  prepare?.(output.terminal);
  const input = modelInput();
  store.dispatch({ type: 'screen.resized', columns, rows });
  const stage = createStage({
    store,
    theme: createTheme(depth),
    stdin: input,
    stdout: output as unknown as NodeJS.WriteStream,
    onGone: () => undefined,
  });
  stage.take();
  const app = mountApp(stage);
  const { buffer } = output.terminal;
  return {
    text: async () => {
      await settled();
      stage.output.flush();
      await new Promise<void>((resolve) => output.terminal.write('', resolve));
      const lines = Array.from(
        { length: output.rows },
        (_, row) => buffer.active.getLine(row)?.translateToString(true, 0, output.columns) ?? '',
      );
      return lines.map((line) => line.trimEnd()).join('\n');
    },
    cell: (row, column) => {
      const cell = buffer.active.getLine(row)?.getCell(column);
      return {
        inverse: (cell?.isInverse() ?? 0) !== 0,
        bold: (cell?.isBold() ?? 0) !== 0,
        coloured: cell?.isFgDefault() === false,
      };
    },
    cursor: () => ({ row: buffer.active.cursorY, column: buffer.active.cursorX, hidden: output.hidden }),
    bytes: () => output.bytes,
    resize: (width, height) => {
      output.columns = width;
      output.rows = height;
      output.terminal.resize(width, height);
      store.dispatch({ type: 'screen.resized', columns: width, rows: height });
      stage.output.repaint();
    },
    keys: (bytes) => input.push(bytes),
    end: app.unmount,
    wraps: () => output.terminal.modes.wraparoundMode,
    close: () => {
      app.unmount();
      output.terminal.dispose();
    },
  };
}
