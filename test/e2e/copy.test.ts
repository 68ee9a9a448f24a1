// Copying, as a user does it: the terminal gets a sequence, or a clipboard tool the text.
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { openDocument } from '../helpers/explorer.ts';

const text = '{"list":[{"id":"abc","note":"naïve\\nline"}],"big":12345678901234567890}';

async function fileOf(content: string): Promise<string> {
  const file = path.join(await temporaryFolder(), 'document.json');
  await writeFile(file, content);
  return file;
}

/** What the terminal was told to put into its clipboard, the newest last. */
function clipboardOf(written: string): readonly string[] {
  return [...written.matchAll(/\u001b\]52;c;([^\u0007]*)\u0007/g)].map(([, base64]) =>
    Buffer.from(base64 ?? '', 'base64').toString(),
  );
}

test('without a clipboard tool the terminal is given it, and the screen stays whole', async () => {
  const app = await openDocument([await fileOf(text)]);
  await app.waitFor('depth 2/3');
  app.press('0');
  await app.walkTo('note');
  await app.pressFor('y', 'subtree');
  await app.pressFor('v', 'Copied the value of .list[0].note to the terminal with OSC 52 (11 B)');
  expect(clipboardOf(app.bytes())).toEqual(['naïve\nline']);
  await app.pressFor('y', 'subtree');
  await app.pressFor('p', 'JSON Pointer');
  app.press('down');
  await app.waitForSelected('JSON Pointer');
  await app.pressFor('enter', 'Copied the path');
  await app.pressFor('y', 'subtree');
  await app.pressFor('b', 'Copied the whole body');
  expect(clipboardOf(app.bytes()).slice(1)).toEqual(['#/list/0/note', text]);
  expect(app.screen()).toContain('12345678901234567890');
});

test('a clipboard tool is given what is too much for the terminal', async () => {
  const tools = await temporaryFolder();
  await writeFile(path.join(tools, 'wl-copy'), `#!/bin/sh\ncat > "${tools}/out"\n`);
  await chmod(path.join(tools, 'wl-copy'), 0o755);
  const large = JSON.stringify({ text: 'x'.repeat(200_000) });
  const file = await fileOf(large);
  const env = { WAYLAND_DISPLAY: 'wayland-test', PATH: `${tools}:${process.env.PATH ?? ''}` };
  const app = await openDocument([file], { env });
  await app.waitFor('depth 2/1');
  await app.pressFor('y', 'subtree');
  await app.pressFor('b', 'Copied the whole body to the clipboard with wl-copy (200 kB)');
  expect(await readFile(path.join(tools, 'out'), 'utf8')).toBe(large);
  expect(clipboardOf(app.bytes())).toEqual([]);
});
