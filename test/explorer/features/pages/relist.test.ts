import { describe, expect, test } from 'vitest';
import { drive, listPage, refused } from '../../driver.ts';
import { driveKnown, offered, zone } from '../../known.ts';

type User = ReturnType<typeof drive>;

function onList(line = 'GET /zones per_page==20 page==2'): User {
  const user = drive();
  user.type(`${line}\r`);
  user.answer(listPage(2, 20, 200));
  user.effects();
  return user;
}

/** The query of the one request among the effects. */
function asked(user: User): Readonly<Record<string, string>> {
  const [effect, ...others] = user.effects();
  expect(others).toEqual([]);
  if (effect?.type !== 'send') throw new Error('no request was sent');
  return Object.fromEntries(
    effect.request.items.flatMap((item) => (item.kind === 'query' ? [[item.name, item.value]] : [])),
  );
}

describe('the size of a page', () => {
  test.each([
    ['>', '25'],
    ['<', '10'],
  ])('%s asks for the first page with the next size, and says so', (key, size) => {
    const user = onList();
    user.press(key);
    expect(asked(user)).toEqual({ per_page: size });
    expect(user.state().response?.pages).toHaveLength(1);
    user.answer(listPage(1, Number(size), 200));
    expect(user.state().notice?.text).toBe(`Now ${size} items per page, from the first page`);
    expect(user.state().response?.pages.map(({ info }) => info.number)).toEqual([1]);
    expect(user.state().composer.line.text).toBe(`GET /zones per_page==${size}`);
  });

  test('is left alone where the server gives less than was asked for', () => {
    const user = onList('GET /zones per_page==50');
    user.press('>');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toBe('The server returns at most 20 items per page, not 50');
  });

  test('that the server refuses leaves the page on screen', () => {
    const user = onList();
    const before = user.state().response;
    user.press('>');
    user.answer(
      { success: false, errors: [{ code: 1001, message: 'per_page is too large' }], result: null, messages: [] },
      { status: 400 },
    );
    expect(user.state().response).toBe(before);
    expect(user.state().notice?.text).toMatch(/^The list is unchanged\. .*per_page is too large/);
    user.press('>');
    user.fail(refused);
    expect(user.state().response).toBe(before);
    expect(user.state().notice?.kind).toBe('problem');
  });

  test.each([
    ['>', 'has no pages'],
    ['<', 'has no pages'],
  ])('%s of a list that came whole says why not', (key, says) => {
    const user = drive();
    user.type('GET /x\r');
    user.answer({ success: true, errors: [], messages: [], result: [{ id: 1 }] });
    user.press(key);
    expect(user.state().notice?.text).toContain(says);
  });

  test.each([['>'], ['<'], ['s'], ['S']])('%s says that there is no list where there is none', (key) => {
    const user = drive();
    user.type('GET /x\r');
    user.answer({ success: true, errors: [], messages: [], result: { id: 1 } });
    user.press(key);
    expect(user.state().notice?.text).toBe('This response is not a list');
  });
});

describe('the order of a list', () => {
  test('S turns it round, and round again', () => {
    const user = onList();
    user.press('S');
    expect(asked(user)).toEqual({ per_page: '20', direction: 'desc' });
    user.answer(listPage(1, 20, 200));
    user.effects();
    user.press('S');
    expect(asked(user)).toEqual({ per_page: '20', direction: 'asc' });
  });

  test('s offers the fields of the items, narrowed by what is typed', () => {
    const user = onList();
    user.press('s');
    expect(user.state().focus.overlays).toMatchObject([{ kind: 'picker', name: 'order' }]);
    user.type('nam');
    user.press('enter');
    expect(user.state().focus.overlays).toEqual([]);
    expect(asked(user)).toEqual({ per_page: '20', order: 'name' });
    user.answer(listPage(1, 20, 200));
    expect(user.state().notice?.text).toBe('Now by name, from the first page');
  });

  test('a name that no field has chooses nothing and says so', () => {
    const user = onList();
    user.press('s');
    user.type('zzz\r');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toBe('No field matches');
    user.press('esc');
    expect(user.state().focus.overlays).toEqual([]);
  });
});

describe('a list to choose from', () => {
  function picking(): User {
    const user = drive(80, 12);
    const item = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`field${index}`, index]));
    user.type('GET /x\r');
    user.answer({ success: true, errors: [], messages: [], result: [item] });
    user.press('s');
    return user;
  }
  const place = (user: User): unknown => {
    const [overlay] = user.state().focus.overlays;
    return overlay?.kind === 'picker' && [overlay.cursor, overlay.top];
  };

  test.each<readonly [keys: readonly string[], cursor: number, top: number]>([
    [['up'], 0, 0],
    [['down', 'ctrl+n', 'down', 'ctrl+p'], 2, 0],
    [Array<string>(8).fill('down'), 8, 2],
    [[...Array<string>(8).fill('down'), ...Array<string>(7).fill('up')], 1, 1],
    [['pagedown'], 7, 1],
    [['pagedown', 'pagedown', 'pagedown', 'pagedown', 'pagedown', 'pagedown'], 29, 23],
    [['pagedown', 'pageup'], 0, 0],
  ])('%j', (keys, cursor, top) => {
    const user = picking();
    user.press(...keys);
    expect(place(user)).toEqual([cursor, top]);
  });

  test('begins at its best again when something else is typed, and keeps its place when the line is only walked in', () => {
    const user = picking();
    user.type('field');
    user.press('down', 'down', 'left');
    expect(place(user)).toEqual([2, 0]);
    user.press('backspace');
    expect(place(user)).toEqual([0, 0]);
  });
});

describe('where the catalog knows the list', () => {
  function onRecords(line = `GET /zones/${zone}/dns_records`): User {
    const user = driveKnown();
    user.type(`${line}\r`);
    user.answer(listPage(1, 20, 200));
    user.effects();
    return user;
  }

  test('s offers what the operation accepts', () => {
    const user = onRecords();
    user.press('s');
    expect(offered(user)).toEqual(expect.arrayContaining(['type', 'name', 'content', 'ttl', 'proxied']));
    user.type('ttl');
    user.press('enter');
    expect(asked(user)).toEqual({ order: 'ttl' });
  });

  test('and S toggles the direction by the operation’s own words', () => {
    const user = onRecords();
    user.press('S');
    expect(asked(user)).toEqual({ direction: 'desc' });
  });

  test('both say so where the operation accepts none', () => {
    const user = onRecords(`GET /zones/${zone}/rulesets`);
    user.press('s');
    expect(offered(user)).toEqual([]);
    user.press('esc', 'S');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toMatch(/^The catalog has no sort direction/);
  });
});
