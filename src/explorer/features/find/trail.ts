// The trail: the answers that were on screen, in the order in which they were visited, each as it was left. A reaction keeps it,
// so that nobody who shows a response has to know of it.
import { parseLine } from '../../../request/parse.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, truncate, truncateMiddle } from '../../../text/width.ts';
import { focusPane } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform } from '../../model/notices.ts';
import { showLine } from '../../model/prompt.ts';
import { whyBusy } from '../../model/reasons.ts';
import { stowResponse } from '../../model/record.ts';
import { type OpenResponse, sizeOf } from '../../model/response.ts';
import { clickable, type Row, requestSpans, rowWidth, type Span, span } from '../../model/rows.ts';
import type { Place, State, Trail } from '../../model/state.ts';
import { unsentLine } from '../compose/prompt.ts';
import { nameFor } from './follow.ts';

/** Places that are kept; beyond it the oldest are forgotten. */
const mostPlaces = 100;

/** Bytes of answers and their indexes; beyond it those are let go that are farthest from where the user is. */
const budget = 256 * 1024 * 1024;

/** Notes another response on screen as a place, and puts the one before back to its own. */
export function keepTrail(before: State, after: State): State {
  const left = before.response;
  const shown = after.response;
  if (left?.id === shown?.id) return after;
  const stowed = left ? withPlaceResponse(after.trail, left) : after.trail;
  const here = stowed.places[stowed.at];
  // Going back and forward has moved to the place already.
  const trail = !shown || here?.id === shown.id ? stowed : visited(stowed, shown);
  return { ...after, trail: withinBudget(trail) };
}

/** What was ahead is ahead no more; the same request again takes the place of its former response. */
function visited({ places, at }: Trail, response: OpenResponse): Trail {
  const place: Place = { id: response.id, title: response.title, isFile: !response.request, response: undefined };
  const isAgain = places[at]?.title === place.title;
  const kept = [...places.slice(0, isAgain ? at : at + 1), place].slice(-mostPlaces);
  return { places: kept, at: kept.length - 1 };
}

function withPlaceResponse({ places, at }: Trail, response: OpenResponse): Trail {
  const kept = places.map((place) =>
    place.id === response.id ? { ...place, title: response.title, response } : place,
  );
  return { places: kept, at };
}

function withinBudget({ places, at }: Trail): Trail {
  let size = 0;
  const kept = new Set<number>();
  const byDistance = places
    .keys()
    .toArray()
    .sort((a, b) => Math.abs(a - at) - Math.abs(b - at));
  for (const index of byDistance) {
    const response = places[index]?.response;
    size += response ? sizeOf(response) : 0;
    if (size <= budget) kept.add(index);
  }
  if (kept.size === places.length) return { places, at };
  return { places: places.map((place, index) => (kept.has(index) ? place : { ...place, response: undefined })), at };
}

/** The place before (`step` -1), or after. */
export function goAlong(state: State, step: 1 | -1): State {
  const { places, at } = state.trail;
  // A request that failed has left the last response; back leads to that first.
  const isElsewhere = state.response?.id !== places[at]?.id;
  const target = step < 0 && isElsewhere ? at : at + step;
  if (!places[target]) {
    const words = step < 0 ? 'This is the first response' : 'This is the last response';
    return complain(state, words);
  }
  return goToPlace(state, target);
}

/** One of the places by its number, counted from 0. */
export function goToPlace(state: State, target: number): State {
  const place = state.trail.places[target];
  if (!place) return state;
  const reason = whyBusy(state);
  if (reason !== undefined) return complain(state, reason);
  const unsent = unsentLine(state);
  const stowed = stowResponse(state);
  const left = stowed.response ? withPlaceResponse(stowed.trail, stowed.response) : stowed.trail;
  const moved: State = { ...stowed, trail: { ...left, at: target } };
  // What was typed and not sent is not lost for looking back.
  const lined = unsent !== undefined || place.isFile ? moved : showLine(moved, place.title);
  const { response } = left.places[target] ?? place;
  if (!response) {
    const told = inform(
      focusPane({ ...lined, response: undefined }, 'prompt'),
      `This response was released to save memory. ${keyFor(state, 'prompt.send')} sends the request again`,
    );
    return place.isFile ? complain(state, 'This document was released to save memory. Open it again') : told;
  }
  const exchange =
    state.exchange.kind === 'failed' ? ({ kind: 'done', id: state.exchange.id } as const) : state.exchange;
  return focusPane({ ...lined, response, exchange }, 'response');
}

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
  const word = truncate(words[at] ?? '', room - 4);
  const here: Row = [span('[', 'accent'), ...requestSpans(word, 'accent'), span(']', 'accent')];
  let from = at;
  let to = at + 1;
  // One cell at each end says that there is more.
  let left = room - rowWidth(here) - 2;
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
    const shown = place === at ? here : requestSpans(word, place > at ? 'dim' : 'text');
    return [...gap, ...clickable(shown, { kind: 'place', at: place })];
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
