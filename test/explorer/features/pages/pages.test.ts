import { describe, expect, test } from 'vitest';
import { pageLabel } from '../../../../src/api/paging.ts';
import type { State } from '../../../../src/explorer/model/state.ts';
import { drive, listPage, refused } from '../../driver.ts';

const label = (state: State): string =>
  state.response
    ? pageLabel(
        state.response.pages.map((page) => page.info),
        state.response.at,
      )
    : '';

function onList(total = 60): ReturnType<typeof drive> {
  const user = drive();
  user.type('GET /zones\r');
  user.answer(listPage(1, 20, total));
  user.effects();
  return user;
}

/** The value of `page` in the one request among the effects. */
function askedPage(user: ReturnType<typeof drive>): string | undefined {
  const [effect, ...others] = user.effects();
  expect(others).toEqual([]);
  if (effect?.type !== 'send') throw new Error('no request was sent');
  const item = effect.request.items.find((candidate) => candidate.kind === 'query' && candidate.name === 'page');
  return item?.kind === 'query' ? item.value : undefined;
}

describe('numbered pages', () => {
  test('] asks for the next, [ goes back without a request', () => {
    const user = onList();
    user.press(']');
    expect(askedPage(user)).toBe('2');
    user.answer(listPage(2, 20, 60));
    expect(label(user.state())).toBe('page 2/3 · 21–40 of 60');
    user.press('[');
    expect(user.effects()).toEqual([]);
    expect(label(user.state())).toBe('page 1/3 · 1–20 of 60');
    user.press(']');
    expect(user.effects()).toEqual([]);
    expect(label(user.state())).toBe('page 2/3 · 21–40 of 60');
  });

  test('} goes to the last, { to the first; both say where they are already', () => {
    const user = onList();
    user.press('{');
    expect(user.state().notice?.text).toBe('This is the first page');
    user.press('}');
    expect(askedPage(user)).toBe('3');
    user.answer(listPage(3, 20, 60));
    user.press(']');
    expect(user.state().notice?.text).toBe('This is the last page');
    user.press('{');
    expect(user.effects()).toEqual([]);
    expect(label(user.state())).toBe('page 1/3 · 1–20 of 60');
  });

  test('read out of order stand in order', () => {
    const user = onList();
    user.press('}');
    user.answer(listPage(3, 20, 60));
    user.press('[');
    user.answer(listPage(2, 20, 60));
    expect(user.state().response?.pages.map((page) => page.info.number)).toEqual([1, 2, 3]);
    expect(user.state().response?.at).toBe(1);
  });

  test('ctrl+g goes to a number, and refuses what is none', () => {
    const user = onList();
    user.press('ctrl+g');
    user.type('x\r');
    expect(user.state().focus.overlays).toMatchObject([{ kind: 'question', name: 'page' }]);
    expect(user.state().notice?.kind).toBe('problem');
    user.press('backspace');
    user.type('9\r');
    expect(user.state().notice?.text).toContain('last page is 3');
    user.press('backspace');
    user.type('2\r');
    expect(user.state().focus.overlays).toEqual([]);
    expect(askedPage(user)).toBe('2');
  });

  test('the prompt shows what the page was asked with, unless something else was typed there', () => {
    const user = onList();
    user.press(']');
    user.answer(listPage(2, 20, 60));
    expect(user.state().composer.line.text).toBe('GET /zones page==2');
    user.press(':');
    user.type(' mine');
    user.press('esc', '[');
    expect(user.state().composer.line.text).toBe('GET /zones page==2 mine');
    expect(label(user.state())).toBe('page 1/3 · 1–20 of 60');
  });

  test('a page opens as deep and where the one before it was', () => {
    const user = onList();
    user.press('3', 'j', 'j', ']');
    const before = user.state().response?.pages[0]?.body;
    user.answer(listPage(2, 20, 60));
    const after = user.state().response?.pages[1]?.body;
    expect(after?.kind === 'json' && before?.kind === 'json' && [after.view.cursorRow, after.view.folds.depth]).toEqual(
      before?.kind === 'json' && [before.view.cursorRow, 3],
    );
  });

  test('a page that repeats the one on screen stays out, and proves no end', () => {
    const user = drive();
    user.type('GET /repeating page==1\r');
    const page = {
      result: [{ id: 'a' }, { id: 'b' }],
      success: true,
      errors: [],
      messages: [],
      result_info: { page: 1, per_page: 2 },
    };
    user.answer(page);
    user.press(']');
    user.answer(page);
    expect(user.state().response?.pages).toHaveLength(1);
    expect(user.state().notice?.text).toBe('The server repeated an earlier page, and does not say whether more follow');
    user.press(']');
    expect(user.state().notice?.text).toBe('The server repeats a page from here on, so there is no way to a next one');
  });

  test('an empty page proves the one before it to be the last', () => {
    const user = drive();
    user.type('GET /prefilter\r');
    user.answer({
      result: [{ id: 'a' }],
      success: true,
      errors: [],
      messages: [],
      result_info: { page: 1, per_page: 1, total_count: 9 },
    });
    user.press(']');
    user.answer({
      result: [],
      success: true,
      errors: [],
      messages: [],
      result_info: { page: 2, per_page: 1, total_count: 9 },
    });
    expect(user.state().response?.pages).toHaveLength(1);
    user.press(']');
    expect(user.state().notice?.text).toBe('This is the last page');
  });

  test('a page that does not come leaves the one on screen', () => {
    const user = onList();
    user.press(']');
    user.fail(refused);
    expect(label(user.state())).toBe('page 1/3 · 1–20 of 60');
    expect(user.state().notice).toMatchObject({
      kind: 'problem',
      text: expect.stringContaining('Nothing listens there'),
    });
    user.press(']');
    expect(user.state().exchange.kind).toBe('sending');
    user.answer({ success: false, errors: [{ code: 1, message: 'no' }], messages: [], result: null }, { status: 500 });
    expect(user.state().response?.pages).toHaveLength(1);
  });

  test('belong to the response they were asked from, not to one opened meanwhile from the history', () => {
    const user = onList();
    user.press(':', 'ctrl+u');
    user.type('GET /accounts\r');
    user.answer(listPage(1, 5, 10));
    user.press(']', 'ctrl+r', 'j', 'enter');
    user.answer(listPage(2, 5, 10));
    expect(user.state().response?.pages).toHaveLength(1);
    expect(user.state().response?.title).toBe('GET /zones');
  });
});

describe('cursor pages', () => {
  const page = (first: number, cursor: string): unknown => ({
    result: [{ name: `key-${first}` }, { name: `key-${first + 1}` }],
    success: true,
    errors: [],
    messages: [],
    result_info: { count: 2, cursor },
  });

  test('go forward by cursor and back without a request; the last is only known when it is there', () => {
    const user = drive();
    user.type('GET /keys limit==2\r');
    user.answer(page(1, 'c1'));
    user.press('}');
    expect(user.state().notice?.text).toBe('A list paged by cursor has no last page number');
    user.press(']');
    expect(user.effects().at(-1)).toMatchObject({
      request: { items: [{ value: '2' }, { kind: 'query', name: 'cursor', value: 'c1' }] },
    });
    user.answer(page(3, ''));
    expect(label(user.state())).toBe('page 2/2 · 3–4 of 4');
    user.press(']');
    expect(user.state().notice?.text).toBe('This is the last page');
    user.press('[');
    expect(label(user.state())).toMatch(/^page 1/);
  });
});

test.each([
  ['a plain object', { result: { id: 'x' }, success: true, errors: [], messages: [] }],
  ['no envelope', { anything: 1 }],
])('%s has no pages, and the keys say so', (_, body) => {
  const user = drive();
  user.type('GET /x\r');
  user.answer(body);
  for (const key of [']', '[', '}', '{']) {
    user.press(key);
    expect(user.state().notice).toMatchObject({ kind: 'problem', text: 'This response is not a list' });
  }
});
