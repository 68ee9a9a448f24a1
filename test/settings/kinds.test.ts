// What each kind of setting takes and how it is typed and shown; and that every setting is read and documented.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  checkSettings,
  isDefaultSetting,
  readSetting,
  settingProblem,
  settingsTable,
  settingText,
} from '../../src/settings/kinds.ts';
import { defaultSettings, settingNames, settingTable } from '../../src/settings/table.ts';
import { readSources, root } from '../rules/sources.ts';

test.each([
  [{ idleLockMinutes: -1 }, 'idleLockMinutes must be a whole number from 0 to 1440.'],
  [{ idleLockMinutes: 1441 }, 'idleLockMinutes must be a whole number from 0 to 1440.'],
  [{ idleLockMinutes: 1.5 }, 'idleLockMinutes must be a whole number from 0 to 1440.'],
  [{ idleLockMinutes: '15' }, 'idleLockMinutes must be a whole number from 0 to 1440.'],
  [{ historyBudgetMiB: null }, 'historyBudgetMiB must be a whole number from 0 to 1048576.'],
  [{ compareIgnores: 'modified_on' }, 'compareIgnores must be a list of names.'],
  [{ compareIgnores: [''] }, 'compareIgnores must be a list of names.'],
  [{ keepMiB: 0 }, 'keepMiB must be a whole number from 1 to 1024.'],
  [{ filterLimitSeconds: 0 }, 'filterLimitSeconds must be a whole number from 1 to 3600.'],
  [{ prefetch: 'no' }, 'prefetch must be true or false.'],
  [{ preftech: true }, 'There is no setting preftech. Did you mean prefetch?'],
  [{ COMPARE_IGNORES: [] }, 'There is no setting COMPARE_IGNORES. Did you mean compareIgnores?'],
])('%j is told, and the default holds', (values, problem) => {
  const checked = checkSettings({ historyBudgetMiB: 7, ...values });
  expect([...checked.problems.values()]).toEqual([problem]);
  const budget = 'historyBudgetMiB' in values ? defaultSettings.historyBudgetMiB : 7;
  expect(checked.settings).toEqual({ ...defaultSettings, historyBudgetMiB: budget });
});

test('a name that every object knows is no setting', () => {
  expect(checkSettings(JSON.parse('{"toString": 1, "__proto__": 2}')).problems.size).toBe(2);
});

test.each([
  ['idleLockMinutes', ' 5 ', 5],
  ['idleLockMinutes', '0', 0],
  ['prefetch', 'off', false],
  ['prefetch', 'True', true],
  ['compareIgnores', 'modified_on, etag  version', ['modified_on', 'etag', 'version']],
  ['compareIgnores', '["a, b"]', ['a, b']],
  ['compareIgnores', '', []],
] as const)('%s typed as %j is %j', (name, text, value) => {
  expect(readSetting(name, text)).toEqual({ ok: true, value });
});

test.each([
  ['idleLockMinutes', '5 minutes', 'idleLockMinutes must be a whole number from 0 to 1440.'],
  ['idleLockMinutes', '1e3', 'idleLockMinutes must be a whole number from 0 to 1440.'],
  ['idleLockMinutes', '', 'idleLockMinutes must be a whole number from 0 to 1440.'],
  ['prefetch', 'maybe', 'prefetch must be true or false.'],
  ['compareIgnores', '[1]', 'compareIgnores must be a list of names.'],
] as const)('%s typed as %j is refused', (name, text, problem) => {
  expect(readSetting(name, text)).toEqual({ ok: false, problem });
});

test('every default is a value that its row takes, and is typed as it is shown', () => {
  for (const name of settingNames) {
    const value = defaultSettings[name];
    expect(settingProblem(name, value), name).toBeUndefined();
    expect(readSetting(name, settingText(value)), name).toEqual({ ok: true, value });
    expect(isDefaultSetting(name, value)).toBe(true);
  }
});

test('every meaning is one plain sentence', () => {
  const meanings = settingNames.map((name) => settingTable[name].meaning);
  expect(meanings.filter((meaning) => !/^[A-Z][^.\n]{10,110}\.$/.test(meaning))).toEqual([]);
});

test('every setting is read outside the table', () => {
  const sources = readSources().filter(({ room }) => room !== 'settings');
  const unread = settingNames.filter((name) => {
    const read = new RegExp(`ettings(?:\\(\\))?\\.${name}\\b|\\{[^{}]*\\b${name}\\b[^{}]*\\} = [^;]*ettings`);
    return !sources.some(({ text }) => read.test(text));
  });
  expect(unread).toEqual([]);
});

test('the guide has the table of the settings', () => {
  const guide = readFileSync(path.join(root, 'src/explorer/README.md'), 'utf8');
  expect(/<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(guide)?.[1]).toBe(settingsTable());
});
