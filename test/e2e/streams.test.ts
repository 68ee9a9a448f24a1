// Rows that go on, in a terminal: a pipe from `tail -f`, the file itself while it is truncated and replaced, a Worker's events.
import { appendFile, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { asExplorer, testToken } from '../helpers/explorer.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';
import { startTailServer } from '../perform/tail-server.ts';

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
  await app.waitForSelected('event 46');
  // What was said before is taken off by a key, and this waits for it.
  await app.pressFor('alt+m', 'app.log was replaced: reading it from its start');
  await app.pressFor('esc', 'event 46');
  app.press('q');
  await app.waitFor('status 0');
  expect(app.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true });
});

test('a Worker is tailed in the shell until ctrl+c and in the explorer until q, and both delete the tail', async () => {
  const server = await startTailServer();
  onTestFinished(server.close);
  const account = '0123456789abcdef0123456789abcdef';
  const event = (path: string): unknown => ({
    outcome: 'ok',
    logs: [{ message: ['hello \u001b[31mred'], level: 'log' }],
    exceptions: [],
    eventTimestamp: 0,
    cpuTime: 3,
    event: { request: { url: `https://shop.example.com${path}`, method: 'GET' }, response: { status: 200 } },
  });
  const env = {
    node: process.execPath,
    main: mainFile,
    CLOUDFLARE_BASE_URL: server.baseUrl,
    CLOUDFLARE_API_TOKEN: testToken,
  };
  // The shell itself stays.
  const line = `trap : INT; "$node" "$main" tail shop --account ${account}; echo "status $?"; "$node" "$main"; echo "then $?"`;
  const app = asExplorer(await openTerminal({ command: 'sh', args: ['-c', line], env, columns: 120 }));
  await app.waitFor('connected to shop');
  server.say(event('/first'));
  await app.waitFor('ok  GET shop.example.com/first 200  3 ms CPU  hello ␛[31mred');
  app.press('ctrl+c');
  await app.waitFor('status 130');
  expect(server.asked.map(({ what }) => what)).toEqual(['POST', 'DELETE tail-1']);
  await app.waitForStart();
  await app.ask(`POST /accounts/${account}/workers/scripts/shop/tails`, '"tail-2"');
  await app.pressFor('o', 'Connected: events come as they happen');
  server.say(event('/second'));
  await app.waitForSelected('GET shop.example.com/second 200  3 ms CPU  hello ␛[31mred');
  app.press('q');
  await app.waitFor('then 0');
  expect(server.asked.map(({ what }) => what).slice(2)).toEqual(['POST', 'DELETE tail-2']);
});
