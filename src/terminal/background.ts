// Asks the terminal whether its background is dark or light (OSC 11). It answers whenever it likes, or never: the answer comes as keys
// do, by the decoder. Asked after it is what every terminal answers (DA1), so that silence is known for what it is at once.
import type { Rgb } from '../explorer/model/theme.ts';
import { contrast } from './colours.ts';
import type { InputEvent, Patience } from './input/decode.ts';

type Brightness = 'dark' | 'light';

const question = '\u001b]11;?\u0007\u001b[c';

interface BackgroundQuestion {
  /** Asks, once; undefined where there is no answer in time. */
  readonly ask: () => Promise<Brightness | undefined>;
  /** True where the event was an answer. */
  readonly take: (event: InputEvent) => boolean;
  /** Waits a little for what was asked and is not answered yet: it must not reach whoever reads the terminal next. */
  readonly settled: () => Promise<void>;
}

/**
 * @param hint what `COLORFGBG` says, which some terminals set: for those that do not answer
 */
export function createBackgroundQuestion(
  write: (bytes: string) => unknown,
  patience: Patience,
  hint: string | undefined,
): BackgroundQuestion {
  let asked: Promise<Brightness | undefined> | undefined;
  let answer: Brightness | undefined;
  let end: (() => void) | undefined;
  /** True until the last answer has come, however late. */
  let isOwed = false;
  let onPaid: (() => void) | undefined;
  return {
    ask: () => {
      asked ??= new Promise((resolve) => {
        const timer = setTimeout(() => end?.(), patience.rest);
        end = () => {
          clearTimeout(timer);
          end = undefined;
          resolve(answer ?? hinted(hint));
        };
        isOwed = true;
        write(question);
      });
      return asked;
    },
    take: (event) => {
      if (event.type === 'background') {
        answer = brightnessOf(event.rgb);
        return true;
      }
      if (event.type !== 'attributes') return false;
      isOwed = false;
      end?.();
      onPaid?.();
      return true;
    },
    settled: async () => {
      if (!isOwed) return;
      isOwed = false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience.escape * 5);
        onPaid = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}

/** By what is read better on it. */
function brightnessOf(rgb: Rgb): Brightness {
  return contrast(rgb, [255, 255, 255]) >= contrast(rgb, [0, 0, 0]) ? 'dark' : 'light';
}

/** `foreground;background`, by the numbers of the sixteen colours. */
function hinted(hint: string | undefined): Brightness | undefined {
  const number = /(?:^|;)(\d{1,2})$/.exec(hint ?? '')?.[1];
  if (number === undefined) return undefined;
  return number === '7' || Number(number) > 8 ? 'light' : 'dark';
}
