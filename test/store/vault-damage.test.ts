// Whatever happens to the vault's files is noticed, said, and never made worse: what was damaged is set aside as it is.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createVault, openVault } from '../../src/store/vault.ts';
import { scaled } from '../helpers/runs.ts';
import { adding, cheapCost, expectOpen, namesOf, newPlace, passphrase, vaultWith } from './vault-fixture.ts';

/** Folders of what was set aside, oldest first. */
function asides(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('damaged-'))
    .toSorted()
    .map((name) => path.join(folder, name));
}

/** Places all over the bytes, the first and the last of them: all where FLARESCOPE_RUNS is 20. */
function someOf(bytes: Uint8Array): readonly number[] {
  const step = Math.max(1, bytes.length / scaled(bytes.length / 20));
  const places = Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) => Math.floor(index * step));
  return [...new Set([...places, bytes.length - 1])];
}

describe('the profiles', () => {
  test('with a byte changed are set aside as they are, and the vault goes on without them', async () => {
    const place = newPlace();
    await vaultWith(place, 'prod');
    const file = path.join(place.folder, 'profiles.vault');
    const whole = readFileSync(file);
    expect(whole.length).toBeGreaterThan(100);
    for (const at of someOf(whole)) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << (at % 8);
      writeFileSync(file, changed);
      const { set, notice } = expectOpen(await openVault(place));
      expect(namesOf(set)).toEqual([]);
      const [aside = ''] = asides(place.folder);
      expect(notice).toBe(
        `The profiles were damaged (it cannot be decrypted with its key) and were set aside in ${aside}. Add them again with flarescope auth add.`,
      );
      expect(existsSync(file)).toBe(false);
      expect(readFileSync(path.join(aside, 'profiles.vault'))).toEqual(changed);
      rmSync(aside, { recursive: true });
    }
    writeFileSync(file, whole);
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod']);
  }, 300_000);

  test.each([
    ['emptied', () => Buffer.alloc(0)],
    ['cut off', (whole: Buffer) => whole.subarray(0, whole.length - 1)],
    ['cut off in their nonce', (whole: Buffer) => whole.subarray(0, 9)],
    ['lengthened', (whole: Buffer) => Buffer.concat([whole, Buffer.from('x')])],
    ['replaced by noise', (whole: Buffer) => whole.map((byte, at) => byte ^ (at * 7 + 1))],
    ['replaced by plain JSON', () => Buffer.from('{"version":1,"profiles":[]}')],
  ])('%s are set aside, and new ones are written', async (_, damage) => {
    const place = newPlace();
    const vault = await vaultWith(place, 'prod');
    const file = path.join(place.folder, 'profiles.vault');
    const bytes = Buffer.from(damage(readFileSync(file)));
    writeFileSync(file, bytes);
    // Nothing is written over what is damaged before somebody was told.
    await expect(vault.change(adding('new'))).rejects.toThrow('The profiles are damaged');
    expect(readFileSync(file)).toEqual(bytes);
    expect((await vault.read()).notice).toContain('were set aside in');
    await vault.change(adding('new'));
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['new']);
    expect(readFileSync(path.join(asides(place.folder)[0] ?? '', 'profiles.vault'))).toEqual(bytes);
  });

  test('too large to be read are not read', async () => {
    const place = newPlace();
    await vaultWith(place, 'prod');
    writeFileSync(path.join(place.folder, 'profiles.vault'), Buffer.alloc(17 * 1024 * 1024));
    expect(expectOpen(await openVault(place)).notice).toContain('it is too large');
  });

  test('of another vault are damage, not an opening', async () => {
    const [one, other] = [newPlace(), newPlace()];
    await vaultWith(one, 'one');
    await vaultWith(other, 'other');
    const stolen = readFileSync(path.join(one.folder, 'profiles.vault'));
    writeFileSync(path.join(other.folder, 'profiles.vault'), stolen);
    expect(expectOpen(await openVault(other)).notice).toContain('were set aside');
  });

  test('without their header are left where they are, and no new vault is made over them', async () => {
    const place = newPlace();
    await vaultWith(place, 'prod');
    const header = readFileSync(path.join(place.folder, 'vault.json'));
    rmSync(path.join(place.folder, 'vault.json'));
    const reason = expect.stringContaining('vault.json, which has its key, is missing');
    expect(await openVault(place)).toEqual({ kind: 'unreachable', reason });
    expect(await createVault(place, { kind: 'keychain' })).toEqual({ kind: 'unreachable', reason });
    writeFileSync(path.join(place.folder, 'vault.json'), header);
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod']);
  });

  test('that several processes find damaged are set aside once', async () => {
    const place = newPlace();
    await vaultWith(place, 'prod');
    writeFileSync(path.join(place.folder, 'profiles.vault'), 'noise');
    const openings = await Promise.all(Array.from({ length: 4 }, () => openVault(place)));
    expect(openings.map((opening) => opening.kind)).toEqual(['open', 'open', 'open', 'open']);
    expect(asides(place.folder)).toHaveLength(1);
  });
});

describe('the header', () => {
  test.each([
    ['by the keychain', { kind: 'keychain' }],
    ['by a passphrase', { kind: 'passphrase', passphrase, cost: cheapCost }],
  ] as const)('with a byte changed is set aside with the profiles, protected %s', async (_, by) => {
    const place = newPlace();
    await expectOpen(await createVault(place, by)).vault.change(adding('prod'));
    const [headerFile, profilesFile] = ['vault.json', 'profiles.vault'].map((name) =>
      path.join(place.folder, name),
    ) as [string, string];
    const [header, profiles] = [readFileSync(headerFile), readFileSync(profilesFile)];
    for (const at of someOf(header)) {
      const changed = Buffer.from(header);
      changed[at]! ^= 1 << (at % 8);
      writeFileSync(headerFile, changed);
      writeFileSync(profilesFile, profiles);
      const opening = await openVault(place);
      const [aside = ''] = asides(place.folder);
      expect(opening).toEqual({
        kind: 'damaged',
        reason: expect.stringMatching(
          /^The vault of the profiles was damaged \(vault\.json: .*\) and was set aside in /,
        ),
      });
      expect(readFileSync(path.join(aside, 'vault.json'))).toEqual(changed);
      expect(readFileSync(path.join(aside, 'profiles.vault'))).toEqual(profiles);
      expect(await openVault(place)).toEqual({ kind: 'absent' });
      rmSync(aside, { recursive: true });
    }
  });

  test('put back after it was set aside opens the profiles again', async () => {
    const place = newPlace();
    await vaultWith(place, 'prod');
    const file = path.join(place.folder, 'vault.json');
    const whole = readFileSync(file);
    writeFileSync(file, `${whole} `);
    await openVault(place);
    const [aside = ''] = asides(place.folder);
    // Meanwhile a new vault was made: nothing of the damaged one is in its way.
    writeFileSync(file, whole);
    writeFileSync(path.join(place.folder, 'profiles.vault'), readFileSync(path.join(aside, 'profiles.vault')));
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod']);
  });

  test('that damage has taken twice in one second is set aside twice', async () => {
    const place = newPlace();
    for (const text of ['one', 'two', 'three']) {
      await vaultWith(place, 'prod');
      writeFileSync(path.join(place.folder, 'vault.json'), text);
      expect((await openVault(place)).kind).toBe('damaged');
    }
    const kept = asides(place.folder).map((aside) => readFileSync(path.join(aside, 'vault.json'), 'utf8'));
    expect(kept.toSorted()).toEqual(['one', 'three', 'two']);
  });
});
