import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDrafts } from '../../src/store/drafts.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'flarescope-drafts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** The number of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0']);
  await new Promise((resolve) => child.once('close', resolve));
  return child.pid ?? 0;
}

/** A file as a session leaves it. */
function leave(folder: string, pid: number, text: string, minutesAgo: number, host = hostname()): string {
  mkdirSync(path.join(folder, 'drafts'), { recursive: true });
  const file = path.join(folder, 'drafts', `${pid}-${text.length}${minutesAgo}.json`);
  writeFileSync(file, JSON.stringify({ version: 1, host, text }));
  const at = Date.now() / 1000 - minutesAgo * 60;
  utimesSync(file, at, at);
  return file;
}

test('a draft is taken over by the session after the one that is gone, once', async () => {
  const folder = temporaryFolder();
  leave(folder, await endedPid(), 'GET /half', 1);
  expect((await openDrafts(folder).takeOver())?.text).toBe('GET /half');
  expect(readdirSync(path.join(folder, 'drafts'))).toEqual([expect.stringMatching(new RegExp(`^${process.pid}-`))]);
});

test('the newest is taken, the others wait for the next', async () => {
  const folder = temporaryFolder();
  const pid = await endedPid();
  leave(folder, pid, 'older', 9);
  leave(folder, pid, 'newest', 3);
  const sessions = [openDrafts(folder), openDrafts(folder), openDrafts(folder)];
  expect((await sessions[0]?.takeOver())?.text).toBe('newest');
});

test('of two sessions that begin at once each takes another', async () => {
  const folder = temporaryFolder();
  const pid = await endedPid();
  leave(folder, pid, 'one', 1);
  leave(folder, pid, 'two!', 1);
  const taken = await Promise.all([openDrafts(folder).takeOver(), openDrafts(folder).takeOver()]);
  expect(taken.map((draft) => draft?.text).toSorted()).toEqual(['one', 'two!']);
});

test('a session that runs keeps its own', async () => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  leave(folder, child.pid ?? 0, 'mine', 0);
  expect(await openDrafts(folder).takeOver()).toBeUndefined();
});

test('one from before the machine was started belongs to nobody, whoever has the number now', async () => {
  const folder = temporaryFolder();
  leave(folder, 1, 'before the restart', 60 * 24 * 20);
  expect((await openDrafts(folder).takeOver())?.text).toBe('before the restart');
});

test('one of another machine is left to it for a day', async () => {
  const folder = temporaryFolder();
  leave(folder, await endedPid(), 'elsewhere', 60, 'another-host');
  expect(await openDrafts(folder).takeOver()).toBeUndefined();
});

test.each(['', 'null', '{', '{"version":2,"host":"h","text":"x"}', '{"version":1,"host":"h","text":7}'])(
  'a file that holds %j is no draft',
  async (content) => {
    const folder = temporaryFolder();
    const pid = await endedPid();
    leave(folder, pid, 'good', 5);
    writeFileSync(path.join(folder, 'drafts', `${pid}-bad.json`), content);
    expect((await openDrafts(folder).takeOver())?.text).toBe('good');
  },
);

test('what is kept is private, and gone when there is nothing to keep', async () => {
  const folder = temporaryFolder();
  const drafts = openDrafts(folder);
  const from = { profile: 'prod', origin: 'https://api.cloudflare.com' };
  void drafts.keep({ text: 'a', from: undefined });
  await drafts.keep({ text: 'GET /zo', from });
  const [file = ''] = readdirSync(path.join(folder, 'drafts'));
  expect(JSON.parse(readFileSync(path.join(folder, 'drafts', file), 'utf8'))).toMatchObject({ text: 'GET /zo', from });
  expect(statSync(path.join(folder, 'drafts', file)).mode & 0o777).toBe(0o600);
  await drafts.keep(undefined);
  expect(readdirSync(path.join(folder, 'drafts'))).toEqual([]);
});

test('the account that a line was written for comes back with it; a file without one, or with half of one, has none', async () => {
  for (const [from, is] of [
    [
      { profile: 'prod', origin: 'https://api.cloudflare.com' },
      { profile: 'prod', origin: 'https://api.cloudflare.com' },
    ],
    [{ profile: 'prod' }, undefined],
    ['prod', undefined],
    [undefined, undefined],
  ] as const) {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'drafts'), { mode: 0o700 });
    const file = path.join(folder, 'drafts', `${await endedPid()}-a.json`);
    writeFileSync(file, JSON.stringify({ version: 1, host: hostname(), text: 'DELETE /x', from }), { mode: 0o600 });
    expect(await openDrafts(folder).takeOver()).toEqual({ text: 'DELETE /x', from: is });
  }
});

test('a folder that cannot be made keeps nothing, and harms nothing', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'data'), '');
  const drafts = openDrafts(path.join(folder, 'data'));
  await drafts.keep({ text: 'x', from: undefined });
  expect(await drafts.takeOver()).toBeUndefined();
});

test('old ones and leftovers are cleared away', async () => {
  const folder = temporaryFolder();
  const pid = await endedPid();
  leave(folder, pid, 'very old', 60 * 24 * 40);
  writeFileSync(path.join(folder, 'drafts', `${pid}-left.json.tmp`), 'torn');
  expect(await openDrafts(folder).takeOver()).toBeUndefined();
  expect(readdirSync(path.join(folder, 'drafts'))).toEqual([]);
});
