// `flarescope history`: what was sent, found, sent again, saved and cleared.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope, servedSandbox } from '../helpers/run-command.ts';

/** A home that several programs share. */
async function sharedHome(): Promise<{ readonly env: { readonly FLARESCOPE_HOME: string }; readonly data: string }> {
  const folder = await temporaryFolder();
  return { env: { FLARESCOPE_HOME: folder }, data: path.join(folder, 'data') };
}

/** Milliseconds for tests that start a dozen programs one after the other. */
const manyPrograms = 120_000;

describe('flarescope history', () => {
  test(
    'lists what api has sent, and finds it',
    async () => {
      const { env: home } = await sharedHome();
      const sandbox = await servedSandbox();
      const env = { ...home, ...sandbox.env };
      await flarescope(['api', 'GET', '/user'], { env });
      await flarescope(['api', 'POST', '/sandbox/fault/echo', 'password=hunter2', 'name=x'], { env });
      await flarescope(['api', 'GET', '/nowhere'], { env });

      const list = await flarescope(['history'], { env });
      expect(list.stdout.split('\n').map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, 'TIME'))).toEqual([
        '3  TIME  404  GET /nowhere',
        '2  TIME  200  POST /sandbox/fault/echo password=••• name=x',
        '1  TIME  200  GET /user',
        '',
      ]);
      const found = await flarescope(['history', 'get usr', '--json'], { env });
      expect(JSON.parse(found.stdout)).toMatchObject([
        { number: 1, request: 'GET /user', status: 200, profile: 'environment' },
      ]);
      expect(await flarescope(['history', 'no such thing'], { env })).toMatchObject({ code: 1, stdout: '' });
      expect((await flarescope(['history', '--limit', '1'], { env })).stdout.trim().split('\n')).toHaveLength(1);
    },
    manyPrograms,
  );

  test(
    'shows what was sent, and sends it again',
    async () => {
      const { env: home } = await sharedHome();
      const sandbox = await servedSandbox();
      const env = { ...home, ...sandbox.env };
      await flarescope(['api', 'GET', '/user'], { env });
      await flarescope(['api', 'POST', '/sandbox/fault/echo', 'password=hunter2', 'name=x'], { env });
      await flarescope(['api', 'GET', '/nowhere'], { env });
      const shown = await flarescope(['history', 'show', '3'], { env });
      expect(shown.stdout).toMatch(/^request {2}GET \/nowhere\n/);
      expect(shown.stdout).toMatch(/cf-ray {3}[0-9a-f]{16}-SBX/);
      expect(shown.stdout).toContain('was not kept: the profiles were locked');

      const again = await flarescope(['history', 'run', '1'], { env });
      expect(JSON.parse(again.stdout)).toMatchObject({ success: true });
      const gap = await flarescope(['history', 'run', '2'], { env });
      expect(gap).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('a secret value was not stored'),
      });
      expect((await flarescope(['history'], { env })).stdout).toContain('4  ');
    },
    manyPrograms,
  );

  test('gives all pages of one request to it', async () => {
    const { env } = await sharedHome();
    await flarescope(['api', '--sandbox', '--all', 'GET', '/zones', 'per_page==20'], { env });
    const list = await flarescope(['history', '--json'], { env });
    expect(JSON.parse(list.stdout)).toHaveLength(1);
    const shown = JSON.parse((await flarescope(['history', 'show', '1', '--json'], { env })).stdout);
    expect(shown).toMatchObject({ request: 'GET /zones per_page==20', pages: [2, 3] });
  });

  test(
    'saves, and hands saved requests on',
    async () => {
      const { env } = await sharedHome();
      const { env: other } = await sharedHome();
      const folder = await temporaryFolder();
      const file = path.join(folder, 'saved.json');
      await flarescope(['api', '--sandbox', 'GET', '/zones', 'per_page==5'], { env });
      await flarescope(['api', '--sandbox', 'GET', '/user'], { env });
      expect((await flarescope(['history', 'save', '1', 'some zones', '--tag', 'dns'], { env })).code).toBe(0);
      expect(await flarescope(['history', 'save', '2', 'Some Zones'], { env })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('was kept: GET /zones per_page==5'),
      });

      expect((await flarescope(['history', 'export', file], { env })).code).toBe(0);
      expect(await flarescope(['history', 'export', file], { env })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('--force'),
      });
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
        kind: 'flarescope saved requests',
        version: 1,
        requests: [{ name: 'some zones', tags: ['dns'], request: 'GET /zones per_page==5' }],
      });
      const imported = await flarescope(['history', 'import', file], { env: other });
      expect(imported).toMatchObject({ code: 0, stdout: '1 imported, 0 already there, 0 not imported\n' });
      const run = await flarescope(['history', 'run', '--sandbox', 'some zones'], { env: other });
      expect(JSON.parse(run.stdout).result).toHaveLength(5);
      expect((await flarescope(['history', 'import', file], { env: other })).stdout).toContain('1 already there');

      writeFileSync(file, readFileSync(file, 'utf8').replace('GET /zones', 'DELETE /zones'));
      const clash = await flarescope(['history', 'import', file], { env: other });
      expect(clash).toMatchObject({ code: 1, stdout: expect.stringContaining('1 not imported') });
      expect((await flarescope(['history', '--saved'], { env: other })).stdout).toBe(
        'some zones  GET /zones per_page==5  #dns\n',
      );
      expect((await flarescope(['history', 'forget', 'SOME zones'], { env: other })).code).toBe(0);
      expect((await flarescope(['history', '--saved'], { env: other })).stdout).toBe('');
    },
    manyPrograms,
  );

  test.each<readonly [string, string]>([
    ['{', 'it is not JSON'],
    ['{"kind":"flarescope saved requests","version":9,"requests":[]}', 'its version is 9'],
    ['{"kind":"flarescope saved requests","version":1,"requests":[{"name":"x","request":"FETCH /x"}]}', 'FETCH'],
    [
      '{"kind":"flarescope saved requests","version":1,"requests":[{"name":"x","request":"GET /x authorization:Bearer"}]}',
      'credential',
    ],
  ])('imports nothing from %j', async (text, reason) => {
    const { env } = await sharedHome();
    const imported = await flarescope(['history', 'import', '-'], { env, input: text });
    expect(imported).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(reason) });
  });

  test(
    'clears with --yes, before a day or all, and never unasked',
    async () => {
      const { env, data } = await sharedHome();
      for (const line of ['/user', '/zones']) await flarescope(['api', '--sandbox', 'GET', line], { env });
      await flarescope(['history', 'save', '1', 'me'], { env });
      expect(await flarescope(['history', 'clear'], { env })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--yes'),
      });
      expect((await flarescope(['history', 'clear', '--before', '2020-01-01', '--yes'], { env })).stdout).toBe(
        '0 deleted\n',
      );
      expect((await flarescope(['history', 'clear', '--yes'], { env })).stdout).toBe('1 deleted\n');
      expect((await flarescope(['history'], { env })).stdout).toContain('GET /user  [me]');
      expect((await flarescope(['history', 'delete', '1'], { env })).stderr).toContain('forget');
      expect(readFileSync(path.join(data, 'history.db')).includes('GET /zones')).toBe(false);
    },
    manyPrograms,
  );

  test.each([
    [['--limit', '0']],
    [['--limit', 'x']],
    [['--nonsense']],
    [['show']],
    [['show', '1', '2']],
    [['save', 'x', 'y']],
    [['clear', '--before', 'yesterday']],
    [['delete', 'x']],
  ])('refuses %j', async (args) => {
    const { env } = await sharedHome();
    const ended = await flarescope(['history', ...args], { env });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/^flarescope: .+\n$/);
  });

  test(
    'says that there is no such request',
    async () => {
      const { env } = await sharedHome();
      for (const args of [
        ['show', '9'],
        ['run', '9'],
        ['delete', '9'],
        ['save', '9', 'x'],
        ['forget', 'x'],
        ['run', 'x'],
      ]) {
        expect(await flarescope(['history', ...args], { env })).toMatchObject({ code: 1, stdout: '' });
      }
    },
    manyPrograms,
  );
});

test('a request succeeds where its history cannot be written, and that is said', async () => {
  const folder = await temporaryFolder();
  writeFileSync(path.join(folder, 'data'), 'in the way');
  const sent = await flarescope(['api', '--sandbox', 'GET', '/user'], { env: { FLARESCOPE_HOME: folder } });
  expect(sent.code).toBe(0);
  expect(JSON.parse(sent.stdout)).toMatchObject({ success: true });
  expect(sent.stderr).toContain('The history could not be opened');
});
