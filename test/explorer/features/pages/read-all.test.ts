import { describe, expect, test } from 'vitest';
import { noEvidence } from '../../../../src/api/evidence.ts';
import type { Gathered } from '../../../../src/api/reading.ts';
import { readFile } from '../../../../src/api/received.ts';
import { recognisePage } from '../../../../src/api/recognise.ts';
import { responsePane } from '../../../../src/explorer/features/response/rows.ts';
import { drive, listPage, refused } from '../../driver.ts';

type User = ReturnType<typeof drive>;

const report: Gathered['report'] = {
  pages: 3,
  ofPages: 3,
  items: 60,
  ofItems: 60,
  bytes: 1000,
  width: 4,
  pausedUntil: undefined,
  repeated: 0,
  recovered: 0,
  added: 0,
  smallerPages: undefined,
  completeness: { kind: 'complete' },
  evidence: noEvidence,
};

function onList(line = 'GET /zones per_page==20'): User {
  const user = drive();
  user.type(`${line}\r`);
  user.answer(listPage(1, 20, 60));
  user.effects();
  return user;
}

/** The list as one array has come. */
function gathered(user: User, stopped?: Gathered['stopped'], more: Partial<Gathered['report']> = {}): void {
  const items = new TextEncoder().encode(JSON.stringify([{ id: 'a' }, { id: 'b' }]));
  const { exchange } = user.state();
  const id = exchange.kind === 'sending' ? exchange.id : 0;
  const info = recognisePage({ query: [], resultInfo: undefined, count: 2, firstId: undefined });
  user.dispatch({ type: 'exchange.done', id, received: { ...readFile(items), info } });
  user.dispatch({ type: 'all.ended', id, gathered: { report: { ...report, ...more }, stopped } });
}

describe('A', () => {
  test('reads all pages from the first one on, with those that are there already', () => {
    const user = onList();
    user.press(']');
    user.answer(listPage(2, 20, 60));
    user.effects();
    user.press('A');
    const [effect] = user.effects();
    expect(effect).toMatchObject({
      type: 'readAll',
      partOf: 1,
      request: { path: '/zones', items: [{ name: 'per_page', value: '20' }] },
      known: [{ info: { number: 1 } }, { info: { number: 2 } }],
      before: undefined,
    });
    expect(user.state().exchange).toMatchObject({ kind: 'sending', turn: { isAll: true } });
  });

  test('takes only pages without a gap from the first one on', () => {
    const user = onList();
    user.press('}');
    user.answer(listPage(3, 20, 60));
    user.effects();
    user.press('A');
    expect(user.effects()).toMatchObject([{ known: [{ info: { number: 1 } }] }]);
  });

  test('shows them as one list, closed items below it, and says how it went', () => {
    const user = onList();
    user.press('A');
    gathered(user);
    const { response, notice } = user.state();
    expect(response?.gathered).toMatchObject({ report: { items: 60 }, stopped: undefined });
    expect(notice).toEqual({ kind: 'info', text: '60 items of 3 pages.' });
    const body = response?.pages[0]?.body;
    expect(body?.kind === 'json' && body.view.folds.depth).toBe(1);
    user.press('A');
    expect(user.state().notice?.text).toBe('All pages are here');
  });

  test('tells how far it has come, and Esc stops it', () => {
    const user = onList();
    user.press('A');
    user.effects();
    user.dispatch({ type: 'all.progressed', id: 2, progress: { ...report, pages: 1 } });
    expect(user.state().exchange).toMatchObject({ all: { pages: 1 } });
    user.press('esc');
    expect(user.effects()).toEqual([{ type: 'cancel', id: 2 }]);
  });

  test('goes on where it was stopped, with what it had', () => {
    const user = onList();
    user.press('A');
    user.effects();
    const cancelled = { ...refused, kind: 'cancelled' } as const;
    gathered(user, { failure: cancelled, resume: { page: '3' } }, { pages: 2, items: 40 });
    expect(user.state().notice).toEqual({
      kind: 'info',
      text: 'Stopped. 40 items of 2 pages. A continues from there.',
    });
    user.press('A');
    expect(user.effects()).toMatchObject([
      { type: 'readAll', known: [], before: { resume: { page: '3' }, report: { items: 40 } } },
    ]);
  });

  test('says what was odd about the list', () => {
    const user = onList();
    user.press('A');
    gathered(user, undefined, { repeated: 2, recovered: 1, smallerPages: 10 });
    expect(user.state().notice?.text).toMatch(
      /2 items arrived twice.*found 1 item that had moved.*reduced to 10 items/,
    );
  });

  test('that does not even get a first page leaves the one on screen', () => {
    const user = onList();
    const before = user.state().response;
    user.press('A');
    user.fail(refused);
    expect(user.state().response).toBe(before);
    expect(user.state().notice?.kind).toBe('problem');
    expect(user.state().history.entries[0]?.outcome).toMatchObject({ failure: { kind: 'refused' } });
  });

  test('leaves a filter out', () => {
    const user = onList('GET /zones | .result');
    user.press('A');
    expect(user.effects()).toMatchObject([{ type: 'readAll', request: { filter: undefined } }]);
  });

  test.each<readonly [string, unknown, string]>([
    ['a list that came whole', { success: true, errors: [], messages: [], result: [1] }, 'all of it is here'],
    ['what is no list', { success: true, errors: [], messages: [], result: { a: 1 } }, 'This response is not a list'],
  ])('says why not of %s', (_, body, says) => {
    const user = drive();
    user.type('GET /x\r');
    user.answer(body);
    user.effects();
    user.press('A');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toContain(says);
  });
});

test('a filter of the request is left off, and that is said', () => {
  const user = drive();
  user.type('GET /zones per_page==2 | .result[].name\r');
  user.answer(listPage(1, 2, 6));
  user.effects();
  user.press('A');
  expect(user.effects()).toMatchObject([{ type: 'readAll', request: { filter: undefined } }]);
  expect(user.state().notice?.text).toMatch(/^The filter applied to one page/);
});

describe('the verdict over a list that was read', () => {
  test.each<readonly [Gathered['report']['completeness'], label: string, says: string]>([
    [{ kind: 'complete' }, 'all 3 pages · 60 items', '60 items of 3 pages.'],
    [
      { kind: 'incomplete', why: { kind: 'repeats', items: 20, of: 60 } },
      '3 pages · 20 of 60 items · incomplete',
      'Incomplete: 20 of 60 items: the server repeats a page.',
    ],
    [
      { kind: 'unknown', why: { kind: 'full', items: 60 } },
      '3 pages · 60 items · perhaps not all',
      'Perhaps not all: 60 items: the page is full, and the server does not say whether more follow.',
    ],
  ])('%j', (completeness, label, says) => {
    const user = onList();
    user.press('A');
    gathered(user, undefined, { completeness });
    expect(user.state().notice?.text).toContain(says);
    expect(user.state().notice?.kind).toBe(completeness?.kind === 'incomplete' ? 'problem' : 'info');
    const [title = []] = responsePane(user.state(), { x: 0, y: 0, width: 100, height: 20 }).rows;
    expect(title.map(({ text }) => text).join('')).toContain(label);
  });
});
