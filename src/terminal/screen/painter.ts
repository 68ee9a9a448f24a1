// Paints frames: what differs from the last one, each row by its own number, all in one update. Ink's painter moves from row
// to row, so that one wrong guess of a width shifts all that follows, and takes each row apart for every frame.
import { blankCells, type Cells, changeRow, type Pen, paintRow, position, screenCells, setStyle } from './row.ts';
import { afterScroll, scrollBetween, scrollBytes } from './scroll.ts';

export interface Frame {
  /** Rows from the top, styled with SGR alone. Rows below them are blank. */
  readonly lines: readonly string[];
  /** Where the terminal's cursor stands; undefined hides it. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

export interface Painter {
  /** Paints the frame soon; of several that come close together, only the last. */
  readonly show: (compose: () => Frame) => void;
  /** Paints every row anew, whatever stands there, soon. */
  readonly repaint: () => void;
  /** Paints at once what is still to be painted. */
  readonly flush: () => void;
  /** The screen is the program's from here on: paints all of the last frame anew. */
  readonly begin: () => void;
  /** The screen is another's from here on. */
  readonly end: () => void;
}

/** Where a painter paints; the size is read for every frame. */
interface Canvas {
  readonly columns: number;
  readonly rows: number;
  readonly write: (bytes: string) => unknown;
}

/** Milliseconds between frames, at least: 125 a second, enough that a held-down key is never behind. */
const gap = 8;

const csi = '\u001b[';
/** Mode 2026: a terminal that knows it shows nothing of an update before its end. */
const beginUpdate = `${csi}?2026h`;
const endUpdate = `${csi}?2026l`;

/** Characters that go out in one packet and are read at once: nothing of them can be shown before the rest. */
const shortUpdate = 512;

const showCursor = `${csi}?25h`;
const hideCursor = `${csi}?25l`;

/** Rows that run over their end stay where they are (DECAWM off). */
export const wrapOff = `${csi}?7l`;
export const wrapOn = `${csi}?7h`;

/** For a whole paint, whatever was written to the screen before: no style, no margins, absolute rows, ASCII, no wrapping, no cursor. */
const knownState = `${csi}m${csi}r${csi}?6l\u001b(B\u000f${wrapOff}${hideCursor}`;

export function createPainter(canvas: Canvas): Painter {
  let compose: (() => Frame) | undefined;
  /** What stands on the screen; undefined where that is unknown. */
  let known: { lines: readonly string[]; columns: number; rows: number; cursor: Frame['cursor'] } | undefined;
  let cells: readonly Cells[] = [];
  let isOn = false;
  let timer: NodeJS.Timeout | undefined;
  /** True where it is painted as soon as the event is over. */
  let isDue = false;
  let paintedAt = Number.NEGATIVE_INFINITY;

  const paint = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isDue = false;
    if (!isOn || compose === undefined) return;
    paintedAt = process.uptime() * 1000;
    const frame = compose();
    const { columns, rows } = canvas;
    if (known?.columns !== columns || known.rows !== rows) known = undefined;
    const pen: Pen = { bytes: '', style: '' };
    const lines = frame.lines.slice(0, rows);
    const before = known;
    const next = lines.map((line, row): Cells => {
      const same = line === before?.lines[row] ? cells[row] : undefined;
      return same ?? screenCells(line, columns);
    });
    const scroll = before && scrollBetween(cells, next);
    if (scroll) {
      pen.bytes += scrollBytes(scroll);
      cells = afterScroll(cells, scroll, blankCells);
    }
    for (const [row, after] of next.entries()) {
      const was = before && cells[row];
      if (was === undefined) paintRow(pen, after, row);
      else if (was !== after) changeRow(pen, was, after, row);
    }
    setStyle(pen, '');
    if (lines.length < (before?.lines.length ?? rows)) pen.bytes += `${position(lines.length, 0)}${csi}J`;
    const { cursor } = frame;
    const hasMoved = cursor?.x !== before?.cursor?.x || cursor?.y !== before?.cursor?.y;
    if (before === undefined) pen.bytes = knownState + pen.bytes;
    else if (before.cursor !== undefined && (pen.bytes !== '' || cursor === undefined))
      pen.bytes = hideCursor + pen.bytes;
    if (cursor !== undefined && (pen.bytes !== '' || hasMoved)) {
      const isHidden = pen.bytes !== '' || before?.cursor === undefined;
      pen.bytes += position(cursor.y, cursor.x) + (isHidden ? showCursor : '');
    }
    known = { lines, columns, rows, cursor };
    cells = next;
    const isShort = before !== undefined && pen.bytes.length <= shortUpdate;
    if (pen.bytes !== '') canvas.write(isShort ? pen.bytes : beginUpdate + pen.bytes + endUpdate);
  };

  const schedule = (wait: number): void => {
    if (!isOn || timer !== undefined || isDue) return;
    if (wait > 0) timer = setTimeout(paint, wait);
    else {
      // After all that the event brings about, which makes one frame.
      isDue = true;
      queueMicrotask(() => {
        if (isDue) paint();
      });
    }
  };
  const repaint = (): void => {
    known = undefined;
    // Later than what a new size brings about, so that both make one frame.
    schedule(Math.max(1, paintedAt + gap - process.uptime() * 1000));
  };
  return {
    show: (next) => {
      compose = next;
      schedule(paintedAt + gap - process.uptime() * 1000);
    },
    repaint,
    flush: () => {
      if (timer !== undefined || isDue) paint();
    },
    begin: () => {
      isOn = true;
      known = undefined;
      if (compose !== undefined) repaint();
    },
    end: () => {
      isOn = false;
      isDue = false;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
