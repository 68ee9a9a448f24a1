import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { responsePane } from '../../../../src/explorer/features/response/rows.ts';
import { tableHere } from '../../../../src/explorer/features/response/table.ts';
import { layout } from '../../../../src/explorer/model/layout.ts';
import { rowHere, selectedNode } from '../../../../src/explorer/model/select.ts';
import { pathOf, pathText } from '../../../../src/json/paths.ts';
import { rowsWith } from '../../../../src/json/table-filter.ts';
import { orderedRows } from '../../../../src/json/table-order.ts';
import { columnSums } from '../../../../src/json/table-sums.ts';
import { tableText } from '../../../../src/json/table-text.ts';
import { type Driver, drive, listPage } from '../../driver.ts';

const records = {
  result: Array.from({ length: 30 }, (_, n) => ({ id: `x${n}`, n: (n * 7) % 30, type: n % 2 === 0 ? 'A' : 'TXT' })),
};

function opened(document: unknown = records, columns = 100): Driver {
  const user = drive(columns, 30);
  const received = readFile(new TextEncoder().encode(JSON.stringify(document)));
  user.dispatch({ type: 'document.opened', name: 'a.json', received });
  user.press('j', 't');
  return user;
}

function place(user: Driver): string {
  const row = rowHere(user.state());
  return row ? pathText(pathOf(row.document, row.node), 'jq') : '';
}

/** Does what the runtime would. */
function perform(user: Driver): void {
  for (const effect of user.effects()) {
    if (effect.type === 'table.filter') {
      const { document, list, columns, text } = effect.wish;
      user.dispatch({ type: 'table.filtered', wish: effect.wish, found: rowsWith(document, list, columns, text) });
    }
    if (effect.type === 'table.sum') {
      const { document, list, field, places } = effect.wish;
      user.dispatch({ type: 'table.summed', wish: effect.wish, sums: columnSums(document, list, field, places) });
    }
    if (effect.type === 'table.order') {
      const { type: _, ...of } = effect;
      user.dispatch({ type: 'table.ordered', ...of, ...orderedRows(of.document, of.list, of.field, of.isDescending) });
    }
  }
}

function filter(user: Driver, text: string): void {
  user.press('f');
  for (const letter of text) {
    user.type(letter);
    perform(user);
  }
}

function shown(user: Driver): readonly string[] {
  const here = tableHere(user.state());
  if (!here) return [];
  const { document, table } = here;
  const view = { document, list: table.list, columns: table.columns.slice(0, 1), order: table.places };
  return [...tableText(view, 'csv')].join('').trimEnd().split('\n').slice(1);
}

function edge(user: Driver): string {
  const rect = layout(user.state().screen, 'response').response!;
  const last = responsePane(user.state(), rect).rows.at(-1) ?? [];
  return last.map(({ text }) => text).join('');
}

describe('rows with a text', () => {
  test('follow what is typed, and esc shows all again with the cursor on its row', () => {
    const user = opened();
    user.press('j', 'j', 'j');
    filter(user, 'x2');
    expect(shown(user)).toEqual(['x2', ...Array.from({ length: 10 }, (_, n) => `x2${n}`)]);
    expect(edge(user)).toContain('"x2" 11 of 30');
    expect(edge(user)).toContain('row 1 of 11');
    user.type('5');
    perform(user);
    expect(shown(user)).toEqual(['x25']);
    user.press('enter', 'l');
    expect(place(user)).toBe('.result[25].n');
    user.press('esc');
    expect(tableHere(user.state())?.table).toMatchObject({ row: 25, filter: undefined, places: undefined });
    user.press('esc');
    expect(tableHere(user.state())).toBeUndefined();
  });

  test('esc in the field takes the filter off too, and so does an empty field', () => {
    const user = opened();
    filter(user, 'x25');
    user.press('esc');
    expect(shown(user)).toHaveLength(30);
    expect(user.state().focus.overlays).toEqual([]);
    filter(user, 'x25');
    user.press('enter', 'f', 'ctrl+u', 'enter');
    expect(shown(user)).toHaveLength(30);
  });

  test('nothing found leaves the columns, says so, and no key fails there', () => {
    const user = opened();
    filter(user, 'nowhere');
    user.press('enter');
    expect(edge(user)).toContain('"nowhere" 0 of 30');
    user.press('j', 'G', 'l', '*', 'M', 'z', 'z');
    expect(selectedNode(user.state().response!.pages[0]!)).toBeUndefined();
    user.press('enter');
    expect(tableHere(user.state())).toBeUndefined();
  });

  test('are the same rows when one comes back from the tree, where the row is one of them', () => {
    const user = opened();
    filter(user, 'TXT');
    user.press('enter', 'j', 's');
    perform(user);
    user.press('s');
    perform(user);
    const before = shown(user);
    expect(before).toHaveLength(15);
    const here = place(user);
    user.press('enter', 't');
    perform(user);
    expect(shown(user)).toEqual(before);
    expect(place(user)).toBe(here);
    user.press('t', 'g', 'j', 'j', 't');
    perform(user);
    expect(shown(user)).toHaveLength(30);
    expect(place(user)).toBe('.result[0].id');
  });

  test('sorting, marks and files are about the rows that are shown', () => {
    const user = opened();
    filter(user, 'type: A');
    user.press('enter', 'l', 's');
    perform(user);
    const numbers = shown(user).map((id) => (Number(id.slice(1)) * 7) % 30);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers).toHaveLength(15);
    user.press('M');
    expect([...user.state().marks!.rows].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 15 }, (_, n) => n * 2),
    );
    user.press('esc', 'w', 'enter');
    expect(user.effects().find(({ type }) => type === 'write')).toMatchObject({ what: '15 rows of 3 columns' });
    user.press('esc', 'esc');
    expect(shown(user)).toHaveLength(30);
    expect(tableHere(user.state())?.table.sort).toBeDefined();
  });

  test('columns that are hidden do not count', () => {
    const user = opened();
    filter(user, 'TXT');
    user.press('enter');
    expect(shown(user)).toHaveLength(15);
    user.press('l', 'l', '-');
    perform(user);
    expect(shown(user)).toEqual([]);
  });

  test('stay filtered on the next page', () => {
    const user = drive(100, 30);
    user.type('GET /zones');
    user.press('enter');
    user.answer(listPage(1, 3, 6));
    user.press('t');
    const first = shown(user)[0]!;
    filter(user, first.slice(-2));
    user.press('enter', ']');
    user.answer(listPage(2, 3, 6));
    expect(tableHere(user.state())?.table.filter).toMatchObject({ text: first.slice(-2), isPending: true });
    perform(user);
    expect(tableHere(user.state())?.table.filter?.isPending).toBe(false);
    user.press('esc');
    expect(shown(user)).toHaveLength(3);
  });

  test('an expression that cannot be read is told, and the field stays', () => {
    const user = opened();
    filter(user, '/(/');
    user.press('enter');
    expect(user.state().notice?.text).toContain('Invalid regular expression');
    expect(user.state().focus.overlays).toHaveLength(1);
    user.press('backspace');
    perform(user);
    user.press('enter');
    expect(user.state().focus.overlays).toHaveLength(0);
  });

  test('what comes too late is dropped', () => {
    const user = opened();
    user.press('f');
    user.type('x25');
    const wishes = user.effects().flatMap((effect) => (effect.type === 'table.filter' ? [effect.wish] : []));
    for (const wish of wishes.toReversed()) {
      const { document, list, columns, text } = wish;
      user.dispatch({ type: 'table.filtered', wish, found: rowsWith(document, list, columns, text) });
    }
    expect(shown(user)).toEqual(['x25']);
  });
});

describe('what a column comes to', () => {
  test('stands on the lower edge, of the column and the rows that are shown, until it is taken off', () => {
    const user = opened();
    user.press('l', '=');
    expect(edge(user)).toContain('adding up');
    perform(user);
    expect(edge(user)).toContain('count 30  sum 435  min 0  max 29 ─ row 1 of 30');
    user.press('l');
    perform(user);
    expect(edge(user)).toContain('count 30  distinct 2  min A  max TXT');
    user.press('h');
    filter(user, 'x2');
    perform(user);
    expect(edge(user)).toContain('"x2" 11 of 30 ─ count 11  sum 169  min 2  max 27');
    user.press('enter', '=');
    expect(edge(user)).not.toContain('count');
    expect(user.effects().some(({ type }) => type === 'table.sum')).toBe(false);
  });

  test('says what is null, missing, or of another kind, with room for it', () => {
    const user = opened([{ v: 1 }, { v: 'a\u001b[2J' }, { v: null }, {}, { v: true }, { v: [] }], 160);
    user.press('=');
    perform(user);
    expect(edge(user)).toContain(
      'count 4  null 1  missing 1  numbers 1  sum 1  min 1  max 1  texts 1  distinct 1  min a␛[2J  max a␛[2J  true 1',
    );
  });

  test('the third sort of a column leads back to the order of the list, which has a name', () => {
    const user = opened();
    expect(edge(user)).toContain('unsorted');
    user.press('l', 's');
    perform(user);
    user.press('s');
    perform(user);
    expect(edge(user)).toMatch(/ sorted/);
    expect(shown(user)[0]).not.toBe('x0');
    user.press('s');
    expect(edge(user)).toContain('unsorted');
    expect(shown(user)[0]).toBe('x0');
    expect(user.effects()).toContainEqual({ type: 'table.stop' });
  });
});
