// The trail as the header shows it: what was visited, in a word each, the place on screen marked by brackets as well as by its colour.
import { parseLine } from '../../../request/parse.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, truncate, truncateMiddle } from '../../../text/width.ts';
import { type Row, type Span, span } from '../../model/spans.ts';
import type { Place, State } from '../../model/state.ts';
import { nameFor } from './follow.ts';

const between = ' › ';
/** Cells of a word at the most, where there are few for all and where there are many. */
const widestWord = { narrow: 16, wide: 24, wideFrom: 60 } as const;
/** Cells below which the words would be too short to tell anything. */
const leastRoom = 14;

/** Empty where only one place was visited, or where there is no room; else at most `room` cells, with as much of both ends as fits. */
export function trailRow(state: State, room: number): Row {
  const { places, at } = state.trail;
  if (places.length < 2 || at < 0 || room < leastRoom) return [];
  const widest = room < widestWord.wideFrom ? widestWord.narrow : widestWord.wide;
  const words = places.map((place) => wordFor(state, place, widest));
  const here = `[${truncate(words[at] ?? '', room - 4)}]`;
  let from = at;
  let to = at + 1;
  // One cell at each end says that there is more.
  let left = room - cellWidth(here) - 2;
  const takes = (index: number): boolean => {
    const word = words[index];
    const cells = cellWidth(word ?? '') + between.length;
    if (word === undefined || cells > left) return false;
    left -= cells;
    return true;
  };
  while (takes(from - 1)) from -= 1;
  while (takes(to)) to += 1;
  const spans = words.slice(from, to).flatMap((word, index): readonly Span[] => {
    const place = from + index;
    const gap = index === 0 ? [] : [span(between, 'dim')];
    return [...gap, place === at ? span(here, 'accent') : span(word, place > at ? 'dim' : 'text')];
  });
  return [span(from > 0 ? '…' : '', 'dim'), ...spans, span(to < words.length ? '…' : '', 'dim')];
}

/** The end of the path, by the name of what it is where that is known; the method where it is not GET. */
function wordFor(state: State, { title, isFile }: Place, widest: number): string {
  if (isFile) return truncateMiddle(visible(title.split(/[\\/]/).at(-1) ?? title), widest);
  const parsed = parseLine(title, { baseUrl: state.session.baseUrl });
  if (!parsed.ok) return truncate(visible(title), widest);
  const { method, path } = parsed.request;
  const last = path.split('/').findLast((segment) => segment !== '') ?? '/';
  const word = truncateMiddle(visible(nameFor(state, decoded(last))), widest);
  return method === undefined || method === 'GET' ? word : `${method} ${word}`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
