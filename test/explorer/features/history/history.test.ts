// The history pane, its filter and the search of the prompt, with a store that the test speaks for.

import { describe, expect, test } from 'vitest';
import { readResponse } from '../../../../src/api/received.ts';
import { unsentLine } from '../../../../src/explorer/features/compose/prompt.ts';
import {
  currentItem,
  dayFromText,
  historyItems,
  historyRows,
  itemLine,
} from '../../../../src/explorer/features/history/list.ts';
import type { StoredOutcome } from '../../../../src/explorer/model/events.ts';
import { dayOf, type StoredItem } from '../../../../src/explorer/model/history.ts';
import { parseLine } from '../../../../src/request/parse.ts';
import { type Driver, drive, listPage } from '../../driver.ts';

const hour = 3_600_000;
const now = Date.UTC(2025, 10, 24, 12);

function row(id: number, line: string, changes: Partial<StoredItem> = {}): StoredItem {
  return {
    id,
    at: now - (1000 - id) * hour,
    line,
    profile: 'sandbox',
    status: 200,
    failure: undefined,
    uses: 1,
    name: undefined,
    ...changes,
  };
}

/** A user with a store that has these rows, the newest first, of more where `total` says so. */
function withStore(rows: readonly StoredItem[], total = rows.length): Driver {
  const user = drive(80, 24);
  user.dispatch({ type: 'history.begun' });
  user.dispatch({ type: 'history.listed', place: { from: 'newest' }, rows, hasMore: total > rows.length, total, now });
  user.effects();
  return user;
}

/** Goes to the pane, which reads the newest rows again. */
function enterPane(user: Driver, rows: readonly StoredItem[], total: number): void {
  user.press('shift+tab');
  expect(user.effects()).toEqual([{ type: 'history.list', place: { from: 'newest' } }]);
  user.dispatch({ type: 'history.listed', place: { from: 'newest' }, rows, hasMore: true, total, now });
}

function lines(user: Driver): readonly string[] {
  const items = historyItems(user.state());
  return Array.from({ length: items.count }, (_, index) => itemLine(items.at(index)!));
}

function selected(user: Driver): string | undefined {
  const item = currentItem(user.state());
  return item && itemLine(item);
}

const many = (from: number, to: number): readonly StoredItem[] =>
  Array.from({ length: from - to + 1 }, (_, index) => row(from - index, `GET /${from - index}`));

describe('the list', () => {
  test('shows what is being sent on top, and the stored row in its place once it is stored', () => {
    const user = withStore([row(7, 'GET /user')]);
    user.type('GET /zones\r');
    expect(lines(user)).toEqual(['GET /zones', 'GET /user']);
    user.answer(listPage(1, 5, 5));
    const id = user.state().history.entries[0]?.id ?? 0;
    user.dispatch({ type: 'history.recorded', id, row: row(8, 'GET /zones') });
    expect(lines(user)).toEqual(['GET /zones', 'GET /user']);
    expect(user.state().history.stored.total).toBe(2);
  });

  test('reads on as the cursor comes near the end, and keeps what was read', () => {
    const user = withStore(many(1000, 801), 1000);
    enterPane(user, many(1000, 801), 1000);
    for (let step = 0; step < 5; step += 1) user.press('space');
    expect(user.effects()).toEqual([]);
    user.press('space');
    expect(user.effects()).toEqual([{ type: 'history.list', place: { from: 'after', at: row(801, '').at, id: 801 } }]);
    user.press('space');
    expect(user.effects()).toEqual([]);
    user.dispatch({
      type: 'history.listed',
      place: { from: 'after', at: row(801, '').at, id: 801 },
      rows: many(800, 601),
      hasMore: true,
      total: 1000,
      now,
    });
    expect(lines(user)).toHaveLength(400);
  });

  test('goes to its oldest end and back up from there', () => {
    const user = withStore(many(1000, 801), 1000);
    enterPane(user, many(1000, 801), 1000);
    user.press('G');
    expect(user.effects()).toEqual([{ type: 'history.list', place: { from: 'oldest' } }]);
    user.dispatch({
      type: 'history.listed',
      place: { from: 'oldest' },
      rows: many(200, 1),
      hasMore: true,
      total: 1000,
      now,
    });
    expect(selected(user)).toBe('GET /1');
    user.press('b', 'b', 'b', 'b', 'b', 'b');
    expect(user.effects()).toEqual([{ type: 'history.list', place: { from: 'before', at: row(200, '').at, id: 200 } }]);
    const before = selected(user);
    user.dispatch({
      type: 'history.listed',
      place: { from: 'before', at: row(200, '').at, id: 200 },
      rows: many(400, 201),
      hasMore: true,
      total: 1000,
      now,
    });
    expect(selected(user)).toBe(before);
    user.press('g');
    expect(user.effects()).toEqual([{ type: 'history.list', place: { from: 'newest' } }]);
  });

  test('names each day once, and the first one at its top', () => {
    const user = withStore([
      row(999, 'GET /a'),
      row(998, 'GET /b'),
      row(980, 'GET /c'),
      row(979, 'GET /d'),
      row(900, 'GET /e'),
    ]);
    const shown = (top: number, height: number): readonly string[] =>
      historyRows(user.state(), top, height).map((one) => (one.kind === 'day' ? one.label : itemLine(one.item)));
    expect(shown(0, 20)).toEqual([
      'Today',
      'GET /a',
      'GET /b',
      'Yesterday',
      'GET /c',
      'GET /d',
      'Thursday 2025-11-20',
      'GET /e',
    ]);
    expect(shown(3, 3)).toEqual(['Yesterday', 'GET /d']);
    expect(shown(0, 1)).toEqual(['GET /a']);
  });

  test('keeps the cursor among its rows at every height', () => {
    for (const height of [8, 9, 12, 24]) {
      const user = drive(80, height);
      user.dispatch({ type: 'history.begun' });
      const rows = Array.from({ length: 60 }, (_, index) => row(1000 - index * 7, `GET /${index}`));
      user.dispatch({ type: 'history.listed', place: { from: 'newest' }, rows, hasMore: false, total: 60, now });
      user.press('shift+tab');
      for (const key of [...Array(59).fill('j'), ...Array(59).fill('k'), 'G', 'g']) {
        user.press(key);
        const { top, cursor } = user.state().history;
        const shown = historyRows(user.state(), top, height - 5);
        expect(shown.some((one) => one.kind === 'item' && one.index === cursor)).toBe(true);
        expect(shown.length).toBeLessThanOrEqual(height - 5);
      }
    }
  });
});

describe('a filter', () => {
  test('asks the store with every key, and shows only what answers the last one', () => {
    const user = withStore([row(3, 'GET /zones'), row(2, 'GET /user')]);
    user.press('shift+tab', '/');
    user.effects();
    user.type('us');
    expect(user.effects()).toEqual([
      { type: 'history.search', query: 'u', order: 'rank' },
      { type: 'history.search', query: 'us', order: 'rank' },
    ]);
    user.dispatch({ type: 'history.found', query: 'us', order: 'rank', rows: [row(2, 'GET /user')], isComplete: true });
    user.dispatch({ type: 'history.found', query: 'u', order: 'rank', rows: many(9, 5), isComplete: true });
    expect(lines(user)).toEqual(['GET /user']);
    user.press('enter');
    expect(user.state().focus).toMatchObject({ pane: 'history', overlays: [] });
    expect(lines(user)).toEqual(['GET /user']);
    user.press('esc');
    expect(lines(user)).toEqual(['GET /zones', 'GET /user']);
  });

  test('with nothing in it leaves the list whole', () => {
    const user = withStore([row(3, 'GET /zones')]);
    user.press('shift+tab', '/');
    expect(lines(user)).toEqual(['GET /zones']);
    user.type('x');
    user.press('backspace');
    expect(lines(user)).toEqual(['GET /zones']);
    user.press('esc');
    expect(user.state().history.filter).toBeUndefined();
  });

  test('that finds nothing says so, and what cannot be done then', () => {
    const user = withStore([row(3, 'GET /zones')]);
    user.press('shift+tab', '/');
    user.type('q');
    user.dispatch({ type: 'history.found', query: 'q', order: 'rank', rows: [], isComplete: true });
    user.press('enter', 'r');
    expect(user.state().notice?.text).toContain('esc shows all');
  });
});

describe('ctrl+r in the prompt', () => {
  const searching = (): Driver => {
    const user = withStore([row(3, 'GET /zones'), row(2, 'GET /user')]);
    user.type('GET /half');
    user.press('ctrl+r');
    return user;
  };

  test('shows the newest lines at once, narrows them, and puts one into the prompt', () => {
    const user = searching();
    expect(user.effects()).toEqual([{ type: 'history.search', query: '', order: 'recent' }]);
    user.dispatch({
      type: 'history.found',
      query: '',
      order: 'recent',
      rows: [row(3, 'GET /zones'), row(2, 'GET /user')],
      isComplete: true,
    });
    user.press('ctrl+r');
    expect(selected(user)).toBe('GET /user');
    user.press('ctrl+r');
    expect(user.state().notice?.text).toContain('last match');
    user.press('up', 'enter');
    expect(user.state().composer.line.text).toBe('GET /zones');
    expect(user.state().focus).toEqual({ pane: 'prompt', overlays: [] });
    expect(user.effects()).toEqual([]);
  });

  test('and esc leaves what was typed as it was', () => {
    const user = searching();
    user.type('zzz');
    user.press('enter');
    expect(user.state().notice?.text).toContain('No request matches');
    user.press('esc');
    expect(user.state().composer.line.text).toBe('GET /half');
    expect(user.state().focus).toEqual({ pane: 'prompt', overlays: [] });
    expect(user.state().history.filter).toBeUndefined();
  });

  test('finds what is on its way and not stored yet', () => {
    const user = withStore([]);
    user.type('GET /accounts\r');
    user.press(':', 'ctrl+r');
    user.type('acc');
    expect(lines(user)).toEqual(['GET /accounts']);
  });
});

describe('earlier lines', () => {
  const earlier = (line: string) => ({ line, profile: 'sandbox', origin: 'sandbox' });

  test('go on into earlier sessions, read as they are needed', () => {
    const user = withStore([]);
    user.type('GET /mine\r');
    user.answer(listPage(1, 1, 1));
    user.press(':', 'up');
    expect(user.effects().at(-1)).toEqual({ type: 'history.goBack', before: undefined });
    // Keys that follow meanwhile count.
    user.press('up');
    user.dispatch({ type: 'history.wentBack', lines: ['GET /mine', 'GET /a', 'GET /b'].map(earlier), before: 5 });
    expect(user.state().composer.line.text).toBe('GET /b');
    user.press('up');
    expect(user.effects()).toEqual([{ type: 'history.goBack', before: 5 }]);
    user.dispatch({ type: 'history.wentBack', lines: [earlier('GET /c')], before: undefined });
    expect(user.state().composer.line.text).toBe('GET /c');
    user.press('up');
    expect(user.state().notice?.text).toContain('oldest');
    user.press('down', 'down', 'down');
    expect(user.state().composer.line.text).toBe('GET /mine');
  });
});

describe('a stored request', () => {
  const line = 'GET /zones per_page==5';
  const at = now - 3 * hour;

  function pageOf(text: string, page: number): Extract<StoredOutcome, { kind: 'response' }>['pages'][number] {
    const parsed = parseLine(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const url = `http://127.0.0.1/client/v4/zones?per_page=5&page=${page}`;
    const body = new TextEncoder().encode(JSON.stringify(listPage(page, 5, 15)));
    const response = {
      status: 200,
      statusText: '',
      headers: [['content-type', 'application/json']],
      body,
      url,
      encodedBytes: 1,
      durationMs: 9,
      attempts: 1,
    } as const;
    const received = readResponse({ method: 'GET', url, headers: [], body: undefined }, response);
    return { request: parsed.request, received: { ...received, storedAt: at } };
  }

  const opened = (outcome: StoredOutcome): Driver => {
    const user = withStore([row(7, line)]);
    user.press('shift+tab', 'enter');
    const effect = user.effects().at(-1);
    expect(effect).toMatchObject({ type: 'history.read', row: 7, want: 'response' });
    const id = effect?.type === 'history.read' ? effect.id : 0;
    user.dispatch({ type: 'history.wasRead', profile: '', id, want: 'response', line, outcome, now });
    return user;
  };

  test('opens with its line and its response, and asks nobody', () => {
    const user = opened({
      kind: 'response',
      pages: [pageOf(line, 1), pageOf(`${line} page==3`, 3), pageOf(`${line} page==2`, 2)],
    });
    expect(user.effects()).toEqual([]);
    expect(user.state()).toMatchObject({ focus: { pane: 'response' }, now, notice: undefined });
    expect(user.state().composer.line.text).toBe(line);
    expect(user.state().response).toMatchObject({
      at: 0,
      pages: [{ storedAt: at }, { storedAt: at }, { storedAt: at }],
    });
    // The pages that were turned to are there, in their order.
    user.press(']', ']');
    expect(user.state().response?.pages[user.state().response?.at ?? 0]?.info.number).toBe(3);
    expect(user.effects()).toEqual([]);
  });

  test('without a response puts its line into the prompt and says why', () => {
    const user = opened({ kind: 'missing', reason: 'Its response was not kept' });
    expect(user.state().composer.line.text).toBe(line);
    expect(user.state().focus.pane).toBe('prompt');
    expect(user.state().notice?.text).toBe('Its response was not kept. enter sends the request again');
  });

  test('that failed shows what had happened', () => {
    const failure = { kind: 'network', tried: 'GET x', happened: 'it was cut off', next: 'try again' } as const;
    const user = opened({ kind: 'failure', failure });
    expect(user.state().exchange).toMatchObject({ kind: 'failed', failure });
    expect(user.state().response).toBeUndefined();
  });

  test('that was read too late is dropped', () => {
    const user = withStore([row(7, line), row(6, 'GET /user')]);
    user.press('shift+tab', 'enter', 'j', 'enter');
    const [first, second] = user.effects().filter((effect) => effect.type === 'history.read');
    const outcome = { kind: 'missing', reason: 'x' } as const;
    user.dispatch({
      type: 'history.wasRead',
      profile: '',
      id: second?.id ?? 0,
      want: 'response',
      line: 'GET /user',
      outcome,
      now,
    });
    user.dispatch({ type: 'history.wasRead', profile: '', id: first?.id ?? 0, want: 'response', line, outcome, now });
    expect(user.state().composer.line.text).toBe('GET /user');
  });

  test('runs again, and can be edited first', () => {
    const user = withStore([row(7, line)]);
    user.press('shift+tab', 'e');
    expect(user.state().composer.line.text).toBe(line);
    expect(user.state().focus.pane).toBe('prompt');
    user.press('shift+tab');
    user.effects();
    user.press('r');
    expect(user.effects().at(-1)).toMatchObject({ type: 'send', request: { path: '/zones' } });
  });

  test('whose secret was left out is asked for whole, and never sent with the gap', () => {
    const user = withStore([row(7, 'POST /x token=•••')]);
    user.press('shift+tab', 'r');
    const effect = user.effects().at(-1);
    expect(effect).toMatchObject({ type: 'history.read', want: 'run' });
    const id = effect?.type === 'history.read' ? effect.id : 0;
    const outcome = { kind: 'missing', reason: '' } as const;
    user.dispatch({ type: 'history.wasRead', profile: '', id, want: 'run', line: 'POST /x token=•••', outcome, now });
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toContain('Replace ••• with the value');
    expect(user.state().composer.line.cursor).toBe('POST /x token='.length);
  });
});

describe('deleting', () => {
  test('takes the row out of every list, and can be undone', () => {
    const user = withStore([row(7, 'GET /zones'), row(6, 'GET /user')]);
    user.press('shift+tab', 'U');
    expect(user.state().notice?.text).toContain('nothing to restore');
    user.press('j', 'd');
    expect(user.effects().at(-1)).toEqual({ type: 'history.delete', row: 6 });
    user.dispatch({ type: 'history.deleted', row: 6 });
    expect(lines(user)).toEqual(['GET /zones']);
    expect(selected(user)).toBe('GET /zones');
    user.press('U');
    expect(user.effects()).toEqual([{ type: 'history.restore' }]);
    user.dispatch({ type: 'history.restored' });
    expect(user.effects()).toEqual([{ type: 'history.list', place: { from: 'newest' } }]);
  });

  test('all before a day counts first', () => {
    const user = withStore([row(7, 'GET /zones')]);
    user.press('shift+tab', 'X');
    user.press('ctrl+u');
    user.type('2025-13-01\r');
    expect(user.state().notice?.text).toContain('Type a day');
    user.press('ctrl+u');
    user.effects();
    user.type('2025-11-20\r');
    const before = dayFromText('2025-11-20');
    expect(user.effects()).toEqual([{ type: 'history.clear', text: '2025-11-20', before, isSure: false }]);
    user.dispatch({ type: 'history.counted', text: '2025-11-20', count: 1234 });
    expect(user.state().notice?.text).toContain(
      '1,234 requests were sent before 2025-11-20. Press enter again to delete',
    );
    user.press('enter');
    expect(user.effects()).toEqual([{ type: 'history.clear', text: '2025-11-20', before, isSure: true }]);
    expect(user.state().focus.overlays).toEqual([]);
  });

  test('asks again when another day is typed after the count', () => {
    const user = withStore([row(7, 'GET /zones')]);
    user.press('shift+tab', 'X', 'ctrl+u');
    user.type('2025-11-20\r');
    user.dispatch({ type: 'history.counted', text: '2025-11-20', count: 3 });
    user.press('backspace');
    user.effects();
    user.type('1\r');
    expect(user.effects()).toMatchObject([{ type: 'history.clear', text: '2025-11-21', isSure: false }]);
  });
});

describe('saving', () => {
  test('takes a name and tags, and stays open where the name is taken', () => {
    const user = withStore([row(7, 'GET /zones')]);
    user.press('shift+tab', 's');
    user.type('\r');
    expect(user.state().notice?.text).toContain('Type a name');
    user.type('all zones #dns #weekly\r');
    expect(user.effects().at(-1)).toEqual({
      type: 'history.save',
      request: { row: 7 },
      name: 'all zones',
      tags: ['dns', 'weekly'],
    });
    user.dispatch({ type: 'history.refused', reason: 'It was not saved: taken' });
    expect(user.state().focus.overlays).toHaveLength(1);
    user.dispatch({ type: 'history.wasSaved', row: 7, name: 'all zones' });
    expect(user.state().focus.overlays).toEqual([]);
    expect(currentItem(user.state())).toMatchObject({ row: { name: 'all zones' } });
  });

  test('has a tab of its own, which filters too', () => {
    const user = withStore([row(7, 'GET /zones')]);
    user.press('shift+tab', 't');
    expect(user.effects().at(-1)).toEqual({ type: 'history.listSaved', query: '' });
    const saved = {
      id: 1,
      name: 'n',
      tags: [],
      line: 'GET /user',
      profile: '',
      at: 0,
      request: undefined,
      status: undefined,
    };
    user.dispatch({ type: 'history.savedListed', query: '', rows: [saved] });
    expect(lines(user)).toEqual(['GET /user']);
    user.press('/');
    user.type('x');
    expect(user.effects().at(-1)).toEqual({ type: 'history.listSaved', query: 'x' });
    user.dispatch({ type: 'history.savedListed', query: 'x', rows: [] });
    expect(lines(user)).toEqual([]);
    user.press('esc');
    expect(user.effects().at(-1)).toEqual({ type: 'history.listSaved', query: '' });
    user.dispatch({ type: 'history.savedListed', query: '', rows: [saved] });
    user.press('enter');
    expect(user.state().composer.line.text).toBe('GET /user');
  });
});

describe('what is unsent', () => {
  test('is what was typed, until it is sent', () => {
    const user = drive();
    expect(unsentLine(user.state())).toBeUndefined();
    user.type('GET /zones');
    expect(unsentLine(user.state())).toBe('GET /zones');
    user.press('enter');
    expect(unsentLine(user.state())).toBeUndefined();
    user.answer(listPage(1, 5, 15));
    user.press(']');
    user.answer(listPage(2, 5, 15));
    expect(user.state().composer.line.text).toContain('page==2');
    expect(unsentLine(user.state())).toBeUndefined();
  });

  test('waits behind the earlier lines that are looked at', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.press(':', 'ctrl+u');
    user.type('GET /half');
    user.press('up');
    expect(user.state().composer.line.text).toBe('GET /zones');
    expect(unsentLine(user.state())).toBe('GET /half');
    user.type('x');
    expect(unsentLine(user.state())).toBe('GET /zonesx');
  });

  test('comes back, unless something has been typed already', () => {
    const user = drive();
    user.dispatch({ type: 'draft.restored', text: 'GET /half', from: undefined });
    expect(user.state().composer.line.text).toBe('GET /half');
    expect(user.state().notice?.text).toContain('unsent line');
    user.dispatch({ type: 'draft.restored', text: 'GET /other', from: undefined });
    expect(user.state().composer.line.text).toBe('GET /half');
  });
});

test('days are those of the calendar', () => {
  expect(dayFromText('2025-02-29')).toBeUndefined();
  expect(dayFromText('2024-02-29')).toBe(dayOf(new Date(2024, 1, 29, 17).getTime()));
  expect(dayFromText('yesterday')).toBeUndefined();
});
