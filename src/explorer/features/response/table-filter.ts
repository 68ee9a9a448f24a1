// Showing only those rows of a table that hold what is typed. The rows follow the field as it changes, and a filter stays from page to page.
import { isSameDocument } from '../../../json/document.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { closeOverlay, hasFocus, openOverlay, openQuestion } from '../../model/focus.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import type { EventOf } from '../../model/reducers.ts';
import type { State } from '../../model/state.ts';
import {
  arranged,
  type FilterWish,
  newRowFilter,
  type RowFilter,
  shownColumns,
  withCursor,
} from '../../model/table.ts';
import { areRowsComing, type ShownTable, tableHere, withTable } from './table.ts';

/** Opens the field, with the text of the filter that is on. */
export function openRowFilter(state: State): Step {
  const shown = tableHere(state);
  if (!shown) return [state, []];
  if (areRowsComing(shown)) return [complain(state, 'The rows can be filtered when all have arrived'), []];
  const line = createLine(shown.table.filter?.text ?? '');
  return [openOverlay(state, { kind: 'question', name: 'rowFilter', line }), []];
}

/** Has the rows looked for that the field, or the filter of the page before, asks for. */
export function filterRows(_: State, state: State): Step {
  const shown = tableHere(state);
  if (!shown) return [state, []];
  const typed = fieldText(state);
  const filter = wantedFilter(shown.table.filter, typed);
  const filtered = filter === shown.table.filter ? state : filterSet(state, shown, filter);
  if (!filter || areRowsComing(shown)) return [filtered, []];
  const { document, table } = shown;
  const { list, columns, hidden } = table;
  const { of } = filter;
  const isSame =
    of?.list === list &&
    of.text === filter.text &&
    isSameDocument(of.document, document) &&
    of.document.nodeCount === document.nodeCount &&
    of.all === columns &&
    of.hidden === hidden;
  const now = tableHere(filtered);
  if (isSame || !now) return [filtered, []];
  const wish: FilterWish = { document, list, columns: shownColumns(table), text: filter.text, all: columns, hidden };
  const begun = withTable(filtered, now, { ...now.table, filter: { ...filter, of: wish, isPending: true } });
  return [begun, [{ type: 'table.filter', wish }]];
}

function wantedFilter(filter: RowFilter | undefined, typed: string | undefined): RowFilter | undefined {
  if (typed === undefined || typed === (filter?.text ?? '')) return filter;
  if (typed === '') return undefined;
  // What was found last stays on the screen until there is something else.
  return filter ? { ...filter, text: typed } : newRowFilter(typed);
}

function fieldText(state: State): string | undefined {
  const question = openQuestion(state);
  return question?.name === 'rowFilter' ? question.line.text : undefined;
}

/** With the cursor on its row, where that is still shown. */
function filterSet(state: State, shown: ShownTable, filter: RowFilter | undefined): State {
  const table = arranged(shown.table, { filter });
  return withTable(state, shown, withCursor(shown.document, table, table.row, table.column));
}

/** Takes in the rows that were found, where they are still those that are wanted. */
export function takeFiltered(state: State, { wish, found }: EventOf<'table.filtered'>): Step {
  const shown = tableHere(state);
  const filter = shown?.table.filter;
  if (!shown || filter?.of !== wish) return [state, []];
  if (!found.ok) {
    const refused = { ...filter, isPending: false, problem: found.reason };
    return [withTable(state, shown, { ...shown.table, filter: refused }), []];
  }
  return [filterSet(state, shown, { ...filter, rows: found.rows, isPending: false, problem: undefined }), []];
}

/** Takes the filter off, and closes its field; undefined where there is neither. */
export function dropRowFilter(state: State): Step | undefined {
  const isAsked = fieldText(state) !== undefined;
  const closed = isAsked ? closeOverlay(state) : state;
  const shown = tableHere(closed);
  if (isAsked && !shown?.table.filter) return [closed, []];
  if (!shown?.table.filter || !hasFocus(closed, 'response')) return undefined;
  return [filterSet(closed, shown, undefined), []];
}

/** Leaves the field with the rows that were found; an empty one takes the filter off. */
export const rowFilterQuestion: QuestionSpec = {
  label: 'rows with',
  placeholder: 'text, /re/, or column: text',
  answer: (state: State): Step => {
    const problem = rowFilterProblem(state);
    if (problem !== undefined) return [complain(state, `Invalid regular expression: ${problem}`), []];
    return [closeOverlay(state), []];
  },
};

/** What is wrong with what is typed in the field, where it is open. */
export function rowFilterProblem(state: State): string | undefined {
  if (fieldText(state) === undefined) return undefined;
  return tableHere(state)?.table.filter?.problem;
}
