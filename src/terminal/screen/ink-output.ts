// What Ink gets for its output. Ink says when the screen is the program's and when it is the shell's again (it starts and ends the
// alternate screen at the start, around a suspension, and however the program ends); that goes on, with what else has to be switched
// there. It paints nothing: its own erasing and moving would go over what the painter has put there. When Ink comes the screen is the
// program's already (`stage.ts`), and of what Ink switches on first nothing is written.
import type { MouseModes } from './mouse-modes.ts';
import { type Painter, wrapOff, wrapOn } from './painter.ts';
import { position } from './row.ts';
import type { Title } from './title.ts';

/** What is switched with the screen besides: the title of the window and the mouse. */
type Switched = Pick<Title | MouseModes, 'enter' | 'leave'>;

const enterScreen = '\u001b[?1049h';
const leaveScreen = '\u001b[?1049l';
export const pasteOn = '\u001b[?2004h';
export const pasteOff = '\u001b[?2004l';
const showCursor = '\u001b[?25h';

/** What is written as the screen becomes the program's, or where somebody else may have had it meanwhile. */
export function takenModes(besides: Switched): string {
  return enterScreen + pasteOn + wrapOff + besides.enter();
}

/** What is written as it becomes the shell's. */
export function leftModes(rows: number, besides: Switched): string {
  return leaving(rows, besides) + showCursor;
}

/** A terminal without an alternate screen keeps what stands there: the shell asks in a clean row. */
function leaving(rows: number, besides: Switched): string {
  return `\u001b[m${position(rows - 1, 0)}\u001b[K${wrapOn}${besides.leave()}${leaveScreen}`;
}

/** Alternate screen, brackets around pastes, and the cursor that is shown again at the end. */
const modes = /\u001b\[\?(?:1049[hl]|2004[hl]|25h)/g;

/** @param isDumb true where the terminal knows no modes */
export function inkOutput(
  stdout: NodeJS.WriteStream,
  painter: Painter,
  besides: Switched,
  isDumb = false,
): NodeJS.WriteStream {
  /** What Ink has still to hear of as if it had switched it. */
  const isOn = new Set([enterScreen, pasteOn]);
  const write = (data: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    let switched = '';
    for (const [mode] of String(data).matchAll(modes)) {
      if (isOn.delete(mode)) continue;
      if (mode === enterScreen) switched += enterScreen + wrapOff + besides.enter();
      else if (mode === leaveScreen) {
        painter.end();
        switched += leaving(stdout.rows, besides);
      } else switched += mode;
    }
    const isTaken = Reflect.apply(stdout.write, stdout, [switched, ...rest]);
    if (switched.includes(enterScreen)) painter.begin();
    return isTaken;
  };
  // Ink listens for new sizes alone, which are the painter's business.
  const ignore = (): NodeJS.WriteStream => proxy;
  // Where Ink takes it for no terminal it switches no modes.
  const own: Readonly<Record<PropertyKey, unknown>> = { write, on: ignore, off: ignore, isTTY: !isDumb };
  const proxy: NodeJS.WriteStream = new Proxy(stdout, {
    get: (target, name) => {
      if (Object.hasOwn(own, name)) return own[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return proxy;
}
