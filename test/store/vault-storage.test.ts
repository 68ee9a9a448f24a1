// Folders and disks that are not as they should be: one clear sentence each, and nothing lost.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createVault, openVault, type VaultPlace } from '../../src/store/vault.ts';
import { hasVault } from '../../src/store/vault-files.ts';
import { fillDisk, makeReadOnly, mountSmallDisk, noMounts, noReadOnly } from './odd-disks.ts';
import {
  adding,
  cheapCost,
  expectOpen,
  namesOf,
  newPlace,
  passphrase,
  unlockedVault,
  vaultWith,
} from './vault-fixture.ts';

const many = Array.from({ length: 60 }, (_, number) => `p${number}`);
const inCi = process.env.CI !== undefined;

function everything(place: VaultPlace): readonly (readonly [string, string])[] {
  return readdirSync(place.folder).map((name) => [name, readFileSync(path.join(place.folder, name), 'base64')]);
}

/** The one sentence, or few, that an attempt failed with. */
async function complaintOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'nothing failed',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

describe.skipIf(noReadOnly !== undefined && !inCi)(
  `a read-only folder${noReadOnly ? ` (skipped: ${noReadOnly})` : ''}`,
  () => {
    test('is read, and not written', async () => {
      const place = newPlace();
      const vault = await vaultWith(place, 'prod');
      const before = everything(place);
      const undo = makeReadOnly(place.folder);
      expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod']);
      expect(await complaintOf(vault.change(adding('more')))).toMatch(
        /^StorageFailure: The profiles could not be saved in .*: (it is on a read-only file system|permission is denied)\. Nothing was changed\. Correct that, or set another folder in FLARESCOPE_HOME\.$/,
      );
      expect(await complaintOf(vault.protect({ kind: 'passphrase', passphrase, cost: cheapCost }))).toContain(
        'The protection could not be changed',
      );
      expect(everything(place)).toEqual(before);
      undo();
      expect((await vault.change(adding('more'))).ok).toBe(true);
    });

    test('with damage in it is told, and left', async () => {
      const place = newPlace();
      await vaultWith(place, 'prod');
      writeFileSync(path.join(place.folder, 'profiles.vault'), 'noise');
      const undo = makeReadOnly(place.folder);
      expect(await openVault(place)).toEqual({
        kind: 'unreachable',
        reason: expect.stringMatching(/^The damaged profiles could not be set aside in /),
      });
      undo();
      writeFileSync(path.join(place.folder, 'vault.json'), 'noise');
      makeReadOnly(place.folder);
      expect(await openVault(place)).toEqual({
        kind: 'damaged',
        reason: expect.stringMatching(/vault\.json is damaged\. It could not be set aside in /),
      });
      expect(readFileSync(path.join(place.folder, 'vault.json'), 'utf8')).toBe('noise');
    });

    test('takes no new vault, and leaves no key behind in the keychain', async () => {
      const place = newPlace();
      mkdirSync(place.folder, { mode: 0o700 });
      makeReadOnly(place.folder);
      expect(await complaintOf(createVault(place, { kind: 'keychain' }))).toContain(
        'The profiles could not be saved in',
      );
      expect(place.keychain.entries.size).toBe(0);
      expect(hasVault(place.folder)).toBe(false);
    });
  },
);

describe.skipIf(noMounts !== undefined && !inCi)(`a full disk${noMounts ? ` (skipped: ${noMounts})` : ''}`, () => {
  // conf takes a write that the disk cut off after its last page for a whole one.
  test.each([0, 4096, 8192])('with %i bytes left keeps the profiles that are on it', async (left) => {
    const place = newPlace();
    mountSmallDisk(place.folder, 256);
    const vault = await vaultWith(place, 'prod', 'test');
    fillDisk(place.folder, left);
    expect(await complaintOf(vault.change(adding(...many)))).toMatch(
      /^StorageFailure: The profiles could not be saved in .*(the disk is full|when a disk is full).* Free some space and try again\.$/,
    );
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod', 'test']);
    expect(readdirSync(place.folder).toSorted()).toEqual(['fill', 'lock', 'profiles.vault', 'vault.json']);
    rmSync(path.join(place.folder, 'fill'));
    expect((await vault.change(adding(...many))).ok).toBe(true);
    expect(namesOf(expectOpen(await openVault(place)).set)).toHaveLength(62);
  });

  test('keeps the protection that it has', async () => {
    const place = newPlace();
    mountSmallDisk(place.folder, 128);
    const vault = await vaultWith(place, 'prod');
    fillDisk(place.folder, 0);
    expect(await complaintOf(vault.protect({ kind: 'passphrase', passphrase, cost: cheapCost }))).toContain(
      'the disk is full',
    );
    expect(await complaintOf(vault.protect({ kind: 'keychain' }))).toContain('the disk is full');
    expect(place.keychain.entries.size).toBe(1);
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod']);
  });

  test('takes no new vault, and leaves no key behind in the keychain', async () => {
    const place = newPlace();
    mountSmallDisk(place.folder, 64);
    fillDisk(place.folder, 0);
    expect(await complaintOf(createVault(place, { kind: 'keychain' }))).toContain('the disk is full');
    expect(place.keychain.entries.size).toBe(0);
    expect(await openVault(place)).toEqual({ kind: 'absent' });
  });
});

test.skipIf(process.platform === 'win32')(
  'a limit on the size of files keeps the profiles that are there',
  async () => {
    const place = newPlace();
    expectOpen(await createVault(place, { kind: 'passphrase', passphrase, cost: cheapCost }));
    const script = path.join(import.meta.dirname, 'vault-writer.ts');
    const env = { ...process.env, PASSPHRASE: 'correct horse battery staple', node: process.execPath, script };
    // Blocks of 512 bytes in sh: 4 KiB.
    const line = 'ulimit -f 8; exec "$node" "$script" "$1" add p 200';
    const { stdout, stderr, status } = spawnSync('sh', ['-c', line, 'sh', place.folder], { env, encoding: 'utf8' });
    const saved = stdout.trim().split('\n').slice(1);
    expect(status).not.toBe(0);
    expect(saved.length).toBeGreaterThan(3);
    expect(stderr).toMatch(/The profiles could not be saved in .*Nothing was changed\./);
    expect(namesOf((await unlockedVault(place)).set)).toEqual(saved);
  },
);

describe('a config folder', () => {
  test('that is a link is followed, and stays a link', async () => {
    const place = newPlace();
    const real = path.join(path.dirname(place.folder), 'dotfiles');
    mkdirSync(real, { mode: 0o700 });
    symlinkSync('dotfiles', place.folder);
    const vault = await vaultWith(place, 'prod');
    await vault.protect({ kind: 'passphrase', passphrase, cost: cheapCost });
    expect(lstatSync(place.folder).isSymbolicLink()).toBe(true);
    expect(readdirSync(real).toSorted()).toEqual(['lock', 'profiles.vault', 'vault.json']);
    expect(namesOf((await unlockedVault(place)).set)).toEqual(['prod']);
  });

  test('whose files are links keeps them links', async () => {
    const place = newPlace();
    const vault = await vaultWith(place, 'prod');
    const elsewhere = path.join(path.dirname(place.folder), 'elsewhere');
    mkdirSync(elsewhere);
    for (const name of ['vault.json', 'profiles.vault']) {
      renameSync(path.join(place.folder, name), path.join(elsewhere, name));
      symlinkSync(path.join('..', 'elsewhere', name), path.join(place.folder, name));
    }
    await vault.change(adding('more'));
    await vault.protect({ kind: 'keychain' });
    for (const name of ['vault.json', 'profiles.vault'])
      expect(lstatSync(path.join(place.folder, name)).isSymbolicLink()).toBe(true);
    expect(readdirSync(elsewhere).toSorted()).toEqual(['profiles.vault', 'vault.json']);
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod', 'more']);
  });

  test('that is a link to nothing is told, and nothing is made in its place', async () => {
    const place = newPlace();
    symlinkSync('nowhere', place.folder);
    const told = `${place.folder} is a broken link. Create the folder that it points to, or remove the link.`;
    expect(await openVault(place)).toEqual({ kind: 'unreachable', reason: told });
    expect(await complaintOf(createVault(place, { kind: 'keychain' }))).toBe(`StorageFailure: ${told}`);
    expect(existsSync(path.join(path.dirname(place.folder), 'nowhere'))).toBe(false);
  });

  test('that is a link to itself is told', async () => {
    const place = newPlace();
    symlinkSync(place.folder, place.folder);
    expect(await openVault(place)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('is a broken link'),
    });
  });

  test('with profiles that are a link to nothing is told', async () => {
    const place = newPlace();
    const vault = await vaultWith(place, 'prod');
    rmSync(path.join(place.folder, 'profiles.vault'));
    symlinkSync('nowhere', path.join(place.folder, 'profiles.vault'));
    expect(await openVault(place)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('a part of its path is missing'),
    });
    expect(await complaintOf(vault.change(adding('more')))).toContain('could not be read');
  });

  test('that is a file is told', async () => {
    const place = newPlace();
    writeFileSync(place.folder, 'a file');
    expect(hasVault(place.folder)).toBe(true);
    expect(await openVault(place)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('a part of its path is a file, not a folder'),
    });
    expect(await complaintOf(createVault(place, { kind: 'keychain' }))).toContain('The profiles could not be saved in');
    expect(readFileSync(place.folder, 'utf8')).toBe('a file');
  });

  test('that another process holds for too long is told', async () => {
    const place = newPlace();
    const vault = await vaultWith(place, 'prod');
    const { withFolderLock } = await import('../../src/store/folder-lock.ts');
    await withFolderLock(place.folder, async () => {
      expect(await complaintOf(withFolderLock(place.folder, () => undefined, 50))).toMatch(
        /^StorageFailure: Another flarescope has held .*lock for 0 s\. Nothing was changed\./,
      );
    });
    expect((await vault.change(adding('more'))).ok).toBe(true);
  });
});

test('the program that mounts for these tests leaves nothing mounted', () => {
  const mounted = execFileSync('cat', ['/proc/mounts'], { encoding: 'utf8' });
  expect(mounted).not.toMatch(/flarescope-vault-/);
});
