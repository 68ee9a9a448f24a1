// How wide a column of a table is: a person makes it wider or narrower, or as wide as what is in it again.
import { nestedColumn } from '../../../json/nested-columns.ts';
import { type Column, columnsOfList, isRowKey } from '../../../json/table.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { shownColumns } from '../../model/table.ts';
import { type ShownTable, tableHere, withTable } from './table.ts';

/** Cells of a step, of the narrowest column, and of the widest: no terminal shows more of it. */
const step = 4;

const narrowest = 4;

const widest = 400;

/** Makes the column of the cursor wider or narrower. */
export function widenColumn(state: State, by: 1 | -1): Step {
  return changeColumn(state, (column) => {
    const width = Math.max(Math.min(narrowest, column.width), Math.min(widest, column.width + by * step));
    if (width === column.width) return by > 0 ? 'No column can be wider' : 'No column can be narrower';
    return { ...column, width, isChosen: true };
  });
}

/** As wide as what is in it, in so far as the sample tells. */
export function fitColumn(state: State): Step {
  return changeColumn(state, (column, { document, table }) => {
    const { isChosen, ...rest } = column;
    if (!isChosen) return 'The column is as wide as what is in it already';
    const { field } = column;
    const found =
      typeof field === 'object' && !isRowKey(field)
        ? nestedColumn(document, table.list, field)
        : columnsOfList(document, table.list).find((one) => one.field === field);
    return { ...rest, width: found?.width ?? column.width };
  });
}

function changeColumn(state: State, change: (column: Column, shown: ShownTable) => Column | string): Step {
  const shown = tableHere(state);
  const here = shown && shownColumns(shown.table)[shown.table.column];
  if (!shown || !here) return [state, []];
  const changed = change(here, shown);
  if (typeof changed === 'string') return [complain(state, changed), []];
  const columns = shown.table.columns.map((column) => (column === here ? changed : column));
  return [withTable(state, shown, { ...shown.table, columns }), []];
}
