// A terminal model that counts the cells of a grapheme cluster as a test wants it: as we do, wider, or narrower.
import type xterm from '@xterm/headless';
import { isPlain } from '../../src/text/plain.ts';
import { cellWidth, graphemes } from '../../src/text/width.ts';

export type Counting = (cluster: string) => number;

export const asWeDo: Counting = cellWidth;

/** A cell more, but no more than two, which is all that a cell holds. What is plain is narrow in every terminal that nobody has told else. */
export const wider: Counting = (cluster) => (isPlain(cluster) ? 1 : 2);
export const narrower: Counting = (cluster) => (isPlain(cluster) ? 1 : Math.max(0, cellWidth(cluster) - 1));
/** As a terminal that is told to take ambiguous characters (UAX #11) for wide. */
export const widest: Counting = (cluster) => (/^[ -~]$/.test(cluster) ? 1 : 2);

/** Makes the model count so. Each code point comes alone, with whether it goes on with a cluster. */
export function countBy(terminal: InstanceType<typeof xterm.Terminal>, count: Counting): void {
  let cluster = '';
  terminal.unicode.register({
    version: 'test',
    wcwidth: (code) => Math.min(2, count(String.fromCodePoint(code))) as 0 | 1 | 2,
    charProperties: (code, preceding) => {
      const character = String.fromCodePoint(code);
      const joins = preceding !== 0 && graphemes(cluster + character).length === 1;
      cluster = joins ? cluster + character : character;
      // As xterm packs them: whether there is a state (any, so not 0), the width, and the join.
      return (1 << 3) | (Math.min(2, count(cluster)) << 1) | (joins ? 1 : 0);
    },
  });
  terminal.unicode.activeVersion = 'test';
}
