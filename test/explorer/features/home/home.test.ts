// What an explorer without a response offers, how it is chosen, and that nothing is sent unasked.
import { describe, expect, test } from 'vitest';
import { contexts } from '../../../../src/explorer/model/focus.ts';
import type { StoredItem } from '../../../../src/explorer/model/history.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { update } from '../../../../src/explorer/shell/update.ts';
import { type Driver, drive } from '../../driver.ts';

function screen(user: Driver): string {
  return screenRows(user.state())
    .rows.map((strips) => strips.flatMap(({ row }) => row.map(({ text }) => text)).join(''))
    .join('\n');
}

function sent(user: Driver): readonly string[] {
  return user.effects().flatMap((effect) => (effect.type === 'send' ? [effect.request.path] : []));
}

function stored(id: number, line: string, profile = 'sandbox'): StoredItem {
  return { id, at: id, line, profile, origin: 'sandbox', status: 200, failure: undefined, uses: 1, name: undefined };
}

function listed(user: Driver, rows: readonly StoredItem[]): void {
  const place = { from: 'newest' } as const;
  user.dispatch({ type: 'history.listed', place, rows, hasMore: false, total: rows.length, now: 0 });
  user.effects();
}

describe('an explorer without a response', () => {
  test('is typed into at once, and sends nothing by itself', () => {
    const user = drive();
    expect(screen(user)).toContain('GET /accounts/{account_id}/workers/scripts');
    user.type('2k');
    expect(user.state().composer.line.text).toBe('2k');
    expect(sent(user)).toEqual([]);
  });

  test('lets the down key go to what it offers, and enter send it', () => {
    const user = drive();
    user.press('down');
    expect(contexts(user.state())[0]).toBe('home');
    user.press('j');
    user.press('enter');
    expect(sent(user)).toEqual(['/accounts']);
    user.answer({ success: true, errors: [], messages: [], result: [] });
    expect(contexts(user.state())[0]).not.toBe('home');
  });

  test('takes a number, says how many there are, and e puts one into the prompt', () => {
    const user = drive();
    user.press('tab', 'tab');
    while (contexts(user.state())[0] !== 'home') user.press('tab');
    user.press('9');
    expect(user.state().notice?.text).toContain('There are 4 requests');
    user.press('G', 'e');
    expect(user.state().composer.line.text).toBe('GET /user/tokens/verify');
    expect(sent(user)).toEqual([]);
    user.press('ctrl+u', 'down', '1');
    expect(sent(user)).toEqual(['/zones']);
  });

  test('offers what this account was asked last and only reads, each once', () => {
    const user = drive(120, 40);
    listed(user, [
      stored(7, 'DELETE /zones/1'),
      stored(6, 'GET /zones/1/dns_records'),
      stored(5, 'GET /zones/1/dns_records'),
      stored(4, 'GET /accounts'),
      stored(3, 'GET /somewhere', 'work'),
      stored(2, 'GET /ips'),
      stored(1, 'POST /zones/1/purge_cache tags:=•••'),
    ]);
    const offers = screen(user)
      .split('\n')
      .filter((line) => line.includes('sent last'));
    expect(offers.map((line) => /GET \S+/.exec(line)?.[0])).toEqual(['GET /zones/1/dns_records', 'GET /ips']);
  });

  test('keeps the row under the cursor on a low screen', () => {
    const user = drive(40, 12);
    user.press('down', 'G');
    expect(screen(user)).toContain('GET /user/tokens/verify');
  });

  test('has six keys to begin with on the first start: esc puts them away, any other key acts', () => {
    const first = { ...drive(80, 24).state(), home: { cursor: 0, tour: true } };
    const shown = (state: typeof first): string =>
      screenRows(state)
        .rows.map((strips) => strips.flatMap(({ row }) => row.map(({ text }) => text)).join(''))
        .join('\n');
    expect(shown(first)).toMatch(/Six keys to begin with; esc puts them away/);
    expect(shown(first)).toMatch(/ctrl\+p +find any operation .*o +what can be done/);
    const press = (chord: string, text?: string): typeof first =>
      update(first, { type: 'key.pressed', key: { chord, text } })[0];
    expect(shown(press('esc'))).not.toContain('Six keys');
    expect(shown(press('esc'))).toContain('finds any operation by a few letters');
    expect(press('x', 'x').composer.line.text).toBe('x');
    const small = { ...drive(40, 12).state(), home: { cursor: 0, tour: true } };
    expect(shown(small)).not.toContain('Six keys');
    expect(shown(small)).toContain('Made-up data');
    expect(shown(small)).toMatch(/1 GET \/zones per_page==50 +│[\s\S]*4 GET \/user\/tokens\/verify/);
  });
});
