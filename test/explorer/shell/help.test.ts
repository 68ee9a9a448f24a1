// The help: by place, narrowed as one types, and Enter does what is selected where the help was opened.
import { describe, expect, test } from 'vitest';
import { openHelp } from '../../../src/explorer/model/focus.ts';
import { bindings } from '../../../src/explorer/shell/bindings.ts';
import { screenRows } from '../../../src/explorer/shell/screen.ts';
import { type Driver, drive, listPage } from '../driver.ts';

function listed(columns = 80, rows = 24): Driver {
  const driver = drive(columns, rows);
  driver.type('GET /zones per_page==5\r');
  driver.answer(listPage(1, 5, 20));
  driver.effects();
  return driver;
}

/** The rows inside the frame, and the one under the cursor. */
function shown(driver: Driver): { readonly rows: readonly string[]; readonly selected: string | undefined } {
  const { rows } = screenRows(driver.state());
  const text = (row: (typeof rows)[number]): string =>
    row
      .flatMap((strip) => strip.row.map((piece) => piece.text))
      .join('')
      .replaceAll(/[│ ]+/g, ' ')
      .trim();
  const selected = rows.find((row) => row.some((strip) => strip.isSelected));
  return { rows: rows.slice(3, -2).map(text), selected: selected && text(selected) };
}

function helpOver(driver: Driver, typed: string): void {
  driver.press('?');
  driver.type(typed);
}

describe('the help', () => {
  test('begins with the place that has the focus, and has every key once', () => {
    const driver = listed(80, 400);
    driver.press('?');
    const { rows, selected } = shown(driver);
    expect(rows[0]).toBe('response');
    expect(selected).toBe('] next page');
    const headings = rows.filter((row) => /^(?:response|everywhere|prompt|form|history|table|accounts)$/.test(row));
    expect(headings.slice(0, 2)).toEqual(['response', 'everywhere']);
    const helps = new Map<string, number>();
    for (const { help } of bindings) helps.set(help, (helps.get(help) ?? 0) + 1);
    for (const [help, count] of helps)
      expect(rows.filter((row) => row.endsWith(` ${help}`)).length, help).toBeGreaterThanOrEqual(count);
  });

  test('in a table begins with what the table has of its own', () => {
    const driver = listed(80, 60);
    driver.press('t', '?');
    const { rows } = shown(driver);
    expect(rows[0]).toBe('table');
    expect(rows.indexOf('response')).toBeGreaterThan(5);
    expect(rows.slice(0, rows.indexOf('response'))).toContain('s sort by the column; reverse; as listed');
  });

  test.each<readonly [string, RegExp]>([
    ['suspend', /^ctrl\+z suspend to the shell$/],
    ['table left', /column/],
    ['zz', /^zz scroll the cursor to the middle$/],
    // One character is a key.
    ['j', /^j ↓ down$/],
    ['history.undo', /take back/],
    ['CTRL+L', /redraw|lock/],
  ])('%s narrows it', (typed, first) => {
    const driver = listed();
    helpOver(driver, typed);
    expect(shown(driver).selected).toMatch(first);
  });

  test.each([
    [40, 12],
    [80, 24],
  ])('at %i×%i every row has its words, and the cursor is seen', (columns, rows) => {
    const driver = listed(columns, rows);
    driver.press('?');
    for (let step = 0; step < 40; step += 1) {
      driver.press('down');
      expect(shown(driver).selected).toMatch(/^\S+ .{4}/);
    }
    for (const row of screenRows(driver.state()).rows)
      expect(row.flatMap((strip) => strip.row.map(({ text }) => text)).join('').length).toBe(columns);
  });
});

describe('Enter in the help', () => {
  test('does what is selected, where the help was opened', () => {
    const driver = listed();
    helpOver(driver, 'as a table');
    driver.press('enter');
    expect(driver.state()).toMatchObject({ focus: { overlays: [] }, notice: undefined });
    expect(driver.state().response?.pages[0]?.view).toBe('table');
    driver.effects();
    helpOver(driver, 'next page');
    driver.press('enter');
    expect(driver.effects()).toMatchObject([{ type: 'send' }]);
  });

  test('moves first', () => {
    const driver = listed();
    driver.press('g');
    helpOver(driver, 'row');
    while (!shown(driver).selected?.endsWith('last row')) driver.press('down');
    driver.press('enter');
    const body = driver.state().response?.pages[0]?.body;
    expect(body?.kind === 'json' && body.view.cursorRow).toBeGreaterThan(3);
  });

  test('says why a key cannot act, and stays', () => {
    const driver = listed();
    helpOver(driver, 'previous page');
    driver.press('enter');
    expect(driver.state().notice?.text).toMatch(/first page/);
    expect(openHelp(driver.state())?.line.text).toBe('previous page');
    driver.press('ctrl+u');
    driver.type('delete this request');
    driver.press('enter');
    expect(driver.state().notice?.text).toBe('d does nothing where you are. It works here: history');
    driver.press('ctrl+u');
    driver.type('no such thing');
    driver.press('enter');
    expect(driver.state().notice?.text).toBe('No key has to do with that');
  });

  test('agrees to nothing', () => {
    const driver = listed();
    for (const words of ['agree to the change', 'agree to the loss', 'yes', 'unlock the profiles']) {
      helpOver(driver, words);
      driver.press('enter');
      expect(driver.state().notice?.text).toMatch(/is only pressed where the question stands$/);
      driver.press('esc');
    }
    expect(driver.effects()).toEqual([]);
  });

  test('from the prompt does what keys do in the prompt', () => {
    const driver = listed();
    driver.press(':', 'ctrl+u', '?');
    expect(shown(driver).rows[0]).toBe('prompt');
    driver.type('previous request');
    driver.press('enter');
    expect(driver.state().composer.line.text).toBe('GET /zones per_page==5');
  });
});

test('? and q leave the help while nothing is typed, and are text after that', () => {
  const driver = listed();
  driver.press('?', '?');
  expect(openHelp(driver.state())).toBeUndefined();
  driver.press('?', 'q');
  expect(openHelp(driver.state())).toBeUndefined();
  helpOver(driver, 're');
  driver.type('q?');
  expect(openHelp(driver.state())?.line.text).toBe('req?');
  expect(driver.effects()).toEqual([]);
});
