// `flarescope config`: what it prints, what it changes, and how it exits.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { complete } from '../../src/cli/completion.ts';
import { settingNames } from '../../src/settings/table.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope } from '../helpers/run-command.ts';

async function home(text?: string) {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'config', 'settings.json');
  mkdirSync(path.dirname(file), { recursive: true });
  if (text !== undefined) writeFileSync(file, text);
  const config = (...words: readonly string[]) =>
    flarescope(['config', ...words], { env: { FLARESCOPE_HOME: folder } });
  return { config, file, read: () => readFileSync(file, 'utf8'), env: { FLARESCOPE_HOME: folder } };
}

test('without a command all settings are listed, with what is set', async () => {
  const { config, env } = await home('{"keepMiB": 7}');
  const { code, stdout, stderr } = await config();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows = stdout.trimEnd().split('\n');
  expect(rows.map((row) => row.split('\t')[0])).toEqual(settingNames);
  expect(rows).toContainEqual(expect.stringMatching(/^keepMiB\t7\tset\tMemory /));
  expect(rows).toContainEqual(expect.stringMatching(/^prefetch\ttrue\tdefault\tFetch /));
  const seen = await flarescope(['config'], { env, columns: 80 });
  expect(seen.stdout).toContain('* keepMiB ');
  expect(seen.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('as JSON it says what each takes', async () => {
  const { config } = await home('{"keepMiB": 7}');
  const rows = JSON.parse((await config('--json')).stdout);
  expect(rows).toContainEqual({
    name: 'keepMiB',
    value: 7,
    default: 64,
    isSet: true,
    takes: 'a whole number from 1 to 1024',
    meaning: expect.any(String),
    applies: 'start',
  });
});

test('one is printed, changed and taken back, and the rest of the file stays', async () => {
  const { config, read } = await home('{"mine": 1.50}');
  expect(await config('get', 'compareIgnores')).toMatchObject({ code: 0, stdout: 'modified_on\n' });
  expect(await config('set', 'compareIgnores', 'etag', 'version')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(await config('get', 'compareIgnores')).toMatchObject({ stdout: 'etag, version\n' });
  expect(await config('get', 'compareIgnores', '--json')).toMatchObject({ stdout: '["etag","version"]\n' });
  expect(await config('unset', 'compareIgnores')).toMatchObject({ code: 0 });
  expect(read()).toBe('{"mine": 1.50}');
});

test('where there is no file, set makes it at the place that path prints', async () => {
  const { config, file, read } = await home();
  expect(await config('path')).toMatchObject({ code: 0, stdout: `${file}\n` });
  expect(await config('set', 'prefetch', 'off')).toMatchObject({ code: 0 });
  expect(JSON.parse(read())).toEqual({ prefetch: false });
});

test.each([
  [['get', 'preftech'], 'There is no setting preftech. Did you mean prefetch?'],
  [['set', 'nothing', '1'], 'There is no setting nothing. Settings are '],
  [['set', 'keepMiB', '0'], 'keepMiB must be a whole number from 1 to 1024.'],
  [['set', 'prefetch', 'perhaps'], 'prefetch must be true or false.'],
  [['set', 'prefetch'], 'VALUE'],
  [['unset', 'keepMB'], 'Did you mean keepMiB?'],
  [['get'], 'NAME'],
  [['sett', 'keepMiB', '1'], 'set'],
])('%j is wrong usage and changes nothing', async (words, told) => {
  const { config, read } = await home('{"keepMiB": 7}');
  const { code, stdout, stderr } = await config(...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(told);
  expect(read()).toBe('{"keepMiB": 7}');
});

test('what is wrong in the file is told, and the exit says so', async () => {
  const { config, file } = await home('{"keepMiB": "much", "prefetch": false}');
  const told = `flarescope: ${file}: keepMiB must be a whole number from 1 to 1024.\n`;
  expect(await config('get', 'keepMiB')).toMatchObject({ code: 1, stdout: '64\n', stderr: told });
  expect(await config('get', 'prefetch')).toMatchObject({ code: 0, stdout: 'false\n', stderr: told });
  expect(await config()).toMatchObject({ code: 1, stderr: told });
  expect(await config('set', 'keepMiB', '9')).toMatchObject({ code: 0, stderr: '' });
  expect(await config()).toMatchObject({ code: 0, stderr: '' });
});

test('a file that is not valid JSON is never written over', async () => {
  const { config, read } = await home('{"keepMiB": 7,}');
  expect(await config('set', 'keepMiB', '9')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/is not valid JSON \(line 1, column 15: .*Nothing was changed/),
  });
  expect(read()).toBe('{"keepMiB": 7,}');
});

test('names and values are completed', async () => {
  const words = async (...all: readonly string[]) =>
    (await complete({ earlier: ['config', ...all.slice(0, -1)], typed: all.at(-1) ?? '' }, { env: {} })).map(
      ({ value }) => value,
    );
  expect(await words('')).toEqual(['get', 'set', 'unset', 'path']);
  expect(await words('get', '')).toEqual(settingNames);
  expect(await words('set', 'ke')).toContain('keepMiB');
  expect(await words('set', 'prefetch', '')).toEqual(['true', 'false']);
  expect(await words('set', 'prefetch', 'f')).toEqual(['false']);
  expect(await words('set', 'keepMiB', '')).toEqual(['--help', '-h']);
  expect(await words('get', 'keepMiB', '')).toEqual(['--json', '--help', '-h']);
});
