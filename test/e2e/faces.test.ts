// Every way to look at a document and to take something out of it, on a real terminal.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { type Explorer, openDocument } from '../helpers/explorer.ts';
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
