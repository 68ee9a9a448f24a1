import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { chartHere } from '../../../../src/explorer/features/chart/chart.ts';
import { responsePane } from '../../../../src/explorer/features/response/rows.ts';
import { layout } from '../../../../src/explorer/model/layout.ts';
import { rowHere } from '../../../../src/explorer/model/select.ts';
import { footerRows } from '../../../../src/explorer/shell/bars.ts';
import { pathOf, pathText } from '../../../../src/json/paths.ts';
import { type Driver, drive } from '../../driver.ts';

const groups = Array.from({ length: 24 }, (_, hour) => ({
  count: hour * 100,
  dimensions: { date: `2026-11-${String(hour + 1).padStart(2, '0')}` },
  sum: { edgeResponseBytes: hour * 1e6, visits: 24 - hour },
}));

function opened(document: unknown = { data: { viewer: { zones: [{ groups }] } }, errors: null }): Driver {
  const user = drive(100, 30);
  const received = readFile(new TextEncoder().encode(JSON.stringify(document)));
  user.dispatch({ type: 'document.opened', name: 'a.json', received });
  return user;
}

function paneText(user: Driver): string {
  const rect = layout(user.state().screen, 'response').response;
  const rows = rect ? responsePane(user.state(), rect).rows : [];
  return rows.map((row) => row.map(({ text }) => text).join('')).join('\n');
}

const notice = (user: Driver): string => user.state().notice?.text ?? '';
const cursor = (user: Driver): number | undefined => chartHere(user.state())?.chart.cursor;

describe('the chart', () => {
  test('draws the list below, with its cursor on the last value, and enter opens that row in the tree', () => {
    const user = opened();
    user.press('C');
    expect(paneText(user)).toContain('2,300  24 Nov 2026');
    user.press('h', 'h');
    expect(paneText(user)).toContain('2,100  22 Nov 2026');
    user.press('enter');
    const row = rowHere(user.state());
    expect(row && pathText(pathOf(row.document, row.node), 'jq')).toBe('.data.viewer.zones[0].groups[21]');
    expect(chartHere(user.state())).toBeUndefined();
  });

  test.each(['C', 'esc', 'r'])('%s goes back to the tree', (key) => {
    const user = opened();
    user.press('C', key);
    expect(chartHere(user.state())).toBeUndefined();
    expect(user.state().response?.pages[0]?.view).toBe('tree');
  });

  test('the cursor goes to both ends and says where there is no more', () => {
    const user = opened();
    user.press('C', 'l');
    expect(notice(user)).toBe('This is the last value');
    user.press('g');
    expect(cursor(user)).toBe(0);
    user.press('h');
    expect(notice(user)).toBe('This is the first value');
    user.press('L', 'j', 'k', 'G');
    expect(cursor(user)).toBe(23);
  });

  test('is enlarged around the cursor, follows it, and is whole again', () => {
    const user = opened();
    user.press('C', '+', '+');
    expect(paneText(user)).toContain('enlarged');
    user.press('g');
    expect(chartHere(user.state())?.chart.zoom).toEqual({ from: 0, to: 5 });
    user.press('-', '0');
    expect(chartHere(user.state())?.chart.zoom).toBeUndefined();
    user.press('0');
    expect(notice(user)).toBe('All of it is shown already');
  });

  test('draws the fields that are chosen: of one unit together, of another alone', () => {
    const user = opened();
    const choose = (text: string): void => {
      user.press('c');
      user.type(text);
      user.press('enter');
    };
    user.press('C');
    choose('draw visits');
    expect(chartHere(user.state())?.chart.choice.values).toEqual(['count', 'sum.visits']);
    choose('draw bytes');
    expect(chartHere(user.state())?.chart.choice.values).toEqual(['sum.edgeResponseBytes']);
    choose('draw bytes');
    expect(notice(user)).toBe('This is the only thing drawn');
    choose('along visits');
    expect(chartHere(user.state())?.chart.choice.along).toBe('sum.visits');
  });

  test('is kept from page to page, with what was chosen', () => {
    const user = drive(100, 30);
    const page = (number: number) => ({
      result: [1, 2, 3].map((hits) => ({ name: `item ${number}.${hits}`, hits: hits + 3 * number, misses: number })),
      success: true,
      result_info: { page: number, per_page: 3, count: 3, total_count: 9, total_pages: 3 },
    });
    user.type('/zones/example.com/items');
    user.press('enter');
    user.answer(page(1));
    user.press('C', 'c');
    user.type('draw misses');
    user.press('enter', ']');
    user.answer(page(2));
    expect(user.state().response?.at).toBe(1);
    expect(chartHere(user.state())?.chart.choice.values).toEqual(['hits', 'misses']);
  });

  test('says why where there is nothing to draw', () => {
    const user = opened({ result: [{ name: 'www' }] });
    user.press('C');
    expect(notice(user)).toBe('There is no list of objects with numbers here to draw');
    const text = drive();
    text.press('tab', 'tab', 'C');
    expect(notice(text)).toBe('There is no response yet. Send a request first');
  });

  test('has its own keys in the footer, and a help of its own', () => {
    const user = opened();
    user.press('C');
    const footer = footerRows(user.state(), 100)
      .flat()
      .map(({ text }) => text)
      .join('');
    expect(footer).toContain('+ - zoom');
  });
});
