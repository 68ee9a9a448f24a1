import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkSettings, defaultSettings, readSettings } from '../../src/store/settings.ts';
import { newPlace } from './vault-fixture.ts';

function folderWith(text: string | undefined): string {
  const { folder } = newPlace();
  mkdirSync(folder);
  if (text !== undefined) writeFileSync(path.join(folder, 'settings.json'), text);
  return folder;
}

test('without a file the defaults hold, and none is made', async () => {
  const folder = folderWith(undefined);
  expect(await readSettings(folder)).toEqual({ settings: defaultSettings, notices: [] });
  expect(readdirSync(folder)).toEqual([]);
  expect(defaultSettings).toMatchObject({ idleLockMinutes: 15, historyBudgetMiB: 200, prefetch: true });
});

test('what a file says is taken, and the file stays as it was written', async () => {
  const text = '\ufeff{"idleLockMinutes": 0, "prefetch": false, "filterLimitSeconds": 5}';
  const folder = folderWith(text);
  expect(await readSettings(folder)).toEqual({
    settings: { ...defaultSettings, idleLockMinutes: 0, prefetch: false, filterLimitSeconds: 5 },
    notices: [],
  });
  expect(readFileSync(path.join(folder, 'settings.json'), 'utf8')).toBe(text);
});

test('a file that is no JSON is told, and left as it is', async () => {
  const folder = folderWith('{"prefetch": fals');
  const file = path.join(folder, 'settings.json');
  expect(await readSettings(folder)).toEqual({
    settings: defaultSettings,
    notices: [`${file} is not valid JSON. Defaults are used until it is corrected.`],
  });
  expect(readFileSync(file, 'utf8')).toBe('{"prefetch": fals');
});

test.each([
  [{ idleLockMinutes: -1 }, 'idleLockMinutes must be a whole number from 0 to 1440.'],
  [{ idleLockMinutes: 1441 }, 'idleLockMinutes must be a whole number from 0 to 1440.'],
  [{ idleLockMinutes: 1.5 }, 'idleLockMinutes must be a whole number from 0 to 1440.'],
  [{ idleLockMinutes: '15' }, 'idleLockMinutes must be a whole number from 0 to 1440.'],
  [{ historyBudgetMiB: null }, 'historyBudgetMiB must be a whole number from 0 to 1048576.'],
  [{ compareIgnores: 'modified_on' }, 'compareIgnores must be a list of names.'],
  [{ keepMiB: 0 }, 'keepMiB must be a whole number from 1 to 1024.'],
  [{ filterLimitSeconds: 0 }, 'filterLimitSeconds must be a whole number from 1 to 3600.'],
  [{ prefetch: 'no' }, 'prefetch must be true or false.'],
  [
    { preftech: true },
    'unknown setting preftech. Settings are idleLockMinutes, historyBudgetMiB, prefetch, filterLimitSeconds, keepMiB, compareIgnores.',
  ],
])('%j is told, and the default holds', (values, problem) => {
  const checked = checkSettings('settings.json', { ...values, historyBudgetMiB: 7, ...values });
  expect(checked.notices).toEqual([`settings.json: ${problem}`]);
  expect(checked.settings).toEqual({
    ...defaultSettings,
    historyBudgetMiB: 'historyBudgetMiB' in values ? defaultSettings.historyBudgetMiB : 7,
  });
});

test('a name that every object knows is no setting', () => {
  expect(checkSettings('f', JSON.parse('{"toString": 1, "__proto__": 2}')).notices).toHaveLength(2);
});
