// What was sent several times in a row stands in one row of the history, and opens.
import { describe, expect, test } from 'vitest';
import { historyItems, itemLine } from '../../../../src/explorer/features/history/list.ts';
import type { StoredItem } from '../../../../src/explorer/model/history.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { type Driver, drive } from '../../driver.ts';

const noon = new Date(2025, 10, 24, 12).getTime();

function row(id: number, line: string, changes: Partial<StoredItem> = {}): StoredItem {
  const at = noon - (1000 - id) * 1000;
  const rest = { status: 200, failure: undefined, uses: 1, name: undefined };
  return { id, at, line, profile: 'sandbox', origin: 'sandbox', ...rest, ...changes };
}

function withStore(rows: readonly StoredItem[]): Driver {
  const user = drive(120, 34);
  user.dispatch({ type: 'history.begun' });
  list(user, rows);
  user.press('shift+tab');
  list(user, rows);
  user.effects();
  return user;
}

function list(user: Driver, rows: readonly StoredItem[]): void {
  const place = { from: 'newest' } as const;
  user.dispatch({ type: 'history.listed', place, rows, hasMore: false, total: rows.length, now: noon });
}

/** The lines of the list, with how often where one stands for several. */
function lines(user: Driver): readonly string[] {
  const items = historyItems(user.state());
  return Array.from({ length: items.count }, (_, index) => {
    const item = items.at(index)!;
    const repeats = item.kind === 'stored' ? item.repeats : undefined;
    return itemLine(item) + (repeats ? ` ×${repeats.rows.length}${repeats.isOpen ? ' open' : ''}` : '');
  });
}

const rows = [row(9, 'GET /b'), row(8, 'GET /a'), row(7, 'GET /a'), row(6, 'GET /a'), row(5, 'GET /b')];

describe('repeats', () => {
  test('stand in one row; h opens them, and folds them from any of them', () => {
    const user = withStore(rows);
    expect(lines(user)).toEqual(['GET /b', 'GET /a ×3', 'GET /b']);
    user.press('h');
    expect(user.state().notice?.text).toContain('not sent several times');
    user.press('j', 'h');
    expect(lines(user)).toEqual(['GET /b', 'GET /a ×3 open', 'GET /a', 'GET /a', 'GET /b']);
    user.press('j', 'j', 'h');
    expect(lines(user)).toEqual(['GET /b', 'GET /a ×3', 'GET /b']);
    expect(user.state().history.cursor).toBe(1);
    const shown = screenRows(user.state()).rows.map((strips) =>
      strips.map((strip) => strip.row.map(({ text }) => text).join('')).join(''),
    );
    expect(shown.join('\n')).toMatch(/200▸GET \/a .*×3/);
  });

  test.each<[string, string, Partial<StoredItem>]>([
    ['another outcome', 'GET /a', { status: 500 }],
    ['another account', 'GET /a', { profile: 'prod' }],
    ['another host', 'GET /a', { origin: 'https://other.example' }],
    ['another day', 'GET /a', { at: noon - 86_400_000 }],
    ['a name', 'GET /a', { name: 'mine' }],
    ['another line', 'GET /a page==2', {}],
  ])('are not folded with %s', (_, line, changes) => {
    expect(lines(withStore([row(9, 'GET /a'), row(8, line, changes)]))).toHaveLength(2);
  });

  test('of writes are never folded', () => {
    expect(lines(withStore([row(9, 'POST /a x=1'), row(8, 'POST /a x=1')]))).toHaveLength(2);
  });

  test('take in one that is stored now, and the cursor stays on its request', () => {
    const user = withStore(rows);
    user.press('j', 'j');
    user.press('shift+tab', 'shift+tab');
    const id = 77;
    user.dispatch({ type: 'history.recorded', id, row: row(10, 'GET /b') });
    expect(lines(user)).toEqual(['GET /b ×2', 'GET /a ×3', 'GET /b']);
    expect(user.state().history.cursor).toBe(2);
  });

  test('are looked through for an earlier response', () => {
    const user = withStore(rows);
    user.press('j', 'c');
    const asked = user.effects().flatMap((effect) => (effect.type === 'history.read' ? [effect.row] : []));
    expect(asked.toSorted()).toEqual([7, 8]);
  });
});
