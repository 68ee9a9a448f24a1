// The history as it is used: in the explorer over several sessions, and from scripts, on the built program.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { flarescope, temporaryFolder } from '../helpers/command.ts';
import { asExplorer, type Explorer, startExplorer } from '../helpers/explorer.ts';
import { startSandboxCommand } from '../helpers/sandbox-command.ts';
import { openTerminal } from '../helpers/terminal.ts';

/** A home that several programs share. */
async function sharedHome(): Promise<{ readonly env: { readonly FLARESCOPE_HOME: string }; readonly data: string }> {
  const folder = await temporaryFolder();
  return { env: { FLARESCOPE_HOME: folder }, data: path.join(folder, 'data') };
}

/** Milliseconds for tests that start a dozen programs one after the other. */
const manyPrograms = 120_000;

describe('the explorer', () => {
  test('shows, finds and walks back to what an earlier session has sent', async () => {
    const { env } = await sharedHome();
    const first = await startExplorer({ env });
    await first.ask('GET /user', '200 ·');
    await first.ask('GET /accounts', '1–3 of 3');
    await first.ask('GET /zones', '1–20 of 60');
    // What is stored is there before the program has ended.
    await expect
      .poll(async () => (await flarescope(['history'], { env })).stdout.split('\n').length, { timeout: 20_000 })
      .toBe(4);
    first.kill('SIGKILL');
    await first.exited;

    const app = await startExplorer({ env });
    app.press('up', 'up');
    await app.waitForLine('GET /accounts');
    app.press('down', 'down');
    await app.waitFor('type a request');

    app.write('GET /half');
    await app.waitForLine('GET /half');
    await app.pressFor('ctrl+r', 'search ❯');
    app.write('usr');
    await app.waitForSelected(/^200 GET \/user/);
    app.press('esc');
    await app.waitForLine('GET /half');
    await app.pressFor('ctrl+r', 'search ❯');
    app.write('acc');
    await app.waitForSelected(/^200 GET \/accounts/);
    app.press('enter');
    await app.waitForLine('GET /accounts');
    await app.pressFor('enter', '1–3 of 3');

    const pane = await app.pressFor('ctrl+r', '─ History ─');
    expect(pane).toMatch(/Today/);
    await app.pressFor('/', 'search ❯');
    app.write('zon');
    await app.waitForSelected(/^200 GET \/zones/);
    app.press('enter');
    await app.pressFor('enter', 'there was no unlocked vault');
    expect(app.line()).toBe('GET /zones');
  });

  test('saves under a name, deletes and brings back', async () => {
    const { env } = await sharedHome();
    const app = await startExplorer({ env });
    await app.ask('GET /user', '200 ·');
    await app.pressFor('ctrl+r', '─ History ─');
    await app.waitForSelected(/^200 GET \/user .*sandbox/);
    await app.pressFor('s', 'save as ❯');
    app.write('me #daily');
    await app.pressFor('enter', 'Saved as me');
    await app.pressFor('d', 'It is saved as me, and stays');
    await app.pressFor('t', '─ Saved ─');
    await app.waitForSelected(/me #daily GET \/user/);
    await app.pressFor('d', 'no longer saved: u undoes that');
    await app.pressFor('u', 'It is back');
    await app.waitForSelected(/me #daily GET \/user/);
    app.press('q');
    await app.exited;
    const listed = await flarescope(['history', '--saved'], { env });
    expect(listed.stdout).toBe('me  GET /user  #daily\n');
  });

  test('gives an unsent line back after it was killed, and to one session only', async () => {
    const { env, data } = await sharedHome();
    const first = await startExplorer({ env });
    first.write('POST /zones name=half token=very-secret');
    await first.waitForLine('POST /zones name=half token=very-secret');
    await expect.poll(() => readDrafts(data), { timeout: 20_000 }).toContain('name=half');
    expect(readDrafts(data)).not.toContain('very-secret');
    first.kill('SIGKILL');
    await first.exited;

    const second = await startExplorerWithDraft(env);
    expect(second.line()).toBe('POST /zones name=half token=•••');
    const third = await startExplorer({ env });
    expect(third.line()).toContain('type a request');
    // What is left out is never sent as it stands.
    await second.pressFor('enter', 'Put the value in place of •••');
    second.press('ctrl+e', 'ctrl+u');
    await second.waitFor('type a request');
    second.press('ctrl+c');
    await second.exited;
    expect(readDrafts(data)).toBe('');
  });

  test('works, and says once what is wrong, where the history is noise', async () => {
    const { env, data } = await sharedHome();
    await flarescope(['api', 'GET', '/user'], { env });
    const noise = Buffer.alloc(30_000, 'noise');
    writeFileSync(path.join(data, 'history.db'), noise);
    const app = await startExplorer({ env });
    await app.waitForProse(/./);
    await app.waitFor('The history was damaged');
    await app.ask('GET /accounts', '1–3 of 3');
    app.press('q');
    await app.exited;
    const kept = readdirSync(data).find((file) => file.startsWith('history.damaged-')) ?? '';
    expect(readFileSync(path.join(data, kept)).equals(noise)).toBe(true);
    expect((await flarescope(['history'], { env })).stdout).toMatch(/GET \/accounts\n$/);
  });
});

function readDrafts(data: string): string {
  try {
    const folder = path.join(data, 'drafts');
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .join('\n');
  } catch {
    return '';
  }
}

/** Starts where the prompt is not empty. */
async function startExplorerWithDraft(env: Readonly<Record<string, string>>): Promise<Explorer> {
  const app = asExplorer(await openTerminal({ env }));
  await app.waitFor(() => app.isTyping() && app.modes().bracketedPaste, 'the prompt');
  await app.waitFor('This was typed before and not sent');
  return app;
}

describe('flarescope history', () => {
  test(
    'lists what api has sent, and finds it',
    async () => {
      const { env: home } = await sharedHome();
      const sandbox = await startSandboxCommand();
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
      const sandbox = await startSandboxCommand();
      const env = { ...home, ...sandbox.env };
      await flarescope(['api', 'GET', '/user'], { env });
      await flarescope(['api', 'POST', '/sandbox/fault/echo', 'password=hunter2', 'name=x'], { env });
      await flarescope(['api', 'GET', '/nowhere'], { env });
      const shown = await flarescope(['history', 'show', '3'], { env });
      expect(shown.stdout).toMatch(/^request {2}GET \/nowhere\n/);
      expect(shown.stdout).toMatch(/cf-ray {3}[0-9a-f]{16}-SBX/);
      expect(shown.stdout).toContain('was not kept: there was no unlocked vault');

      const again = await flarescope(['history', 'run', '1'], { env });
      expect(JSON.parse(again.stdout)).toMatchObject({ success: true });
      const gap = await flarescope(['history', 'run', '2'], { env });
      expect(gap).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('a secret value was not kept'),
      });
      expect((await flarescope(['history'], { env })).stdout).toContain('4  ');
    },
    manyPrograms,
  );

  test('keeps what four programs send at once', async () => {
    const { env } = await sharedHome();
    const lines = ['/user', '/zones', '/accounts', '/user/tokens/verify'];
    const ended = await Promise.all(lines.map((line) => flarescope(['api', 'GET', line], { env })));
    for (const { code, stderr } of ended) {
      expect(code).toBe(0);
      expect(stderr).not.toMatch(/history|locked|busy/i);
    }
    const listed = JSON.parse((await flarescope(['history', '--json'], { env })).stdout);
    expect(listed.map((row: { request: string }) => row.request).toSorted()).toEqual(
      lines.map((line) => `GET ${line}`).toSorted(),
    );
  });

  test('gives all pages of one request to it', async () => {
    const { env } = await sharedHome();
    await flarescope(['api', '--all', 'GET', '/zones', 'per_page==20'], { env });
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
      await flarescope(['api', 'GET', '/zones', 'per_page==5'], { env });
      await flarescope(['api', 'GET', '/user'], { env });
      expect((await flarescope(['history', 'save', '1', 'some zones', '--tag', 'dns'], { env })).code).toBe(0);
      expect(await flarescope(['history', 'save', '2', 'Some Zones'], { env })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('stays as it is: GET /zones per_page==5'),
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
      expect(imported).toMatchObject({ code: 0, stdout: '1 imported, 0 there already, 0 left out\n' });
      const run = await flarescope(['history', 'run', 'some zones'], { env: other });
      expect(JSON.parse(run.stdout).result).toHaveLength(5);
      expect((await flarescope(['history', 'import', file], { env: other })).stdout).toContain('1 there already');

      writeFileSync(file, readFileSync(file, 'utf8').replace('GET /zones', 'DELETE /zones'));
      const clash = await flarescope(['history', 'import', file], { env: other });
      expect(clash).toMatchObject({ code: 1, stdout: expect.stringContaining('1 left out') });
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
      for (const line of ['/user', '/zones']) await flarescope(['api', 'GET', line], { env });
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
  const sent = await flarescope(['api', 'GET', '/user'], { env: { FLARESCOPE_HOME: folder } });
  expect(sent.code).toBe(0);
  expect(JSON.parse(sent.stdout)).toMatchObject({ success: true });
  expect(sent.stderr).toContain('The history could not be opened');
});
