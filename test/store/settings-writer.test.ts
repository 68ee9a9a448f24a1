// One setting is changed, and nothing else of the file.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settingNames } from '../../src/settings/table.ts';
import { writeSetting } from '../../src/store/settings-writer.ts';
import { runs } from '../helpers/runs.ts';
import { newPlace } from './vault-fixture.ts';

function fileWith(text: string | undefined) {
  const { folder } = newPlace();
  const file = path.join(folder, 'settings.json');
  if (text !== undefined) {
    mkdirSync(folder);
    writeFileSync(file, text);
  }
  return { folder, file, read: () => readFileSync(file, 'utf8') };
}

test.each([
  ['{}', 'keepMiB', 7, '{\n  "keepMiB": 7\n}'],
  ['{"prefetch": true}', 'prefetch', false, '{"prefetch": false}'],
  ['{"prefetch": true}', 'keepMiB', 7, '{"prefetch": true, "keepMiB": 7}'],
  ['{\n\t"a": {"b": [1]}\n}\n', 'keepMiB', 7, '{\n\t"a": {"b": [1]},\n\t"keepMiB": 7\n}\n'],
  ['{"a":1,"b":2}', 'compareIgnores', ['x', 'y"'], '{"a":1,"b":2, "compareIgnores": ["x", "y\\""]}'],
  // Digits, orders, escapes and unknown members are nobody's business here; of doubles the last one counts.
  [
    '{"keepMiB" : 1 ,"n":12345678901234567890.0e-3,"keepMiB":2}',
    'keepMiB',
    3,
    '{"keepMiB" : 1 ,"n":12345678901234567890.0e-3,"keepMiB":3}',
  ],
  ['{"k\\u0065epMiB": 1}', 'keepMiB', 3, '{"k\\u0065epMiB": 3}'],
  ['\ufeff{"keepMiB": 1}', 'keepMiB', 3, '\ufeff{"keepMiB": 3}'],
  ['{"keepMiB": 1}', 'keepMiB', undefined, '{}'],
  ['{\n  "keepMiB": 1,\n  "a": 2\n}', 'keepMiB', undefined, '{\n  "a": 2\n}'],
  ['{\n  "a": 2,\n  "keepMiB": 1\n}', 'keepMiB', undefined, '{\n  "a": 2\n}'],
  ['{"keepMiB":1,"a":2,"keepMiB":3}', 'keepMiB', undefined, '{"a":2}'],
  ['{"a": {"keepMiB": 1}}', 'keepMiB', undefined, '{"a": {"keepMiB": 1}}'],
] as const)('%j with %s as %j becomes what is expected', async (before, name, value, after) => {
  const { folder, read } = fileWith(before);
  await writeSetting(folder, name, value);
  expect(read()).toBe(after);
});

test('a first setting makes the file, for its owner alone, and no default makes one', async () => {
  const { folder, file, read } = fileWith(undefined);
  await writeSetting(folder, 'prefetch', undefined);
  expect(existsSync(file)).toBe(false);
  await writeSetting(folder, 'prefetch', false);
  expect(read()).toBe('{\n  "prefetch": false\n}\n');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).toSorted()).toEqual(['lock', 'settings.json']);
});

test.each([
  ['{"prefetch": fals', /is not valid JSON \(line 1, column \d+: .+\)\. Nothing was changed\./],
  ['', /is not valid JSON/],
  ['{"a": 1} // mine', /is not valid JSON/],
  ['[1]', /must hold one object\. Nothing was changed\./],
])('%j is never written over', async (text, message) => {
  const { folder, read } = fileWith(text);
  await expect(writeSetting(folder, 'keepMiB', 7)).rejects.toThrow(message);
  await expect(writeSetting(folder, 'keepMiB', undefined)).rejects.toThrow(message);
  expect(read()).toBe(text);
});

test('a link is followed, and one that leads nowhere is not written to', async () => {
  const { folder, file, read } = fileWith('{}');
  const elsewhere = path.join(folder, 'mine.json');
  writeFileSync(elsewhere, '{"prefetch": true}');
  const { folder: second, file: dangling } = fileWith('{}');
  rmSync(file);
  symlinkSync(elsewhere, file);
  await writeSetting(folder, 'prefetch', false);
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(read()).toBe('{"prefetch": false}');
  rmSync(dangling);
  symlinkSync(path.join(second, 'nowhere.json'), dangling);
  await expect(writeSetting(second, 'prefetch', false)).rejects.toThrow();
  expect(existsSync(path.join(second, 'nowhere.json'))).toBe(false);
});

test('changes that come at once are all kept', async () => {
  const { folder, read } = fileWith('{"mine": 1}');
  await Promise.all([
    writeSetting(folder, 'keepMiB', 7),
    writeSetting(folder, 'prefetch', false),
    writeSetting(folder, 'compareIgnores', []),
  ]);
  expect(JSON.parse(read())).toEqual({ mine: 1, keepMiB: 7, prefetch: false, compareIgnores: [] });
});

test('whatever stands there, what is read afterwards differs in that one member', async () => {
  const name = fc.oneof(fc.constantFrom(...settingNames), fc.string());
  const members = fc.array(fc.tuple(name, fc.jsonValue({ maxDepth: 2 })), { maxLength: 5 });
  const blanks = fc.constantFrom('', ' ', '\n', '\r\n  ', '\t');
  const changed = fc.constantFrom(...settingNames);
  const { folder, file, read } = fileWith('{}');
  await fc.assert(
    fc.asyncProperty(
      members,
      blanks,
      changed,
      fc.option(fc.nat(), { nil: undefined }),
      async (all, gap, own, value) => {
        const text = all
          .map(([key, each]) => `${gap}${JSON.stringify(key)}${gap}:${JSON.stringify(each)}${gap}`)
          .join(',');
        const before = `${gap}{${text}}${gap}`;
        writeFileSync(file, before);
        await writeSetting(folder, own, value);
        const { [own]: after, ...rest } = JSON.parse(read());
        const { [own]: _, ...others } = JSON.parse(before);
        expect(after).toEqual(value);
        expect(JSON.stringify(rest)).toBe(JSON.stringify(others));
      },
    ),
    runs(25),
  );
});
