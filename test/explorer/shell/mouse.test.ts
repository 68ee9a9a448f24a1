// The mouse on the screen as it stands: what is clicked is found by its words, as a hand finds it.
import { describe, expect, test } from 'vitest';
import { readFile } from '../../../src/api/received.ts';
import { currentPage } from '../../../src/explorer/model/select.ts';
import { screenRows } from '../../../src/explorer/shell/screen.ts';
import { type Driver, drive, listPage } from '../driver.ts';
import { driveProd, isAsked, prepared, resource, sent, zone } from '../features/writes/previewed.ts';

function lines({ state }: Driver): readonly string[] {
  return screenRows(state()).rows.map((line) => line.flatMap(({ row }) => row.map(({ text }) => text)).join(''));
}

function placeOf(driver: Driver, words: string): { x: number; y: number } {
  const y = lines(driver).findIndex((line) => line.includes(words));
  if (y === -1) throw new Error(`no ${words} on\n${lines(driver).join('\n')}`);
  return { x: lines(driver)[y]!.indexOf(words), y };
}

type Kind = 'press' | 'drag' | 'release' | 'wheel';

function use(driver: Driver, kind: Kind, x: number, y: number, more: { by?: 1 | -1; isAgain?: boolean } = {}): void {
  driver.dispatch({ type: 'mouse.used', mouse: { kind, x, y, by: more.by ?? 1, isAgain: more.isAgain ?? false } });
}

function click(driver: Driver, words: string, isAgain = false): void {
  const { x, y } = placeOf(driver, words);
  use(driver, 'press', x, y, { isAgain });
  use(driver, 'release', x, y);
}

function withList(columns = 120, rows = 34): Driver {
  const driver = drive(columns, rows);
  driver.type('/zones');
  driver.press('enter');
  driver.answer(listPage(1, 20, 60));
  driver.effects();
  return driver;
}

const cursorLine = (driver: Driver): string =>
  screenRows(driver.state())
    .rows.flat()
    .filter(({ isSelected }) => isSelected)
    .map(({ row }) => row.map(({ text }) => text).join(''))
    .join();

describe('a click', () => {
  test('gives a pane the focus and goes to the row; a second one opens it', () => {
    const driver = withList();
    expect(driver.state().focus.pane).toBe('response');
    click(driver, 'item 7');
    expect(cursorLine(driver)).toContain('item 7');
    click(driver, 'item 12');
    expect(cursorLine(driver)).toContain('item 12');
    click(driver, 'item 12', true);
    expect(cursorLine(driver)).toContain('▾ 11');
    click(driver, 'History');
    expect(driver.state().focus.pane).toBe('history');
    click(driver, '❯ ');
    expect(driver.state().focus.pane).toBe('prompt');
  });

  test('on the mark of a row folds it', () => {
    const driver = withList();
    click(driver, '▸ 4');
    expect(cursorLine(driver)).toContain('▾ 4');
    click(driver, '▾ 4');
    expect(cursorLine(driver)).toContain('▸ 4');
    click(driver, '▾ result [20]');
    expect(lines(driver).join()).not.toContain('item 3');
  });

  test('puts the cursor of the prompt where it is', () => {
    const driver = withList();
    click(driver, 'ones');
    driver.type('X');
    expect(driver.state().composer.line.text).toMatch(/^(?:GET )?\/zXones$/);
    use(driver, 'press', 100, 1);
    driver.type('Y');
    expect(driver.state().composer.line.text).toMatch(/XonesY$/);
  });

  test('on a hint does what its key does', () => {
    const driver = withList();
    click(driver, 'table');
    expect(currentPage(driver.state())?.view).toBe('table');
    driver.press('t');
    driver.press('?');
    click(driver, 'esc back');
    expect(driver.state().focus.overlays).toEqual([]);
  });

  test('on the head of a column sorts by it, and again the other way round', () => {
    const driver = withList();
    driver.press('t');
    click(driver, ' name');
    const sorted = () => currentPage(driver.state())?.table?.sort;
    expect(sorted()).toMatchObject({ isDescending: false });
    click(driver, 'name');
    expect(sorted()).toMatchObject({ isDescending: true });
  });

  test('on a word of the trail goes there', () => {
    const driver = withList();
    driver.press(':');
    driver.press('ctrl+u');
    driver.type('/accounts');
    driver.press('enter');
    driver.answer(listPage(1, 20, 20));
    expect(driver.state().trail.at).toBe(1);
    click(driver, 'zones ›');
    expect(driver.state().trail.at).toBe(0);
    click(driver, 'accounts');
    expect(driver.state().trail.at).toBe(1);
  });

  test('goes to an item of a list, and a second one chooses it', () => {
    const driver = withList();
    driver.press('T');
    click(driver, 'high-contrast');
    expect(driver.effects().at(-1)).toEqual({ type: 'theme.show', name: 'high-contrast' });
    click(driver, 'high-contrast', true);
    expect(driver.state().settings.theme).toBe('high-contrast');
  });

  test.each([
    [-1, -1],
    [9999, 9999],
    [0, 33],
    [119, 0],
    [60, 2],
  ])('at %i,%i does no harm', (x, y) => {
    const driver = withList();
    for (const kind of ['press', 'drag', 'release', 'wheel'] as const) use(driver, kind, x, y);
    expect(lines(driver)).toHaveLength(34);
  });
});

describe('the wheel', () => {
  test('scrolls what is under the pointer, whatever has the focus', () => {
    const driver = withList(120, 24);
    driver.press(':');
    const { x, y } = placeOf(driver, 'item 5');
    const before = cursorLine(driver);
    use(driver, 'wheel', x, y);
    expect(driver.state().focus.pane).toBe('prompt');
    expect(lines(driver)[y]).toContain('item 8');
    use(driver, 'wheel', x, y, { by: -1 });
    expect(lines(driver)[y]).toContain('item 5');
    expect(cursorLine(driver)).toBe(before);
  });

  test('goes through the help, where a click selects', () => {
    const driver = withList();
    driver.press('?');
    use(driver, 'wheel', 5, 10);
    expect(driver.state().focus.overlays.at(-1)).toMatchObject({ kind: 'help', cursor: 3 });
    click(driver, 'first page');
    expect(cursorLine(driver)).toContain('first page');
  });
});

describe('where long values take several rows', () => {
  function wrapped(): Driver {
    const driver = drive(60, 16);
    const values = Array.from({ length: 9 }, (_, index) => `${index} ${'word '.repeat(20)}end-${index}`);
    const bytes = new TextEncoder().encode(JSON.stringify({ a: values, b: 1 }));
    driver.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(bytes) });
    driver.press('2', 'g', '0', 'z', 'w');
    return driver;
  }

  test('a click on any of them goes to the value, and one on a mark folds', () => {
    const driver = wrapped();
    const before = lines(driver).slice(2, -2);
    click(driver, 'end-2');
    expect(cursorLine(driver)).toContain('"2 word');
    click(driver, 'end-0');
    expect(cursorLine(driver)).toContain('"0 word');
    expect(lines(driver).slice(2, 12)).toEqual(before.slice(0, 10));
    click(driver, '▾ a');
    expect(cursorLine(driver)).toContain('▸ a');
    click(driver, 'b  1');
    expect(cursorLine(driver)).toContain('b  1');
    const { y } = placeOf(driver, 'b  1');
    use(driver, 'press', 10, y + 1);
    expect(cursorLine(driver)).toContain('b  1');
  });

  test('the wheel goes through them, and back', () => {
    const driver = wrapped();
    for (let times = 0; times < 6; times++) use(driver, 'wheel', 10, 8);
    expect(lines(driver).join()).not.toContain('end-0');
    expect(cursorLine(driver)).toContain(' word');
    for (let times = 0; times < 12; times++) use(driver, 'wheel', 10, 8, { by: -1 });
    expect(cursorLine(driver)).toContain('▾ {}');
  });
});

test('the borders between panes can be dragged', () => {
  const driver = withList();
  const before = placeOf(driver, '┐┌');
  use(driver, 'press', before.x, before.y + 5);
  use(driver, 'drag', 60, 9);
  use(driver, 'release', 60, 9);
  expect(placeOf(driver, '┐┌').x).toBe(59);
  use(driver, 'drag', 20, 9);
  expect(placeOf(driver, '┐┌').x).toBe(59);
  const history = placeOf(driver, '─ History');
  use(driver, 'press', history.x, history.y);
  use(driver, 'drag', 3, 9);
  use(driver, 'release', 3, 9);
  expect(placeOf(driver, '─ History').y).toBe(9);
  // However far it is dragged, each pane keeps some room.
  for (const x of [0, 500]) {
    const { x: at, y } = placeOf(driver, '┐┌');
    use(driver, 'press', at, y + 3);
    use(driver, 'drag', x, 3);
    use(driver, 'release', x, 3);
    expect(Math.min(placeOf(driver, '┐┌').x, 120 - placeOf(driver, '┐┌').x)).toBeGreaterThan(15);
  }
});

describe('where only a key may', () => {
  test('a click does not agree to a write, wherever it is', () => {
    const user = driveProd();
    user.type(`PATCH /zones/${zone}/settings/ssl value=strict`);
    user.press('enter');
    prepared(user, resource({ id: 'ssl', value: 'flexible', editable: true }), []);
    expect(isAsked(user)).toBe(true);
    const { columns, rows } = user.state().screen;
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns && isAsked(user); x += 2) use(user, 'press', x, y, { isAgain: x % 4 === 0 });
    }
    expect(sent(user)).toEqual([]);
  });

  test('while the profiles are locked nothing that is hidden is shown or done', () => {
    const user = driveProd();
    user.type('/zones');
    user.press('enter');
    user.answer(listPage(1, 20, 60));
    user.dispatch({ type: 'profiles.opened', rows: [], by: 'passphrase' });
    user.dispatch({ type: 'profiles.idled' });
    expect(lines(user).join()).not.toContain('item 1');
    user.effects();
    const { response, trail } = user.state();
    const { columns, rows } = user.state().screen;
    for (let y = 1; y < rows - 1; y++)
      for (const kind of ['press', 'wheel', 'drag'] as const) use(user, kind, Math.floor(columns / 2), y);
    expect(user.state().response).toBe(response);
    expect(user.state().trail).toBe(trail);
    expect(user.effects()).toEqual([]);
    expect(lines(user).join()).not.toContain('item 1');
  });
});

test('a key turns it off and on', () => {
  const driver = drive();
  driver.press('alt+i');
  expect(driver.effects()).toEqual([{ type: 'settings.write', name: 'mouse', value: false }]);
});

describe('the room of the panes', () => {
  test('Z gives the pane in focus all of it, and back', () => {
    const driver = withList();
    const before = lines(driver);
    expect(before[2]).toContain('┐┌');
    driver.press('Z');
    expect(lines(driver)[2]).not.toContain('┐┌');
    expect(lines(driver)[2]).toContain('200 ·');
    driver.press('tab');
    expect(lines(driver)[2]).toContain('History');
    driver.press('shift+tab', 'Z');
    expect(lines(driver)).toEqual(before);
  });

  test('is given by keys as far as each pane keeps some', () => {
    const driver = withList();
    const [side, upper] = [() => placeOf(driver, '┐┌').x, () => placeOf(driver, '─ History').y];
    const before = [side(), upper()] as const;
    driver.press('ctrl+right', 'ctrl+down', 'ctrl+down');
    expect([side(), upper()]).toEqual([before[0] + 4, before[1] + 2]);
    driver.press('alt+-', 'ctrl+up', 'ctrl+up');
    expect([side(), upper()]).toEqual(before);
    for (let press = 0; press < 60; press++) driver.press('ctrl+left', 'ctrl+up');
    expect([side(), upper()]).toEqual([19, 5]);
    driver.press('ctrl+right', 'ctrl+down');
    expect([side(), upper()]).toEqual([23, 6]);
    driver.press('Z', 'ctrl+right');
    expect(driver.state().notice?.text).toBe('Only one pane is on the screen');
  });

  test('goes to the others where panes are hidden, which keep a tab', () => {
    const driver = withList();
    driver.press('tab', 'alt+z');
    expect(driver.state().focus.pane).toBe('response');
    expect(lines(driver)[2]).toMatch(/┐┌─ 200 .* History ─┐$/);
    click(driver, 'History ─');
    expect(lines(driver)[2]).toMatch(/^┌─ History .* Request · Response · History ─┐$/);
    driver.press('alt+z');
    expect(lines(driver)[2]).toMatch(/^┌─ Request .*┐┌─ 200 [^H]*┐$/);
    driver.press('shift+tab', 'alt+z');
    expect(lines(driver)[2]).toMatch(/^┌─ 200 .* Request · Response · History ─┐$/);
    driver.press(':');
    expect(lines(driver)[2]).toMatch(/^┌─ 200 /);
    driver.press('shift+tab', 'shift+tab', 'alt+z');
    expect(driver.state().panes.hidden).toEqual([]);
  });

  test('is all for one on a narrow screen', () => {
    const driver = withList(80, 24);
    driver.press('Z');
    expect(driver.state().notice?.text).toBe('This pane has all the room already');
    expect(driver.state().panes.isEnlarged).toBe(false);
  });
});

describe('where one pane has the screen', () => {
  test('a tab leads to each, by a click', () => {
    const driver = withList(80, 24);
    expect(lines(driver)[2]).toMatch(/^┌─ 200 · .* Request · Response · History ─┐$/);
    click(driver, 'History ─');
    expect(driver.state().focus.pane).toBe('history');
    expect(lines(driver)[2]).toMatch(/^┌─ History .* Request · Response · History ─┐$/);
    click(driver, 'Request ·');
    expect(driver.state().focus.pane).toBe('request');
    click(driver, 'Response ·');
    expect(driver.state().focus.pane).toBe('response');
  });

  test.each([
    [30, false],
    [40, false],
    [70, true],
    [99, true],
  ])('the tabs take no room from the title at %i columns', (columns, hasTabs) => {
    const driver = withList(columns, 24);
    const tabs = / (?:Request · Response · History|Req · Resp · Hist) ─┐$/;
    expect(tabs.test(lines(driver)[2]!)).toBe(hasTabs);
    expect(lines(driver)[2]).toContain('─ 200 · ');
    for (const line of lines(driver)) expect(line).toHaveLength(columns);
  });
});

test.each([
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 60],
])('at %i×%i the last hint is the key that shows all keys', (columns, rows) => {
  const driver = withList(columns, rows);
  const last = lines(driver).at(-1);
  expect(last).toMatch(/ {3}\? keys\s*$/);
  click(driver, '? keys');
  expect(driver.state().focus.overlays).toMatchObject([{ kind: 'help' }]);
});

test('a long line in the prompt says on which sides it goes on', () => {
  const driver = drive(40, 12);
  driver.type(`GET /zones/${'0123456789'.repeat(8)}/dns_records`);
  const shown = () => lines(driver)[1]!.trim();
  expect(shown()).toMatch(/^❯ ….*\/dns_records$/);
  for (let step = 0; step < 50; step++) driver.press('left');
  expect(shown()).toMatch(/^❯ ….*…$/);
  driver.press('ctrl+a');
  expect(shown()).toMatch(/^❯ GET \/zones.*…$/);
});

describe('a request that is longer than the screen is wide', () => {
  const long = `PUT /zones/x/rulesets rules:='[${'0123456789'.repeat(16)}]' a=b`;

  function shown(driver: Driver): readonly string[] {
    const all = lines(driver);
    return all.slice(
      1,
      all.findIndex((line) => line.startsWith('┌')),
    );
  }

  function cursorOf(driver: Driver): { readonly x: number; readonly y: number } | undefined {
    return screenRows(driver.state()).cursor;
  }

  test('takes several rows while it is written, in which the arrows and clicks move', () => {
    const driver = drive(80, 24);
    driver.type(long);
    expect(shown(driver)).toHaveLength(3);
    expect(
      shown(driver)
        .map((line) => line.slice(3))
        .join('')
        .trimEnd(),
    ).toBe(long);
    for (const line of lines(driver)) expect(line).toHaveLength(80);
    expect(lines(driver)).toHaveLength(24);
    const end = cursorOf(driver)!;
    expect(end).toEqual({ x: 3 + (long.length % 77), y: 3 });
    driver.press('up', 'up');
    expect(cursorOf(driver)).toEqual({ x: end.x, y: 1 });
    driver.press('up');
    expect(driver.state().notice?.text).toBe('No earlier requests yet');
    driver.press('down');
    expect(cursorOf(driver)).toEqual({ x: end.x, y: 2 });
    use(driver, 'press', 3, 3);
    expect(driver.state().composer.line.cursor).toBe(154);
    use(driver, 'press', 79, 2);
    expect(driver.state().composer.line.cursor).toBe(153);
    expect(cursorOf(driver)).toEqual({ x: 79, y: 2 });
    driver.press('shift+tab');
    expect(shown(driver)).toHaveLength(1);
  });

  test('shows five rows around the cursor, and says where it goes on', () => {
    const driver = drive(80, 24);
    driver.type(long + long + long);
    expect(shown(driver)).toHaveLength(5);
    expect(shown(driver)[0]).toMatch(/^ … /);
    expect(shown(driver)[4]).toMatch(/^ {3}\S/);
    driver.press('ctrl+a');
    expect(shown(driver)[0]).toMatch(/^ ❯ PUT/);
    expect(shown(driver)[4]).toMatch(/^ … /);
    expect(cursorOf(driver)).toEqual({ x: 3, y: 1 });
  });

  test('has one row on a low screen, and is left by the arrows where it stands as it came', () => {
    const low = drive(80, 19);
    low.type(long);
    expect(shown(low)).toHaveLength(1);
    const driver = drive(80, 24);
    driver.type(`/zones/${'x'.repeat(90)}`);
    driver.press('enter');
    driver.answer(listPage(1, 20, 60));
    driver.press(':', 'ctrl+u');
    driver.type('/user');
    driver.press('enter');
    driver.answer(listPage(1, 20, 60));
    driver.press(':', 'up', 'up');
    expect(driver.state().notice?.text).toBe('This is the oldest request');
    driver.press('left', 'up');
    expect(cursorOf(driver)).toMatchObject({ y: 1 });
  });
});
