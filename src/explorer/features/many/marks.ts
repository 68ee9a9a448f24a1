// Marking rows of a list, in the tree or the table: one, a range, all that match the search. They go when another list is shown.
import { listNode } from '../../../api/list.ts';
import { childCount, indexInParent } from '../../../json/children.ts';
import { isSameDocument, type JsonDocument, kindOf, type NodeId, parentOf } from '../../../json/document.ts';
import { listAround } from '../../../json/table.ts';
import { formatQuantity } from '../../../text/numbers.ts';
import { keyFor } from '../../model/key-labels.ts';
import type { MarkedRows } from '../../model/many.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import { currentPage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { rowIndex, type Table } from '../../model/table.ts';

interface ListHere {
  readonly document: JsonDocument;
  readonly list: NodeId;
  /** The item under the cursor; undefined where the cursor is not in the list. */
  readonly index: number | undefined;
}

function listHere(state: State): ListHere | undefined {
  const page = currentPage(state);
  const table = tableOnScreen(state);
  if (table && page?.body.kind === 'json') {
    if (kindOf(page.body.view.document, table.list) !== 'array') return undefined;
    return { document: page.body.view.document, list: table.list, index: rowIndex(table, table.row) };
  }
  if (page?.view !== 'tree' || page.body.kind !== 'json') return undefined;
  const { document, cursor } = page.body.view;
  const list = listAround(document, cursor, listNode(document, page.info));
  return list === undefined ? undefined : { document, list, index: indexIn(document, list, cursor) };
}

function tableOnScreen(state: State): Table | undefined {
  const page = currentPage(state);
  return page?.view === 'table' ? page.table : undefined;
}

function indexIn(document: JsonDocument, list: NodeId, node: NodeId): number | undefined {
  for (let at: NodeId | undefined = node; at !== undefined; at = parentOf(document, at)) {
    if (parentOf(document, at) === list) return indexInParent(document, at);
  }
  return undefined;
}

const noList = 'There is no list of objects here to mark rows of';

const noItems = 'Rows can be marked where they are the items of a list: these are the members of an object';

/** Why nothing can be marked here. */
function whyNoMark(state: State): string {
  const page = currentPage(state);
  const table = tableOnScreen(state);
  const isObject = table && page?.body.kind === 'json' && kindOf(page.body.view.document, table.list) === 'object';
  return isObject ? noItems : noList;
}

/** Those of the list around the cursor; others begin anew. */
function marksOf(state: State, { document, list }: ListHere): MarkedRows {
  const { marks } = state;
  const isSame = marks && marks.list === list && isSameDocument(marks.document, document);
  return isSame ? marks : { document, list, rows: new Set(), anchor: undefined };
}

function withMarked(state: State, marks: MarkedRows): State {
  return { ...state, marks: marks.rows.size === 0 && marks.anchor === undefined ? undefined : marks };
}

/** MarkedRows the row under the cursor, or takes its mark off. */
export function markRow(state: State): Step {
  const here = listHere(state);
  if (here?.index === undefined) return [complain(state, whyNoMark(state)), []];
  const marks = marksOf(state, here);
  const rows = new Set(marks.rows);
  if (!rows.delete(here.index)) rows.add(here.index);
  return [withMarked(state, { ...marks, rows }), []];
}

/** Begins a range at the cursor, or marks all from where it began to the cursor, as the rows stand on the screen. */
export function markRange(state: State): Step {
  const here = listHere(state);
  if (here?.index === undefined) return [complain(state, whyNoMark(state)), []];
  const marks = marksOf(state, here);
  if (marks.anchor === undefined) {
    const begun = withMarked(state, { ...marks, anchor: here.index });
    return [inform(begun, `The range begins here. ${keyFor(state, 'marks.range')} again ends it`), []];
  }
  const places = tableOnScreen(state)?.places;
  const placeOf = (index: number): number => (places ? places.indexOf(index) : index);
  if (placeOf(marks.anchor) === -1) return [complain(state, 'The row where the range begins is not shown'), []];
  const [from, to] = [placeOf(marks.anchor), placeOf(here.index)].toSorted((a, b) => a - b) as [number, number];
  const rows = new Set(marks.rows);
  for (let place = from; place <= to; place += 1) rows.add(places?.[place] ?? place);
  return [withMarked(state, { ...marks, rows, anchor: undefined }), []];
}

/** MarkedRows all rows that the search matches, or all that are shown; once they are marked, takes the marks off. */
export function markMatches(state: State): Step {
  const here = listHere(state);
  if (!here) return [complain(state, whyNoMark(state)), []];
  const { document, list } = here;
  if (!document.isComplete) return [complain(state, 'All rows can be marked when all have arrived'), []];
  const marks = marksOf(state, here);
  const { search } = state;
  const places = tableOnScreen(state)?.places;
  const isShown = places ? new Set(places) : undefined;
  const isSearched = search?.document !== undefined && isSameDocument(search.document, document) && search.text !== '';
  const found = new Set<number>();
  if (isSearched) {
    for (const node of search.matches) {
      const index = indexIn(document, list, node);
      if (index !== undefined && (isShown?.has(index) ?? true)) found.add(index);
    }
    if (found.size === 0) return [complain(state, 'No row matches the search'), []];
  } else {
    for (let index = 0; index < childCount(document, list); index += 1)
      if (isShown?.has(index) ?? true) found.add(index);
    if (found.size === 0) return [complain(state, 'No row is shown'), []];
  }
  const isAll = [...found].every((index) => marks.rows.has(index));
  const rows = isAll ? [...marks.rows].filter((index) => !found.has(index)) : [...marks.rows, ...found];
  return [withMarked(state, { ...marks, rows: new Set(rows), anchor: undefined }), []];
}

/** Takes all marks off; undefined where there are none. */
export function dropMarks(state: State): Step | undefined {
  if (!state.marks || state.focus.pane !== 'response') return undefined;
  return [{ ...state, marks: undefined }, []];
}

/** MarkedRows are of the list on the screen: with another there they go, and that is said. */
export function forgetMarks(state: State): State {
  const { marks } = state;
  if (!marks) return state;
  const page = currentPage(state);
  if (page?.body.kind === 'json' && isSameDocument(page.body.view.document, marks.document)) return state;
  const bare = { ...state, marks: undefined };
  if (marks.rows.size === 0 || state.notice?.kind === 'problem') return bare;
  return inform(bare, `Another list is shown: ${formatQuantity(marks.rows.size, 'mark')} taken off`);
}
