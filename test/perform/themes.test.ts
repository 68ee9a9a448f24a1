// Themes found by their names, in the config folder and in the program.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { shippedThemes } from '../../src/explorer/features/themes/shipped.ts';
import type { Event } from '../../src/explorer/model/events.ts';
import type { ThemeDefinition } from '../../src/explorer/model/theme.ts';
import { createThemePerformers, findTheme } from '../../src/perform/themes.ts';
import { temporaryFolder } from './ports.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'themes'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, 'themes', name), text);
  return folder;
}

describe('a theme', () => {
  test('of the user’s own comes before one of the program', () => {
    const folder = folderWith({ 'dark.json': '{ "bad": 1 }' });
    expect(findTheme(folder, 'dark')).toEqual({ theme: { bad: { color: 1 } }, problem: undefined });
    expect(findTheme(folder, 'light')).toEqual({ theme: shippedThemes.light, problem: undefined });
    expect(findTheme(folder, 'terminal')).toEqual({ theme: undefined, problem: undefined });
  });

  test('is told of with its file where something is wrong in it, and what is right holds', () => {
    const folder = folderWith({ 'mine.json': '{\n "bad": "rot",\n "good": "green",\n "a": 1, "b": 2, "c": 3 }' });
    const { theme, problem } = findTheme(folder, 'mine');
    expect(theme).toEqual({ good: { color: 2 } });
    expect(problem).toContain(`${path.join(folder, 'themes', 'mine.json')}: line 2, column 9: rot is no colour`);
    expect(problem).toMatch(/; and 1 more$/);
  });

  test.each([
    ['ligth', 'There is no theme ligth. Did you mean light?'],
    ['../../settings', /^There is no theme \.\.\/\.\.\/settings\. Themes are terminal, auto, .*, mine$/],
  ])('that is not there is told with what is: %s', (name, problem) => {
    const { theme, problem: told } = findTheme(folderWith({ 'mine.json': '{}' }), name);
    expect(theme).toBeUndefined();
    expect(told).toEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
  });
});

test('the last one that was chosen is painted, however late the terminal answers', async () => {
  const painted: (ThemeDefinition | undefined)[] = [];
  const told: Event[] = [];
  const asked = Promise.withResolvers<'dark' | 'light' | undefined>();
  const performers = createThemePerformers(folderWith({ 'own.json': '{', 'notes.txt': '' }), {
    paintIn: (theme) => painted.push(theme),
    background: () => asked.promise,
  });
  const show = (name: string) => performers['theme.show']({ type: 'theme.show', name }, (event) => told.push(event));
  show('auto');
  show('terminal');
  asked.resolve('light');
  await asked.promise;
  expect(painted).toEqual([undefined]);
  show('auto');
  await asked.promise;
  await Promise.resolve();
  expect(painted.at(-1)).toBe(shippedThemes.light);
  show('own');
  expect(told).toEqual([
    { type: 'told', kind: 'problem', text: expect.stringContaining('own.json: line 1, column 2') },
  ]);
  performers['theme.list']({ type: 'theme.list' }, (event) => told.push(event));
  expect(told.at(-1)).toEqual({ type: 'theme.listed', names: ['own'] });
});
