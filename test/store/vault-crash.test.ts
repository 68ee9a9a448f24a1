// Processes that are killed while they save, and processes that save at the same time.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { createVault, openVault } from '../../src/store/vault.ts';
import { scaled } from '../helpers/runs.ts';
import { adding, cheapCost, expectOpen, namesOf, newPlace, passphrase, unlockedVault } from './vault-fixture.ts';

const words = 'correct horse battery staple';

interface Writer {
  readonly child: ChildProcess;
  /** Lines it has printed, `open` the first. */
  readonly said: readonly string[];
  /** Resolves when it has ended, with what it said on standard error. */
  readonly ended: Promise<string>;
}

function startWriter(folder: string, ...task: readonly string[]): Writer {
  const script = path.join(import.meta.dirname, 'vault-writer.ts');
  const env = { ...process.env, PASSPHRASE: words };
  const child = spawn(process.execPath, [script, folder, ...task], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  let rest = '';
  let wrong = '';
  child.stdout.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    said.push(...lines);
  });
  child.stderr.on('data', (chunk) => {
    wrong += chunk;
  });
  return { child, said, ended: once(child, 'close').then(() => wrong) };
}

/** Resolves once the writer has said so many lines, or has ended. */
async function hasSaid(writer: Writer, lines: number): Promise<void> {
  const { stdout } = writer.child;
  while (writer.said.length < lines && stdout?.readableEnded === false) {
    await Promise.race([once(stdout, 'data'), writer.ended]);
  }
}

/** The same kills in every run: a linear congruential generator (Numerical Recipes). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test('kill -9 at random moments of many saves leaves the old or the new profiles, never less', async () => {
  const place = newPlace();
  expectOpen(await createVault(place, { kind: 'passphrase', passphrase, cost: cheapCost }));
  const random = dice(20_260_101);
  const expected: string[] = [];
  let saves = 0;
  for (let round = 0; saves < scaled(80); round++) {
    const writer = startWriter(place.folder, 'add', `r${round}-`, '40');
    await hasSaid(writer, 1 + Math.ceil(random() * 40));
    // Some part of a save further on.
    await new Promise((resolve) => setTimeout(resolve, random() * 12));
    writer.child.kill('SIGKILL');
    await writer.ended;
    const saved = writer.said.slice(1);
    saves += saved.length;
    const names = namesOf((await unlockedVault(place)).set);
    expect(names.slice(0, expected.length)).toEqual(expected);
    const more = names.slice(expected.length);
    // All it said it had saved, and the one it was about to say at most.
    expect(more.slice(0, saved.length)).toEqual(saved);
    expect(more.length - saved.length).toBeLessThanOrEqual(1);
    expected.push(...more);
  }
  // What the killed have left goes with the next save.
  const { vault } = await unlockedVault(place);
  await vault.change(adding('last'));
  expect(readdirSync(place.folder).toSorted()).toEqual(['lock', 'profiles.vault', 'vault.json']);
}, 600_000);

test('kill -9 at random moments of a change of passphrase leaves the old or the new one', async () => {
  const place = newPlace();
  const made = expectOpen(await createVault(place, { kind: 'passphrase', passphrase, cost: cheapCost }));
  await made.vault.change(adding('prod'));
  const random = dice(20_260_102);
  for (let round = 0; round < scaled(4); round++) {
    const writer = startWriter(place.folder, 'protect', '', '1000');
    await hasSaid(writer, 1 + Math.ceil(random() * 10));
    await new Promise((resolve) => setTimeout(resolve, random() * 8));
    writer.child.kill('SIGKILL');
    await writer.ended;
    const opening = await openVault(place);
    if (opening.kind !== 'locked') throw new Error(opening.kind);
    const first = await opening.unlock(passphrase);
    const { set, vault } = expectOpen(first.kind === 'wrong' ? await opening.unlock(createSecret(`${words}!`)) : first);
    expect(namesOf(set)).toEqual(['prod']);
    await vault.protect({ kind: 'passphrase', passphrase, cost: cheapCost });
  }
  expect(readdirSync(place.folder).toSorted()).toEqual(['lock', 'profiles.vault', 'vault.json']);
}, 300_000);

test('two processes that add 20 profiles each make 40, the vault being made by whoever is first', async () => {
  const place = newPlace();
  const writers = ['one-', 'two-'].map((name) => startWriter(place.folder, 'add', name, '20'));
  expect(await Promise.all(writers.map((writer) => writer.ended))).toEqual(['', '']);
  const names = namesOf((await unlockedVault(place)).set);
  const wanted = ['one-', 'two-'].flatMap((name) => Array.from({ length: 20 }, (_, number) => `${name}${number}`));
  expect(names.toSorted()).toEqual(wanted.toSorted());
}, 300_000);

test('the lock of a process that was killed while it held it is free', async () => {
  const place = newPlace();
  const writer = startWriter(place.folder, 'add', 'p', '1000');
  await hasSaid(writer, 5);
  // Stopped, it keeps what it holds; killed then, it cannot give it back itself.
  writer.child.kill('SIGSTOP');
  writer.child.kill('SIGKILL');
  await writer.ended;
  const { vault } = await unlockedVault(place);
  expect((await vault.change(adding('mine'))).ok).toBe(true);
}, 180_000);
