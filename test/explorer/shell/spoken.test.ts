// What a screen reader gets: one line for each change, and nothing that only the eye wants.
import { expect, test } from 'vitest';
import { type Spoken, saidBetween, spoken, spokenScreen } from '../../../src/explorer/shell/spoken.ts';
import { type Driver, drive, listPage } from '../driver.ts';

/** A user who listens: what is said after each call. */
function listen(user: Driver) {
  let before: Spoken | undefined;
  const heard = (): readonly string[] => {
    const after = spoken(user.state());
    const said = saidBetween(before, after);
    before = after;
    return said;
  };
  heard();
  return { heard, field: () => before?.field };
}

const zones = listPage(1, 20, 60);

test('a request is one line when it is sent, and what came when it has', () => {
  const user = drive(spokenScreen.columns, spokenScreen.rows);
  const ear = listen(user);
  user.type('GET /zones');
  expect(ear.heard()).toEqual([]);
  expect(ear.field()).toBe('> GET /zones');
  user.type('\r');
  expect(ear.heard()).toEqual(['Sent; esc cancels']);
  for (const now of [1000, 1100, 2500]) {
    user.dispatch({ type: 'clock.ticked', now });
    expect(ear.heard()).toEqual([]);
  }
  user.answer(zones);
  const said = ear.heard();
  expect(said).toEqual([
    expect.stringMatching(/^200 .* page 1\/3 · 1–20 of 60/),
    'depth 2/3',
    expect.stringMatching(/^open .*, row \d+ of \d+$/),
  ]);
});

test('each key that moves or folds is one line', () => {
  const user = drive(spokenScreen.columns, spokenScreen.rows);
  const ear = listen(user);
  user.type('GET /zones\r');
  user.answer(zones);
  ear.heard();
  for (const key of ['j', 'j', 'l', 'j', 'k', 'h', 'G', 'g']) {
    user.press(key);
    const said = ear.heard();
    expect([key, said.length]).toEqual([key, key === 'l' ? 2 : said.length]);
    expect(said.at(-1)).toMatch(/row [\d,]+ of [\d,]+$/);
    expect(said.length).toBeLessThanOrEqual(2);
    expect(said.join('')).not.toMatch(/[│┃┌┐└┘─▾▸⠋-⠿]/);
  }
});

test('notices, lists, questions and help are said, and a list by what stands under the cursor', () => {
  const user = drive(spokenScreen.columns, spokenScreen.rows);
  const ear = listen(user);
  user.type('GET /zones\r');
  user.answer(zones);
  ear.heard();
  user.press('n');
  const notice = user.state().notice?.text;
  expect(ear.heard()).toEqual([notice]);
  user.press('?');
  expect(ear.heard()).toEqual(expect.arrayContaining(['Keys']));
  user.press('down');
  expect(ear.heard()).toEqual([expect.stringMatching(/^\[ +previous page$/)]);
  user.press('esc');
  ear.heard();
  user.press('s');
  const list = ear.heard();
  expect(list.length).toBeLessThanOrEqual(4);
  user.press('down');
  expect(ear.heard().length).toBeLessThanOrEqual(2);
  user.press('esc', '/');
  ear.heard();
  user.type('exa');
  ear.heard();
  expect(ear.field()).toMatch(/exa$/);
});

test('the same response is said again when it has come again', () => {
  const user = drive(spokenScreen.columns, spokenScreen.rows);
  const ear = listen(user);
  for (let time = 0; time < 2; time++) {
    user.press(':');
    user.press('ctrl+e', 'ctrl+u');
    user.type('GET /zones\r');
    ear.heard();
    user.answer(zones);
    expect(ear.heard().join('\n')).toContain('page 1/3');
  }
});
