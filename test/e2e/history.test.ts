// The history as it is used: in the explorer over several sessions, and from scripts, on the built program.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { flarescope, temporaryFolder } from '../helpers/command.ts';
import { asExplorer, type Explorer, startExplorer } from '../helpers/explorer.ts';
import { openTerminal } from '../helpers/terminal.ts';

/** A home that several programs share. */
async function sharedHome(): Promise<{ readonly env: { readonly FLARESCOPE_HOME: string }; readonly data: string }> {
  const folder = await temporaryFolder();
  return { env: { FLARESCOPE_HOME: folder }, data: path.join(folder, 'data') };
}

describe('the explorer', () => {
  test('stores nothing where it is told to: no request, no draft', async () => {
    const { env, data } = await sharedHome();
    const app = await startExplorer({ env: { ...env, FLARESCOPE_NO_HISTORY: '1' } });
    await app.ask('GET /user', '200 ·');
    await app.pressFor(':', () => app.isTyping());
    app.press(...'typed');
    await app.waitFor(() => app.line().endsWith('typed'));
    app.press('ctrl+c');
    await app.exited;
    expect(existsSync(data)).toBe(false);
    expect(existsSync(path.join(data, '../config'))).toBe(false);
  });

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
    await app.pressFor('enter', 'the profiles were locked');
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
    await app.pressFor('d', 'Saved as me, so it is kept');
    await app.pressFor('t', '─ Saved ─');
    await app.waitForSelected(/me #daily GET \/user/);
    await app.pressFor('d', 'no longer saved. U undoes that');
    await app.pressFor('U', 'Restored');
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
    await second.pressFor('enter', 'Replace ••• with the value');
    second.press('ctrl+e', 'ctrl+u');
    await second.waitFor('type a request');
    second.press('ctrl+c');
    await second.exited;
    expect(readDrafts(data)).toBe('');
  });

  test('works, and says once what is wrong, where the history is noise', async () => {
    const { env, data } = await sharedHome();
    await flarescope(['api', '--sandbox', 'GET', '/user'], { env });
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
    // What stood in the journal was no part of the damage.
    expect((await flarescope(['history'], { env })).stdout).toMatch(/GET \/accounts\n.*GET \/user\n$/);
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
  await app.waitFor('Restored the unsent line');
  return app;
}

describe('flarescope history', () => {
  test('keeps what four programs send at once', async () => {
    const { env } = await sharedHome();
    const lines = ['/user', '/zones', '/accounts', '/user/tokens/verify'];
    const ended = await Promise.all(lines.map((line) => flarescope(['api', '--sandbox', 'GET', line], { env })));
    for (const { code, stderr } of ended) {
      expect(code).toBe(0);
      expect(stderr).not.toMatch(/history|locked|busy/i);
    }
    const listed = JSON.parse((await flarescope(['history', '--json'], { env })).stdout);
    expect(listed.map((row: { request: string }) => row.request).toSorted()).toEqual(
      lines.map((line) => `GET ${line}`).toSorted(),
    );
  });
});
