import { beforeEach, describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { responsePane } from '../../../../src/explorer/features/response/rows.ts';
import { tableHere } from '../../../../src/explorer/features/response/table.ts';
import { columnsPicker } from '../../../../src/explorer/features/response/table-columns.ts';
import type { Effect } from '../../../../src/explorer/model/effects.ts';
import { layout } from '../../../../src/explorer/model/layout.ts';
import type { Row } from '../../../../src/explorer/model/rows.ts';
import { rowHere } from '../../../../src/explorer/model/select.ts';
import { shownColumns } from '../../../../src/explorer/model/table.ts';
import { pathOf, pathText } from '../../../../src/json/paths.ts';
import { columnsOfAllRows, fieldLabel } from '../../../../src/json/table.ts';
import { orderedRows } from '../../../../src/json/table-order.ts';
import { type Driver, drive, listPage } from '../../driver.ts';

const records = { result: Array.from({ length: 30 }, (_, n) => ({ id: `x${n}`, n: (n * 7) % 30, deep: { tag: n } })) };

function opened(document: unknown = records): Driver {
  const user = drive(100, 30);
  const received = readFile(new TextEncoder().encode(JSON.stringify(document)));
  user.dispatch({ type: 'document.opened', name: 'a.json', received });
  return user;
}

function place(user: Driver): string {
  const row = rowHere(user.state());
  return row ? pathText(pathOf(row.document, row.node), 'jq') : '';
}

function columns(user: Driver): readonly string[] {
  const table = tableHere(user.state())?.table;
  return table ? shownColumns(table).map(({ field, name }) => fieldLabel(field, name)) : [];
}

/** What stands in the response pane. */
function paneText(user: Driver): readonly string[] {
  const rect = layout(user.state().screen, 'response').response;
  return rect ? responsePane(user.state(), rect).rows.map((row) => row.map(({ text }) => text).join('')) : [];
}

/** Orders as the runtime would. */
function order(user: Driver): void {
  const wish = user.effects().findLast(({ type }) => type === 'table.order');
  if (wish?.type !== 'table.order') throw new Error('nothing is to be ordered');
  const { type: _, ...of } = wish;
  user.dispatch({ type: 'table.ordered', ...of, ...orderedRows(of.document, of.list, of.field, of.isDescending) });
}

describe('the table', () => {
  test('stays sorted from page to page, from the top', () => {
    const user = drive(100, 30);
    user.type('GET /zones');
    user.press('enter');
    user.answer(listPage(1, 3, 6));
    user.press('t', 'l', 's');
    order(user);
    user.press('s');
    order(user);
    user.press(']');
    user.answer(listPage(2, 3, 6));
    order(user);
    expect(paneText(user)[1]).toContain('name▼');
    expect(place(user)).toBe('.result[2].name');
    user.press('S', ']');
    expect(user.effects().some(({ type }) => type === 'table.order')).toBe(false);
  });

  test('keeps the name of the rows while the other columns are scrolled', () => {
    const wide = Array.from({ length: 5 }, (_, n) => ({
      id: `${n}`.repeat(32),
      name: `host-${n}.example.com`,
      ...Object.fromEntries(Array.from({ length: 20 }, (_value, at) => [`field_${at}`, `value ${at} of ${n}`])),
    }));
    const user = opened({ result: wide });
    user.press('j', 'j', 't');
    expect(paneText(user)[1]).not.toContain('│▸');
    user.press(...Array.from({ length: 15 }, () => 'l'));
    const [, header = '', first = ''] = paneText(user);
    expect(header).toMatch(/^│ +name +│.*▸field_13/);
    expect(first).toMatch(/^│ *0 {2}host-0\.example\.com *│ value \d+ of 0/);
    user.press(...Array.from({ length: 15 }, () => 'h'));
    expect(paneText(user)[1]).toMatch(/▸id +name +field_0/);
  });

  test('opens on the row of the tree, and enter opens the row there', () => {
    const user = opened();
    user.press('j', 'j', 't');
    expect(place(user)).toBe('.result[1].id');
    user.press('j', 'l', 'enter');
    expect(user.state().response?.pages[0]?.view).toBe('tree');
    expect(place(user)).toBe('.result[2]');
    user.press('j');
    expect(place(user)).toBe('.result[2].id');
  });

  test.each(['t', 'esc', 'r'])('%s goes back to the tree', (key) => {
    const user = opened();
    user.press('t', key);
    expect(user.state().response?.pages[0]?.view).toBe('tree');
  });

  test('moves by rows, screens and columns, and stays inside', () => {
    const user = opened();
    user.press('t', 'G');
    expect(place(user)).toBe('.result[29].id');
    user.press('j', 'l', 'l', 'l', 'l');
    expect(place(user)).toBe('.result[29].deep');
    user.press('g', 'h');
    expect(place(user)).toBe('.result[0].n');
    user.press('space', 'b');
    expect(place(user)).toBe('.result[0].n');
  });

  test('orders by a column and back, and keeps the row under the cursor', () => {
    const user = opened();
    user.press('t', 'j', 'l', 's');
    order(user);
    expect(place(user)).toBe('.result[1].n');
    expect(tableHere(user.state())?.table.row).toBe(7);
    user.press('s');
    order(user);
    expect(tableHere(user.state())?.table.row).toBe(22);
    user.press('g');
    expect(place(user)).toBe('.result[17].n');
    user.press('S');
    expect(tableHere(user.state())?.table).toMatchObject({ row: 17, sort: undefined });
    user.press('S');
    expect(user.state().notice?.text).toContain('original order');
  });

  test('drops an order that is wanted no more', () => {
    const user = opened();
    user.press('t', 's');
    const wish = user.effects().findLast(({ type }) => type === 'table.order');
    if (wish?.type !== 'table.order') throw new Error('nothing is to be ordered');
    user.press('s');
    const { type: _, ...of } = wish;
    user.dispatch({ type: 'table.ordered', ...of, order: Int32Array.of(3, 2, 1), kinds: ['text'] });
    expect(tableHere(user.state())?.table.sort).toMatchObject({ order: undefined, isPending: true });
  });

  test('hides, shows and moves columns', () => {
    const user = opened();
    user.press('t', '-');
    expect(columns(user)).toEqual(['n', 'deep']);
    user.press('L');
    expect(columns(user)).toEqual(['deep', 'n']);
    expect(place(user)).toBe('.result[0].n');
    user.press('H', '-', '-');
    expect(columns(user)).toEqual(['deep']);
    expect(user.state().notice?.text).toBe('This is the only column');
    user.press('c');
    user.type('id');
    user.press('enter');
    expect(columns(user)).toEqual(['id', 'deep']);
    expect(place(user)).toBe('.result[0].id');
  });

  test('c adds a column of what is inside, after that of the cursor, which sorts, hides and moves as others do', () => {
    const rows = ['Pro', 'Free', 'Business'].map((name, n) => ({ id: `x${n}`, plan: { name, price: n }, z: n }));
    const user = opened({ result: rows });
    user.press('t', 'c');
    user.type('plan.name');
    expect(paneText(user).join('\n')).toContain('▸id');
    user.press('enter');
    expect(columns(user)).toEqual(['id', 'plan.name', 'plan', 'z']);
    expect(place(user)).toBe('.result[0].plan.name');
    expect(paneText(user)[2]).toMatch(/x0 +Pro +\{\}/);
    user.press('s');
    order(user);
    expect(paneText(user)[1]).toContain('plan.name▲');
    expect(paneText(user)[2]).toMatch(/x2 +Business/);
    user.press('L', '-');
    expect(columns(user)).toEqual(['id', 'plan', 'z']);
    user.press('t', 't', 'c');
    expect(
      columnsPicker.items(user.state(), 'plan').map(({ row }) => (row as Row).map(({ text }) => text).join('')),
    ).toEqual(['plan', 'plan.name  hidden', 'plan.price  inside']);
    user.type('plan.name');
    user.press('enter');
    expect(columns(user)).toEqual(['id', 'plan', 'plan.name', 'z']);
  });

  test('has the members of an object as rows, with their keys first, which sort, open and are not marked', () => {
    const settings = {
      http: { value: 'on', editable: true },
      tls: { value: '1.3', rules: [{ id: 'a' }, { id: 'b' }] },
      'brotli\u001b[31m': { value: 'off' },
    };
    const user = opened({ success: true, result: settings });
    user.press('j', 'j', 't');
    expect(columns(user)).toEqual(['key', 'value', 'editable', 'rules']);
    expect(place(user)).toBe('.result.tls');
    expect(paneText(user)[2]).toMatch(/0 {2}http +on +true/);
    user.press('s');
    order(user);
    expect(paneText(user)[1]).toContain('key▲');
    expect(paneText(user)[2]).toMatch(/2 {2}brotli.*off/);
    expect(paneText(user).join('')).not.toContain('\u001b');
    user.press('*');
    expect(user.state().notice?.text).toContain('members of an object');
    user.press('G', 'enter');
    expect(place(user)).toBe('.result.tls');
    user.press('t');
    expect(columns(user)).toEqual(['key', 'value', 'editable', 'rules']);
    expect(place(user)).toBe('.result.tls');
  });

  test('is that of a list rather than of an object, but on an object in one of its rows', () => {
    const row = { first: { on: true }, second: { on: false } };
    const user = opened({ result: [row, { ...row, list: [{ a: 1 }] }, { parts: { ...row } }], info: { a: 1 } });
    user.press('g', '0', 't');
    expect(columns(user)).toEqual(['first', 'second', 'list', 'parts']);
    user.press('G', 'enter', 'j');
    expect(place(user)).toBe('.result[2].parts');
    user.press('t');
    expect(columns(user)).toEqual(['key', 'on']);
    user.press('t', 't');
    expect(columns(user)).toEqual(['key', 'on']);
  });

  test('has columns that are made wider and narrower, also on the next page, and fitted again', () => {
    const user = drive(100, 30);
    user.type('GET /zones per_page==2\r');
    user.answer(listPage(1, 3, 6));
    user.press('t');
    const width = (): number | undefined => tableHere(user.state())?.table.columns[0]?.width;
    const fitted = width() ?? 0;
    user.press('0');
    expect(user.state().notice?.text).toContain('already');
    user.press(')', ')');
    expect(width()).toBe(fitted + 8);
    user.press(']');
    user.answer(listPage(2, 3, 6));
    expect(width()).toBe(fitted + 8);
    user.press(...Array.from({ length: 30 }, () => '('));
    expect(width()).toBe(Math.min(fitted, 4));
    expect(user.state().notice?.text).toBe('No column can be narrower');
    user.press('0');
    expect(width()).toBe(fitted);
  });

  test('keeps its columns from page to page', () => {
    const user = drive();
    user.type('GET /zones per_page==2\r');
    user.answer(listPage(1, 2, 4));
    user.press('t', '-', ']');
    user.answer(listPage(2, 2, 4));
    expect(columns(user)).toEqual(['name']);
    expect(place(user)).toBe('.result[0].name');
  });

  test('says in which order kinds stand where a column has several', () => {
    const user = opened([{ v: 'x' }, { v: 2 }, { v: null }, { v: [1] }]);
    user.press('t', 's');
    order(user);
    expect(user.state().notice?.text).toBe('Sorted: numbers, then text, then lists; null and missing last');
    user.press('s');
    order(user);
    expect(user.state().notice?.text).toBe('Sorted: lists, then text, then numbers; null and missing last');
  });

  describe('with columns that its sample does not have', () => {
    const rows = Array.from({ length: 1000 }, (_, n) => (n === 537 ? { id: n, rare: 'here' } : { id: n }));
    const wishes: Extract<Effect, { type: 'table.findColumns' }>[] = [];
    const sought = (user: Driver): number => {
      wishes.push(...user.effects().filter((effect) => effect.type === 'table.findColumns'));
      return wishes.length;
    };
    const find = (user: Driver): void => {
      sought(user);
      const wish = wishes.at(-1);
      if (!wish) throw new Error('nothing is looked for');
      const { document, list } = wish;
      user.dispatch({ type: 'table.columnsFound', document, list, columns: columnsOfAllRows(document, list) });
    };
    const edge = (user: Driver): string => paneText(user).find((line) => line.includes('row 1 of')) ?? '';
    beforeEach(() => {
      wishes.length = 0;
    });

    test('says so until all rows are looked through, and c finds them then', () => {
      const user = opened(rows);
      user.press('t');
      expect(columns(user)).toEqual(['id']);
      expect(edge(user)).toContain('columns of 200 rows');
      user.press('c');
      user.type('rare');
      expect(columnsPicker.empty(user.state(), 'rare')).toContain('No column matches in the first 200 rows');
      expect(columnsPicker.items(user.state(), 'rare')).toEqual([]);
      find(user);
      user.press('enter');
      expect(columns(user)).toEqual(['id', 'rare']);
      expect(tableHere(user.state())?.table.column).toBe(1);
      expect(edge(user)).not.toContain('columns of');
      user.press('t', 't', '-');
      expect(columns(user)).toEqual(['id']);
      user.press('t', 't');
      expect(columns(user)).toEqual(['id']);
      expect(sought(user)).toBe(1);
    });

    test('are looked for once the document is here, and again where another list was looked through meanwhile', () => {
      const user = opened({ a: rows, b: rows });
      user.press('j', 't', 't');
      expect(sought(user)).toBe(1);
      user.press('p', 'J', 't');
      expect(sought(user)).toBe(2);
      find(user);
      expect(columns(user)).toEqual(['id', 'rare']);
      user.press('t', 'p', 'K', 't');
      expect(sought(user)).toBe(3);
    });

    test('are not looked for in a list that the sample holds whole', () => {
      const user = opened(rows.slice(0, 200));
      user.press('t');
      expect(sought(user)).toBe(0);
      expect(edge(user)).not.toContain('columns of');
    });
  });

  test('copies the cell', () => {
    const user = opened();
    user.press('t', 'l', 'y', 'v');
    expect(user.effects().at(-1)).toMatchObject({ type: 'copy', what: 'the value of .result[0].n' });
  });

  test('says why there is none', () => {
    const user = opened({ a: [1, 2] });
    user.press('t');
    expect(user.state().notice?.text).toContain('no list of objects');
  });
});
