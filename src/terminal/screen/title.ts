// The title of the terminal's window: the account in force, while the screen is the program's. The terminal keeps the former one
// on a stack (XTWINOPS 22 and 23); one without a stack keeps ours, as it does after any program that sets it.
// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
import { visible } from '../../text/untrusted.ts';

const keepFormer = '\u001b[22;2t';
const restoreFormer = '\u001b[23;2t';

export interface Title {
  /** Sets it now, or once the screen is the program's. */
  readonly show: (text: string) => void;
  /** What to write as the screen becomes the program's, or where somebody else may have set it meanwhile. */
  readonly enter: () => string;
  /** What to write as it becomes another's. */
  readonly leave: () => string;
}

export function createTitle(write: (bytes: string) => unknown): Title {
  let wanted: string | undefined;
  let isOn = false;
  const set = (): string => (isOn && wanted !== undefined ? titled(wanted) : '');
  return {
    show: (text) => {
      if (text === wanted) return;
      wanted = text;
      if (isOn) write(set());
    },
    enter: () => {
      const kept = isOn ? '' : keepFormer;
      isOn = true;
      return kept + set();
    },
    leave: () => {
      if (!isOn) return '';
      isOn = false;
      return restoreFormer;
    },
  };
}

/** Where there is no title to set, or nobody to see it. */
export const noTitle: Title = { show: () => undefined, enter: () => '', leave: () => '' };

/** OSC 2; nothing in the text can end the string early. */
function titled(text: string): string {
  return `\u001b]2;${visible(text).replace(/\p{Cc}/gu, ' ')}\u0007`;
}
