// Every way to look at a document and to take something out of it, on a real terminal.
import { readFile, stat, writeFile } from 'node:fs/promises';
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
  await app.pressFor('tab', 'write .result to');
  await app.pressFor('enter', 'zones.json is there already');
  await app.pressFor('enter', 'Wrote .result to zones.json');
  const written = await readFile(file, 'utf8');
  expect(JSON.parse(written)).toHaveLength(5);
  expect(written.startsWith('[\n  {\n    "id"')).toBe(true);
});
