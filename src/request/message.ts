// Putting what the user wrote into a sentence. Must not know what was wrong with it.
import { visible } from '../text/untrusted.ts';
import { truncateMiddle } from '../text/width.ts';

const MAX_CELLS = 48;

/** The text in double quotes, safe to paint, cut in the middle where it is long. */
export function quoted(text: string): string {
  return `"${truncateMiddle(visible(text.slice(0, 2000)), MAX_CELLS)}"`;
}
