// Searching the tree: what the field asks for, what was found, and going from match to match.
// The state holds no copy of the matches, only a look at the numbers that the search has written.
import type { Live } from '../../../api/received.ts';
import { isSameDocument, type NodeId } from '../../../json/document.ts';
import { readSearchQuery, type SearchQuery, type SearchScope } from '../../../json/query.ts';
import type { TreeView } from '../../../json/tree-view.ts';
import { moveTo } from '../../../json/view.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { matchesIn } from '../../../text/searchable.ts';
import { withView } from '../../model/document.ts';
import { closeOverlay, openOverlay, openQuestion, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import { type Reason, whyNoTree } from '../../model/reasons.ts';
import type { Role, Row, Span } from '../../model/rows.ts';
import { currentPage } from '../../model/select.ts';
import type { Search, State } from '../../model/state.ts';

const nothing = { document: undefined, matches: new Int32Array(0), isDone: true, problem: undefined, goal: undefined };

/** For going from match to match. */
export function whyNoSearch(state: State): Reason {
  const reason = whyNoTree(state);
  if (reason !== undefined || (state.search && state.search.text !== '')) return reason;
  return `No search yet. ${keyFor(state, 'search.open')} starts one`;
}

/** Opens the field. What was searched for last is searched for again where nothing else is typed. */
export function openSearch(state: State): Step {
  const origin = treeOf(state);
  if (!origin) return [state, []];
  const { text = '', scope = 'both', id = 0 } = state.search ?? {};
  const search: Search = { ...nothing, text, scope, id, origin };
  const opened = openOverlay({ ...state, search }, { kind: 'question', name: 'search', line: createLine() });
  return [opened, [{ type: 'prepareSearch' }]];
}

/** Searches for what the field says now, where that has changed. */
export function searchAsTyped(before: State, after: State): Step {
  const text = fieldText(after);
  const typed = fieldText(before);
  // A field that has just opened asks for nothing yet.
  return text === undefined || typed === undefined || text === typed ? [after, []] : searchFor(after, text);
}

function fieldText(state: State): string | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'question' && overlay.name === 'search' ? overlay.line.text : undefined;
}

const scopes: readonly SearchScope[] = ['both', 'keys', 'values'];

/** Looks in keys, in values or in both. */
export function nextScope(state: State): Step {
  const { search } = state;
  if (!search) return [state, []];
  const scope = scopes[(scopes.indexOf(search.scope) + 1) % scopes.length] ?? 'both';
  return searchFor({ ...state, search: { ...search, scope } }, fieldText(state) ?? search.text);
}

/** From where the field was opened: what an earlier text had unfolded is folded again. */
function searchFor(state: State, text: string): Step {
  const { search } = state;
  if (!search) return [state, []];
  return begin(
    atOrigin(state),
    { ...search, text },
    { from: search.origin?.cursor ?? 0, direction: 1, isInclusive: true },
  );
}

function atOrigin(state: State): State {
  const origin = state.search?.origin;
  const view = treeOf(state);
  if (!origin || !view || !isSameDocument(origin.document, view.document)) return state;
  return withView(state, { ...origin, document: view.document });
}

function begin(state: State, search: Search, goal: Search['goal']): Step {
  const id = search.id + 1;
  const { text, scope } = search;
  const view = treeOf(state);
  const none: Search = { ...search, ...nothing, id };
  if (!view || text === '') return [{ ...state, search: none }, [{ type: 'stopSearch' }]];
  const read = readSearchQuery(text, scope);
  if (!read.ok) return [{ ...state, search: { ...none, problem: read.reason } }, [{ type: 'stopSearch' }]];
  const { document } = view;
  const begun: Search = { ...none, isDone: false, document, goal };
  return [{ ...state, search: begun }, [{ type: 'search', id, document, text, scope }]];
}

/** More was found. */
export function takeMatches(state: State, id: number, matches: Int32Array, isDone: boolean): State {
  const { search } = state;
  if (search?.id !== id) return state;
  const taken: State = { ...state, search: { ...search, matches, isDone } };
  return search.goal ? reach(taken, search.goal) : taken;
}

/** Goes to the match that is wanted as soon as it is known which that is. */
function reach(state: State, goal: NonNullable<Search['goal']>): State {
  const { search } = state;
  const view = treeOf(state);
  if (!search || !view) return state;
  const { matches, isDone } = search;
  const isForward = goal.direction > 0;
  const after = firstFrom(matches, isForward && !goal.isInclusive ? goal.from + 1 : goal.from);
  const index = isForward ? after : after - 1;
  if (!isDone && !(isForward && index < matches.length)) return state;
  const settled: State = { ...state, search: { ...search, goal: undefined } };
  const node = matches[(index + matches.length) % matches.length];
  if (node === undefined) return settled;
  const there = withView(settled, moveTo(view, node));
  const isAround = index < 0 || index >= matches.length;
  if (!isAround || fieldText(state) !== undefined) return there;
  return complain(there, isForward ? 'Search wrapped to the first match' : 'Search wrapped to the last match');
}

/** To the next match, or the one before. */
export function goToMatch(state: State, direction: 1 | -1): Step {
  const { search } = state;
  const view = treeOf(state);
  if (!search || !view) return [state, []];
  const goal = { from: view.cursor, direction, isInclusive: false } as const;
  const searched = search.document;
  const isHere = searched !== undefined && isSameDocument(searched, view.document);
  // Another page, or more of the same that has come since.
  if (!isHere || (search.isDone && searched.nodeCount < view.document.nodeCount)) return begin(state, search, goal);
  if (search.isDone && search.matches.length === 0) return [complain(state, nothingFound(search)), []];
  return [reach({ ...state, search: { ...search, goal } }, goal), []];
}

/** Leaves the field with what was found; an empty one searches for what was searched for before. */
function answerSearch(state: State, text: string): Step {
  const { search } = state;
  if (!search) return [closeOverlay(state), []];
  if (search.problem !== undefined) return [complain(state, `Invalid regular expression: ${search.problem}`), []];
  if (text === '' && search.text === '') return [complain(state, 'Type something to search for first'), []];
  const closed = closeOverlay(state);
  if (text === '') return searchFor(closed, search.text);
  return [search.isDone && search.matches.length === 0 ? complain(closed, nothingFound(search)) : closed, []];
}

/** Leaves the field, back to where the search began; undefined where it is not open. */
export function cancelSearch(state: State): Step | undefined {
  if (openQuestion(state)?.name !== 'search') return undefined;
  return [{ ...closeOverlay(atOrigin(state)), search: undefined }, [{ type: 'stopSearch' }]];
}

/** Asks what to search for. */
export const searchQuestion: QuestionSpec = {
  label: ({ search }) => (search === undefined || search.scope === 'both' ? '/' : `/ in ${search.scope}`),
  placeholder: ({ search }) =>
    search === undefined || search.text === ''
      ? 'text, /expression/, or a key and its value: "type": "A"'
      : search.text,
  answer: answerSearch,
};

/** Searches again, now that all of a document has come. */
export function searchRest(before: State, after: State): Step {
  const { search } = after;
  const view = treeOf(after);
  const [was, is] = [liveOf(before), liveOf(after)];
  if (search?.document && view && was && is)
    return searchNewRows(after, search, view, is.dropped.nodes - was.dropped.nodes);
  if (!search?.document || !view?.document.isComplete || treeOf(before)?.document.isComplete) return [after, []];
  return isSameDocument(search.document, view.document) ? begin(after, search, search.goal) : [after, []];
}

function liveOf(state: State): Live | undefined {
  const body = currentPage(state)?.body;
  return body?.kind === 'json' ? body.live : undefined;
}

/** Looks through rows that have come since; those that are gone take their matches with them. */
function searchNewRows(state: State, search: Search, view: TreeView, gone: number): Step {
  const { document } = view;
  const searched = search.document;
  if (!searched || search.text === '' || search.problem !== undefined) return [state, []];
  if (gone === 0 && !isSameDocument(searched, document)) return [state, []];
  // What is being looked through is not there any more.
  if (gone > 0 && !search.isDone) return begin(state, search, search.goal);
  if (!search.isDone || (gone === 0 && searched.nodeCount === document.nodeCount)) return [state, []];
  const matches =
    gone === 0 ? search.matches : search.matches.filter((match) => match > gone).map((match) => match - gone);
  const before = Math.max(1, searched.nodeCount - gone);
  const id = search.id + 1;
  const { text, scope } = search;
  const going: Search = { ...search, id, matches, isDone: false, document };
  return [{ ...state, search: going }, [{ type: 'search', id, document, text, scope, known: { matches, before } }]];
}

/** Which match the cursor is on, counted from 1, of how many; undefined where nothing was searched for here. */
export function matchPlace(
  search: Search,
  view: TreeView,
): { readonly number: number | undefined; readonly count: number } | undefined {
  if (!search.document || !isSameDocument(search.document, view.document)) return undefined;
  const index = firstFrom(search.matches, view.cursor);
  return { number: search.matches[index] === view.cursor ? index + 1 : undefined, count: search.matches.length };
}

/** The index of the first match that is this node or comes after it. */
export function firstFrom(matches: Int32Array, node: NodeId): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (matches[middle]! < node) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nothingFound({ text, scope }: Search): string {
  return `Nothing matches ${text}${scope === 'both' ? '' : ` in ${scope}`}`;
}

function treeOf(state: State): TreeView | undefined {
  const body = currentPage(state)?.body;
  return body?.kind === 'json' ? body.view : undefined;
}

const marked: readonly Role[] = ['key', 'string', 'number', 'literal'];

/** The row with the matches marked. The pattern is tried on what is shown, so a match that is cut off is not marked. */
export function withMarks(row: Row, { pattern, scope, pair }: SearchQuery): Row {
  return row.flatMap((piece) => {
    if (pair && marked.includes(piece.role)) {
      const found = markedPieces(piece, pattern);
      if (found.length > 1) return found;
      return markedPieces(piece, piece.role === 'key' ? pair.key : (pair.value?.pattern ?? pattern));
    }
    const isWanted = marked.includes(piece.role) && (scope === 'both' || (scope === 'keys') === (piece.role === 'key'));
    return isWanted ? markedPieces(piece, pattern) : [piece];
  });
}

/** A stretch of text with the matches in it as pieces of their own. */
export function markedPieces({ text, role }: Span, pattern: RegExp): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { from, to } of matchesIn(pattern, text)) {
    spans.push({ text: text.slice(at, from), role }, { text: text.slice(from, to), role: 'match' });
    at = to;
  }
  return [...spans, { text: text.slice(at), role }].filter((piece) => piece.text !== '');
}
