// Every way to look at a document and to take something out of it, on a real terminal.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { type Explorer, openDocument, startExplorer } from '../helpers/explorer.ts';
import type { TerminalOptions } from '../helpers/terminal.ts';

async function open(content: string | Uint8Array, options: TerminalOptions = {}): Promise<Explorer> {
  const file = path.join(await temporaryFolder(), 'document.json');
  await writeFile(file, content);
  const app = await openDocument([file], options);
  await app.waitFor(/depth|rows/);
  return app;
}

test('a path in the prompt goes to its row, and the lower edge says where that is', async () => {
  const app = await open(JSON.stringify({ list: [{ id: 'a' }, { id: 'b', deep: [{ 'a b': 1 }] }] }));
  await app.ask('.list[1].deep[0]["a b"]', '.list[1].deep[0]["a b"] ─');
  await app.waitForSelected('a b');
  await app.ask('.list[7]', '.list has no [7]');
});

test('w writes the value under the cursor, and asks before it writes over a file', async () => {
  const folder = await temporaryFolder();
  const app = await startExplorer({ cwd: folder });
  await app.ask('GET /zones per_page==5', 'page 1/');
  await app.waitForSelected('result [5]');
  await app.pressFor('w', 'write the body to ❯ zones.json');
  await app.pressFor('enter', 'Wrote all of it to zones.json');
  const file = path.join(folder, 'zones.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ success: true });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await app.pressFor('w', 'write the body to');
  await app.pressFor('shift+tab', 'write .result to');
  await app.pressFor('enter', 'zones.json exists already');
  await app.pressFor('enter', 'Wrote .result to zones.json');
  const written = await readFile(file, 'utf8');
  expect(JSON.parse(written)).toHaveLength(5);
  expect(written.startsWith('[\n  {\n    "id"')).toBe(true);
});

test('| filters as one types, in a worker, and esc goes back to the row', async () => {
  const list = Array.from({ length: 500 }, (_, n) => ({ id: `id-${n}`, type: n % 2 ? 'A' : 'MX' }));
  const app = await open(JSON.stringify({ list }));
  app.press('j', 'j', 'j');
  await app.waitForSelected('1 {}');
  await app.pressFor('|', 'jq ❯ .list[]');
  app.write('.list | .[');
  await app.waitFor('✗ jq: incomplete filter');
  app.press('ctrl+u');
  app.write('.list[] | select(.ty');
  await app.pressFor('tab', 'select(.type');
  app.write(' == "MX") | .id');
  await app.waitFor('row 1 of 251');
  app.press('ctrl+u');
  app.write('.list | map(.id)');
  await app.waitFor('row 1 of 501');
  expect(app.screen()).not.toContain('✗');
  app.press('enter');
  await app.waitFor(() => !app.isTyping() && app.screen().includes('esc back'));
  expect(app.screen()).toContain('· | .list | map(.id)');
  await app.pressFor('esc', 'row 4 of 502');
  await app.waitForSelected('1 {}');
});

test('a filter that runs away is stopped after the limit of the settings, and keys are answered meanwhile', async () => {
  const home = await temporaryFolder();
  await mkdir(path.join(home, 'config'), { recursive: true });
  await writeFile(path.join(home, 'config', 'settings.json'), '{"filterLimitSeconds":2}');
  const app = await open('{"a":[1,2]}', { env: { FLARESCOPE_HOME: home } });
  await app.pressFor('|', 'jq ❯');
  app.write('def f: f; f');
  await app.waitFor(/jq \d+(?:\.\d)? s · esc stops|jq \d+ ms/);
  app.write(' ');
  await app.pressFor('#', 'def f: f; f #');
  await app.waitFor('stopped after 2 s ');
  app.press('ctrl+u');
  app.write('.a | add');
  await app.waitFor('row 1 of 1 ');
});

test('t shows a list as a table, s sorts it in a worker, enter opens the row', async () => {
  const list = Array.from({ length: 3000 }, (_, n) => ({
    id: `id-${n}`,
    size: (n * 7919) % 3000,
    note: 'x'.repeat(90),
  }));
  const app = await open(JSON.stringify({ list }));
  const screen = await app.pressFor('t', 'column 1 of 3');
  expect(screen).toMatch(/▸id +size +note/);
  await app.waitForSelected(/^0 +id-0/);
  await app.pressFor('l', /▸ *size/);
  await app.waitFor(/of 3,000 ─/);
  await app.pressFor('s', 'size▲');
  await app.pressFor('s', 'size▼');
  app.press('g');
  await app.waitForSelected(/id-\d+ +2999/);
  await app.pressFor('f', 'rows with ❯');
  app.write('id: id-299');
  await app.waitFor('"id: id-299" 11 of 3,000');
  await app.pressFor('enter', 'f filter');
  await app.pressFor('=', /count 11 {2}sum \d+/);
  await app.pressFor('w', 'write the table to ❯ document-out.csv');
  app.press('ctrl+u');
  const file = path.join(await temporaryFolder(), 'rows.csv');
  app.write(file);
  await app.waitFor('rows.csv');
  await app.pressFor('enter', 'Wrote 11 rows of 3 columns to');
  const rows = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(rows).toHaveLength(12);
  expect(rows[0]).toBe('id,size,note');
  const sizes = rows.slice(1).map((row) => Number(row.split(',')[1]));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  await app.pressFor('esc', /row \d+ of 3,000/);
  app.press('g', 'enter');
  await app.waitForSelected(/^▾ \d+ \{\}/);
  await app.waitFor('size  2999');
});

test('v reads a value, and what it may be besides', async () => {
  const claims = Buffer.from('{"sub":"ada","exp":4102444800}').toString('base64url');
  const jwt = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
  const app = await open(JSON.stringify({ jwt, text: `${'long '.repeat(400)}\nEND` }));
  app.press('j');
  await app.waitForSelected('jwt');
  await app.pressFor('v', '.jwt · ▸text · JWT');
  await app.pressFor('tab', 'The signature was not verified');
  await app.waitFor('expires 2100-01-01T00:00:00.000Z');
  await app.pressFor('q', 'row 2 of 3');
  app.press('j');
  await app.waitForSelected('text');
  await app.pressFor('v', 'rows 1–19 of 27');
  await app.pressFor('G', 'END');
  await app.pressFor('esc', 'row 3 of 3');
});

test('the headers say where the time went, and raw rows have the numbers of their lines', async () => {
  const app = await startExplorer();
  await app.ask('GET /zones per_page==5', 'page 1/');
  const headers = await app.pressFor('r', 'Timing');
  expect(headers).toContain('cf-ray');
  expect(headers).toMatch(/first byte +[\d.]+ m?s/);
  const raw = await app.pressFor('r', '· raw');
  expect(raw).toMatch(/│ +1 \{"result":\[/);
});
