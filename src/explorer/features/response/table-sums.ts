// What the column under the cursor comes to: shown until it is taken off, and made anew where the cursor or the rows change.
import { isSameDocument } from '../../../json/document.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { EventOf } from '../../model/reducers.ts';
import type { State } from '../../model/state.ts';
import { type SumsWish, shownColumns } from '../../model/table.ts';
import { areRowsComing, tableHere, withTable } from './table.ts';

/** Shows on the lower edge what the column comes to, or no longer. */
export function toggleSums(state: State): State {
  const shown = tableHere(state);
  if (!shown) return state;
  if (areRowsComing(shown)) return complain(state, 'A column can be added up when all rows have arrived');
  const sums = shown.table.sums ? undefined : { of: undefined, found: undefined };
  return withTable(state, shown, { ...shown.table, sums });
}

/** Has the column under the cursor added up, where that has not been done. */
export function sumColumn(_: State, state: State): Step {
  const shown = tableHere(state);
  if (!shown?.table.sums) return [state, []];
  const { document, table } = shown;
  const column = shownColumns(table)[table.column];
  if (!column || table.filter?.isPending || areRowsComing(shown)) return [state, []];
  const wish: SumsWish = { document, list: table.list, field: column.field, places: table.places };
  if (isSame(table.sums?.of, wish)) return [state, []];
  const sums = { of: wish, found: undefined };
  return [withTable(state, shown, { ...table, sums }), [{ type: 'table.sum', wish }]];
}

function isSame(before: SumsWish | undefined, wish: SumsWish): boolean {
  if (before?.list !== wish.list || before.field !== wish.field || !isSameDocument(before.document, wish.document))
    return false;
  return before.document.nodeCount === wish.document.nodeCount && before.places === wish.places;
}

/** Takes in what a column comes to, where that is still the one that is wanted. */
export function takeSums(state: State, { wish, sums }: EventOf<'table.summed'>): Step {
  const shown = tableHere(state);
  if (!shown || shown.table.sums?.of !== wish) return [state, []];
  return [withTable(state, shown, { ...shown.table, sums: { of: wish, found: sums } }), []];
}
