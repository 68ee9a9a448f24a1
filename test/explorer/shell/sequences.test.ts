// Sequences of keys: what waits, what may follow, what drops it; and the keys that scroll around the cursor.
import { describe, expect, test } from 'vitest';
import type { Binding } from '../../../src/explorer/keys/binding.ts';
import { keysLabel } from '../../../src/explorer/keys/chord.ts';
import type { Context } from '../../../src/explorer/keys/context.ts';
import { createKeymap } from '../../../src/explorer/keys/resolve.ts';
import { footerRows } from '../../../src/explorer/shell/bars.ts';
import { type Driver, drive } from '../driver.ts';

function bound(id: string, contexts: readonly Context[], ...keys: readonly string[]): Binding {
  return { id, keys, contexts, group: 'Move', help: id, do: (state) => [state, []] };
}

describe('in a keymap', () => {
  const keymap = createKeymap([
    bound('a.top', ['response'], 'z t'),
    bound('a.quit', ['global'], 'ctrl+x ctrl+c', 'z q'),
    bound('a.undo', ['history'], 'z'),
    bound('a.save', ['response'], 'ctrl+x ctrl+s', 'x'),
  ]);

  test.each<readonly [readonly Context[], string, string | undefined]>([
    [['response', 'global'], 'z', 'waits'],
    [['response', 'global'], 'z t', 'a.top'],
    // The sequences of an outer context go on from those of an inner one.
    [['response', 'global'], 'z q', 'a.quit'],
    [['response', 'global'], 'ctrl+x', 'waits'],
    [['response', 'global'], 'ctrl+x ctrl+c', 'a.quit'],
    [['response', 'global'], 'z x', undefined],
    [['history', 'global'], 'z', 'a.undo'],
    [['prompt', 'global'], 'z t', undefined],
  ])('in %j %s is %s', (where, keys, expected) => {
    const meaning = keymap.resolve(where, keys);
    expect(meaning && (meaning.binding?.id ?? 'waits')).toBe(expected);
  });

  test('a key of an inner context hides the sequences of an outer one that begin with it', () => {
    expect(keymap.following(['history', 'global'], 'z')).toEqual([]);
    expect(keymap.following(['response', 'global'], 'z').map(({ keys, binding }) => `${keys} ${binding.id}`)).toEqual([
      't a.top',
      'q a.quit',
    ]);
    expect(
      createKeymap([bound('a.b', ['history'], 'z'), bound('a.c', ['global'], 'z c')]).reachable(['history', 'global']),
    ).toHaveLength(1);
  });

  test.each([
    ['z t', 'zt'],
    ['ctrl+x ctrl+c', 'ctrl+x ctrl+c'],
    ['g enter', 'g enter'],
    ['ctrl+x left', 'ctrl+x ←'],
    ['Z Z', 'ZZ'],
  ])('%s is printed as %s', (keys, label) => {
    expect(keysLabel(keys)).toBe(label);
  });
});

function footer(driver: Driver): string {
  const { screen } = driver.state();
  return footerRows(driver.state(), screen.columns)
    .map((row) =>
      row
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

/** A list of names, all in sight but for the screen's height. */
function listed(count = 100, rows = 24): Driver {
  const driver = drive(100, rows);
  driver.type('GET /zones\r');
  driver.answer({ result: Array.from({ length: count }, (_, index) => `name ${index}`), success: true });
  driver.press('0');
  return driver;
}

function treeOf(driver: Driver): { readonly top: number; readonly cursor: number; readonly height: number } {
  const body = driver.state().response?.pages[0]?.body;
  if (body?.kind !== 'json') throw new Error('no tree');
  return { top: body.view.topRow, cursor: body.view.cursorRow, height: body.view.height };
}

describe('pressing a sequence', () => {
  test('shows what may follow, and does it', () => {
    const driver = listed();
    driver.press(...Array<string>(40).fill('j'));
    driver.press('z');
    expect(driver.state().pendingKeys).toBe('z');
    expect(footer(driver)).toMatch(/^ z… {3}z scroll the cursor to the middle {3}t scroll the cursor to the top/);
    const { cursor, height } = treeOf(driver);
    driver.press('t');
    expect(driver.state()).toMatchObject({ pendingKeys: '', notice: undefined });
    expect(treeOf(driver)).toMatchObject({ cursor, top: cursor });
    driver.press('z', 'b');
    expect(treeOf(driver)).toMatchObject({ cursor, top: cursor - height + 1 });
    driver.press('z', 'z');
    expect(treeOf(driver)).toMatchObject({ cursor, top: cursor - Math.floor(height / 2) });
  });

  test('esc drops it and does nothing else', () => {
    const driver = listed();
    driver.press('t', 'z');
    const { response } = driver.state();
    driver.press('esc');
    expect(driver.state()).toMatchObject({ pendingKeys: '', notice: undefined });
    expect(driver.state().response).toBe(response);
  });

  test('a key that does not follow says so, and does not do what it does alone', () => {
    const driver = listed();
    driver.press('g', 'z', 'j');
    expect(driver.state()).toMatchObject({
      pendingKeys: '',
      notice: { text: 'zj does nothing here. ? shows all keys' },
    });
    expect(treeOf(driver).cursor).toBe(0);
    driver.press('j');
    expect(treeOf(driver).cursor).toBe(1);
  });

  test('ctrl+c quits all the same, a paste drops it, and in a field letters are text', () => {
    const driver = listed();
    driver.effects();
    driver.press('z', 'ctrl+c');
    expect(driver.effects()).toEqual([{ type: 'quit' }]);
    driver.press('z');
    driver.dispatch({ type: 'text.pasted', text: 'z' });
    expect(driver.state().pendingKeys).toBe('');
    driver.press(':', 'ctrl+u');
    driver.type('zzt');
    expect(driver.state()).toMatchObject({ pendingKeys: '', composer: { line: { text: 'zzt' } } });
  });

  test('on a narrow screen what may follow is cut between two of them', () => {
    const driver = drive(40, 12);
    driver.type('GET /zones\r');
    driver.answer({ result: ['a'], success: true });
    driver.press('z');
    for (const line of footer(driver).split('\n')) expect(line).toMatch(/^.{1,40}$/);
    expect(footer(driver)).toContain('t scroll the cursor to the top');
  });
});

describe('scrolling around the cursor', () => {
  test('in a table', () => {
    const driver = drive(100, 24);
    driver.type('GET /zones\r');
    driver.answer({ result: Array.from({ length: 90 }, (_, id) => ({ id, name: `n${id}` })), success: true });
    driver.press('t', ...Array<string>(40).fill('j'), 'z', 't');
    expect(driver.state().response?.pages[0]?.table).toMatchObject({ row: 40, top: 40 });
    driver.press('z', 'b');
    expect(driver.state().response?.pages[0]?.table).toMatchObject({ row: 40, top: 40 - 17 });
    driver.press('G', 'z', 't');
    // No blank rows below the last.
    expect(driver.state().response?.pages[0]?.table?.top).toBe(90 - 18);
  });

  test('in the history', () => {
    const driver = drive(100, 24);
    for (let index = 0; index < 30; index += 1) {
      driver.press(':', 'ctrl+u');
      driver.type(`GET /zones/${index}\r`);
      driver.answer({ result: [], success: true });
    }
    driver.press('ctrl+r', ...Array<string>(12).fill('j'), 'z', 't');
    expect(driver.state().history).toMatchObject({ cursor: 12, top: 12 });
    driver.press('z', 'b');
    const { top } = driver.state().history;
    expect(top).toBeLessThan(12);
    driver.press('j');
    expect(driver.state().history.top).toBe(top + 1);
  });

  test('where no row is under a cursor it says so', () => {
    const driver = listed();
    driver.press('r', 'r', 'z', 'z');
    expect(driver.state().notice?.text).toMatch(/^No value is selected in this view/);
  });
});

test('% goes from what is open to its last, and back', () => {
  const driver = drive(100, 24);
  driver.type('GET /zones\r');
  driver.answer({ result: [1, 2, [3, 4]], success: true });
  driver.press('0', 'g', 'j', '%');
  const last = treeOf(driver).cursor;
  expect(last).toBe(4);
  driver.press('h', '%');
  expect(treeOf(driver).cursor).toBe(1);
  driver.press('g', 'h', '%');
  expect(driver.state().notice?.text).toBe('There is nothing inside this value, and nothing around it');
});
