// The two sides of a comparison: where each comes from, and the comparison once both are there.
import type { Received } from '../../../api/received.ts';
import type { FoundDifferences, JsonPlace } from '../../../json/compare.ts';
import { effectiveMethod } from '../../../request/method.ts';
import type { RequestLine } from '../../../request/types.ts';
import { capitalised } from '../../../text/sentences.ts';
import type { Compared, CompareMark, CompareSide } from '../../model/compare.ts';
import type { Effect } from '../../model/effects.ts';
import type { CompareEvent, HistoryEvent } from '../../model/events.ts';
import { openOverlay, topOverlay } from '../../model/focus.ts';
import type { Step } from '../../model/notices.ts';
import type { Reducers } from '../../model/reducers.ts';
import { explain } from '../../model/select.ts';
import type { State } from '../../model/state.ts';

export function withCompare(state: State, change: Partial<State['compare']>): State {
  return { ...state, compare: { ...state.compare, ...change } };
}

export function withCompared(state: State, change: Partial<Compared>): State {
  const { shown } = state.compare;
  return shown ? withCompare(state, { shown: { ...shown, ...change } }) : state;
}

/** The member that the catalog says tells the items of the response's list apart. */
export function itemIdOf(state: State, request: RequestLine | undefined): string | undefined {
  const catalog = state.find.catalog?.catalog;
  if (!catalog || !request) return undefined;
  return catalog.matcher().match(effectiveMethod(request), request.path)?.operation.list?.id;
}

/** What the second side is: something like what can be marked, or a request to be sent. */
type Second = Pick<CompareMark, 'label' | 'itemId'> & {
  readonly source: CompareMark['source'] | { readonly kind: 'request'; readonly request: RequestLine };
};

function askFor(source: Exclude<Second['source'], { readonly kind: 'value' }>, id: number): Effect {
  switch (source.kind) {
    case 'stored':
      return { type: 'history.read', row: source.row, id, want: 'compare' };
    case 'kept':
      return { type: 'compare.kept', row: source.row, side: source.side, id };
    case 'request':
      return { type: 'compare.fetch', id, request: source.request };
  }
}

/** Shows the comparison, and asks for what of it is not there yet. */
export function startComparing(state: State, first: CompareMark, second: Second): Step {
  const effects: Effect[] = [];
  let { lastId } = state;
  const sideOf = (source: Second['source']): CompareSide => {
    if (source.kind === 'value') return source.place;
    lastId++;
    effects.push(askFor(source, lastId));
    return { waitsFor: lastId };
  };
  const [before, after] = [sideOf(first.source), sideOf(second.source)];
  const shown: Compared = {
    id: lastId,
    titles: [first.label, second.label],
    before,
    after,
    itemId: second.itemId ?? first.itemId,
    ignored: state.settings.compareIgnores,
    share: 0,
    found: undefined,
    problem: undefined,
    closed: new Set(),
    opened: new Set(),
    cursor: 0,
    top: 0,
  };
  const opened = openOverlay({ ...state, lastId }, { kind: 'compare' });
  const [run, more] = compareAnew(withCompare(opened, { mark: undefined, shown }));
  return [run, [...effects, ...more]];
}

/** Compares what is there, where both sides are. */
export function compareAnew(state: State): Step {
  const { shown } = state.compare;
  if (!shown || 'waitsFor' in shown.before || 'waitsFor' in shown.after) return [state, []];
  const id = state.lastId + 1;
  const { before, after, ignored, itemId } = shown;
  const waiting = withCompared({ ...state, lastId: id }, { id, share: 0, problem: undefined });
  return [waiting, [{ type: 'compare.run', id, before, after, ignored, itemId }]];
}

function takeSide(state: State, id: number, place: JsonPlace | string): Step {
  const { shown } = state.compare;
  const name = shown && (['before', 'after'] as const).find((side) => isWaiting(shown[side], id));
  if (!name) return [state, []];
  if (typeof place === 'string') return [withCompared(state, { problem: place, share: undefined }), []];
  return compareAnew(withCompared(state, { [name]: place }));
}

function isWaiting(side: CompareSide, id: number): boolean {
  return 'waitsFor' in side && side.waitsFor === id;
}

function placeIn({ body }: Received): JsonPlace | string {
  if (body.kind !== 'json') return 'What came is not JSON, so it cannot be compared';
  if (body.arriving || body.incomplete) return 'What came is not whole, so it cannot be compared';
  return { document: body.document, node: 0 };
}

/** What the history had of a side. */
export function takeStoredSide(
  state: State,
  { id, outcome }: Extract<HistoryEvent, { type: 'history.wasRead' }>,
): Step {
  if (outcome.kind === 'missing') return takeSide(state, id, capitalised(outcome.reason));
  if (outcome.kind === 'failure') return takeSide(state, id, 'This request got no response');
  const [first] = outcome.pages;
  return takeSide(state, id, first ? placeIn(first.received) : 'No response was kept for this request');
}

function takeFound(state: State, id: number, found: FoundDifferences): State {
  const { shown } = state.compare;
  if (!shown || shown.id !== id || 'waitsFor' in shown.before || 'waitsFor' in shown.after) return state;
  const comparison = { ...found, before: shown.before.document, after: shown.after.document };
  const fresh = { closed: new Set<number>(), opened: new Set<number>(), cursor: 0, top: 0 };
  return withCompared(state, { share: undefined, found: comparison, ...fresh });
}

export const compareReducers: Reducers<CompareEvent['type']> = {
  'compare.progressed': (state, { id, share }) =>
    state.compare.shown?.id === id ? [withCompared(state, { share }), []] : [state, []],
  'compare.done': (state, { id, found }) => [takeFound(state, id, found), []],
  'compare.fetched': (state, { id, received }) =>
    takeSide(state, id, received.failure ? explain(received.failure) : placeIn(received)),
  'compare.failed': (state, { id, reason }) => {
    const { shown } = state.compare;
    if (shown?.id === id) return [withCompared(state, { problem: reason, share: undefined }), []];
    return takeSide(state, id, reason);
  },
};

/** Esc: the comparison goes, and what it waits for is stopped. */
export function leaveComparison(state: State): Step | undefined {
  const { shown } = state.compare;
  if (topOverlay(state)?.kind !== 'compare') return undefined;
  const overlays = state.focus.overlays.slice(0, -1);
  const left = withCompare({ ...state, focus: { ...state.focus, overlays } }, { shown: undefined });
  const waiting = shown
    ? [shown.before, shown.after].flatMap((side) => ('waitsFor' in side ? [side.waitsFor] : []))
    : [];
  return [left, [{ type: 'compare.stop' }, ...waiting.map((id) => ({ type: 'cancel', id }) as const)]];
}
