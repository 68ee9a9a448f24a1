// Tables are arranged as they were when the same operation's list was last one: its columns in their order, which are hidden, what was
// added from inside, widths, and what it is sorted by. What is kept is read when the first table is shown, and written when one changes.
import { listNode } from '../../../api/list.ts';
import { nestedColumn } from '../../../json/nested-columns.ts';
import { pathOf } from '../../../json/paths.ts';
import type { Column } from '../../../json/table.ts';
import { layoutField, layoutOf, type TableLayout } from '../../../json/table-layout.ts';
import { effectiveMethod } from '../../../request/method.ts';
import type { DocumentEvent } from '../../model/events.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { openTable, rowNode, shownColumns, type Table } from '../../model/table.ts';
import { type ShownTable, tableHere, withTable } from './table.ts';

/**
 * What the table is of: the method and the path of the operation, and where in its answer the list is. Where the catalog does not know the
 * operation, what looks like an id or a name of the account is left out of the path. Undefined for what is no answer, or is filtered.
 */
function tableName(state: State, { page, document, table }: ShownTable): string | undefined {
  const { request } = page;
  if (!request || !page.response || (state.response?.layers.length ?? 0) > 0) return undefined;
  const method = effectiveMethod(request);
  const match = state.find.catalog?.catalog.matcher().match(method, request.path);
  const path = match?.operation.path ?? request.path.replaceAll(/\/[^/]*[\d.%@][^/]*|\/[^/]{24,}/g, '/{}');
  const steps = pathOf(document, table.list).map((step) => (typeof step === 'number' ? '[]' : step));
  const name = `${method} ${path} ${steps.join('.')}`;
  return name.length > 300 ? undefined : name;
}

/** Arranges a table that is shown after the tree as it was; the first of all has what is kept read. */
export function recallTable(before: State, state: State): Step {
  const shown = tableHere(state);
  if (!shown || tableHere(before)) return [state, []];
  const { isRead, known } = state.tableLayouts;
  if (!isRead) return [{ ...state, tableLayouts: { isRead: true, known } }, [{ type: 'table.recall' }]];
  return arranged(state, shown);
}

/** Takes in what is kept. What was arranged while it was read stays so. */
export function takeLayouts(state: State, { layouts }: Extract<DocumentEvent, { type: 'table.recalled' }>): Step {
  const known = new Map([...layouts, ...state.tableLayouts.known]);
  const read: State = { ...state, tableLayouts: { isRead: true, known } };
  const shown = tableHere(read);
  return shown ? arranged(read, shown) : [read, []];
}

/** Keeps what a key has changed in a table. */
export function rememberTable(before: State, state: State): Step {
  const [was, is] = [tableHere(before), tableHere(state)];
  if (!was || !is || was.document.memo !== is.document.memo || was.table.list !== is.table.list) return [state, []];
  if (was.table.columns === is.table.columns && was.table.hidden === is.table.hidden && isSameSort(was.table, is.table))
    return [state, []];
  const of = tableName(state, is);
  // A key that has forgotten it has changed it too.
  if (of === undefined || before.tableLayouts !== state.tableLayouts) return [state, []];
  const layout = layoutOf(is.table.columns, is.table.hidden, is.table.sort);
  return withLayout(state, of, layout);
}

function isSameSort({ sort: a }: Table, { sort: b }: Table): boolean {
  return a?.field === b?.field && a?.isDescending === b?.isDescending;
}

/** Forgets how the table is arranged. */
export function forgetTable(state: State): Step {
  const shown = tableHere(state);
  if (!shown) return [state, []];
  const of = tableName(state, shown);
  const fresh = freshTable(shown);
  if (!fresh) return [state, []];
  const text = (one: Table): string => JSON.stringify(layoutOf(one.columns, one.hidden, one.sort));
  const isKnown = of !== undefined && state.tableLayouts.known.has(of);
  if (!isKnown && text(fresh) === text(shown.table))
    return [complain(state, 'This table is not arranged otherwise'), []];
  const [forgotten, effects] = of === undefined ? [state, []] : withLayout(state, of, undefined);
  const placed = withTable(forgotten, shown, { ...fresh, seen: Math.min(fresh.seen, shown.table.seen) });
  return [inform(placed, 'The table is arranged as it came'), [...effects, { type: 'table.stop' }]];
}

/** As the list would be shown for the first time, on the same row. */
function freshTable({ page, document, table }: ShownTable): Table | undefined {
  const row = rowNode(document, table, table.row);
  return openTable(document, row ?? table.list, undefined, false, listNode(document, page.info));
}

function withLayout(state: State, of: string, layout: TableLayout | undefined): Step {
  const known = new Map(state.tableLayouts.known);
  known.delete(of);
  if (layout) known.set(of, layout);
  return [{ ...state, tableLayouts: { ...state.tableLayouts, known } }, [{ type: 'table.remember', of, layout }]];
}

/** The cursor stays on its row, wherever that comes to stand. */
function arranged(state: State, shown: ShownTable): Step {
  const of = tableName(state, shown);
  const layout = of === undefined ? undefined : state.tableLayouts.known.get(of);
  if (!layout) return [state, []];
  const { document, table } = shown;
  const named = new Map<string, Column>(table.columns.map((column) => [nameOf(layoutField(column.field)), column]));
  const widths = new Map(layout.widths.map(([field, width]) => [nameOf(field), width]));
  const kept = layout.columns.flatMap((field): readonly Column[] => {
    const own = named.get(nameOf(field));
    named.delete(nameOf(field));
    const isNested = typeof field === 'object' && field !== null && field.length > 0;
    const column = own ?? (isNested ? nestedColumn(document, table.list, field) : undefined);
    const width = widths.get(nameOf(field));
    return column ? [width === undefined ? column : { ...column, width, isChosen: true }] : [];
  });
  const columns = [...kept, ...named.values()];
  const isHidden = new Set(layout.hidden.map(nameOf));
  const hidden = columns.map(({ field }) => field).filter((field) => isHidden.has(nameOf(layoutField(field))));
  const { sort } = layout;
  const sorted = sort && columns.find(({ field }) => nameOf(layoutField(field)) === nameOf(sort.field));
  const changed: Table = { ...table, columns, hidden: hidden.length < columns.length ? hidden : [] };
  const last = Math.max(0, shownColumns(changed).length - 1);
  const placed: Table = { ...changed, column: Math.min(table.column, last) };
  if (!sort || !sorted || !document.isComplete) return [withTable(state, shown, placed), []];
  const { field } = sorted;
  const { isDescending } = sort;
  const wanted: Table = { ...placed, sort: { field, isDescending, order: table.sort?.order, isPending: true } };
  return [withTable(state, shown, wanted), [{ type: 'table.order', document, list: table.list, field, isDescending }]];
}

function nameOf(field: TableLayout['columns'][number]): string {
  return JSON.stringify(field);
}
