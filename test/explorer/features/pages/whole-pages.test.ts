import { describe, expect, test } from 'vitest';
import { wholeLabel, wholePages } from '../../../../src/explorer/features/pages/pages.ts';
import { indexInParent } from '../../../../src/json/children.ts';
import { keyOf, parentOf } from '../../../../src/json/document.ts';
import { drive } from '../../driver.ts';

type User = ReturnType<typeof drive>;

function onWholeList(items: number): User {
  const user = drive(100, 30);
  user.type('GET /things\r');
  const result = Array.from({ length: items }, (_, index) => ({ id: `thing ${index + 1}`, size: index }));
  user.answer({ success: true, errors: [], messages: [], result });
  user.effects();
  return user;
}

function label(user: User): string | undefined {
  const pages = wholePages(user.state());
  return pages && wholeLabel(pages);
}

/** The item under the cursor, from 1, and whether its row is the first of the window. */
function place(user: User): readonly [item: number, isOnTop: boolean] {
  const body = user.state().response?.pages[0]?.body;
  if (body?.kind !== 'json') throw new Error('no tree');
  const { document, cursor, top } = body.view;
  expect(keyOf(document, parentOf(document, cursor) ?? 0)).toBe('result');
  return [indexInParent(document, cursor) + 1, top === cursor];
}

describe('a list that came whole', () => {
  test('is turned in pages without asking anybody', () => {
    const user = onWholeList(312);
    expect(label(user)).toBe('page 1/7 of a whole list · 1–50 of 312');
    user.press(']');
    expect(place(user)).toEqual([51, true]);
    expect(label(user)).toBe('page 2/7 of a whole list · 51–100 of 312');
    user.press('}');
    expect(place(user)[0]).toBe(301);
    expect(label(user)).toBe('page 7/7 of a whole list · 301–312 of 312');
    user.press(']');
    expect(user.state().notice?.text).toBe('This is the last page');
    user.press('[');
    expect(place(user)).toEqual([251, true]);
    user.press('{');
    expect(place(user)).toEqual([1, true]);
    user.press('[');
    expect(user.state().notice?.text).toBe('This is the first page');
    expect(user.effects()).toEqual([]);
  });

  test('goes to a page by its number, and refuses others', () => {
    const user = onWholeList(312);
    user.press('ctrl+g', '4', 'enter');
    expect(place(user)).toEqual([151, true]);
    user.press('ctrl+g', '9', 'enter');
    expect(user.state().notice?.text).toBe('Pages go from 1 to 7');
  });

  test('knows the page of any row, also inside an item', () => {
    const user = onWholeList(312);
    user.press(']', 'l', 'j', 'j');
    expect(label(user)).toBe('page 2/7 of a whole list · 51–100 of 312');
  });

  test('has larger and smaller pages', () => {
    const user = onWholeList(312);
    user.press('>');
    expect(label(user)).toBe('page 1/4 of a whole list · 1–100 of 312');
    user.press('<', '<');
    expect(label(user)).toBe('page 1/13 of a whole list · 1–25 of 312');
    user.press('>', '>', '>', '>', '>', '>');
    expect(user.state().notice?.text).toBe('All items are already on one page');
    user.press('<');
    expect(label(user)).toBe('page 1/2 of a whole list · 1–250 of 312');
  });

  test('of a single page has no pages', () => {
    const user = onWholeList(50);
    expect(label(user)).toBeUndefined();
    user.press(']');
    expect(user.state().notice?.text).toBe('This list has no pages');
  });
});
