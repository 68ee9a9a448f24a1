import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { defaultSettings, settingNames } from '../../src/settings/table.ts';
import { readSettings } from '../../src/store/settings.ts';
import { newPlace } from './vault-fixture.ts';

function folderWith(text: string | undefined): string {
  const { folder } = newPlace();
  mkdirSync(folder);
  if (text !== undefined) writeFileSync(path.join(folder, 'settings.json'), text);
  return folder;
}

test('without a file the defaults hold, and none is made', async () => {
  const folder = folderWith(undefined);
  expect(await readSettings(folder)).toEqual({ settings: defaultSettings, set: [], refused: [], notices: [] });
  expect(readdirSync(folder)).toEqual([]);
  expect(defaultSettings).toMatchObject({ idleLockMinutes: 15, historyBudgetMiB: 200, prefetch: true });
});

test('what a file says is taken, and the file stays as it was written', async () => {
  const text = '\ufeff{"idleLockMinutes": 0, "prefetch": false, "filterLimitSeconds": 5}';
  const folder = folderWith(text);
  expect(await readSettings(folder)).toEqual({
    settings: { ...defaultSettings, idleLockMinutes: 0, prefetch: false, filterLimitSeconds: 5 },
    set: ['idleLockMinutes', 'prefetch', 'filterLimitSeconds'],
    refused: [],
    notices: [],
  });
  expect(readFileSync(path.join(folder, 'settings.json'), 'utf8')).toBe(text);
});

test('a file that is no JSON is told, and left as it is', async () => {
  const folder = folderWith('{"prefetch": fals');
  const file = path.join(folder, 'settings.json');
  expect(await readSettings(folder)).toEqual({
    settings: defaultSettings,
    set: [],
    refused: settingNames,
    notices: [`${file} is not valid JSON. Defaults are used until it is corrected.`],
  });
  expect(readFileSync(file, 'utf8')).toBe('{"prefetch": fals');
});

test.each(['[]', '"prefetch"', '7', 'null'])('a file that holds %s is told, and the defaults hold', async (text) => {
  const { settings, notices } = await readSettings(folderWith(text));
  expect(settings).toEqual(defaultSettings);
  expect(notices).toEqual([expect.stringMatching(/settings\.json must hold one object/)]);
});

test('what is wrong in a file is told with its place, and the rest is taken', async () => {
  const folder = folderWith('{"prefetch": "no", "keepMiB": 7, "colour": "red"}');
  const file = path.join(folder, 'settings.json');
  const read = await readSettings(folder);
  expect(read.settings).toEqual({ ...defaultSettings, keepMiB: 7 });
  expect(read.set).toEqual(['keepMiB']);
  expect(read.refused).toEqual(['prefetch', 'colour']);
  expect(read.notices).toEqual([
    `${file}: prefetch must be true or false.`,
    expect.stringContaining(`${file}: There is no setting colour. Settings are idleLockMinutes, `),
  ]);
});
