import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import { describe, expect, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { removeProfile } from '../../src/store/profiles.ts';
import { createVault, openVault, pauseAfter, type VaultPlace } from '../../src/store/vault.ts';
import { hasVault } from '../../src/store/vault-files.ts';
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

const byPassphrase = { kind: 'passphrase', passphrase, cost: cheapCost } as const;

describe('a vault', () => {
  test('is absent before it was made, and nothing is made by looking', async () => {
    const place = newPlace();
    expect(hasVault(place.folder)).toBe(false);
    expect(await openVault(place)).toEqual({ kind: 'absent' });
    expect(readdirSync(path.dirname(place.folder))).toEqual([]);
  });

  test('keeps profiles with its key in the keychain', async () => {
    const place = newPlace();
    const vault = await vaultWith(place, 'prod', 'test');
    expect(vault.protection()).toBe('keychain');
    expect(place.keychain.entries.size).toBe(1);
    const again = expectOpen(await openVault(place));
    expect(namesOf(again.set)).toEqual(['prod', 'test']);
    expect(again.notice).toBeUndefined();
  });

  test('overwrites what the keychain gave once it has been used', async () => {
    const place = newPlace();
    await vaultWith(place, 'prod');
    const given: Uint8Array[] = [];
    const read: VaultPlace['keychain']['read'] = async (entry) => {
      const key = await place.keychain.read(entry);
      if (key) given.push(key);
      return key;
    };
    expectOpen(await openVault({ ...place, keychain: { ...place.keychain, read } }));
    expect(given.map((key) => [...key])).toEqual([Array.from({ length: 32 }, () => 0)]);
  });

  test('keeps profiles with its key behind a passphrase', async () => {
    const place = newPlace();
    const { vault } = expectOpen(await createVault(place, byPassphrase));
    await vault.change(adding('prod'));
    expect(place.keychain.entries.size).toBe(0);
    expect((await openVault(place)).kind).toBe('locked');
    expect(namesOf((await unlockedVault(place)).set)).toEqual(['prod']);
  });

  test('is for its owner alone, and holds nothing in the clear', async () => {
    const place = newPlace();
    await vaultWith(place, 'prod');
    expect(statSync(place.folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(place.folder).toSorted()).toEqual(['lock', 'profiles.vault', 'vault.json']);
    for (const name of readdirSync(place.folder)) {
      const file = path.join(place.folder, name);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const bytes = readFileSync(file);
      for (const text of ['prod', 'token-of', 'cloudflare.com']) expect(bytes.includes(text)).toBe(false);
      for (const key of place.keychain.entries.values()) {
        expect(bytes.includes(Buffer.from(key))).toBe(false);
        expect(bytes.includes(Buffer.from(key).toString('base64'))).toBe(false);
      }
    }
  });

  test('refuses a change without writing', async () => {
    const place = newPlace();
    const vault = await vaultWith(place, 'prod');
    const before = readFileSync(path.join(place.folder, 'profiles.vault'));
    expect(await vault.change((set) => removeProfile(set, 'nope'))).toMatchObject({ ok: false });
    expect(readFileSync(path.join(place.folder, 'profiles.vault'))).toEqual(before);
  });

  test('that somebody else has made meanwhile is opened, not made anew', async () => {
    const place = newPlace();
    const [one, other] = await Promise.all([createVault(place, byPassphrase), createVault(place, byPassphrase)]);
    await expectOpen(one).vault.change(adding('one'));
    await expectOpen(other).vault.change(adding('other'));
    expect(namesOf((await unlockedVault(place)).set)).toEqual(['one', 'other']);
  });

  test('takes changes that come at the same time one after the other', async () => {
    const place = newPlace();
    const vault = await vaultWith(place);
    const names = Array.from({ length: 12 }, (_, number) => `p${number}`);
    await Promise.all(names.map((name) => vault.change(adding(name))));
    expect(namesOf((await vault.read()).set).toSorted()).toEqual(names.toSorted());
  });

  test('forgets its key when it is locked', async () => {
    const place = newPlace();
    const vault = await vaultWith(place, 'prod');
    vault.lock();
    expect(() => vault.deriveKey('history bodies')).toThrow('locked');
    await expect(vault.read()).rejects.toThrow('locked');
    await expect(vault.change(adding('x'))).rejects.toThrow('locked');
    await expect(vault.protect({ kind: 'keychain' })).rejects.toThrow('locked');
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod']);
  });
});

describe('a wrong passphrase', () => {
  test('opens nothing, changes nothing, and holds back the next try', async () => {
    const place = newPlace();
    await expectOpen(await createVault(place, byPassphrase)).vault.change(adding('prod'));
    const before = readdirSync(place.folder).map((name) => readFileSync(path.join(place.folder, name)));
    const opening = await openVault(place);
    if (opening.kind !== 'locked') throw new Error(opening.kind);
    expect(await opening.unlock(createSecret('wrong'))).toEqual({ kind: 'wrong', pauseMs: 1000 });
    expect(place.pauses).toEqual([]);
    expect(await opening.unlock(createSecret('wrong'))).toEqual({ kind: 'wrong', pauseMs: 2000 });
    expect(place.pauses).toEqual([1000]);
    expect(readdirSync(place.folder).map((name) => readFileSync(path.join(place.folder, name)))).toEqual(before);
    expect(namesOf(expectOpen(await opening.unlock(passphrase)).set)).toEqual(['prod']);
    expect(place.pauses).toEqual([1000, 2000]);
  });
});

describe('protecting it another way', () => {
  test('keeps profiles and keys, and ends the former way', async () => {
    const place = newPlace();
    const vault = await vaultWith(place, 'prod');
    const key = vault.deriveKey('history bodies');

    await vault.protect(byPassphrase);
    expect(vault.protection()).toBe('passphrase');
    expect(place.keychain.entries.size).toBe(0);
    const unlocked = await unlockedVault(place);
    expect(namesOf(unlocked.set)).toEqual(['prod']);
    expect(unlocked.vault.deriveKey('history bodies')).toEqual(key);

    const next = createSecret('another passphrase');
    await unlocked.vault.protect({ kind: 'passphrase', passphrase: next, cost: cheapCost });
    const opening = await openVault(place);
    expect(opening.kind === 'locked' && (await opening.unlock(passphrase)).kind).toBe('wrong');
    const changed = await unlockedVault(place, next);

    await changed.vault.protect({ kind: 'keychain' });
    expect(place.keychain.entries.size).toBe(1);
    const back = expectOpen(await openVault(place));
    expect(namesOf(back.set)).toEqual(['prod']);
    expect(back.vault.deriveKey('history bodies')).toEqual(key);
    // A vault that was opened before goes on.
    await vault.change(adding('later'));
    expect(namesOf((await vault.read()).set)).toEqual(['prod', 'later']);
  });

  test('leaves everything as it was where the keychain refuses', async () => {
    const place = newPlace();
    const { vault } = expectOpen(await createVault(place, byPassphrase));
    await vault.change(adding('prod'));
    place.keychain.failWith('no Secret Service is running in this session');
    await expect(vault.protect({ kind: 'keychain' })).rejects.toThrow(
      'The keychain of this test cannot keep the key: no Secret Service is running in this session.',
    );
    expect(vault.protection()).toBe('passphrase');
    expect(namesOf((await unlockedVault(place)).set)).toEqual(['prod']);
  });
});

test('a passphrase that is too short makes no vault, and protects none', async () => {
  const place = newPlace();
  const short = { kind: 'passphrase', passphrase: createSecret('1234567'), cost: cheapCost } as const;
  await expect(createVault(place, short)).rejects.toThrow('A passphrase must have at least 8 characters.');
  expect(hasVault(place.folder)).toBe(false);
  const vault = await vaultWith(place, 'prod');
  await expect(vault.protect(short)).rejects.toThrow('8 characters');
  expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod']);
});

describe('the keychain', () => {
  test('that refuses is told, and no vault is made', async () => {
    const place = newPlace();
    place.keychain.failWith('it is locked');
    await expect(createVault(place, { kind: 'keychain' })).rejects.toThrow('cannot keep the key: it is locked.');
    expect(hasVault(place.folder)).toBe(false);
  });

  test('that does not answer leaves the vault as it is', async () => {
    const place = newPlace();
    await vaultWith(place, 'prod');
    place.keychain.failWith('it is locked');
    expect(await openVault(place)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('it is locked'),
    });
    place.keychain.failWith(undefined);
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod']);
  });

  test('that has lost the key, or has another, is told from damage', async () => {
    const place = newPlace();
    await vaultWith(place, 'prod');
    const [[entry, key]] = [...place.keychain.entries] as [[string, Uint8Array]];
    await place.keychain.remove(entry);
    expect(await openVault(place)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('is missing'),
    });
    await place.keychain.write(
      entry,
      key.map((byte) => byte ^ 1),
    );
    expect(await openVault(place)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringContaining('is not the one they were encrypted with'),
    });
    await place.keychain.write(entry, key);
    expect(namesOf(expectOpen(await openVault(place)).set)).toEqual(['prod']);
  });
});

test('a lock file that holds nonsense locks all the same', async () => {
  const place = newPlace();
  const vault = await vaultWith(place, 'prod');
  writeFileSync(path.join(place.folder, 'lock'), 'nonsense '.repeat(100));
  await Promise.all([vault.change(adding('a')), vault.change(adding('b'))]);
  expect(namesOf((await vault.read()).set)).toHaveLength(3);
});

test.each([
  [0, 0],
  [1, 1000],
  [2, 2000],
  [3, 4000],
  [5, 16_000],
  [6, 30_000],
  [5000, 30_000],
])('after %i wrong tries the next is held back for %i ms', (tries, ms) => {
  expect(pauseAfter(tries)).toBe(ms);
});

function everything(place: VaultPlace): readonly (readonly [string, string])[] {
  return readdirSync(place.folder).map((name) => [name, readFileSync(path.join(place.folder, name), 'base64')]);
}

test('a header of a newer version is left alone, and no vault is made over it', async () => {
  const place = newPlace();
  await vaultWith(place, 'prod');
  const file = path.join(place.folder, 'vault.json');
  const line = JSON.stringify({ format: 'flarescope vault', version: 2, shape: 'unknown' });
  writeFileSync(file, `${line}\nsha256:${createHash('sha256').update(line).digest('hex')}\n`);
  const before = everything(place);
  const newer = {
    kind: 'newer',
    reason: `${file} was written by a newer flarescope and was not changed. Update flarescope to use these profiles.`,
  };
  expect(await openVault(place)).toEqual(newer);
  expect(await createVault(place, { kind: 'keychain' })).toEqual(newer);
  expect(everything(place)).toEqual(before);
});

test('profiles of a newer version are left alone, and nothing is added to them', async () => {
  const place = newPlace();
  const vault = await vaultWith(place, 'prod');
  const conf = new Conf<Record<string, unknown>>({
    cwd: place.folder,
    configName: 'profiles.vault',
    fileExtension: '',
    encryptionKey: vault.deriveKey('profiles'),
    encryptionAlgorithm: 'aes-256-gcm',
  });
  conf.store = { version: 2, anything: ['else'] };
  const before = everything(place);
  const reason = expect.stringContaining('profiles.vault was written by a newer flarescope and was not changed.');
  expect(await openVault(place)).toEqual({ kind: 'newer', reason });
  await expect(vault.change(adding('more'))).rejects.toThrow('was written by a newer flarescope');
  expect(everything(place)).toEqual(before);
});
