import { describe, expect, test } from 'vitest';
import { readResponse } from '../../../../src/api/received.ts';
import { drive, listPage, refused } from '../../driver.ts';

type User = ReturnType<typeof drive>;

function reading(total = 60): User {
  const user = drive(80, 24, { prefetch: true });
  user.type('GET /zones\r');
  user.effects();
  user.answer(listPage(1, 20, total));
  return user;
}

/** Answers the request of this id, whatever the state thinks of it. */
function arrive(user: User, id: number, page: number, total = 60): void {
  const url = `http://127.0.0.1/zones?page=${page}`;
  const body = new TextEncoder().encode(JSON.stringify(listPage(page, 20, total)));
  const received = readResponse(
    { method: 'GET', url, headers: [], body: undefined },
    {
      status: 200,
      statusText: '',
      headers: [['content-type', 'application/json']],
      body,
      url,
      encodedBytes: body.length,
      durationMs: 1,
      attempts: 1,
    },
  );
  user.dispatch({ type: 'exchange.done', id, received });
}

function numberOnScreen(user: User): number | undefined {
  const { response } = user.state();
  return response?.pages[response.at]?.info.number;
}

describe('the next page is fetched ahead', () => {
  test('and shown at once when it is turned to; then the one after it is fetched', () => {
    const user = reading();
    const [effect] = user.effects();
    expect(effect).toMatchObject({ type: 'send', id: 2, request: { items: [{ name: 'page', value: '2' }] } });
    expect(user.state().exchange.kind).toBe('done');
    arrive(user, 2, 2);
    expect(numberOnScreen(user)).toBe(1);
    user.press(']');
    expect(numberOnScreen(user)).toBe(2);
    expect(user.state().exchange.kind).toBe('done');
    expect(user.state().composer.line.text).toBe('GET /zones page==2');
    expect(user.effects()).toMatchObject([{ type: 'send', id: 3, request: { items: [{ value: '3' }] } }]);
  });

  test('and once only, however often somebody goes back and forth among pages that were read', () => {
    const user = reading();
    user.effects();
    arrive(user, 2, 2);
    user.press(']');
    expect(user.effects()).toMatchObject([{ type: 'send', id: 3, isAhead: true }]);
    // On its way, then there: neither is asked for again.
    user.press('[', ']', '[');
    arrive(user, 3, 3);
    user.press(']', '[', ']');
    expect(user.effects()).toEqual([]);
    user.press(']');
    expect(numberOnScreen(user)).toBe(3);
    expect(user.state().exchange.kind).toBe('done');
  });

  test('and waited for, not asked for again, when it is still on its way', () => {
    const user = reading();
    user.effects();
    user.press(']');
    expect(user.effects()).toEqual([]);
    expect(user.state().exchange).toMatchObject({ kind: 'sending', id: 2 });
    arrive(user, 2, 2);
    expect(numberOnScreen(user)).toBe(2);
  });

  test('and can be cancelled while it is waited for', () => {
    const user = reading();
    user.effects();
    user.press(']', 'esc');
    expect(user.effects()).toEqual([{ type: 'cancel', id: 2 }]);
  });

  test('and asked for anew when fetching it ahead failed, which nobody was told of', () => {
    const user = reading();
    user.effects();
    user.dispatch({ type: 'exchange.failed', id: 2, failure: refused });
    expect(user.state().notice).toBeUndefined();
    expect(user.effects()).toEqual([]);
    user.press(']');
    expect(user.effects()).toMatchObject([{ type: 'send', id: 3 }]);
  });

  test('and let go when another request is sent or another page is turned to', () => {
    const user = reading(100);
    user.effects();
    user.press('}');
    expect(user.effects()).toMatchObject([{ type: 'send', id: 3, request: { items: [{ value: '5' }] } }]);
    arrive(user, 3, 5, 100);
    // Page 5 is the last: nothing follows it, and page 2 is not the next one here.
    expect(user.effects()).toEqual([{ type: 'cancel', id: 2 }]);
    expect(user.state().prefetched).toBeUndefined();
  });

  test.each<readonly [string, (user: User) => void]>([
    ['the last page', (user) => user.answer(listPage(1, 20, 20))],
    [
      'a response that is no list',
      (user) => user.answer({ success: true, errors: [], messages: [], result: { a: 1 } }),
    ],
    ['an error', (user) => user.answer({ success: false, errors: [], messages: [], result: null }, { status: 500 })],
  ])('not after %s', (_, response) => {
    const user = drive(80, 24, { prefetch: true });
    user.type('GET /zones\r');
    user.effects();
    response(user);
    expect(user.effects()).toEqual([]);
  });

  test('not for a method that changes things', () => {
    const user = drive(80, 24, { prefetch: true });
    user.type('POST /zones name=x\r');
    user.effects();
    user.answer(listPage(1, 20, 60));
    expect(user.effects()).toEqual([]);
  });

  test('not with less than a fifth of the rate limit left', () => {
    const user = drive(80, 24, { prefetch: true });
    user.type('GET /zones\r');
    user.effects();
    user.dispatch({ type: 'exchange.rateLimited', id: 1, rateLimit: { remaining: 239, resetSeconds: 9, quota: 1200 } });
    user.answer(listPage(1, 20, 60));
    expect(user.effects()).toEqual([]);
  });

  test('not where the setting says no', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.effects();
    user.answer(listPage(1, 20, 60));
    expect(user.effects()).toEqual([]);
  });
});
