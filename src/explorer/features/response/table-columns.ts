// The columns of a table to choose from: those that it has, those that are hidden, and what is inside of them.
import { nestedColumn, nestedWays } from '../../../json/nested-columns.ts';
import { type CellWay, type Column, fieldLabel } from '../../../json/table.ts';
import { narrow } from '../../../text/matching.ts';
import { formatCount } from '../../../text/numbers.ts';
import { closeOverlay } from '../../model/focus.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { listLength, shownColumns } from '../../model/table.ts';
import { type ShownTable, tableHere, withTable } from './table.ts';

interface Choice {
  readonly label: string;
  /** A column of the table, or the way to one that it does not have yet. */
  readonly column?: Column;
  readonly way?: CellWay;
}

/** The columns in their order, then what is inside of them. */
function choices({ document, table }: ShownTable): readonly Choice[] {
  const own = table.columns.map((column) => ({ label: fieldLabel(column.field, column.name), column }));
  const there = new Set(
    table.columns.flatMap(({ field }) => (typeof field === 'object' ? [JSON.stringify(field)] : [])),
  );
  const inside = nestedWays(document, table.list)
    .filter((way) => !there.has(JSON.stringify(way)))
    .map((way) => ({ label: fieldLabel(way), way }));
  return [...own, ...inside];
}

/** All columns, and what is inside of them: enter goes to one, and shows it where it was not on the screen. */
export const columnsPicker: PickerSpec = {
  label: 'column',
  title: 'Go to a column, or show a hidden or a nested one',
  items: (state: State, typed: string): readonly PickerItem[] => {
    const shown = tableHere(state);
    if (!shown) return [];
    const all = choices(shown);
    return narrow(
      all.map(({ label }) => label),
      typed,
    ).map(({ index }) => {
      const { label, column, way } = all[index]!;
      const isHidden = column && shown.table.hidden.includes(column.field);
      const what = way ? '  inside' : isHidden ? '  hidden' : '';
      return { key: String(index), row: [span(label, what === '' ? 'text' : 'dim'), span(what, 'dim')] };
    });
  },
  empty: (state: State): string => {
    const shown = tableHere(state);
    const isAll = !shown || shown.table.seen >= listLength(shown.document, shown.table);
    return isAll ? 'No column matches' : `No column matches in the first ${formatCount(shown.table.seen)} rows`;
  },
  choose: (state: State, { key }: PickerItem): Step => {
    const closed = closeOverlay(state);
    const shown = tableHere(closed);
    const choice = shown && choices(shown)[Number(key)];
    if (!shown || !choice) return [closed, []];
    return [choice.way ? addColumn(closed, shown, choice.way) : showColumn(closed, shown, choice.column), []];
  },
};

function showColumn(state: State, shown: ShownTable, column: Column | undefined): State {
  if (!column) return state;
  const hidden = shown.table.hidden.filter((field) => field !== column.field);
  const table = { ...shown.table, hidden };
  return withTable(state, shown, { ...table, column: shownColumns(table).indexOf(column) });
}

/** A column of what is inside another one, after that of the cursor. */
function addColumn(state: State, shown: ShownTable, way: CellWay): State {
  const { document, table } = shown;
  const column = nestedColumn(document, table.list, way);
  if (!column) return complain(state, 'No row of the sample has this any more');
  const here = shownColumns(table)[table.column];
  const at = here ? table.columns.indexOf(here) + 1 : table.columns.length;
  const columns = table.columns.toSpliced(at, 0, column);
  return showColumn(state, { ...shown, table: { ...table, columns } }, column);
}
