// Themes as they are written, and choosing one with the screen painted in it.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTheme } from '../../../../src/explorer/features/themes/read-theme.ts';
import { shippedThemes } from '../../../../src/explorer/features/themes/shipped.ts';
import { roleMeanings } from '../../../../src/explorer/model/theme.ts';
import { themeNames } from '../../../../src/settings/table.ts';
import { drive } from '../../driver.ts';

function read(text: string) {
  return readTheme(new TextEncoder().encode(text), shippedThemes);
}

describe('a theme', () => {
  test('has colours as #rrggbb, as numbers and by name, and attributes', () => {
    const { theme, problems } = read(`{
      "text": { "color": "#Ebdbb2", "background": "#1d2021" },
      "key": "brightCyan",
      "string": 142,
      "delete": { "color": "#ff0000", "bold": true, "underline": false }
    }`);
    expect(problems).toEqual([]);
    expect(theme).toEqual({
      text: { color: [235, 219, 178], background: [29, 32, 33] },
      key: { color: 14 },
      string: { color: 142 },
      delete: { color: [255, 0, 0], bold: true, underline: false },
    });
  });

  test('takes from another what it does not say', () => {
    const { theme } = read('{ "text": "#ffffff", "bad": 9, "base": "dark" }');
    expect(theme.text).toEqual({ color: [255, 255, 255], background: shippedThemes.dark?.text?.background });
    expect(theme.bad).toEqual({ color: 9 });
    expect(theme.good).toEqual(shippedThemes.dark?.good);
  });

  test.each([
    ['{\n  "keys": "red"\n}', 'line 2, column 3: no role is called keys'],
    ['{ "key": "crimson" }', 'line 1, column 10: crimson is no colour'],
    ['{ "key": "#12" }', 'line 1, column 10: #12 is no colour'],
    ['{ "key": 256 }', 'line 1, column 10: this is no colour'],
    ['{ "key": null }', 'line 1, column 10: this is no colour'],
    ['{ "key": ["red"] }', 'line 1, column 10: this is no colour'],
    ['{ "key": { "bold": 1 } }', 'line 1, column 20: bold is true or false'],
    ['{ "key": { "blink": true } }', 'line 1, column 12: blink is none of color, background, bold'],
    ['{ "base": "mine" }', 'line 1, column 11: base is one of dark, light'],
    ['[]', 'line 1, column 1: a theme is an object of roles'],
    ['{ "key": }', 'line 1, column 10: '],
    ['{ "__proto__": "red" }', 'line 1, column 3: no role is called __proto__'],
    ['{ "\\u001b[2J": "red" }', 'line 1, column 3: no role is called ␛[2J'],
  ])('is told what is wrong where: %s', (text, told) => {
    const { problems } = read(text);
    expect(problems).toEqual([expect.stringContaining(told)]);
  });

  test('holds but for what is wrong in it', () => {
    const { theme, problems } = read(
      '{ "key": "pink", "string": "green", "nope": 1, "number": { "color": 3, "bold": 2 } }',
    );
    expect(problems).toHaveLength(3);
    expect(theme).toEqual({ string: { color: 2 }, number: { color: 3 } });
  });
});

describe('choosing one', () => {
  test('paints each as the cursor comes to it, and keeps the one that is chosen', () => {
    const driver = drive();
    driver.press('esc', 'tab', 'tab');
    driver.effects();
    driver.press('T');
    expect(driver.effects()).toEqual([{ type: 'theme.list' }]);
    driver.dispatch({ type: 'theme.listed', names: ['dark', 'mine'] });
    driver.press('down', 'down');
    expect(driver.effects()).toEqual([
      { type: 'theme.show', name: 'auto' },
      { type: 'theme.show', name: 'dark' },
    ]);
    driver.type('mine');
    expect(driver.effects().at(-1)).toEqual({ type: 'theme.show', name: 'mine' });
    driver.press('enter');
    expect(driver.state().settings.theme).toBe('mine');
    expect(driver.effects()).toEqual([{ type: 'settings.write', name: 'theme', value: 'mine' }]);
    // The next time the cursor stands on it.
    driver.press('T');
    expect(driver.effects()).toEqual([{ type: 'theme.list' }]);
  });

  test('puts back the one in force where none is chosen', () => {
    const driver = drive();
    driver.press('esc', 'tab', 'tab', 'T', 'down');
    driver.effects();
    driver.press('esc');
    expect(driver.effects()).toEqual([{ type: 'theme.show', name: 'terminal' }]);
    expect(driver.state().settings.theme).toBe('terminal');
  });
});

test('the guide names every role', () => {
  const guide = readFileSync(new URL('../../../../src/explorer/README.md', import.meta.url), 'utf8');
  const [, told = ''] = /<!-- roles -->([\s\S]*?)<!-- \/roles -->/.exec(guide) ?? [];
  expect([...told.matchAll(/`(\w+)`/g)].map(([, role]) => role)).toEqual(Object.keys(roleMeanings));
});

test('every name that comes with the program is a theme, and every theme paints every role that the eye has to find', () => {
  expect(Object.keys(shippedThemes)).toEqual(themeNames.slice(2));
  const plain = ['title', 'preview', 'text'];
  for (const theme of Object.values(shippedThemes)) {
    expect(Object.keys(roleMeanings).filter((role) => !(role in theme) && !plain.includes(role))).toEqual([]);
  }
});
