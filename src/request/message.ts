// Pieces of the sentences that say what is wrong with a line. Must not know about places in it.
import { visible } from '../text/untrusted.ts';
import { truncateMiddle } from '../text/width.ts';

const MAX_CELLS = 48;

/** The text in double quotes, safe to paint, cut in the middle where it is long. */
export function quoted(text: string): string {
  return `"${truncateMiddle(visible(text.slice(0, 2000)), MAX_CELLS)}"`;
}

/** What is said of a value after `:=` that is no JSON, wherever it was read. */
export function notJson(expected: string): string {
  return `The value after := is not JSON: expected ${expected}. Write name=text for text.`;
}
