// Whether the terminal tells of the mouse: presses, and moves with a button held (mode 1002), each in a form without limits (1006).
// Off whenever the screen is not the program's: a shell would get it as typed text.
const on = '\u001b[?1002h\u001b[?1006h';
const off = '\u001b[?1006l\u001b[?1002l';

export interface MouseModes {
  /** Sets it now, or once the screen is the program's. */
  readonly show: (isWanted: boolean) => void;
  /** What to write as the screen becomes the program's, or where somebody else may have had it meanwhile. */
  readonly enter: () => string;
  /** What to write as it becomes another's. */
  readonly leave: () => string;
}

export function createMouseModes(write: (bytes: string) => unknown): MouseModes {
  let isWanted = false;
  let isTaken = false;
  return {
    show: (next) => {
      if (next === isWanted) return;
      isWanted = next;
      if (isTaken) write(next ? on : off);
    },
    enter: () => {
      isTaken = true;
      return isWanted ? on : '';
    },
    leave: () => {
      isTaken = false;
      return isWanted ? off : '';
    },
  };
}

/** Where there is no screen to point at. */
export const noMouse: MouseModes = { show: () => undefined, enter: () => '', leave: () => '' };
