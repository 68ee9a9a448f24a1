import { expect, test } from 'vitest';
import { tableHere } from '../../../../src/explorer/features/response/table.ts';
import { shownColumns } from '../../../../src/explorer/model/table.ts';
import { fieldLabel } from '../../../../src/json/table.ts';
import { layoutOf, readLayout, type TableLayout } from '../../../../src/json/table-layout.ts';
import { type Driver, drive, listPage } from '../../driver.ts';

function opened(line = 'GET /zones'): Driver {
  const user = drive(100, 30);
  user.type(line);
  user.press('enter');
  user.answer(listPage(1, 3, 6));
  user.press('t');
  return user;
}

function columns(user: Driver): readonly string[] {
  const table = tableHere(user.state())?.table;
  return table ? shownColumns(table).map(({ field, name }) => fieldLabel(field, name)) : [];
}

/** What was to be kept, by what it is of. */
function kept(user: Driver): ReadonlyMap<string, TableLayout | undefined> {
  const effects = user.effects().filter((effect) => effect.type === 'table.remember');
  return new Map(effects.map(({ of, layout }) => [of, layout]));
}

test('what a person arranged comes back with the next table of the operation, its order too', () => {
  const before = opened();
  const all = columns(before);
  expect(before.effects().filter(({ type }) => type === 'table.recall')).toHaveLength(1);
  before.dispatch({ type: 'table.recalled', layouts: new Map() });
  before.press('L', ')', 's', 's');
  const layouts = kept(before);
  expect([...layouts.keys()]).toEqual(['GET /zones result']);
  const layout = layouts.get('GET /zones result');
  expect(readLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout);

  const user = opened();
  expect(columns(user)).toEqual(all);
  user.dispatch({ type: 'table.recalled', layouts: new Map([['GET /zones result', layout!]]) });
  expect(columns(user)).toEqual([all[1], all[0], ...all.slice(2)]);
  expect(tableHere(user.state())?.table.columns[1]?.width).toBe(tableHere(before.state())?.table.columns[1]?.width);
  expect(user.effects().findLast(({ type }) => type === 'table.order')).toMatchObject({
    field: all[0],
    isDescending: true,
  });
  const order = Int32Array.of(2, 1, 0);
  const { document, list } = { ...tableHere(user.state())!, ...tableHere(user.state())!.table };
  const field = all[0] ?? '';
  user.dispatch({ type: 'table.ordered', document, list, field, isDescending: true, order, kinds: ['text'] });
  expect(tableHere(user.state())?.table.row).toBe(2);
  user.press('t', 't');
  expect(user.effects().filter(({ type }) => type === 'table.recall')).toHaveLength(0);
  expect(columns(user)).toEqual([all[1], all[0], ...all.slice(2)]);

  user.press('_');
  expect(columns(user)).toEqual(all);
  expect(kept(user).get('GET /zones result')).toBe(undefined);
  expect(tableHere(user.state())?.table.sort).toBe(undefined);
  user.press('_');
  expect(user.state().notice?.text).toContain('not arranged otherwise');
});

test('the table of another object of the kind has the same name', () => {
  const user = opened('GET /things/0123456789abcdef0123456789abcdef/parts');
  user.press('-');
  expect([...kept(user).keys()]).toEqual(['GET /things/{}/parts result']);
});

test('what reads like an id or is too long is no name of a column', () => {
  const column = (field: string) => ({ field, width: 5, isChosen: true, isNumeric: false });
  const all = ['name', 'f'.repeat(32), 'x y'.repeat(60)].map(column);
  expect(layoutOf(all, [], { field: 'f'.repeat(32), isDescending: false })).toEqual({
    columns: ['name'],
    hidden: [],
    widths: [['name', 5]],
    sort: null,
  });
});
