import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../../src/api/failures.ts';
import type { Effect } from '../../../../src/explorer/model/effects.ts';
import { drive, listPage, refused } from '../../driver.ts';

const timeout: Failure = {
  kind: 'timeout',
  phase: 'headers',
  tried: 'GET /zones',
  happened: 'no response came within 60 s',
  next: 'try again',
};

type User = ReturnType<typeof drive>;

function queryOf(effects: readonly Effect[]): Readonly<Record<string, string>> {
  const send = effects.find((effect) => effect.type === 'send');
  if (send?.type !== 'send') throw new Error('nothing was sent');
  return Object.fromEntries(
    send.request.items.flatMap((item) => (item.kind === 'query' ? [[item.name, item.value]] : [])),
  );
}

function onSecondPage(prefetch = false): User {
  const user = drive(100, 24, { prefetch });
  user.type('GET /zones per_page==20 page==2\r');
  user.answer(listPage(2, 20, 200));
  return user;
}

describe('a page that is too much', () => {
  test('is asked for again at the same place in pages half the size, and the header says so', () => {
    const user = onSecondPage();
    user.effects();
    user.press(']');
    expect(queryOf(user.effects())).toEqual({ per_page: '20', page: '3' });
    user.fail(timeout);
    // Page 3 of 20 begins at item 41, as page 5 of 10 does.
    expect(queryOf(user.effects())).toEqual({ per_page: '10', page: '5' });
    expect(user.state().notice?.text).toBe(
      'The page was too large (no response came within 60 s). Now 10 items per page',
    );
    user.answer(listPage(5, 10, 200));
    const { response } = user.state();
    expect(response?.smallerPages).toBe(10);
    expect(response?.pages.map(({ info }) => info.number)).toEqual([5]);
    user.press('[');
    expect(queryOf(user.effects())).toEqual({ per_page: '10', page: '4' });
    user.answer(listPage(4, 10, 200));
    expect(user.state().response?.pages.map(({ info }) => info.number)).toEqual([4, 5]);
  });

  test('is halved again until pages cannot be smaller, and then told', () => {
    const user = onSecondPage();
    user.press(']');
    const sizes: string[] = [];
    while (user.state().exchange.kind === 'sending') {
      sizes.push(queryOf(user.effects()).per_page ?? '');
      user.fail(timeout);
    }
    expect(sizes).toEqual(['20', '10', '5', '1']);
    expect(user.state().response?.pages.map(({ info }) => info.number)).toEqual([2]);
    expect(user.state().notice?.kind).toBe('problem');
  });

  test('that the API refuses for its size is one too; any other error is told', () => {
    const user = onSecondPage();
    user.effects();
    user.press(']');
    user.effects();
    user.answer(
      { success: false, errors: [{ code: 1001, message: 'per_page is too large' }], result: null, messages: [] },
      { status: 400 },
    );
    expect(queryOf(user.effects())).toEqual({ per_page: '10', page: '5' });
    user.fail(refused);
    expect(user.effects()).toEqual([]);
    expect(user.state().response?.pages.map(({ info }) => info.number)).toEqual([2]);
  });

  test('of a cursor list is asked for at the same cursor, and the pages read stay', () => {
    const user = drive();
    const page = (cursor: string, first: number): unknown => ({
      success: true,
      errors: [],
      messages: [],
      result: Array.from({ length: 10 }, (_, index) => ({ id: `${first + index}` })),
      result_info: { cursor, count: 10, per_page: 10 },
    });
    user.type('GET /keys limit==10\r');
    user.answer(page('b', 1));
    user.effects();
    user.press(']');
    user.effects();
    user.fail(timeout);
    expect(queryOf(user.effects())).toEqual({ limit: '5', cursor: 'b' });
    user.answer(page('c', 11));
    expect(user.state().response?.pages).toHaveLength(2);
    expect(user.state().response?.at).toBe(1);
  });

  test('when it was fetched ahead is not waited for a second time', () => {
    const user = onSecondPage(true);
    const { prefetched } = user.state();
    expect(prefetched?.outcome).toBe('coming');
    user.effects();
    user.dispatch({ type: 'exchange.failed', id: prefetched?.id ?? 0, failure: timeout });
    user.press(']');
    expect(queryOf(user.effects())).toEqual({ per_page: '10', page: '5' });
  });
});

describe('a first page that is too much', () => {
  const gone: Failure = { ...timeout, kind: 'status', status: 524, happened: '524: the server took too long' };

  function onTyped(line: string): User {
    const user = drive(100, 24);
    user.type(`${line}\r`);
    user.effects();
    return user;
  }

  test.each([timeout, gone])('is asked for again with half as many items, which is said', (failure) => {
    const user = onTyped('GET /zones per_page==200');
    user.fail(failure);
    expect(queryOf(user.effects())).toEqual({ per_page: '100' });
    expect(user.state().notice?.text).toBe(`200 items per page were too many (${failure.happened}). Trying 100`);
    expect(user.state().composer.line.text).toBe('GET /zones per_page==100');
    user.answer(listPage(1, 100, 300));
    expect(user.state().response?.pages[0]?.info.count).toBe(100);
    // Both requests are in the history, the first one with its failure.
    expect(user.state().history.entries.map(({ line }) => line)).toEqual([
      'GET /zones per_page==100',
      'GET /zones per_page==200',
    ]);
  });

  test('keeps the size that the server gave for the session', () => {
    const user = onTyped('GET /zones per_page==200 page==3');
    user.fail(timeout);
    // Page 3 of 200 begins where page 5 of 100 does.
    expect(queryOf(user.effects())).toEqual({ per_page: '100', page: '5' });
    user.answer(listPage(5, 100, 900));
    user.press(':', 'ctrl+u');
    user.type('GET /zones per_page==400\r');
    expect(queryOf(user.effects())).toEqual({ per_page: '100' });
    expect(user.state().notice?.text).toBe('Fewer items per page, since that many were too many before');
    user.answer(listPage(1, 100, 900));
    user.press(':', 'ctrl+u');
    user.type('GET /zones per_page==20\r');
    expect(queryOf(user.effects())).toEqual({ per_page: '20' });
  });

  test('is not asked for again where the request says no size, writes, or failed otherwise', () => {
    for (const [line, failure] of [
      ['GET /zones', timeout],
      ['GET /zones per_page==1', timeout],
      ['GET /zones per_page==200', refused],
      ['HEAD /zones per_page==200', timeout],
    ] as const) {
      const user = onTyped(line);
      user.fail(failure);
      expect(user.effects().filter(({ type }) => type === 'send')).toEqual([]);
      expect(user.state().exchange.kind).toBe('failed');
    }
  });
});
