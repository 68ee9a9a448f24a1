// The trail: the answers that were on screen, in the order in which they were visited, each as it was left. Kept after every event,
// so that nobody who shows an answer has to know of it.
import { sizeOf } from '../../model/answer-size.ts';
import { focusPane } from '../../model/focus.ts';
import { complain, inform } from '../../model/notices.ts';
import { showLine } from '../../model/prompt.ts';
import { stowAnswer } from '../../model/record.ts';
import type { Answer, Place, State, Trail } from '../../model/state.ts';
import { unsentLine } from '../compose/prompt.ts';

/** Places that are kept; beyond it the oldest are forgotten. */
const mostPlaces = 100;

/** Bytes of answers and their indexes; beyond it those are let go that are farthest from where the user is. */
const budget = 256 * 1024 * 1024;

/** Called after every event: notes another answer on screen as a place, and puts the one before back to its own. */
export function keepTrail(before: State, after: State): State {
  const left = before.answer;
  const shown = after.answer;
  if (left?.id === shown?.id) return after;
  const stowed = left ? withPlaceAnswer(after.trail, left) : after.trail;
  const here = stowed.places[stowed.at];
  // Going back and forward has moved to the place already.
  const trail = !shown || here?.id === shown.id ? stowed : visited(stowed, shown);
  return { ...after, trail: withinBudget(trail) };
}

/** What was ahead is ahead no more; the same request again takes the place of its former answer. */
function visited({ places, at }: Trail, answer: Answer): Trail {
  const place: Place = { id: answer.id, title: answer.title, isFile: !answer.request, answer: undefined };
  const isAgain = places[at]?.title === place.title;
  const kept = [...places.slice(0, isAgain ? at : at + 1), place].slice(-mostPlaces);
  return { places: kept, at: kept.length - 1 };
}

function withPlaceAnswer({ places, at }: Trail, answer: Answer): Trail {
  const kept = places.map((place) => (place.id === answer.id ? { ...place, title: answer.title, answer } : place));
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
    const answer = places[index]?.answer;
    size += answer ? sizeOf(answer) : 0;
    if (size <= budget) kept.add(index);
  }
  if (kept.size === places.length) return { places, at };
  return { places: places.map((place, index) => (kept.has(index) ? place : { ...place, answer: undefined })), at };
}

/** The place before (`step` -1), or after. */
export function goAlong(state: State, step: 1 | -1): State {
  const { places, at } = state.trail;
  // A request that failed has left the last answer; back leads to that first.
  const isElsewhere = state.answer?.id !== places[at]?.id;
  const target = step < 0 && isElsewhere ? at : at + step;
  const place = places[target];
  if (!place) {
    const words =
      step < 0 ? 'This is the first place: nothing was visited before it' : 'This is the last place visited';
    return complain(state, words);
  }
  if (state.exchange.kind === 'sending') return complain(state, 'A request is on its way: Esc cancels it');
  const unsent = unsentLine(state);
  const stowed = stowAnswer(state);
  const left = stowed.answer ? withPlaceAnswer(stowed.trail, stowed.answer) : stowed.trail;
  const moved: State = { ...stowed, trail: { ...left, at: target } };
  // What was typed and not sent is not lost for looking back.
  const lined = unsent !== undefined || place.isFile ? moved : showLine(moved, place.title);
  const { answer } = left.places[target] ?? place;
  if (!answer) {
    const told = inform(
      focusPane({ ...lined, answer: undefined }, 'prompt'),
      'This answer was let go to save memory: enter sends it again',
    );
    return place.isFile ? complain(state, 'This document was let go to save memory: open it again') : told;
  }
  const exchange =
    state.exchange.kind === 'failed' ? ({ kind: 'done', id: state.exchange.id } as const) : state.exchange;
  return focusPane({ ...lined, answer, exchange }, 'response');
}
