import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/api/failures.ts';
import { drive, listPage, refused } from '../driver.ts';

const cancelled: Failure = { kind: 'cancelled', tried: 'GET x', happened: 'it was cancelled', next: 'send it again' };

describe('a request', () => {
  test('gives the response the focus when its response has come', () => {
    const user = drive();
    user.type('GET /zones\r');
    expect(user.state().focus.pane).toBe('prompt');
    user.answer(listPage(1, 20, 60));
    expect(user.state().focus.pane).toBe('response');
    expect(user.state().exchange).toEqual({ kind: 'done', id: 1 });
  });

  test('leaves the focus to a user who has gone on typing', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.type(' page==2');
    user.answer(listPage(1, 20, 60));
    expect(user.state().focus.pane).toBe('prompt');
    expect(user.state().composer.line.text).toBe('GET /zones page==2');
  });

  test('is refused while another is on its way', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.effects();
    user.press('enter');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toContain('esc cancels');
  });

  test('is cancelled by Esc, and says so', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.effects();
    user.press('esc');
    expect(user.effects()).toEqual([{ type: 'cancel', id: 1 }]);
    user.fail(cancelled);
    expect(user.state().exchange.kind).toBe('cancelled');
    expect(user.state().notice?.text).toBe('Cancelled: GET /zones');
    expect(user.state().history.entries[0]?.outcome).toBe('cancelled');
    expect(user.state().composer.line.text).toBe('GET /zones');
  });

  test('that was given up can change nothing any more', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.press('esc');
    user.fail(cancelled);
    const before = user.state();
    user.dispatch({ type: 'exchange.failed', id: 1, failure: refused });
    user.dispatch({ type: 'exchange.progressed', id: 1, received: 5, total: undefined });
    expect(user.state()).toBe(before);
  });

  test('that gets no response shows its failure in place of the response before', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.answer(listPage(1, 20, 60));
    user.press(':');
    user.type('GET /user\r'.replace('GET /user', ''));
    user.fail(refused);
    expect(user.state().response).toBeUndefined();
    expect(user.state().exchange).toMatchObject({ kind: 'failed', failure: refused });
    expect(user.state().history.entries).toHaveLength(2);
  });

  test('tells its progress and its retries, and takes the time from its start', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.dispatch({ type: 'exchange.started', id: 1, at: 1000 });
    user.dispatch({ type: 'exchange.retrying', id: 1, attempt: 2, of: 4, until: 3000, because: '503' });
    expect(user.state().exchange).toMatchObject({ startedAt: 1000, retry: { attempt: 2, of: 4 } });
    user.dispatch({ type: 'exchange.progressed', id: 1, received: 10, total: 20 });
    expect(user.state().exchange).toMatchObject({ received: 10, total: 20, retry: undefined });
    expect(user.state().history.entries[0]?.at).toBe(1000);
  });

  test('that the API refuses shows its response all the same', () => {
    const user = drive();
    user.type('GET /zones/x\r');
    user.answer(
      { success: false, errors: [{ code: 7003, message: 'Could not route' }], messages: [], result: null },
      { status: 404 },
    );
    const page = user.state().response?.pages[0];
    expect(page?.failure).toMatchObject({ kind: 'api', status: 404 });
    expect(page?.body.kind).toBe('json');
  });
});

describe('a response', () => {
  test.each<readonly [string, string, string, number, string]>([
    ['JSON', '{"a":1}', 'application/json', 200, 'json'],
    ['JSON of an extended type', '{"a":1}', 'application/problem+json', 200, 'json'],
    ['JSON that is called something else', '{"a":1}', 'application/octet-stream', 200, 'json'],
    ['a script', 'export default {}', 'application/javascript', 200, 'text'],
    ['an HTML error page', '<html><h1>oops</h1>', 'text/html', 502, 'text'],
    ['text that looks like JSON and is none', '[oops', 'text/plain', 200, 'text'],
    ['nothing', '', 'application/json', 204, 'empty'],
    ['bytes', '\u0000\u0001', 'application/octet-stream', 200, 'binary'],
  ])('of %s is shown as what it is', (_, body, contentType, status, kind) => {
    const user = drive();
    user.type('GET /zones\r');
    user.answer(body, { contentType, status });
    expect(user.state().response?.pages[0]?.body.kind).toBe(kind);
  });

  test('that claims to be JSON and is none says where it stops being it', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.answer('{"a": 1,\n oops}');
    expect(user.state().response?.pages[0]?.body).toMatchObject({ kind: 'text', problem: { line: 2, column: 2 } });
  });

  test('opens with the cursor on the result', () => {
    const user = drive();
    user.type('GET /zones\r');
    user.answer(listPage(1, 3, 3));
    const { body } = user.state().response?.pages[0] ?? {};
    expect(body?.kind === 'json' && body.view.cursorRow).toBe(1);
  });
});
