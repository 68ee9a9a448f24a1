// Files of a version to come: they are left alone, whatever this version would make of them.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import { expect, test } from 'vitest';
import { createVault, openVault, type VaultPlace } from '../../src/store/vault.ts';
import { adding, newPlace, vaultWith } from './vault-fixture.ts';

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
    reason: `${file} was written by a newer flarescope and is left alone. Update flarescope to use these profiles.`,
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
  const reason = expect.stringContaining('profiles.vault was written by a newer flarescope and is left alone.');
  expect(await openVault(place)).toEqual({ kind: 'newer', reason });
  await expect(vault.change(adding('more'))).rejects.toThrow('was written by a newer flarescope');
  expect(everything(place)).toEqual(before);
});
