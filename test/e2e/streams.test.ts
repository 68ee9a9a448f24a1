// Rows that go on, in a terminal: a pipe from `tail -f`, then the file itself while it is truncated and replaced.
import { appendFile, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { asExplorer } from '../helpers/explorer.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, n) => `{"n":${from + n},"message":"event ${from + n}"}\n`).join('');

test('rows come as they are written, stay where one has moved, and go on where the file begins anew', async () => {
  const folder = await temporaryFolder();
  const log = path.join(folder, 'app.log');
  await writeFile(log, lines(0, 3));
  const env = { node: process.execPath, main: mainFile };
  const app = asExplorer(
    await openTerminal({
      command: 'sh',
      args: ['-c', 'tail -n +1 -f app.log | "$node" "$main" open -; "$node" "$main" open -f app.log; echo "status $?"'],
      env,
      cwd: folder,
    }),
  );
  await app.waitFor('event 2');
  await app.waitFor('following');
  await appendFile(log, `${lines(3, 40)}and a line of text\n`);
  await app.waitForSelected('40 "and a line of text"');
  await app.pressFor('k', /standard input · [\d.]+ k?B ─/);
  await app.waitForSelected('event 39');
  await appendFile(log, lines(41, 44));
  await app.waitFor('3 new');
  await app.waitForSelected('event 39');
  await app.pressFor('F', 'following');
  await app.waitForSelected('event 43');
  app.press('q');
  // `tail` ends when it writes to the pipe that nobody reads.
  await appendFile(log, lines(44, 45));
  await app.waitFor('app.log · ');
  await app.waitForSelected('event 44');
  await truncate(log, 0);
  await app.waitFor('app.log was truncated: reading it from its start');
  await appendFile(log, lines(45, 46));
  await app.waitForSelected('event 45');
  await writeFile(`${log}.new`, lines(46, 47));
  await rename(`${log}.new`, log);
  await app.waitFor('app.log was replaced: reading it from its start');
  await app.waitForSelected('event 46');
  app.press('q');
  await app.waitFor('status 0');
  expect(app.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true });
});
