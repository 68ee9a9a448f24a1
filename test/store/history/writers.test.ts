// Several programs at one history at once.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isLogDamaged } from '../../../src/store/history/database.ts';
import { newest, openHistory, temporaryFolder } from './requests.ts';

interface Ended {
  readonly code: number | undefined;
  readonly output: string;
}

function startWriter(folder: string, name: string, count: number): { kill: () => void; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'writer.ts'), folder, name, String(count)]);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? undefined, output }));
  });
  return { kill: () => child.kill('SIGKILL'), ended };
}

test('four that begin it together lose no row and say nothing', async () => {
  const folder = temporaryFolder();
  const writers = ['a', 'b', 'c', 'd'].map((name) => startWriter(folder, name, 250));
  for (const writer of writers) expect(await writer.ended).toEqual({ code: 0, output: '' });
  const history = openHistory(folder, { bodyKey: new Uint8Array(32) });
  expect(history.count()).toBe(1000);
  const ids = history.list(newest, 2000).rows.map((row) => row.id);
  expect(new Set(ids).size).toBe(1000);
  const shared = [...history.search('shared', 'rank')].at(-1)?.rows() ?? [];
  expect(shared.reduce((sum, row) => sum + row.uses, 0)).toBe(500);
  for (const id of ids.slice(0, 50)) expect(history.read(id)?.exchange?.answer?.status).toBe(200);
});

test('a log that others write to is not taken for a damaged one', async () => {
  const folder = temporaryFolder();
  const log = path.join(folder, 'history.db-wal');
  const writers = ['a', 'b'].map((name) => startWriter(folder, name, 1000));
  let isOver = false;
  const all = Promise.all(writers.map((writer) => writer.ended)).then((ends) => {
    isOver = true;
    return ends;
  });
  while (!isOver) {
    expect(isLogDamaged(log)).toBe(false);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const well = { code: 0, output: '' };
  expect(await all).toEqual([well, well]);
});

test('one that is killed while it writes leaves whole rows only', async () => {
  const folder = temporaryFolder();
  const watcher = openHistory(folder, { bodyKey: new Uint8Array(32) });
  for (let round = 0; round < 5; round += 1) {
    const before = watcher.count();
    const writer = startWriter(folder, `round-${round}`, 100_000);
    while (watcher.count() < before + 20 * (round + 1)) await new Promise((resolve) => setImmediate(resolve));
    writer.kill();
    await writer.ended;
  }
  const history = openHistory(folder, { bodyKey: new Uint8Array(32) });
  const { rows } = history.list(newest, 100_000);
  expect(rows.length).toBe(history.count());
  for (const row of rows) expect(history.read(row.id)?.exchange?.answer?.status).toBe(200);
  expect(history.troubles).toEqual([]);
});
